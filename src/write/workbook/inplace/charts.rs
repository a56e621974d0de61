//! Our charts in the user's workbook: they say what they leave out in a workbook of their own.
//!
//! What a chart leaves out means something else in a workbook of Excel 2007 than in one of a later Excel: there a label shows the
//! name of its series too, an axis has marks all over, a line is smooth. The library writes for the former, and says so in its
//! properties; in the user's workbook those of the user say another version.

use super::outline::{Edit, Outline, Strange, edited};

/// How deep the labels and axes of a chart stand.
const DEEPEST: usize = 6;

/// Of an element: its children in the order of the schema, as far as it matters, and what those mean that are left out in Excel
/// 2007.
struct Parent {
    names: &'static [&'static str],
    order: &'static [&'static str],
    defaults: &'static [(&'static str, &'static str)],
}

const PARENTS: [Parent; 9] = [
    Parent {
        names: &["chartSpace"],
        order: &["date1904", "lang", "roundedCorners"],
        defaults: &[("roundedCorners", "0")],
    },
    Parent {
        names: &["chart"],
        order: &[
            "title",
            "autoTitleDeleted",
            "pivotFmts",
            "view3D",
            "plotArea",
            "legend",
            "plotVisOnly",
            "dispBlanksAs",
        ],
        defaults: &[("autoTitleDeleted", "0"), ("dispBlanksAs", "gap")],
    },
    Parent { names: &["title"], order: &["tx", "layout", "overlay"], defaults: &[("overlay", "0")] },
    Parent {
        names: &["legend"],
        order: &["legendPos", "legendEntry", "layout", "overlay"],
        defaults: &[("overlay", "0")],
    },
    Parent { names: &["barChart"], order: &["barDir", "grouping", "varyColors"], defaults: &[("varyColors", "0")] },
    Parent { names: &["lineChart"], order: &["grouping", "varyColors"], defaults: &[("varyColors", "0")] },
    Parent { names: &["scatterChart"], order: &["scatterStyle", "varyColors"], defaults: &[("varyColors", "0")] },
    Parent {
        names: &["dLbls"],
        order: &[
            "dLbl",
            "numFmt",
            "spPr",
            "txPr",
            "dLblPos",
            "showLegendKey",
            "showVal",
            "showCatName",
            "showSerName",
            "showPercent",
            "showBubbleSize",
        ],
        defaults: &[
            ("showLegendKey", "0"),
            ("showVal", "0"),
            ("showCatName", "0"),
            ("showSerName", "0"),
            ("showPercent", "0"),
            ("showBubbleSize", "0"),
        ],
    },
    Parent {
        names: &["catAx", "valAx", "dateAx"],
        order: &[
            "axId",
            "scaling",
            "delete",
            "axPos",
            "majorGridlines",
            "minorGridlines",
            "title",
            "numFmt",
            "majorTickMark",
            "minorTickMark",
        ],
        defaults: &[("delete", "0"), ("majorTickMark", "out"), ("minorTickMark", "none")],
    },
];

/// A chart that says everything itself.
pub(super) fn explicit(xml: &str) -> Result<String, Strange> {
    let outline = Outline::read(xml, DEEPEST)?;
    let mut edits: Vec<Edit> = Vec::new();
    for element in outline.all() {
        let prefix = element.prefix();
        let parent = PARENTS.iter().find(|parent| parent.names.contains(&element.local()));
        let Some(parent) = parent.filter(|_| !element.is_one_tag()) else {
            continue;
        };
        let place = |name: &str| parent.order.iter().position(|known| *known == name);
        for (name, value) in parent.defaults {
            if outline.children(element).any(|child| child.local() == *name) {
                continue;
            }
            let before =
                outline.children(element).filter(|child| place(child.local()).is_some_and(|at| Some(at) < place(name)));
            let at = before.last().map_or(element.inner, |child| child.end);
            edits.push((at..at, format!("<{prefix}{name} val=\"{value}\"/>")));
        }
        // The last child of a line.
        if matches!(element.local(), "lineChart" | "scatterChart") {
            for line in outline.children(element).filter(|child| child.local() == "ser") {
                if let Some(last) = outline.children(line).last().filter(|last| last.local() != "smooth") {
                    edits.push((last.end..last.end, format!("<{prefix}smooth val=\"0\"/>")));
                }
            }
        }
    }
    Ok(edited(xml, edits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_said_where_the_schema_wants_it() {
        for (xml, expected) in [
            (
                "<c:dLbls><c:txPr/><c:showVal val=\"1\"/></c:dLbls>",
                "<c:dLbls><c:txPr/><c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/></c:dLbls>",
            ),
            (
                "<c:valAx><c:axId val=\"1\"/><c:scaling/><c:delete val=\"1\"/><c:axPos/><c:tickLblPos/><c:crossAx/></c:valAx>",
                "<c:valAx><c:axId val=\"1\"/><c:scaling/><c:delete val=\"1\"/><c:axPos/><c:majorTickMark val=\"out\"/><c:minorTickMark val=\"none\"/><c:tickLblPos/><c:crossAx/></c:valAx>",
            ),
            (
                "<c:chart><c:title><c:tx/><c:layout/></c:title><c:plotArea/><c:legend><c:legendPos/><c:layout/><c:txPr/></c:legend><c:plotVisOnly/></c:chart>",
                "<c:chart><c:title><c:tx/><c:layout/><c:overlay val=\"0\"/></c:title><c:autoTitleDeleted val=\"0\"/><c:plotArea/><c:legend><c:legendPos/><c:layout/><c:overlay val=\"0\"/><c:txPr/></c:legend><c:plotVisOnly/><c:dispBlanksAs val=\"gap\"/></c:chart>",
            ),
            (
                "<c:lineChart><c:grouping/><c:ser><c:idx/><c:val/></c:ser><c:axId/></c:lineChart>",
                "<c:lineChart><c:grouping/><c:varyColors val=\"0\"/><c:ser><c:idx/><c:val/><c:smooth val=\"0\"/></c:ser><c:axId/></c:lineChart>",
            ),
            ("<c:plotArea><c:layout/></c:plotArea>", "<c:plotArea><c:layout/></c:plotArea>"),
        ] {
            let said = explicit(xml).expect("a chart");
            assert_eq!(said, expected);
            assert_eq!(explicit(&said).expect("a chart"), expected, "nothing is said twice");
        }
    }
}
