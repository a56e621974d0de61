//! xlsx and xlsm: cells as calamine streams them.

use std::borrow::Cow;
use std::io::{BufReader, Cursor, Read};
use std::sync::Arc;

use calamine::{CellErrorType, DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use quick_xml::events::Event;

use super::layout;
use super::package::{Package, attribute};
use super::preflight::{self, Told};
use super::rows::{self, Rows};
use super::trouble::Trouble;
use super::{Format, SheetInfo, Visibility};
use crate::cell::{Position, Value};

/// An opened workbook.
pub(super) struct Workbook {
    bytes: Arc<[u8]>,
    cells: Xlsx<Cursor<Arc<[u8]>>>,
}

impl Workbook {
    pub(super) fn open(bytes: Arc<[u8]>) -> Result<(Workbook, Vec<SheetInfo>), Trouble> {
        let bytes = with_sizes_turned(bytes)?;
        let cells = Xlsx::new(Cursor::new(Arc::clone(&bytes))).map_err(|error| trouble(&error))?;
        let sheets = worksheets(cells.sheets_metadata(), cells.has_1904_epoch());
        Ok((Workbook { bytes, cells }, sheets))
    }

    /// Hands over the cells of a sheet. With `uncalculated` the formulas without a value are the preflight's to tell, which
    /// spares the parser a tenth of its time; without, it must find them itself.
    pub(super) fn rows<'a>(
        &'a mut self,
        sheet: &str,
        mut uncalculated: Option<Told<'_>>,
        mut rows: Rows<'a, '_>,
    ) -> Result<(), Trouble> {
        let mut cells = self.cells.worksheet_cells_reader(sheet).map_err(|error| trouble(&error))?;
        let mut strange = None;
        loop {
            // A formula without a value looks like an empty cell.
            let next = match &mut uncalculated {
                Some(told) => cells.next_cell().map(|cell| {
                    cell.map(|cell| {
                        let (row, column) = cell.get_position();
                        let data = cell.get_value().clone();
                        let is_formula = matches!(data, DataRef::Empty) && told.holds(row, column);
                        (row, column, data, is_formula)
                    })
                }),
                None => cells
                    .next_cell_with_formula_metadata()
                    .map(|cell| cell.map(|cell| (cell.pos.0, cell.pos.1, cell.value, cell.formula.is_some()))),
            };
            let (row, column, value) = match next {
                Ok(None) => return rows.finish(),
                Ok(Some((row, column, DataRef::Empty, true))) => (row, column, Value::Uncalculated),
                Ok(Some((row, column, data, _))) => match rows::value(data) {
                    Some(value) => (row, column, value),
                    None => continue,
                },
                // One such cell must not cost the sheet. Calamine does not tell which cell it was, so look it up.
                Err(XlsxError::CellError(text)) => {
                    let strange = match &mut strange {
                        Some(strange) => strange,
                        None => strange.insert(strange_errors(&self.bytes, sheet)?.into_iter()),
                    };
                    let Some((position, _)) = strange.next().filter(|(_, found)| *found == text) else {
                        return Err(Trouble::UnknownError(text));
                    };
                    (position.row, u32::from(position.column), Value::Error(Cow::Owned(text)))
                }
                Err(error) => return Err(trouble(&error)),
            };
            if rows.push(row, column, value)?.is_break() {
                return Ok(());
            }
        }
    }
}

/// The sheets that hold cells, in the order of the workbook.
pub(super) fn worksheets(sheets: &[calamine::Sheet], from_1904: bool) -> Vec<SheetInfo> {
    let cells = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    cells
        .map(|sheet| SheetInfo {
            name: sheet.name.clone(),
            visibility: visibility(sheet.visible),
            days_from_1900: !from_1904,
        })
        .collect()
}

fn visibility(visible: SheetVisible) -> Visibility {
    match visible {
        SheetVisible::Visible => Visibility::Visible,
        SheetVisible::Hidden => Visibility::Hidden,
        SheetVisible::VeryHidden => Visibility::VeryHidden,
    }
}

/// The file with the corners of the size of a sheet turned round, where the second comes before the first: the reader
/// subtracts one from the other. Nobody needs the size; it is what some program wrote, and may be anything.
fn with_sizes_turned(mut bytes: Arc<[u8]>) -> Result<Arc<[u8]>, Trouble> {
    let mut package = Package::open(Arc::clone(&bytes))?;
    // What is wrong with a list that cannot be read, the preflight tells.
    for (_, part) in preflight::sheet_parts(&bytes, Format::Xlsx).unwrap_or_default() {
        let Some(size) = package.stream(&part)?.map(size).transpose()?.flatten() else {
            continue;
        };
        let Some(turned) = turned(&size) else {
            continue;
        };
        let mut sheet = Vec::new();
        package.stream(&part)?.ok_or(Trouble::Damaged)?.read_to_end(&mut sheet).map_err(|_| Trouble::Damaged)?;
        let found = sheet.windows(size.len()).position(|window| window == size.as_bytes()).ok_or(Trouble::Damaged)?;
        sheet.splice(found..found + size.len(), turned.into_bytes());
        bytes = package.changed(&part, &sheet)?.into();
        package = Package::open(Arc::clone(&bytes))?;
    }
    Ok(bytes)
}

/// A range such as `J20:A1` as `A1:J20`; None when it stands so already, and when it is no range.
fn turned(size: &str) -> Option<String> {
    let (one, other) = layout::range(size)?;
    let first = Position { row: one.row.min(other.row), column: one.column.min(other.column) };
    let last = Position { row: one.row.max(other.row), column: one.column.max(other.column) };
    ((one, other) != (first, last)).then(|| format!("{first}:{last}"))
}

/// The size that a sheet says it has, before its cells.
fn size(sheet: impl Read) -> Result<Option<String>, Trouble> {
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(sheet));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| Trouble::Damaged)? {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "dimension" => return Ok(attribute(&element, "ref")),
                "sheetData" => return Ok(None),
                _ => {}
            },
            Event::Eof => return Ok(None),
            _ => {}
        }
    }
}

/// The cells whose error value calamine does not know (`#SPILL!`, `#GETTING_DATA`, errors in another language).
fn strange_errors(bytes: &[u8], sheet: &str) -> Result<Vec<(Position, String)>, Trouble> {
    let parts = preflight::sheet_parts(bytes, Format::Xlsx)?;
    let (_, part) = parts.iter().find(|(name, _)| name == sheet).ok_or(Trouble::Damaged)?;
    let mut package = Package::open(bytes)?;
    let stream = package.stream(part)?.ok_or(Trouble::Damaged)?;
    let mut reader = quick_xml::Reader::from_reader(BufReader::with_capacity(1 << 16, stream));
    let mut found = Vec::new();
    let (mut cell, mut in_value) = (None, false);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| Trouble::Damaged)? {
            Event::Start(element) if element.local_name().as_ref() == "c" => {
                let is_error = attribute(&element, "t").as_deref() == Some("e");
                cell = is_error.then(|| attribute(&element, "r").and_then(|place| layout::range(&place))).flatten();
            }
            Event::Start(element) => in_value = element.local_name().as_ref() == "v",
            Event::End(_) => in_value = false,
            Event::Text(text) if in_value => {
                if let Some((position, _)) = cell
                    && text.parse::<CellErrorType>().is_err()
                {
                    found.push((position, text.to_string()));
                }
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

fn trouble(error: &XlsxError) -> Trouble {
    match error {
        XlsxError::Password => Trouble::Password,
        XlsxError::CellError(text) => Trouble::UnknownError(text.clone()),
        XlsxError::ColumnNumberOverflow | XlsxError::RowNumberOverflow => Trouble::OutsideGrid,
        _ => Trouble::Damaged,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::read::package::tests::zipped;
    use crate::read::tests::{opened, shown};
    use crate::read::{Book, Format, Limits};
    use std::ops::ControlFlow;

    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    /// A workbook of hand-written sheets, each with its state and its XML inside `worksheet`.
    pub(in crate::read) fn workbook(settings: &str, sheets: &[(&str, &str, &str)]) -> Vec<u8> {
        let base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let numbered = sheets.iter().enumerate().map(|(index, sheet)| (index + 1, sheet));
        let each = |line: &dyn Fn(usize, &str, &str) -> String| -> String {
            numbered.clone().map(|(number, (name, state, _))| line(number, name, state)).collect()
        };
        let list = each(&|number, name, state| {
            format!("<sheet name=\"{name}\" sheetId=\"{number}\" state=\"{state}\" r:id=\"r{number}\"/>")
        });
        let relations = each(&|number, _, _| {
            let target = format!("worksheets/sheet{number}.xml");
            format!("<Relationship Id=\"r{number}\" Type=\"{base}/worksheet\" Target=\"{target}\"/>")
        });
        let parts: Vec<_> = numbered
            .clone()
            .map(|(number, (_, _, xml))| {
                let name = format!("xl/worksheets/sheet{number}.xml");
                (name, format!("<worksheet xmlns=\"{MAIN}\">{xml}</worksheet>"))
            })
            .collect();
        let types = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
        let types = format!("<Types><Override PartName=\"/xl/workbook.xml\" ContentType=\"{types}\"/></Types>");
        let root = format!(
            "<Relationships><Relationship Id=\"r1\" Type=\"{base}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        );
        let relations = format!("<Relationships>{relations}</Relationships>");
        let list =
            format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{base}\">{settings}<sheets>{list}</sheets></workbook>");
        let styles = "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"46\"/></cellXfs></styleSheet>";
        let mut all = vec![
            ("[Content_Types].xml", types.as_str()),
            ("_rels/.rels", &root),
            ("xl/workbook.xml", &list),
            ("xl/_rels/workbook.xml.rels", &relations),
            ("xl/styles.xml", styles),
        ];
        all.extend(parts.iter().map(|(name, xml)| (name.as_str(), xml.as_str())));
        zipped(&all)
    }

    fn cells(xml: &str) -> Result<Vec<String>, String> {
        let bytes = workbook("", &[("Staf", "visible", &format!("<sheetData>{xml}</sheetData>"))]);
        shown(&mut opened(&bytes, "staf.xlsx").map_err(|error| error.to_string())?, 0)
    }

    #[test]
    fn a_workbook_of_another_writer_is_read_with_its_layout() {
        let mut written = rust_xlsxwriter::Workbook::new();
        let date = rust_xlsxwriter::Format::new().set_num_format("d-m-yyyy");
        let sheet = written.add_worksheet().set_name("Personeel").unwrap();
        sheet.write_string(0, 0, "Naam").unwrap().write_string(0, 3, "Zoë & co").unwrap();
        sheet.write_number(4, 0, 0.89).unwrap().write_number_with_format(4, 1, 45_323, &date).unwrap();
        sheet.write_boolean(4, 2, true).unwrap();
        sheet.write_formula(4, 3, rust_xlsxwriter::Formula::new("=1+1").set_result("2")).unwrap();
        sheet.write_blank(7, 1, &date).unwrap();
        sheet.merge_range(9, 0, 10, 2, "slot", &rust_xlsxwriter::Format::new()).unwrap();
        sheet.set_row_hidden(4).unwrap().set_row_hidden(5).unwrap().set_column_hidden(2).unwrap();
        written.add_worksheet().set_name("Oud").unwrap().set_hidden(true);
        let bytes = written.save_to_buffer().unwrap();

        let mut book = opened(&bytes, "personeel.xls").unwrap();
        assert_eq!(book.format(), Format::Xlsx);
        let sheets: Vec<_> = book.sheets().iter().map(|sheet| (sheet.name.as_str(), sheet.visibility)).collect();
        assert_eq!(sheets, [("Personeel", Visibility::Visible), ("Oud", Visibility::Hidden)]);
        let expected = ["A1=Naam", "D1=Zoë & co", "A5=0,89", "B5=1-2-2024", "C5=WAAR", "D5=2", "A10=slot"];
        assert_eq!(shown(&mut book, 0).unwrap(), expected);
        assert_eq!(shown(&mut book, 0).unwrap(), expected, "a second time");
        assert_eq!(shown(&mut book, 1).unwrap(), [""; 0]);
        let layout = book.layouts().unwrap().remove(0);
        assert_eq!((layout.hidden_rows, layout.hidden_columns), (vec![(4, 5)], vec![(2, 2)]));
        assert_eq!(layout.merges, [(Position { row: 9, column: 0 }, Position { row: 10, column: 2 })]);
    }

    #[test]
    fn a_formula_without_a_value_is_not_an_empty_cell() {
        let found = cells(
            r#"<row r="2"><c r="A2"><f>B1+1</f></c><c r="B2"><f>B1</f><v>5</v></c><c r="C2"/><c r="D2" t="str"><f>""</f><v></v></c>
               <c r="E2"><f t="shared" si="0"/></c></row>"#,
        );
        let none = "(formule zonder berekende waarde)";
        assert_eq!(found.unwrap(), [format!("A2={none}"), "B2=5".to_owned(), format!("E2={none}")]);
    }

    #[test]
    fn a_size_is_only_a_hint() {
        let rows = r#"<sheetData><row r="3"><c r="B3"><v>1</v></c></row></sheetData>"#;
        for (size, turned_round) in [
            ("A1:J20", None),
            ("J20:A1", Some("A1:J20")),
            ("A20:J1", Some("A1:J20")),
            ("J1:A20", Some("A1:J20")),
            ("XFD1048576:XFD1", Some("XFD1:XFD1048576")),
            ("A1", None),
        ] {
            assert_eq!(turned(size).as_deref(), turned_round, "{size}");
            let sheet = format!("<dimension ref=\"{size}\"/>{rows}");
            let one = ("Een", "visible", sheet.as_str());
            let bytes = workbook("", &[one, ("Twee", "visible", rows), ("Drie", "visible", &sheet)]);
            let mut book = opened(&bytes, "staf.xlsx").unwrap();
            for sheet in 0..3 {
                assert_eq!(shown(&mut book, sheet).unwrap(), ["B3=1"], "{size}");
            }
        }
    }

    #[test]
    fn moments_of_the_1904_system_are_converted() {
        let sheet =
            r#"<sheetData><row r="1"><c r="A1" s="1"><v>43861</v></c><c r="B1" s="2"><v>1.5</v></c></row></sheetData>"#;
        let bytes = workbook("<workbookPr date1904=\"1\"/>", &[("Staf", "veryHidden", sheet)]);
        let mut book = opened(&bytes, "staf.xlsx").unwrap();
        assert_eq!(shown(&mut book, 0).unwrap(), ["A1=1-2-2024", "B1=36:00"]);
        assert_eq!(book.sheets()[0].visibility, Visibility::VeryHidden);
    }

    #[test]
    fn errors_are_read_in_any_language_and_of_any_kind() {
        let found = cells(
            r#"<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="e"><v>#SPILL!</v></c><c r="C1" t="str"><v>#VERW!</v></c>
               <c r="D1" t="e"><v>#N/B</v></c><c r="E1" t="inlineStr"><is><t>na</t></is></c></row>"#,
        );
        assert_eq!(found.unwrap(), ["A1=#N/B", "B1=#SPILL!", "C1=#VERW!", "D1=#N/B", "E1=na"]);
    }

    #[test]
    fn cells_that_cannot_be_are_refused() {
        for (xml, part) in [
            (r#"<row r="1"><c r="XFE1"><v>1</v></c></row>"#, "buiten het rooster"),
            (r#"<row r="1048577"><c r="A1048577"><v>1</v></c></row>"#, "buiten het rooster"),
            (r#"<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>"#, "bij cel A1"),
            (r#"<row r="1"><c r="B1"><v>1</v></c><c r="B1"><v>2</v></c></row>"#, "cel B1 staat er twee keer"),
            (r#"<row r="1"><c r="A1" t="s"><v>9</v></c></row>"#, "beschadigd"),
        ] {
            let error = cells(xml).unwrap_err();
            assert!(error.starts_with("Het bestand 'staf.xlsx', werkblad 'Staf': ") && error.contains(part), "{error}");
        }
    }

    #[test]
    fn a_sheet_stops_when_told_and_when_it_is_too_big() {
        let xml =
            "<sheetData><row><c><v>1</v></c></row><row><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData>";
        let bytes = workbook("", &[("Staf", "visible", xml)]);
        let mut book = opened(&bytes, "staf.xlsx").unwrap();
        let mut seen = 0;
        let stopped = book.rows(0, &mut |_| {
            seen += 1;
            ControlFlow::Break(())
        });
        assert_eq!((stopped, seen), (Ok(()), 1));
        let error = Book::open(bytes.as_slice().into(), "staf.xlsx", &Limits::of_cells(2)).err().unwrap().to_string();
        assert!(error.contains("werkblad 'Staf'") && error.contains("meer dan 2 gevulde cellen"), "{error}");
    }

    #[test]
    fn workbooks_without_or_with_confusing_sheets_are_refused() {
        let error = opened(&workbook("", &[]), "leeg.xlsx").err().unwrap().to_string();
        assert!(error.contains("geen werkblad"), "{error}");
        let twice = workbook("", &[("Staf", "visible", "<sheetData/>"), ("STAF", "visible", "<sheetData/>")]);
        let error = opened(&twice, "twee.xlsx").err().unwrap().to_string();
        assert!(error.contains("twee werkbladen met de naam 'STAF'"), "{error}");
    }

    #[test]
    fn a_workbook_that_was_cut_off_is_damaged() {
        let bytes = workbook("", &[("Staf", "visible", "<sheetData/>")]);
        let error = opened(&bytes[..bytes.len() / 2], "staf.xlsx").err().unwrap().to_string();
        assert!(error.contains("beschadigd") && !error.contains("EOCD"), "{error}");
    }
}
