//! The copy made in place: what the user has stays, byte for byte where nothing must change. All people are made up.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;
use std::sync::Arc;

use quick_xml::events::Event;
use rust_xlsxwriter::{
    Chart, ChartType, ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, Format, Formula, Note, Table,
    Workbook,
};
use toetsklaar::assess::{Assessment, Input, Options, assess};
use toetsklaar::edition::Edition;
use toetsklaar::read::{Book, Here, Limits};
use toetsklaar::write::workbook::{Copies, copy_name, workbook};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn run(name: &str, bytes: &[u8]) -> (Assessment, Vec<u8>) {
    let inputs = [Input { name: name.to_owned(), bytes: Arc::from(bytes) }];
    let options = Options::on("2026-11-23".parse().expect("a date"));
    let (assessment, mut books) = assess(&inputs, options, &Here).unwrap_or_else(|error| panic!("{error}"));
    let edition = Edition::new(&assessment);
    let copy = workbook(&edition, &mut books, 0, Copies::Together).unwrap_or_else(|error| panic!("{error}"));
    (assessment, copy)
}

/// The parts of a package.
fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let read = |at| {
        let mut part = zip.by_index(at).expect("a part");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("a whole part");
        (part.name().expect("a name").into_owned(), bytes)
    };
    (0..zip::ZipArchive::new(Cursor::new(bytes)).expect("a package").len()).map(read).collect()
}

fn text(parts: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    let part = parts.get(name).unwrap_or_else(|| panic!("no part {name} in {:?}", parts.keys()));
    String::from_utf8(part.clone()).expect("text")
}

fn packed<'p>(parts: impl IntoIterator<Item = (&'p str, &'p str)>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("a part");
    }
    zip.finish().expect("a package").into_inner()
}

/// The attributes of all elements of this name, by their names without prefix.
fn elements(xml: &str, local: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error} in {xml}")) {
            Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == local => {
                let attributes = element.attributes().map(|one| one.expect("an attribute"));
                let value = |value: &str| quick_xml::escape::unescape(value).expect("text").into_owned();
                let pair = |one: quick_xml::events::attributes::Attribute<'_>| {
                    (one.key.local_name().as_ref().to_owned(), value(&one.value))
                };
                found.push(attributes.map(pair).collect());
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn resolved(folder: &str, target: &str) -> String {
    toetsklaar::read::resolved(folder, target)
}

/// Whether a package holds together: every part well-formed and of a known type, every pointer leads somewhere.
fn assert_whole(bytes: &[u8]) {
    let parts = parts(bytes);
    let types = text(&parts, "[Content_Types].xml");
    let defaults: BTreeSet<String> =
        elements(&types, "Default").iter().map(|one| one["Extension"].to_lowercase()).collect();
    let named: Vec<String> = elements(&types, "Override").iter().map(|one| one["PartName"].clone()).collect();
    let distinct: BTreeSet<&String> = named.iter().collect();
    assert_eq!(distinct.len(), named.len(), "a part has two types: {named:?}");
    for part in &named {
        assert!(parts.contains_key(&part[1..]), "a type for {part}, which is not there");
    }
    for name in parts.keys() {
        let extension = name.rsplit('.').next().unwrap_or_default().to_lowercase();
        let known = named.iter().any(|part| part[1..] == **name) || defaults.contains(&extension);
        assert!(known || name == "[Content_Types].xml", "{name} has no type");
        if ["xml", "rels", "vml"].contains(&extension.as_str()) {
            elements(&text(&parts, name), "none");
        }
        if extension != "rels" {
            continue;
        }
        let folder = name.split("_rels/").next().unwrap_or_default().trim_end_matches('/');
        let relations = elements(&text(&parts, name), "Relationship");
        let ids: BTreeSet<&String> = relations.iter().map(|one| &one["Id"]).collect();
        assert_eq!(ids.len(), relations.len(), "{name} has an identifier twice");
        for one in relations.iter().filter(|one| one.get("TargetMode").is_none_or(|mode| mode != "External")) {
            let target = resolved(folder, &one["Target"]);
            assert!(parts.contains_key(&target), "{name} points to {target}, which is not there");
        }
    }
}

/// Every filled cell of every sheet of the first file that has the same name in the second.
fn assert_same_cells(before: &[u8], after: &[u8]) {
    let cells = |bytes: &[u8], sheets: usize| -> Vec<String> {
        let mut book =
            Book::open(Arc::from(bytes), "a.xlsx", &Limits::default()).unwrap_or_else(|error| panic!("{error}"));
        let mut cells = Vec::new();
        for at in 0..sheets {
            cells.push(book.sheets()[at].name.clone());
            book.rows(at, &mut |row| {
                cells.extend(row.cells.iter().map(|(column, value)| format!("{} {column} {value:?}", row.index)));
                ControlFlow::Continue(())
            })
            .unwrap_or_else(|error| panic!("{error}"));
        }
        cells
    };
    let book = Book::open(Arc::from(before), "a.xlsx", &Limits::default()).unwrap_or_else(|error| panic!("{error}"));
    let count = book.sheets().len();
    assert_eq!(cells(before, count), cells(after, count));
}

const HEADINGS: [&str; 9] = [
    "Personeelsnummer",
    "Naam",
    "Functie",
    "Groep",
    "In dienst",
    "SKJ-nummer",
    "SKJ geldig tot",
    "VOG datum",
    "Training mensenhandel",
];

/// Two people: the second has no registration and no VOG, so that F3, G3 and H3 get marks.
const PEOPLE: [[&str; 9]; 2] = [
    ["1", "A. Bakker", "pedagogisch medewerker", "Kube", "1-5-2024", "110001234", "1-3-2029", "1-4-2024", "6-10-2024"],
    ["2", "B. Smit", "pedagogisch medewerker", "Kube", "1-5-2024", "", "", "", "6-10-2024"],
];

/// A workbook with much that a copy may lose.
fn rich() -> Vec<u8> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold().set_background_color("D0E0D0").set_font_color("FFFFFF");
    let sheet = book.add_worksheet().set_name("Staf").expect("a name");
    for (column, heading) in (0u16..).zip(HEADINGS) {
        sheet.write_with_format(0, column, heading, &bold).expect("a cell");
    }
    for (row, person) in (1u32..).zip(PEOPLE) {
        for (column, value) in (0u16..).zip(person).filter(|(_, value)| !value.is_empty()) {
            sheet.write(row, column, value).expect("a cell");
        }
    }
    sheet.write_formula(1, 10, Formula::new("COUNTA(B2:B3)").set_result("2")).expect("a cell");
    sheet.insert_note(2, 7, &Note::new("Ligt in de la").set_author("Eva")).expect("a note");
    sheet.insert_note(0, 1, &Note::new("Achternaam eerst").set_author("Eva")).expect("a note");
    let rule = ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::EqualTo(0))
        .set_format(Format::new().set_background_color("00FF00"));
    sheet.add_conditional_format(1, 7, 2, 7, &rule).expect("a format");
    let choice = DataValidation::new().allow_list_strings(&["Kube", "Rots"]).expect("a list");
    sheet.add_data_validation(1, 3, 9, 3, &choice).expect("a list");
    sheet.set_column_width(1, 31).expect("a width").set_freeze_panes(1, 2).expect("panes");
    let other = book.add_worksheet().set_name("Bevindingen").expect("a name");
    other.write(0, 0, "Van onszelf").expect("a cell");
    other.write(1, 0, 7).expect("a cell");
    other.add_table(0, 0, 1, 0, &Table::new().set_name("Bevindingen")).expect("a table");
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_values("Bevindingen!$A$2:$A$2");
    other.insert_chart(3, 3, &chart).expect("a chart");
    book.add_worksheet().set_name("Leeg").expect("a name").set_column_width(3, 40).expect("a width");
    book.define_name("Norm", "=Bevindingen!$A$2").expect("a name");
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn only_what_must_change_changes() {
    let before = rich();
    let (_, after) = run("staf.xlsx", &before);
    assert_whole(&after);
    assert_same_cells(&before, &after);
    let (old, new) = (parts(&before), parts(&after));
    let changed: Vec<&str> =
        old.iter().filter(|(name, part)| new.get(*name) != Some(part)).map(|(name, _)| name.as_str()).collect();
    let expected = [
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/worksheets/_rels/sheet2.xml.rels",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
    ];
    assert_eq!(changed, expected, "the empty sheet, the table, chart and drawing stay as they were");
    let rows = |parts: &BTreeMap<String, Vec<u8>>| {
        let sheet = text(parts, "xl/worksheets/sheet1.xml");
        let (start, end) = (sheet.find("<sheetData>").expect("rows"), sheet.find("</sheetData>").expect("rows"));
        sheet[start..end].to_owned()
    };
    assert_eq!(rows(&old), rows(&new));
    let sheet = text(&new, "xl/worksheets/sheet1.xml");
    for kept in ["<pane ", "customWidth=\"1\"", "<dataValidations", "COUNTA(B2:B3)"] {
        assert!(sheet.contains(kept), "{kept}");
    }
    assert_eq!(elements(&sheet, "sheetView")[0]["tabSelected"], "0");
    let tables: Vec<String> =
        new.keys().filter(|name| name.starts_with("xl/tables/")).map(|name| text(&new, name)).collect();
    let names: BTreeSet<String> =
        tables.iter().map(|table| elements(table, "table")[0]["displayName"].clone()).collect();
    let ids: BTreeSet<String> = tables.iter().map(|table| elements(table, "table")[0]["id"].clone()).collect();
    assert_eq!((names.len(), ids.len()), (2, 2), "{names:?}");
    let list = text(&new, "xl/workbook.xml");
    let tabs: Vec<String> = elements(&list, "sheet").iter().map(|sheet| sheet["name"].clone()).collect();
    assert_eq!(tabs[..5], ["Staf", "Bevindingen", "Leeg", "Samenvatting", "Bevindingen (2)"]);
    assert_eq!(elements(&list, "workbookView")[0]["activeTab"], "3");
    assert!(list.contains("<definedName name=\"Norm\">Bevindingen!$A$2</definedName>"), "{list}");
    let titles: Vec<String> = elements(&list, "definedName")
        .into_iter()
        .filter(|name| name["name"] == "_xlnm.Print_Titles")
        .map(|name| tabs[name["localSheetId"].parse::<usize>().expect("a number")].clone())
        .collect();
    assert!(titles.contains(&"Bevindingen (2)".to_owned()) && titles.contains(&"Regels".to_owned()), "{titles:?}");
}

#[test]
fn a_note_of_the_user_stays_and_ours_comes_below_it() {
    let (_, after) = run("staf.xlsx", &rich());
    let parts = parts(&after);
    let notes = text(&parts, "xl/comments1.xml");
    let cells: Vec<String> = elements(&notes, "comment").iter().map(|note| note["ref"].clone()).collect();
    assert_eq!(cells.iter().filter(|cell| *cell == "H3").count(), 1, "{cells:?}");
    let note = notes.split("ref=\"H3\"").nth(1).and_then(|rest| rest.split("</comment>").next()).expect("a note");
    let (theirs, ours) = note.split_once("— toetsklaar —").expect("ours");
    assert!(theirs.contains("Ligt in de la") && ours.contains("VOG-01 · onvoldoende"), "{note}");
    assert!(notes.contains("Achternaam eerst"), "{notes}");
    // A box for each note, and no box twice.
    let drawing = text(&parts, "xl/drawings/vmlDrawing1.vml");
    let shapes: Vec<String> = elements(&drawing, "shape").iter().map(|shape| shape["id"].clone()).collect();
    assert_eq!(shapes.iter().collect::<BTreeSet<_>>().len(), shapes.len());
    assert_eq!(shapes.len(), cells.len());
}

#[test]
fn a_mark_shows_over_the_users_own_conditional_format() {
    let (_, after) = run("staf.xlsx", &rich());
    let sheet = text(&parts(&after), "xl/worksheets/sheet1.xml");
    let rules = elements(&sheet, "cfRule");
    let theirs: u32 =
        rules.iter().find(|rule| rule["type"] == "cellIs").expect("theirs")["priority"].parse().expect("a number");
    let ours: Vec<u32> = rules
        .iter()
        .filter(|rule| rule["type"] == "expression")
        .map(|rule| rule["priority"].parse().expect("a number"))
        .collect();
    assert!(!ours.is_empty() && ours.iter().all(|priority| *priority < theirs), "{rules:?}");
}

/// A package by hand, with prefixes on everything and parts in unusual places. `extra` is what else it holds.
fn by_hand(
    sheet_end: &str,
    workbook_start: &str,
    namespace: &str,
    extra: &[(&str, &str)],
    relations: &str,
    types: &str,
) -> Vec<u8> {
    let mut rows = String::new();
    for (row, values) in (1..).zip(std::iter::once(HEADINGS).chain(PEOPLE)) {
        let _ = write!(rows, "<x:row r=\"{row}\">");
        for (letter, value) in ('A'..).zip(values).filter(|(_, value)| !value.is_empty()) {
            let _ = write!(rows, "<x:c r=\"{letter}{row}\" t=\"inlineStr\"><x:is><x:t>{value}</x:t></x:is></x:c>");
        }
        rows.push_str("</x:row>");
    }
    let sheet = format!(
        "<?xml version=\"1.0\"?><x:worksheet xmlns:x=\"{namespace}\" xmlns:rel=\"{OFFICE}\"><x:sheetData>{rows}</x:sheetData>{sheet_end}</x:worksheet>"
    );
    let list = format!(
        "<x:workbook xmlns:x=\"{namespace}\" xmlns:rel=\"{OFFICE}\">{workbook_start}<x:sheets><x:sheet name=\"Staf\" sheetId=\"4\" rel:id=\"R1\"/></x:sheets></x:workbook>"
    );
    let pointers = "http://schemas.openxmlformats.org/package/2006/relationships";
    let root = format!(
        "<p:Relationships xmlns:p=\"{pointers}\"><p:Relationship Id=\"a\" Type=\"{OFFICE}/officeDocument\" Target=\"/xl/boek.xml\"/></p:Relationships>"
    );
    let listed = format!(
        "<p:Relationships xmlns:p=\"{pointers}\"><p:Relationship Id=\"R1\" Type=\"{OFFICE}/worksheet\" Target=\"bladen/een.xml\"/></p:Relationships>"
    );
    let pointed = format!("<Relationships xmlns=\"{pointers}\">{relations}</Relationships>");
    let all = format!(
        "<t:Types xmlns:t=\"http://schemas.openxmlformats.org/package/2006/content-types\"><t:Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><t:Default Extension=\"xml\" ContentType=\"application/xml\"/>{types}<t:Override PartName=\"/xl/boek.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><t:Override PartName=\"/xl/bladen/een.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></t:Types>"
    );
    let mut parts = vec![
        ("[Content_Types].xml", all.as_str()),
        ("_rels/.rels", &root),
        ("xl/boek.xml", &list),
        ("xl/_rels/boek.xml.rels", &listed),
        ("xl/bladen/een.xml", &sheet),
    ];
    if !relations.is_empty() {
        parts.push(("xl/bladen/_rels/een.xml.rels", &pointed));
    }
    packed(parts.into_iter().chain(extra.iter().copied()))
}

#[test]
fn a_package_with_prefixes_and_without_looks_is_made_in_place_too() {
    let before = by_hand("<x:pageMargins left=\"1\"/>", "", MAIN, &[], "", "");
    let (_, after) = run("staf.xlsx", &before);
    assert_whole(&after);
    assert_same_cells(&before, &after);
    let parts = parts(&after);
    let sheet = text(&parts, "xl/bladen/een.xml");
    let (format, margins, drawing) = (
        sheet.find(&format!("<conditionalFormatting xmlns=\"{MAIN}\"")).expect("a format"),
        sheet.find("<x:pageMargins").expect("margins"),
        sheet.find(&format!("<legacyDrawing xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"")).expect("a drawing"),
    );
    assert!(format < margins && margins < drawing, "{sheet}");
    assert!(parts.contains_key("xl/styles.xml"), "{:?}", parts.keys());
    assert!(told(&after, "Aangevuld"));
}

#[test]
fn a_conversation_is_left_alone_and_named() {
    let conversation = "<ThreadedComments xmlns=\"http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments\"><threadedComment ref=\"H3\" dT=\"2026-01-01T00:00:00.00\" personId=\"{0}\" id=\"{1}\"><text>Waar is de VOG?</text></threadedComment></ThreadedComments>";
    let mirror = format!(
        "<comments xmlns=\"{MAIN}\"><authors><author>tc={{1}}</author></authors><commentList><comment ref=\"H3\" authorId=\"0\"><text><t>[Threaded comment]\n\nWaar is de VOG?</t></text></comment></commentList></comments>"
    );
    let drawing = "<xml xmlns:ns0=\"urn:schemas-microsoft-com:vml\" xmlns:ns1=\"urn:schemas-microsoft-com:office:office\"><ns1:shapelayout ns0:ext=\"edit\"><ns1:idmap ns0:ext=\"edit\" data=\"1\"/></ns1:shapelayout><ns0:shape id=\"_x0000_s1025\" type=\"#_x0000_t202\"/></xml>";
    let relations = format!(
        "<Relationship Id=\"c\" Type=\"{OFFICE}/comments\" Target=\"../comments1.xml\"/><Relationship Id=\"d\" Type=\"{OFFICE}/vmlDrawing\" Target=\"../tekening.vml\"/><Relationship Id=\"t\" Type=\"http://schemas.microsoft.com/office/2017/10/relationships/threadedComment\" Target=\"../gesprek.xml\"/>"
    );
    let extra = [("xl/comments1.xml", mirror.as_str()), ("xl/tekening.vml", drawing), ("xl/gesprek.xml", conversation)];
    let types = "<t:Default Extension=\"vml\" ContentType=\"application/vnd.openxmlformats-officedocument.vmlDrawing\"/><t:Override PartName=\"/xl/comments1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml\"/>";
    let before = by_hand("<x:legacyDrawing rel:id=\"d\"/>", "", MAIN, &extra, &relations, types);
    let (assessment, after) = run("staf.xlsx", &before);
    assert_whole(&after);
    assert_same_cells(&before, &after);
    let parts = parts(&after);
    let notes = text(&parts, "xl/comments1.xml");
    let cells: Vec<String> = elements(&notes, "comment").iter().map(|note| note["ref"].clone()).collect();
    assert!(cells.len() > 1 && notes.contains("Waar is de VOG?</t></text></comment>"), "{notes}");
    let codes: Vec<String> = {
        let edition = Edition::new(&assessment);
        assessment.judgement.findings.iter().map(|finding| edition.rule(finding).code.clone()).collect()
    };
    assert!(codes.contains(&"VOG-01".to_owned()) && !notes.contains("VOG-01"), "{codes:?} {notes}");
    assert!(told(&after, "Op blad Staf staat bij deze cellen een gesprek: H3."));
    let drawing = text(&parts, "xl/tekening.vml");
    assert!(drawing.contains("data=\"1,2\"") && elements(&drawing, "shape").len() == cells.len(), "{drawing}");
    assert_eq!(elements(&text(&parts, "xl/bladen/een.xml"), "legacyDrawing").len(), 1);
}

/// The parts of a copy, in order, with the changing texts of our sheets (names, hash) made equal.
fn comparable(copy: &[u8], sha256: &str) -> Vec<(String, String)> {
    let order = |at: usize| {
        let mut zip = zip::ZipArchive::new(Cursor::new(copy)).expect("a package");
        zip.by_index(at).expect("a part").name().expect("a name").into_owned()
    };
    let parts = parts(copy);
    let lines = |text: String| -> String {
        let told = text.replace(sha256, "(hash)");
        told.split("<row ").filter(|row| !row.contains("van een eerdere toets")).collect::<Vec<_>>().join("<row ")
    };
    (0..parts.len())
        .map(order)
        .map(|name| (name.clone(), lines(String::from_utf8_lossy(&parts[&name]).into_owned())))
        .collect()
}

#[test]
fn a_copy_of_a_copy_is_the_same_copy() {
    let sample = |file: &str| {
        let path = format!("{}/samples/{file}", env!("CARGO_MANIFEST_DIR"));
        #[expect(clippy::disallowed_methods, reason = "a test reads its own files")]
        std::fs::read(path).expect("the sample is in the checkout")
    };
    for before in
        [rich(), sample("voorbeeld-instelling.xlsx"), sample("klein-in-orde.xlsx"), by_hand("", "", MAIN, &[], "", "")]
    {
        let (first, single) = run("staf.xlsx", &before);
        let (second, twice) = run("staf.xlsx", &single);
        let (third, thrice) = run("staf.xlsx", &twice);
        for (one, next, hashes) in [
            (&single, &twice, [&first.inputs[0].sha256, &second.inputs[0].sha256]),
            (&twice, &thrice, [&second.inputs[0].sha256, &third.inputs[0].sha256]),
        ] {
            assert_whole(next);
            let (one, next) = (comparable(one, hashes[0]), comparable(next, hashes[1]));
            let names = |parts: &[(String, String)]| parts.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
            assert_eq!(names(&one), names(&next));
            for ((name, one), (_, next)) in one.iter().zip(&next) {
                // Verantwoording lists our sheets of the run before, which moves the rows below them.
                let moved = one.contains("toetsklaar · Verantwoording");
                assert!(moved || one == next, "{name}:\n{one}\n\n{next}");
            }
        }
    }
}

/// Whether `Verantwoording` has a text that begins or goes on so.
fn told(copy: &[u8], words: &str) -> bool {
    let mut book =
        Book::open(Arc::from(copy), "uit.xlsx", &Limits::default()).unwrap_or_else(|error| panic!("{error}"));
    let at = book.sheets().iter().position(|sheet| sheet.name == "Verantwoording").expect("the sheet");
    let mut found = false;
    book.rows(at, &mut |row| {
        found |= row.cells.iter().any(|(_, value)| value.shown().contains(words));
        ControlFlow::Continue(())
    })
    .unwrap_or_else(|error| panic!("{error}"));
    found
}

#[test]
fn the_rows_of_a_long_sheet_pass_unchanged() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Staf").expect("a name");
    for (column, heading) in (0u16..).zip(HEADINGS) {
        sheet.write(0, column, heading).expect("a cell");
    }
    for row in 1..=400u32 {
        let number = row.to_string();
        let [mut person, _] = PEOPLE;
        (person[0], person[1]) = (&number, &number);
        for (column, value) in (0u16..).zip(person) {
            sheet.write(row, column, value).expect("a cell");
        }
        for column in 10..70u16 {
            sheet.write(row, column, (row * 70 + u32::from(column)).wrapping_mul(2_654_435_761)).expect("a cell");
        }
    }
    sheet.write(400, 7, "").expect("a cell");
    let before = book.save_to_buffer().expect("a workbook");
    let (_, after) = run("staf.xlsx", &before);
    assert_whole(&after);
    assert_same_cells(&before, &after);
    let sheets = [&before, &after].map(|bytes| text(&parts(bytes), "xl/worksheets/sheet1.xml"));
    let rows = |sheet: &str| {
        sheet[sheet.find("<sheetData>").expect("rows")..sheet.find("</sheetData>").expect("rows")].to_owned()
    };
    assert!(rows(&sheets[0]) == rows(&sheets[1]));
    assert!(sheets[1].contains("<conditionalFormatting ") && sheets[1].ends_with("</worksheet>"));
    // The middle of the rows was not packed anew: a long run of the packed bytes is the same.
    let packed = |bytes: &[u8]| {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
        let at = zip.index_for_name("xl/worksheets/sheet1.xml").expect("the sheet");
        let mut packed = Vec::new();
        zip.by_index_raw(at).expect("the sheet").read_to_end(&mut packed).expect("the whole sheet");
        packed
    };
    let (old, new) = (packed(&before), packed(&after));
    let mut pieces = (1..8).map(|eighth| &old[old.len() * eighth / 8..][..500]);
    assert!(pieces.any(|piece| new.windows(piece.len()).any(|window| window == piece)), "{} {}", old.len(), new.len());
}

/// The rich workbook with macros.
fn with_macros() -> Vec<u8> {
    let mut parts: Vec<(String, String)> =
        parts(&rich()).into_iter().map(|(name, part)| (name, String::from_utf8(part).expect("text"))).collect();
    for (name, text) in &mut parts {
        *text = match name.as_str() {
            "[Content_Types].xml" => text
                .replace("openxmlformats-officedocument.spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main")
                .replacen("<Override", "<Default Extension=\"bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/><Override", 1),
            "xl/_rels/workbook.xml.rels" => text.replace(
                "</Relationships>",
                "<Relationship Id=\"macros\" Type=\"http://schemas.microsoft.com/office/2006/relationships/vbaProject\" Target=\"vbaProject.bin\"/></Relationships>",
            ),
            _ => text.clone(),
        };
    }
    parts.push(("xl/vbaProject.bin".to_owned(), "macro's".to_owned()));
    packed(parts.iter().map(|(name, text)| (name.as_str(), text.as_str())))
}

#[test]
fn macros_stay_and_the_copy_keeps_the_extension_that_allows_them() {
    let before = with_macros();
    let (_, after) = run("staf.xlsm", &before);
    assert_whole(&after);
    assert_same_cells(&before, &after);
    assert_eq!(parts(&after)["xl/vbaProject.bin"], b"macro's");
    assert!(text(&parts(&after), "[Content_Types].xml").contains("macroEnabled.main+xml"));
    assert_eq!(copy_name("map/Staf.XLSM"), "map/Staf.toetsklaar.xlsm");
    assert_eq!(copy_name("staf.ods"), "staf.toetsklaar.xlsx");
    // Under the name of a workbook without macros Excel opens none of it.
    let (_, after) = run("staf.xlsx", &before);
    assert!(told(&after, "De naam van het bestand past niet bij de inhoud"));
}

#[test]
fn the_copies_of_two_files_are_each_made_in_their_own_package() {
    let groups = {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("Groepen").expect("a name");
        for (column, (heading, value)) in
            (0u16..).zip([("Groep", "Kube"), ("Gespecialiseerd", "ja"), ("Onderbouwing", "")])
        {
            sheet.write(0, column, heading).expect("a cell").write(1, column, value).expect("a cell");
        }
        sheet.write_formula(5, 5, Formula::new("1+1").set_result("2")).expect("a cell");
        book.save_to_buffer().expect("a workbook")
    };
    let inputs = [("staf.xlsx", rich()), ("groepen.xlsx", groups)]
        .map(|(name, bytes)| Input { name: name.to_owned(), bytes: Arc::from(bytes) });
    let options = Options::on("2026-11-23".parse().expect("a date"));
    let (assessment, mut books) = assess(&inputs, options, &Here).unwrap_or_else(|error| panic!("{error}"));
    let edition = Edition::new(&assessment);
    for (which, input) in inputs.iter().enumerate() {
        let after = workbook(&edition, &mut books, which, Copies::Together).unwrap_or_else(|error| panic!("{error}"));
        assert_whole(&after);
        assert_same_cells(&input.bytes, &after);
    }
    let second = workbook(&edition, &mut books, 1, Copies::Together).unwrap_or_else(|error| panic!("{error}"));
    assert!(text(&parts(&second), "xl/worksheets/sheet1.xml").contains("<f>1+1</f>"));
    let list = text(&parts(&second), "xl/workbook.xml");
    let tabs: Vec<String> = elements(&list, "sheet").iter().map(|sheet| sheet["name"].clone()).collect();
    assert_eq!(tabs, ["Groepen", "Toelichting"]);
}

#[test]
fn what_cannot_safely_be_changed_is_rebuilt_and_says_why() {
    let plain = |end: &str, start: &str| by_hand(end, start, MAIN, &[], "", "");
    let signed = by_hand("", "", MAIN, &[("_xmlsignatures/origin.sigs.xml", "<a/>")], "", "");
    let broken = [("xl/comments1.xml", "<comments><authors>")];
    let relation = format!("<Relationship Id=\"c\" Type=\"{OFFICE}/comments\" Target=\"../comments1.xml\"/>");
    for (name, bytes, words) in [
        (
            "staf.xlsx",
            plain("", "<x:workbookProtection lockStructure=\"1\"/>"),
            "De structuur van de werkmap is beveiligd",
        ),
        ("staf.xlsx", signed, "Het bestand heeft een digitale handtekening"),
        (
            "staf.xlsx",
            plain("<x:pageMargins/><x:mergeCells/>", ""),
            "Het onderdeel xl/bladen/een.xml van het bestand is anders",
        ),
        (
            "staf.xlsx",
            by_hand("", "", MAIN, &broken, &relation, ""),
            "Het onderdeel xl/comments1.xml van het bestand is anders",
        ),
        ("staf.xlsm", plain("", ""), "De naam van het bestand past niet bij de inhoud"),
        ("staf.xlsx", by_hand("", "", "http://purl.oclc.org/ooxml/spreadsheetml/main", &[], "", ""), "strikt Open XML"),
    ] {
        let (_, after) = run(name, &bytes);
        assert_whole(&after);
        assert!(told(&after, words), "{words}");
        // Excel opens a file called xlsm only when it says that it may hold macros.
        let types = text(&parts(&after), "[Content_Types].xml");
        assert_eq!(
            types.contains("application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
            name == "staf.xlsm",
            "{name}"
        );
        assert!(told(&after, "Er staan waarden, geen formules."), "{words}: what is lost is told");
    }
}
