//! Good tables in files that other programs made, with whatever they add, leave out or write in their own way.

use crate::make::{
    MAIN, good, ods, ods_of, rows, sheet, stored, strings, with, with_cell, with_rows, workbook, zipped,
};
use crate::{Case, Clean, Found, case};

const SHEET: &str = "xl/worksheets/sheet1.xml";

pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        case("the good table", "goed.xlsx", zipped(&good()), Clean(4)),
        case("not compressed", "los.xlsx", stored(&good()), Clean(4)),
        case("named as the old format", "oud.xls", zipped(&good()), Clean(4)),
        case("named as text", "tekst.csv", zipped(&good()), Clean(4)),
        case(
            "columns that end before they begin, wide and hidden",
            "breed.xlsx",
            zipped(&with(
                SHEET,
                sheet(&rows()).replace(
                    "<sheetData>",
                    "<cols><col min=\"3\" max=\"2\" width=\"9\" customWidth=\"1\" hidden=\"1\"/></cols><sheetData>",
                ),
            )),
            Clean(4),
        ),
        case(
            "a space in the last cell of the grid",
            "ver.xlsx",
            with_rows(&(rows() + "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"str\"><v> </v></c></row>")),
            Clean(4),
        ),
        case(
            "a dimension of the whole grid",
            "wijd.xlsx",
            zipped(&with(
                SHEET,
                sheet(&rows()).replace("<sheetData>", "<dimension ref=\"A1:XFD1048576\"/><sheetData>"),
            )),
            Clean(4),
        ),
        case("cells without an address", "zonder.xlsx", with_rows(&without_addresses(&rows())), Clean(4)),
        case("a prefix before every element", "voor.xlsx", zipped(&with(SHEET, prefixed(&sheet(&rows())))), Clean(4)),
        case(
            "an absolute path to the sheet",
            "vast.xlsx",
            zipped(&replaced("xl/_rels/workbook.xml.rels", "Target=\"worksheets/", "Target=\"/xl/worksheets/")),
            Clean(4),
        ),
        case(
            "a count of strings that is a little wrong",
            "telt.xlsx",
            zipped(&with("xl/sharedStrings.xml", strings().replace("uniqueCount=\"50\"", "uniqueCount=\"70\""))),
            Clean(4),
        ),
        case(
            "strings with formatting inside",
            "vet.xlsx",
            zipped(&with(
                "xl/sharedStrings.xml",
                strings().replace(
                    "<t>Anna de Wit</t>",
                    "<r><rPr><b/></rPr><t xml:space=\"preserve\">Anna </t></r><r><t>de Wit</t></r>",
                ),
            )),
            Clean(4),
        ),
        case(
            "a text inside its cell",
            "binnen.xlsx",
            with_rows(&with_cell("B2", "<c r=\"B2\" t=\"inlineStr\"><is><t>Anna de Wit</t></is></c>")),
            Clean(4),
        ),
        case("a chart sheet before the list", "grafiek.xlsx", chart_sheet(), Clean(4)),
        case(
            "the list on the third sheet",
            "derde.xlsx",
            zipped(&workbook(&[("Leeg", &sheet("")), ("Ook leeg", &sheet("")), ("Personeel", &sheet(&rows()))])),
            Clean(4),
        ),
        case(
            "a sheet name with odd characters",
            "naam.xlsx",
            zipped(&workbook(&[("Personeel &amp; 'co' €", &sheet(&rows()))])),
            Clean(4),
        ),
        case(
            "a picture that would inflate to 300 MiB",
            "plaatje.xlsx",
            zipped(&with("xl/media/image1.png", vec![0; 300 << 20])),
            Clean(4),
        ),
        case("what another computer left in the zip", "mac.xlsx", zipped(&with("__MACOSX/._goed.xlsx", "x")), Clean(4)),
        case(
            "a byte order mark before the sheet",
            "bom.xlsx",
            zipped(&with(SHEET, format!("\u{feff}{}", sheet(&rows())))),
            Clean(4),
        ),
        // A formula that no program computed is not an empty cell: the VOG may be there.
        case(
            "a formula without a value",
            "formule.xlsx",
            with_rows(&with_cell("I3", "<c r=\"I3\"><f>I2+1</f></c>")),
            Found(&["VOG-03 I3", "DAT-08 I3"]),
        ),
        case(
            "an error that only newer programs know",
            "nieuw.xlsx",
            with_rows(&with_cell("I3", "<c r=\"I3\" t=\"e\"><v>#SPILL!</v></c>")),
            Found(&["VOG-03 I3", "DAT-09 I3"]),
        ),
        case(
            "an error while data is being fetched",
            "haalt.xlsx",
            with_rows(&with_cell("I3", "<c r=\"I3\" t=\"e\"><v>#GETTING_DATA</v></c>")),
            Found(&["VOG-03 I3", "DAT-09 I3"]),
        ),
        case(
            "an error in Dutch, as text",
            "fout.xlsx",
            with_rows(&with_cell("I3", "<c r=\"I3\" t=\"str\"><v>#VERW!</v></c>")),
            Found(&["VOG-03 I3", "DAT-09 I3"]),
        ),
        case(
            "a number cell that holds a word",
            "woord.xlsx",
            with_rows(&with_cell("I3", "<c r=\"I3\"><v>ja</v></c>")),
            Found(&["VOG-03 I3"]),
        ),
        case("a cell that is not there", "leeg.xlsx", with_rows(&with_cell("I3", "")), Found(&["VOG-01 I3"])),
        case(
            "hidden rows and columns",
            "weg.xlsx",
            zipped(&with(
                SHEET,
                sheet(&rows().replace("<row r=\"3\">", "<row r=\"3\" hidden=\"1\">"))
                    .replace("<sheetData>", "<cols><col min=\"9\" max=\"9\" hidden=\"1\"/></cols><sheetData>"),
            )),
            Found(&["DAT-07 A3", "DAT-07 I1"]),
        ),
        case(
            "a hidden sheet",
            "schuil.xlsx",
            zipped(&replaced("xl/workbook.xml", "sheetId=\"1\"", "sheetId=\"1\" state=\"hidden\"")),
            Found(&["DAT-07 A1"]),
        ),
        // Open documents.
        case("the good table as ods", "goed.ods", zipped(&ods("", "", true)), Clean(4)),
        case("ods with white space between its cells", "wit.ods", zipped(&spaced()), Clean(4)),
        case(
            "ods with a million empty rows below",
            "diep.ods",
            zipped(&ods(
                "",
                "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>",
                true,
            )),
            Clean(4),
        ),
        case("a group merged over two rows in ods", "samen.ods", zipped(&merged_group()), Found(&["DAT-20 D1"])),
        case(
            "a group merged over two rows in xls",
            "samen.xls",
            include_bytes!("../files/samengevoegd.xls").to_vec(),
            Found(&["DAT-20 D1"]),
        ),
        case("ods without its mimetype", "mime.ods", zipped(&ods("", "", true)[1..].to_vec()), Clean(4)),
        case(
            "ods in which an error is text",
            "fout.ods",
            zipped(&ods_of(&ods_text().replacen("<text:p>15-4-2023</text:p>", "<text:p>#N/B</text:p>", 1))),
            Found(&["VOG-03 I3", "DAT-09 I3"]),
        ),
        case(
            "ods with a note on a cell",
            "briefje.ods",
            zipped(&ods_of(&ods_text().replacen(
                "<text:p>Bram Bos</text:p>",
                "<office:annotation><text:p>uit dienst?</text:p></office:annotation><text:p>Bram Bos</text:p>",
                1,
            ))),
            Clean(4),
        ),
    ];
    let mut upper = good();
    "xl/Styles.xml".clone_into(&mut upper[4].0);
    cases.push(case("a part whose name has another case than its relation", "kapitaal.xlsx", zipped(&upper), Clean(4)));
    cases
}

fn replaced(part: &str, from: &str, to: &str) -> Vec<(String, Vec<u8>)> {
    let parts = good();
    let (_, bytes) = parts.iter().find(|(name, _)| name == part).expect("the part is there");
    let text = String::from_utf8(bytes.clone()).expect("it is text");
    assert!(text.contains(from), "{part} holds {from}");
    with(part, text.replace(from, to))
}

fn without_addresses(rows: &str) -> String {
    let mut text = String::new();
    let mut rest = rows;
    while let Some(at) = rest.find(" r=\"") {
        text += &rest[..at];
        let after = &rest[at + 4..];
        rest = &after[after.find('"').expect("it ends") + 1..];
    }
    text + rest
}

/// The same part with `x:` before the name of every element.
fn prefixed(part: &str) -> String {
    let part = part.replace("</", "\u{1}").replace('<', "<x:").replace('\u{1}', "</x:").replace("<x:?xml", "<?xml");
    part.replace(&format!("xmlns=\"{MAIN}\""), &format!("xmlns:x=\"{MAIN}\""))
}

fn chart_sheet() -> Vec<u8> {
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut parts =
        replaced("xl/workbook.xml", "<sheets>", "<sheets><sheet name=\"Grafiek\" sheetId=\"9\" r:id=\"c1\"/>");
    let relation = format!(
        "<Relationship Id=\"c1\" Type=\"{relations}/chartsheet\" Target=\"chartsheets/sheet1.xml\"/></Relationships>"
    );
    for (name, bytes) in &mut parts {
        if name == "xl/_rels/workbook.xml.rels" {
            let text = String::from_utf8(bytes.clone()).expect("it is text");
            *bytes = text.replace("</Relationships>", &relation).into_bytes();
        }
    }
    parts.push(("xl/chartsheets/sheet1.xml".to_owned(), format!("<chartsheet xmlns=\"{MAIN}\"/>").into_bytes()));
    zipped(&parts)
}

fn ods_text() -> String {
    let parts = ods("", "", true);
    String::from_utf8(parts[2].1.clone()).expect("it is text")
}

/// Anna's group speaks for Bram too.
fn merged_group() -> Vec<(String, Vec<u8>)> {
    let group = "<table:table-cell office:value-type=\"string\"><text:p>De Linde</text:p></table:table-cell>";
    let first = group.replacen("<table:table-cell", "<table:table-cell table:number-rows-spanned=\"2\"", 1);
    let content = ods_text().replacen(group, &first, 1).replacen(group, "<table:covered-table-cell/>", 1);
    assert!(!content.contains(group));
    ods_of(&content)
}

fn spaced() -> Vec<(String, Vec<u8>)> {
    ods_of(
        &ods_text().replace("<table:table-", "\n  <table:table-").replace("</table:table-row>", "\n</table:table-row>"),
    )
}
