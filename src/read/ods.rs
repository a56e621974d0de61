//! ods, read by itself: calamine refuses white space between cells, never ends on a file that was cut off, and
//! makes a grid of every sheet.

use std::borrow::Cow;
use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;
use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::package::Package;
use super::rows::{self, Rows};
use super::trouble::Trouble;
use crate::cell::Value;

/// A workbook; the preflight tells its sheets.
pub(super) struct Workbook {
    bytes: Arc<[u8]>,
}

impl Workbook {
    pub(super) fn new(bytes: Arc<[u8]>) -> Workbook {
        Workbook { bytes }
    }

    pub(super) fn rows<'a>(&'a mut self, sheet: usize, mut rows: Rows<'a, '_>) -> Result<(), Trouble> {
        let mut cells: Vec<Cell> = Vec::new();
        let flow = self.sheet(sheet, |part| {
            match part {
                Part::Cell(cell) => cells.push(cell),
                Part::Row { first, count } => {
                    if cells.is_empty() {
                        return Ok(ControlFlow::Continue(()));
                    }
                    for row in first..first.saturating_add(count) {
                        for cell in &cells {
                            for column in cell.column..cell.column.saturating_add(cell.count) {
                                if rows.push(row, column, cell.value.clone())?.is_break() {
                                    return Ok(ControlFlow::Break(()));
                                }
                            }
                        }
                    }
                    cells.clear();
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        if flow.is_break() { Ok(()) } else { rows.finish() }
    }

    /// Hands over the parts of one sheet in order. A document that ends too early is damaged.
    fn sheet(
        &self,
        wanted: usize,
        mut each: impl FnMut(Part) -> Result<ControlFlow<()>, Trouble>,
    ) -> Result<ControlFlow<()>, Trouble> {
        let mut package = Package::open(&*self.bytes)?;
        let part = package.stream("content.xml")?.ok_or(Trouble::Damaged)?;
        let mut reader = Reader::from_reader(Box::new(BufReader::with_capacity(1 << 16, part)) as Box<dyn BufRead>);
        reader.config_mut().expand_empty_elements = true;
        let mut xml = Xml { reader, inner: Vec::new(), skipped: Vec::new() };
        let mut buffer = Vec::new();
        let mut sheet = 0;
        loop {
            match xml.reader.read_event_into(&mut buffer).map_err(|_| Trouble::Damaged)? {
                Event::Start(element) if element.name().as_ref() == "table:table" => {
                    if sheet == wanted {
                        return xml.table(&mut each);
                    }
                    sheet += 1;
                    xml.skip(&element)?;
                }
                Event::End(element) if element.name().as_ref() == "office:document-content" => {
                    return Ok(ControlFlow::Continue(()));
                }
                Event::DocType(_) | Event::Eof => return Err(Trouble::Damaged),
                _ => {}
            }
            buffer.clear();
        }
    }
}

/// A part of a sheet: a filled cell, or the row of the cells before it, with how many rows repeat it.
enum Part {
    Cell(Cell),
    Row { first: u32, count: u32 },
}

struct Cell {
    column: u32,
    /// How many columns repeat it.
    count: u32,
    value: Value<'static>,
}

/// The document with the buffers for its inner elements.
struct Xml<'p> {
    reader: Reader<Box<dyn BufRead + 'p>>,
    inner: Vec<u8>,
    skipped: Vec<u8>,
}

impl Xml<'_> {
    fn skip(&mut self, element: &BytesStart<'_>) -> Result<(), Trouble> {
        self.skipped.clear();
        self.reader.read_to_end_into(element.name(), &mut self.skipped).map_err(|_| Trouble::Damaged)?;
        Ok(())
    }

    /// Calls `each` for everything inside the element that was opened last, and for its end as None.
    fn inside(
        &mut self,
        end: &str,
        mut each: impl FnMut(&mut Self, &BytesStart<'_>) -> Result<ControlFlow<()>, Trouble>,
    ) -> Result<ControlFlow<()>, Trouble> {
        let mut buffer = std::mem::take(&mut self.inner);
        let flow = loop {
            buffer.clear();
            match self.reader.read_event_into(&mut buffer).map_err(|_| Trouble::Damaged)? {
                Event::Start(element) if each(self, &element)?.is_break() => break ControlFlow::Break(()),
                Event::End(element) if element.name().as_ref() == end => break ControlFlow::Continue(()),
                Event::Eof => return Err(Trouble::Damaged),
                _ => {}
            }
        };
        self.inner = buffer;
        Ok(flow)
    }

    fn table(
        &mut self,
        each: &mut impl FnMut(Part) -> Result<ControlFlow<()>, Trouble>,
    ) -> Result<ControlFlow<()>, Trouble> {
        let mut row = 0u32;
        self.inside("table:table", |xml, element| match element.name().as_ref() {
            "table:table-row" => {
                let count = count(element, "table:number-rows-repeated");
                if xml.row(each)?.is_break() {
                    return Ok(ControlFlow::Break(()));
                }
                let part = Part::Row { first: row, count };
                row = row.saturating_add(count);
                each(part)
            }
            "table:table-rows" | "table:table-header-rows" | "table:table-row-group" => Ok(ControlFlow::Continue(())),
            _ => xml.skip(element).map(|()| ControlFlow::Continue(())),
        })
    }

    fn row(
        &mut self,
        each: &mut impl FnMut(Part) -> Result<ControlFlow<()>, Trouble>,
    ) -> Result<ControlFlow<()>, Trouble> {
        let mut column = 0u32;
        self.inside("table:table-row", |xml, element| {
            if !matches!(element.name().as_ref(), "table:table-cell" | "table:covered-table-cell") {
                return xml.skip(element).map(|()| ControlFlow::Continue(()));
            }
            let mut count = 1;
            let mut content = Content::default();
            for attribute in element.attributes().with_checks(false) {
                let attribute = attribute.map_err(|_| Trouble::Damaged)?;
                match attribute.key.as_ref() {
                    "table:number-columns-repeated" => count = positive(&attribute.value),
                    "table:formula" => content.formula = true,
                    "office:value-type" => content.kind = Kind::of(&attribute.value),
                    "calcext:value-type" => content.error |= attribute.value == "error",
                    "office:value"
                    | "office:date-value"
                    | "office:time-value"
                    | "office:boolean-value"
                    | "office:string-value" => content.value = Some(normalized(&attribute)?),
                    _ => {}
                }
            }
            let value = xml.value(element, content)?;
            let first = column;
            column = column.saturating_add(count);
            match value.filter(|value| !value.is_blank()) {
                Some(value) => each(Part::Cell(Cell { column: first, count, value })),
                None => Ok(ControlFlow::Continue(())),
            }
        })
    }

    fn value(&mut self, element: &BytesStart<'_>, content: Content) -> Result<Option<Value<'static>>, Trouble> {
        let value = content.value.filter(|value| !value.trim().is_empty());
        // What is shown counts where the file gives no value beside it, but a formula without one was never computed.
        let shown = value.is_none() && (content.kind == Kind::Text || !content.formula);
        if content.error || shown {
            let text = self.text(element.name().as_ref())?;
            return Ok(Some(match content.error {
                true if text.trim().is_empty() => Value::Error(Cow::Borrowed("#N/B")),
                true => Value::Error(Cow::Owned(text)),
                false => Value::Text(Cow::Owned(text)),
            }));
        }
        // Some programs write the number 0 beside the error that a formula gave.
        if content.formula && content.kind != Kind::Text {
            let text = self.text(element.name().as_ref())?;
            if value.is_some() && rows::is_error(&text) {
                return Ok(Some(Value::Error(Cow::Owned(text))));
            }
        } else {
            self.skip(element)?;
        }
        let Some(text) = value else {
            return Ok(Some(Value::Uncalculated));
        };
        Ok(Some(match content.kind {
            Kind::Number => match text.parse::<f64>() {
                Ok(number) if number.is_finite() => Value::Number(number),
                _ => Value::Text(Cow::Owned(text)),
            },
            Kind::Date => rows::iso_moment(&text).unwrap_or(Value::Text(Cow::Owned(text))),
            Kind::Time => rows::iso_duration(&text).unwrap_or(Value::Text(Cow::Owned(text))),
            Kind::Boolean => Value::Boolean(text.eq_ignore_ascii_case("true")),
            Kind::Text | Kind::None => Value::Text(Cow::Owned(text)),
        }))
    }

    /// The text of a cell up to its end: its paragraphs, without notes and drawings.
    fn text(&mut self, end: &str) -> Result<String, Trouble> {
        let mut text = String::new();
        let mut buffer = Vec::new();
        let (mut paragraphs, mut depth) = (0, 0u32);
        loop {
            buffer.clear();
            match self.reader.read_event_into(&mut buffer).map_err(|_| Trouble::Damaged)? {
                Event::Start(element) => match element.name().as_ref() {
                    "text:p" | "text:h" => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                        depth += 1;
                    }
                    "text:s" => {
                        let spaces = count(&element, "text:c").min(10_000);
                        text.extend(std::iter::repeat_n(' ', spaces as usize));
                        self.skip(&element)?;
                    }
                    "text:tab" => {
                        text.push('\t');
                        self.skip(&element)?;
                    }
                    "text:line-break" => {
                        text.push('\n');
                        self.skip(&element)?;
                    }
                    "text:span" | "text:a" => depth += 1,
                    name if name.starts_with("text:") && depth > 0 => depth += 1,
                    _ => self.skip(&element)?,
                },
                Event::Text(part) if depth > 0 => collapse(&part.xml10_content(), &mut text),
                Event::CData(part) if depth > 0 => collapse(&part.xml10_content(), &mut text),
                Event::GeneralRef(name) if depth > 0 => text.push(match name.as_ref() {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    "quot" => '"',
                    "apos" => '\'',
                    _ => name.resolve_char_ref().ok().flatten().ok_or(Trouble::Damaged)?,
                }),
                Event::End(element) if element.name().as_ref() == end => return Ok(text),
                Event::End(_) => depth = depth.saturating_sub(1),
                Event::Eof => return Err(Trouble::Damaged),
                _ => {}
            }
        }
    }
}

/// The attributes of a cell that make its value.
#[derive(Default)]
struct Content {
    kind: Kind,
    value: Option<String>,
    formula: bool,
    error: bool,
}

#[derive(Default, PartialEq, Eq, Clone, Copy)]
enum Kind {
    #[default]
    None,
    Number,
    Date,
    Time,
    Boolean,
    Text,
}

impl Kind {
    fn of(name: &str) -> Kind {
        match name {
            "float" | "percentage" | "currency" => Kind::Number,
            "date" => Kind::Date,
            "time" => Kind::Time,
            "boolean" => Kind::Boolean,
            "string" => Kind::Text,
            _ => Kind::None,
        }
    }
}

/// White space in a paragraph counts once; more of it is written as elements.
fn collapse(part: &str, text: &mut String) {
    let mut white = false;
    for letter in part.chars() {
        let is_white = matches!(letter, ' ' | '\t' | '\r' | '\n');
        if !is_white {
            text.push(letter);
        } else if !white {
            text.push(' ');
        }
        white = is_white;
    }
}

fn count(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).map_or(1, |text| positive(&text))
}

/// A count of at least one; more than the grid can hold counts as such.
fn positive(text: &str) -> u32 {
    text.parse::<u64>().map_or(1, |number| u32::try_from(number).unwrap_or(u32::MAX)).max(1)
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)?;
    normalized(&found).ok()
}

fn normalized(attribute: &quick_xml::events::attributes::Attribute<'_>) -> Result<String, Trouble> {
    attribute.normalized_value(XmlVersion::Implicit1_0).map(Cow::into_owned).map_err(|_| Trouble::Damaged)
}

#[cfg(test)]
pub(super) mod tests {
    use crate::cell::Position;
    use crate::read::Visibility;
    use crate::read::package::tests::zipped;
    use crate::read::tests::{opened, shown};

    const SHEETS: &str = r#"
      <office:automatic-styles>
        <style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>
        <style:style style:name="co1" style:family="table-column"><style:table-column-properties style:column-width="2.54cm"/></style:style>
      </office:automatic-styles>
      <office:body><office:spreadsheet>
        <table:table table:name="Staf &amp; meer">
          <table:table-column table:style-name="co1" table:number-columns-repeated="2"/>
          <table:table-column table:visibility="collapse"/>
          <table:table-column table:number-columns-repeated="16381"/>
          <table:table-header-rows><table:table-row>
            <table:table-cell office:value-type="string" table:number-columns-spanned="2" table:number-rows-spanned="1">
              <office:annotation><text:p>notitie</text:p></office:annotation>
              <text:p>Naam <text:span>en</text:span><text:s text:c="2"/>&lt;titel&gt;</text:p><text:p>twee</text:p>
            </table:table-cell>
            <table:covered-table-cell/>
            <table:table-cell office:value-type="float" office:value="0.89"><text:p>0,89</text:p></table:table-cell>
          </table:table-row></table:table-header-rows>
          <table:table-row table:number-rows-repeated="3" table:visibility="filter"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
          <table:table-row table:number-rows-repeated="2">
            <table:table-cell/>
            <table:table-cell office:value-type="date" office:date-value="2024-02-01" table:number-columns-repeated="2"><text:p>1-2-24</text:p></table:table-cell>
            <table:table-cell office:value-type="time" office:time-value="PT36H00M00S"/>
            <table:table-cell office:value-type="boolean" office:boolean-value="true"/>
            <table:table-cell table:formula="of:=[.A1]"/>
            <table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#N/B</text:p></table:table-cell>
            <table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""><text:p/></table:table-cell>
            <table:table-cell office:value-type="string"><text:p>#WAARDE!</text:p></table:table-cell>
          </table:table-row>
          <table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
        </table:table>
        <table:table table:name="Weg" table:style-name="ta2"><table:table-row><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table>
      </office:spreadsheet></office:body>"#;

    pub(in crate::read) fn file(content: &str) -> Vec<u8> {
        let content = format!("<office:document-content>{content}</office:document-content>");
        zipped(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
    }

    #[test]
    fn cells_are_read_with_their_types_repeats_and_places() {
        let mut book = opened(&file(SHEETS), "a.ods").unwrap();
        let row = |n| {
            [
                format!("B{n}=1-2-2024"),
                format!("C{n}=1-2-2024"),
                format!("D{n}=36:00"),
                format!("E{n}=WAAR"),
                format!("F{n}=(formule zonder berekende waarde)"),
                format!("G{n}=#N/B"),
                format!("I{n}=#WAARDE!"),
            ]
        };
        let mut expected = vec!["A1=Naam en  <titel>\ntwee".to_owned(), "C1=0,89".to_owned()];
        expected.extend(row(5));
        expected.extend(row(6));
        assert_eq!(shown(&mut book, 0).unwrap(), expected);
        assert_eq!(shown(&mut book, 1).unwrap(), ["A1=x"]);
    }

    #[test]
    fn hidden_parts_merges_and_widths_are_known() {
        let mut book = opened(&file(SHEETS), "a.ods").unwrap();
        let sheets: Vec<_> = book.sheets().iter().map(|sheet| (sheet.name.as_str(), sheet.visibility)).collect();
        assert_eq!(sheets, [("Staf & meer", Visibility::Visible), ("Weg", Visibility::Hidden)]);
        let layout = book.layouts().unwrap().remove(0);
        assert_eq!(layout.hidden_rows, [(1, 3)]);
        assert_eq!(layout.hidden_columns, [(2, 2)]);
        assert_eq!(layout.merges, [(Position { row: 0, column: 0 }, Position { row: 0, column: 1 })]);
        // One inch: 96 pixels, of which 91 for characters of 7.
        assert_eq!(layout.column_widths, [(0, 1, 13.0)]);
    }

    #[test]
    fn what_a_folded_group_holds_is_hidden_until_it_ends() {
        let row =
            "<table:table-row><table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row>";
        let (folded, open, end) =
            ("<table:table-row-group table:display=\"false\">", "<table:table-row-group>", "</table:table-row-group>");
        let columns = "<table:table-column/><table:table-column-group table:display=\"false\"><table:table-column/></table:table-column-group><table:table-column/>";
        let rows = format!("{row}{folded}{row}{open}{row}{end}{row}{end}{row}{open}{row}{folded}{row}{end}{row}{end}");
        let table = format!("<table:table table:name=\"a\">{columns}{rows}</table:table>");
        let layout = opened(&file(&table), "a.ods").unwrap().layouts().unwrap().remove(0);
        assert_eq!(layout.hidden_rows, [(1, 3), (6, 6)]);
        assert_eq!(layout.hidden_columns, [(1, 1)]);
    }

    #[test]
    fn a_document_that_was_cut_off_is_damaged() {
        let whole = format!("<office:document-content>{SHEETS}");
        for end in [whole.len(), whole.len() / 2, whole.len() / 3, 40] {
            let mime = "application/vnd.oasis.opendocument.spreadsheet";
            let cut = zipped(&[("mimetype", mime), ("content.xml", &whole[..end])]);
            let error = opened(&cut, "a.ods").err().expect("a part of a document is no document").to_string();
            assert!(error.contains("beschadigd"), "{error}");
        }
    }

    #[test]
    fn an_error_is_one_whatever_value_stands_beside_it_and_what_is_shown_is_never_lost() {
        let shown_by = |cell: &str| {
            let table =
                format!("<table:table table:name=\"a\"><table:table-row>{cell}</table:table-row></table:table>");
            shown(&mut opened(&file(&table), "a.ods").unwrap(), 0).unwrap()
        };
        let cell = |attributes: &str, text: &str| {
            shown_by(&format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"))
        };
        let float = "office:value-type=\"float\"";
        let formula = "table:formula=\"of:=1/0\"";
        let error = "calcext:value-type=\"error\"";
        // Errors.
        for text in ["#DEEL/0!", "Err:502", "#DIV/0!"] {
            assert_eq!(cell(&format!("{formula} {float} office:value=\"0\""), text), [format!("A1={text}")]);
        }
        assert_eq!(cell(&format!("{formula} {float} office:value=\"0\" {error}"), "Oei"), ["A1=Oei"]);
        assert_eq!(cell(&format!("{formula} {error}"), " "), ["A1=#N/B"]);
        assert_eq!(cell(&format!("{formula} {float} office:value=\"0\""), "0,00"), ["A1=0"]);
        // A value that is not there, or empty.
        assert_eq!(cell("office:value-type=\"date\"", "1-2-2025"), ["A1=1-2-2025"]);
        assert_eq!(cell(float, "110012345"), ["A1=110012345"]);
        assert_eq!(cell(&format!("{float} office:value=\" \""), "0,5"), ["A1=0,5"]);
        assert_eq!(cell("office:value-type=\"boolean\" office:boolean-value=\"\"", "WAAR"), ["A1=WAAR"]);
        assert_eq!(cell("office:value-type=\"string\" office:string-value=\" \"", "Eva"), ["A1=Eva"]);
        assert_eq!(cell(float, " "), [""; 0]);
        // A formula without a value was never computed.
        for value in ["", "office:value=\"\""] {
            let uncalculated = ["A1=(formule zonder berekende waarde)"];
            assert_eq!(cell(&format!("{formula} {float} {value}"), "0"), uncalculated, "{value}");
        }
        assert_eq!(shown_by(&format!("<table:table-cell {formula} {float} office:value=\"3\"/>")), ["A1=3"]);
    }

    #[test]
    fn filled_cells_outside_the_grid_are_refused() {
        let repeated = r#"<table:table table:name="a"><table:table-row table:number-rows-repeated="4000000000"><table:table-cell
            office:value-type="float" office:value="1"/></table:table-row></table:table>"#;
        let error = opened(&file(repeated), "a.ods").err().unwrap().to_string();
        assert!(error.contains("XFD1048576"), "{error}");
    }
}
