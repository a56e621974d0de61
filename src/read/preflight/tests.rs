//! Small files that kill or mislead a reader. Each must be refused with its cause, or be read right.

use std::io::{Cursor, Read, Write};

use crate::cell::Position;
use crate::read::compound::tests::compounded;
use crate::read::tests::{opened, shown};
use crate::read::{Book, Limits, ods, xlsb, xlsx};

/// A package with some parts replaced, added or left out.
fn changed(package: &[u8], changes: &[(&str, Option<&[u8]>)]) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for index in 0..old.len() {
        let mut part = old.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        if changes.iter().any(|(changed, _)| *changed == name) {
            continue;
        }
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        new.start_file(name, options).unwrap();
        new.write_all(&bytes).unwrap();
    }
    for (name, bytes) in changes {
        if let Some(bytes) = bytes {
            new.start_file(*name, options).unwrap();
            new.write_all(bytes).unwrap();
        }
    }
    new.finish().unwrap().into_inner()
}

fn refusal(bytes: &[u8], name: &str) -> String {
    opened(bytes, name).err().unwrap_or_else(|| panic!("{name} was opened")).to_string()
}

fn sheet(xml: &str) -> Vec<u8> {
    xlsx::tests::workbook("", &[("Staf", "visible", xml)])
}

fn rows(xml: &str) -> Vec<u8> {
    sheet(&format!("<sheetData>{xml}</sheetData>"))
}

fn with_strings(strings: &str, xml: &str) -> Vec<u8> {
    changed(&rows(xml), &[("xl/sharedStrings.xml", Some(strings.as_bytes()))])
}

const SHEET: &str = "xl/worksheets/sheet1.xml";
const TWO_STRINGS: &str = "<sst uniqueCount=\"2\"><si><t>eerste</t></si><si><t>tweede</t></si></sst>";

#[test]
fn cells_of_excel_that_would_be_misread_are_refused_at_their_cell() {
    for (cell, part) in [
        ("<c r=\"B2\" t=\"s\"><v> 1 </v></c>", "cel B2 is de waarde zo opgeschreven"),
        ("<c r=\"B2\" t=\"s\"><v>\n1</v></c>", "cel B2 is de waarde zo"),
        ("<c r=\"B2\" t=\"s\"><v> </v></c>", "cel B2 is de waarde zo"),
        ("<c r=\"B2\" t=\"s\"><v>1 </v></c>", "cel B2 is de waarde zo"),
        ("<c r=\"B2\" t=\"s\"><v>een</v></c>", "cel B2 is de waarde zo"),
        ("<c r=\"B2\"><v> 5</v></c>", "cel B2 is de waarde zo"),
        ("<c r=\"B2\"><v>1&#48;</v></c>", "cel B2 is de waarde zo"),
        ("<c r=\"B2\"><v><!-- -->5</v></c>", "cel B2 is de waarde zo"),
        ("<c r=\"B2\"><v>5<!-- --></v></c>", "cel B2 is de waarde zo"),
        ("<c r=\"B2\"><v><![CDATA[5]]></v></c>", "cel B2 is de waarde zo"),
        ("<c r=\"B2\" t=\"str\"><v>a<![CDATA[b]]></v></c>", "cel B2 is de waarde zo"),
        ("<c r=\"B2\"><v>5<?x?></v></c>", "cel B2 is de waarde zo"),
        ("<c r=\"B2\"><v>1</v><v>2</v></c>", "cel B2 is de waarde zo"),
        ("<c r=\"B2\" t=\"inlineStr\"><is><t>a</t></is><v></v></c>", "cel B2 is de waarde zo"),
        ("<c r=\"B2\" t=\"inlineStr\"><v>a</v></c>", "cel B2 is de waarde zo"),
        ("<c r=\"B2\">5</c>", "cel B2 is de waarde zo"),
        ("<c r=\"B2\" t=\"s\"><v>2</v></c>", "cel B2 is het bestand beschadigd"),
        ("<c r=\"B2\" t=\"n\"><v>vijf</v></c>", "cel B2 is het bestand beschadigd"),
        ("<c r=\"B2\" t=\"b\"><v>2</v></c>", "cel B2 is het bestand beschadigd"),
        ("<c r=\"B2\" t=\"x\"><v>2</v></c>", "cel B2 is het bestand beschadigd"),
        ("<c r=\"B2\"><w>2</w></c>", "cel B2 is het bestand beschadigd"),
        ("<c r=\"B2\"><f t=\"shared\" si=\"4000000000\" ref=\"B2:B3\">A1</f></c>", "cel B2 is het bestand beschadigd"),
        ("<c r=\"B2\"><f t=\"shared\" si=\"0\" ref=\"B3:A1\">A1</f></c>", "cel B2 is het bestand beschadigd"),
        ("<c r=\"AAAAAAAAA9\"><v>1</v></c>", "buiten het rooster"),
        ("<c r=\"AAAA2\"><v>1</v></c>", "buiten het rooster"),
        ("<c r=\"B99999999999\"><v>1</v></c>", "buiten het rooster"),
        ("<c r=\"B0\"><v>1</v></c>", "buiten het rooster"),
        ("<c r=\"2\"><v>1</v></c>", "beschadigd"),
        ("<c r=\"B2\" r=\"C2\"><v>1</v></c>", "beschadigd"),
        ("<x:c xmlns:x=\"y\" r=\"B2\"><x:v> 1</x:v></x:c>", "cel B2 is de waarde zo"),
    ] {
        let error = refusal(&with_strings(TWO_STRINGS, &format!("<row r=\"2\">{cell}</row>")), "staf.xlsx");
        assert!(error.contains("werkblad 'Staf'") && error.contains(part), "{cell}: {error}");
    }
}

#[test]
fn cells_of_excel_are_counted_as_they_are_read() {
    let strings = "<sst><si><t> </t></si><si><r><t>Zo</t></r><r><t>ë</t></r><rPh><t>x</t></rPh></si>\
                   <si><rPh><t>klank</t></rPh></si><si><t>&#160;</t></si><si><t xml:space=\"preserve\"> a </t></si><si/></sst>";
    let cells = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c>\
                 <c r=\"D1\" t=\"s\"><v>3</v></c><c r=\"E1\" t=\"s\"><v>4</v></c><c r=\"F1\" t=\"s\"><v>5</v></c><c r=\"G1\" t=\"s\"><v/></c></row>\
                 <row><c/><c t=\"inlineStr\"><is><t> </t></is></c><c t=\"inlineStr\"><v/><is><t><![CDATA[b]]></t></is></c>\
                 <c t=\"str\"><f>x</f><v> </v></c><c t=\"str\"><v>&#32;_x0020_</v></c><c t=\"str\"><v> c </v></c>\
                 <c t=\"e\"><f>NA()</f><v>#N/A</v></c><c t=\"e\"/><c t=\"b\"><v>1</v></c><c><f>1</f></c><c><f>1</f><v></v></c>\
                 <c t=\"str\"><f>x</f></c><c t=\"str\"><f>x</f><v></v></c><c><v>tekst</v></c><c t=\"d\"><v>2024-02-01</v></c>\
                 <c><v>1E+3</v></c><c t=\"n\"><v>-0.5</v></c><c><v>\u{a0}</v></c></row>";
    let mut book = opened(&with_strings(strings, cells), "staf.xlsx").unwrap();
    let none = "(formule zonder berekende waarde)";
    let expected = [
        "B1=Zoë".to_owned(),
        "E1= a ".to_owned(),
        "C2=b".to_owned(),
        "F2= c ".to_owned(),
        "G2=#N/B".to_owned(),
        "I2=WAAR".to_owned(),
        format!("J2={none}"),
        format!("K2={none}"),
        format!("L2={none}"),
        "N2=tekst".to_owned(),
        "O2=1-2-2024".to_owned(),
        "P2=1000".to_owned(),
        "Q2=-0,5".to_owned(),
    ];
    assert_eq!(shown(&mut book, 0).unwrap(), expected);
    let facts = &book.preflight.facts().unwrap().sheets[0];
    assert_eq!((facts.cells, facts.layout.uncalculated), (Some(13), 3));
    book.preflight.found.as_mut().unwrap().sheets[0].cells = Some(14);
    let error = shown(&mut book, 0).unwrap_err();
    assert!(error.contains("wij tellen 14 gevulde cellen, maar lezen er 13"), "{error}");
}

#[test]
fn sheets_of_excel_that_would_be_misread_are_refused() {
    for (xml, part) in [
        ("<dimension ref=\"C3:A\"/><sheetData/>", "beschadigd"),
        ("<dimension ref=\"A1:AAAAAAAAAA1\"/><sheetData/>", "buiten het rooster"),
        ("<dimension ref=\"A1:A99999999999\"/><sheetData/>", "buiten het rooster"),
        ("<sheetData/><sheetData><row><c><v>1</v></c></row></sheetData>", "beschadigd"),
        ("<x><sheetData/></x><sheetData/>", "beschadigd"),
        ("<sheetData><x><row/></x></sheetData>", "beschadigd"),
        ("<sheetData><row r=\"1048577\"/></sheetData>", "buiten het rooster"),
        ("<sheetData><row r=\"0\"/></sheetData>", "buiten het rooster"),
        ("<sheetViews/>", "is iets anders"),
    ] {
        let error = refusal(&sheet(xml), "staf.xlsx");
        assert!(error.contains("werkblad 'Staf'") && error.contains(part), "{xml}: {error}");
    }
    let good = rows("<row><c><v>1</v></c></row>");
    let wide: Vec<u8> = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><worksheet><sheetData/></worksheet>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for (xml, part) in [
        (&b"<chartsheet/>"[..], "is iets anders"),
        (&wide, "niet opgeslagen als UTF-8"),
        (b"\xff\xfe<\0", "niet opgeslagen als UTF-8"),
        (
            b"<?xml version=\"1.0\" encoding=\"ibm500\"?><worksheet><sheetData/></worksheet>",
            "niet opgeslagen als UTF-8",
        ),
        (b"<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet><sheetData/></worksheet>", "DOCTYPE"),
        (b"<worksheet><sheetData><row><c t=\"str\"><v>&a;</v></c></row></sheetData></worksheet>", "DOCTYPE"),
        (b"<worksheet><sheetData><row><c><v>1</v></c></row></sheetData>", "houdt halverwege op"),
    ] {
        let error = refusal(&changed(&good, &[(SHEET, Some(xml))]), "staf.xlsx");
        assert!(error.contains("werkblad 'Staf'") && error.contains(part), "{error}");
    }
    let error = refusal(&changed(&good, &[(SHEET, None)]), "staf.xlsx");
    assert!(error.contains("werkblad 'Staf'") && error.contains("inhoud ervan ontbreekt"), "{error}");
}

#[test]
fn a_sheet_with_a_prefix_is_read() {
    let xml = format!(
        "<x:worksheet xmlns:x=\"m\"><x:cols><x:col min=\"2\" max=\"3\" hidden=\"1\"/></x:cols><x:sheetData><x:row r=\"2\" hidden=\"true\">\
         <x:c r=\"A2\"><x:v>1</x:v></x:c></x:row></x:sheetData>{}<x:mergeCells><x:mergeCell ref=\"A2:B2\"/></x:mergeCells></x:worksheet>",
        "<x:autoFilter ref=\"A1:C9\"><x:filterColumn colId=\"0\"><x:filters/></x:filterColumn></x:autoFilter>"
    );
    let bytes = changed(&rows(""), &[(SHEET, Some(xml.as_bytes()))]);
    let mut book = opened(&bytes, "staf.xlsx").unwrap();
    assert_eq!(shown(&mut book, 0).unwrap(), ["A2=1"]);
    let layout = book.layouts().unwrap().remove(0);
    assert_eq!((&layout.hidden_rows[..], &layout.hidden_columns[..]), (&[(1, 1)][..], &[(1, 2)][..]));
    let place = |row, column| Position { row, column };
    assert_eq!(layout.merges, [(place(1, 0), place(1, 1))]);
    assert_eq!(layout.filter, Some((place(0, 0), place(8, 2))));
}

#[test]
fn texts_that_are_struck_out_are_told_by_cell() {
    let styles = "<styleSheet><fonts><font/><font><strike/></font><font><strike val=\"0\"/></font></fonts>\
        <cellStyleXfs><xf fontId=\"1\"/></cellStyleXfs><cellXfs><xf fontId=\"0\"/><xf fontId=\"1\"/><xf fontId=\"2\"/></cellXfs></styleSheet>";
    let piece = |look: &str, text: &str| format!("<r><rPr>{look}<sz val=\"11\"/></rPr><t>{text}</t></r>");
    let (struck, plain) = (piece("<strike/>", "oud"), piece("", "nieuw"));
    let off = piece("<strike val=\"0\"/>", "nieuw");
    let strings = format!(
        "<sst><si><t>tekst</t></si><si>{struck}{plain}</si><si>{struck}{blank}</si><si>{off}</si></sst>",
        blank = piece("", " ")
    );
    // A look that strikes out, on a text, a date, an empty cell and an empty text; then looks that do not.
    let looks = "<row><c t=\"s\" s=\"1\"><v>0</v></c><c s=\"1\"><v>45000</v></c><c s=\"1\"/><c s=\"1\" t=\"str\"><v></v></c>\
        <c s=\"2\" t=\"s\"><v>0</v></c><c t=\"s\"><v>0</v></c><c s=\"9\" t=\"s\"><v>0</v></c><c s=\"1\"><f>1+1</f><v>2</v></c></row>";
    // Texts with looks of their own.
    let pieces = format!(
        "<row r=\"3\"><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c><c t=\"s\"><v>3</v></c>\
         <c t=\"inlineStr\"><is>{struck}</is></c><c t=\"s\"><v>1</v></c></row>"
    );
    let bytes = changed(
        &rows(&format!("{looks}{pieces}")),
        &[("xl/styles.xml", Some(styles.as_bytes())), ("xl/sharedStrings.xml", Some(strings.as_bytes()))],
    );
    let mut book = opened(&bytes, "staf.xlsx").unwrap();
    let told = book.layouts().unwrap().remove(0).struck;
    let told: Vec<_> = told.iter().map(|run| (run.row, run.first, run.last, run.whole)).collect();
    assert_eq!(
        told,
        [(0, 0, 1, true), (0, 7, 7, true), (2, 0, 0, false), (2, 1, 1, true), (2, 3, 3, true), (2, 4, 4, false)]
    );
}

#[test]
fn only_a_filter_with_a_condition_is_active() {
    for (filter, active) in [
        ("<autoFilter ref=\"A1:B9\"/>", false),
        ("<autoFilter ref=\"A1:B9\"><filterColumn colId=\"0\" hiddenButton=\"1\"/></autoFilter>", false),
        ("<autoFilter ref=\"A1:B9\"><filterColumn colId=\"0\"><customFilters/></filterColumn></autoFilter>", true),
    ] {
        let mut book = opened(&sheet(&format!("<sheetData/>{filter}")), "staf.xlsx").unwrap();
        assert_eq!(book.layouts().unwrap()[0].filter.is_some(), active, "{filter}");
    }
    let mut written = rust_xlsxwriter::Workbook::new();
    let sheet = written.add_worksheet();
    sheet.write_string(0, 0, "Naam").unwrap().write_string(1, 0, "a").unwrap();
    sheet.autofilter(0, 0, 1, 0).unwrap();
    sheet.filter_column(0, &rust_xlsxwriter::FilterCondition::new().add_list_filter("b")).unwrap();
    let layout = opened(&written.save_to_buffer().unwrap(), "staf.xlsx").unwrap().layouts().unwrap().remove(0);
    let range = (Position { row: 0, column: 0 }, Position { row: 1, column: 0 });
    assert_eq!((layout.filter, &layout.hidden_rows[..]), (Some(range), &[(1, 1)][..]));
}

#[test]
fn packages_that_lie_are_refused() {
    let good = rows("<row><c><v>1</v></c></row>");
    let sheet_again = b"<worksheet><sheetData/></worksheet>";
    for (name, part) in [("XL/Worksheets/SHEET1.xml", "twee keer in"), ("xl\\worksheets\\sheet1.xml", "twee keer in")] {
        let error = refusal(&changed(&good, &[(name, Some(sheet_again))]), "staf.xlsx");
        assert!(error.contains(part) && error.contains("xl/worksheets/sheet1.xml"), "{error}");
    }
    // The same name to the letter, which no writer of zips lets through.
    let mut twice = changed(&good, &[("xl/worksheets/sheet2.xml", Some(sheet_again))]);
    while let Some(at) = twice.windows(10).position(|name| name == b"sheet2.xml") {
        twice[at + 5] = b'1';
    }
    assert!(refusal(&twice, "staf.xlsx").contains("twee keer in"));
    for (strings, part) in [
        ("<sst uniqueCount=\"4000000000\"><si/></sst>", "veel meer teksten"),
        ("<sst uniqueCount=\"100011\"><si/></sst>", "veel meer teksten"),
        ("<sst><si><t>a</t></si>", "houdt halverwege op"),
        ("<tekst/>", "beschadigd"),
    ] {
        assert!(refusal(&with_strings(strings, ""), "staf.xlsx").contains(part), "{strings}");
    }
    assert!(opened(&with_strings("<sst uniqueCount=\"100010\"><si/></sst>", ""), "staf.xlsx").is_ok());
    let base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let elsewhere = format!(
        "<Relationships><Relationship Id=\"r1\" Type=\"{base}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
         <Relationship Id=\"r2\" Type=\"{base}/sharedStrings\" Target=\"other.xml\"/></Relationships>"
    );
    let relations = "xl/_rels/workbook.xml.rels";
    let error = refusal(&changed(&good, &[(relations, Some(elsewhere.as_bytes()))]), "staf.xlsx");
    assert!(error.contains("verwijzen naar elkaar"), "{error}");
    let many: Vec<String> = (0..2000).map(|number| format!("xl/media/{number}.png")).collect();
    let many: Vec<(&str, Option<&[u8]>)> = many.iter().map(|name| (name.as_str(), Some(&b""[..]))).collect();
    assert!(refusal(&changed(&good, &many), "staf.xlsx").contains("meer dan 2.000 onderdelen"));
}

#[test]
fn a_part_that_was_locked_is_a_password() {
    let mut locked = rows("");
    let central = locked.windows(4).rposition(|mark| mark == b"PK\x01\x02").unwrap();
    locked[central + 8] |= 1;
    assert!(refusal(&locked, "staf.xlsx").contains("wachtwoord"));
}

#[test]
fn sizes_are_counted_and_pictures_cost_nothing() {
    let zeros = vec![b' '; 3 << 20];
    let limits = Limits { part: 2 << 20, all: 3 << 20, ..Limits::default() };
    let open = |bytes: &[u8]| Book::open(bytes.into(), "staf.xlsx", &limits).map_err(|error| error.to_string());
    let good = rows("<row><c><v>1</v></c></row>");
    assert!(
        open(&changed(&good, &[("xl/media/image1.png", Some(&zeros)), ("docProps/app.xml", Some(&zeros))])).is_ok()
    );
    // White space in pieces that are short enough each.
    let padded = |count: usize| "<x/>".to_owned() + &(" ".repeat(1 << 16) + "<x/>").repeat(count);
    let big = sheet(&format!("{}<sheetData/>", padded(40)));
    assert!(open(&big).err().unwrap().contains("uitgepakt is dit bestand te groot"));
    let half = format!("{}<sheetData/>", padded(25));
    let both = xlsx::tests::workbook("", &[("Een", "visible", &half), ("Twee", "visible", &half)]);
    assert!(open(&sheet(&half)).is_ok() && open(&both).err().unwrap().contains("te groot"));
    let small = Limits { file: 100, ..Limits::default() };
    let error = Book::open(good.as_slice().into(), "staf.xlsx", &small).err().unwrap().to_string();
    assert!(error.contains("groter dan 0 MB"), "{error}");
}

#[test]
fn more_cells_allow_bigger_files_and_fewer_do_not_forbid_them() {
    let usual = Limits::default();
    assert_eq!(Limits::of_cells(usual.cells), usual);
    let double = Limits::of_cells(10_000_000);
    assert_eq!((double.file, double.part, double.all), (usual.file * 2, usual.part * 2, usual.all * 2));
    assert_eq!(Limits::of_cells(10), Limits { cells: 10, ..usual });
    assert_eq!(Limits::of_cells(u64::MAX).file, u64::MAX);
}

#[test]
fn documents_that_kill_a_reader_are_refused() {
    let table = |cells: &str| ods::tests::file(&format!("<table:table table:name=\"Staf\">{cells}</table:table>"));
    for (cells, part) in [
        (
            "<table:table-row><table:table-cell office:value-type=\"string\"><text:p><text:s text:c=\"2000000000\"/></text:p></table:table-cell></table:table-row>",
            "cel A1 staan meer dan 10.000 spaties",
        ),
        (
            "<table:table-row table:number-rows-repeated=\"1500\"><table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"16000\"><text:p>x</text:p></table:table-cell></table:table-row>",
            "meer dan 5.000.000 gevulde cellen",
        ),
        (
            "<table:table-row table:number-rows-repeated=\"4000000000\"><table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row>",
            "buiten het rooster",
        ),
    ] {
        let error = refusal(&table(cells), "staf.ods");
        assert!(error.contains("werkblad 'Staf'") && error.contains(part), "{error}");
    }
    let long = "x".repeat(1 << 19);
    let long = format!(
        "<table:table-row table:number-rows-repeated=\"1100\"><table:table-cell office:value-type=\"string\"><text:p>{long}</text:p></table:table-cell></table:table-row>"
    );
    assert!(refusal(&table(&long), "staf.ods").contains("te groot"));
    for end in ["<table:table table:name=\"Staf\">", "<table:table table:name=\"Staf\"><!-- "] {
        let content = format!("<office:document-content>{end}");
        let cut = changed(&table(""), &[("content.xml", Some(content.as_bytes()))]);
        assert!(refusal(&cut, "staf.ods").contains("houdt halverwege op"));
    }
    let typed = changed(&table(""), &[("content.xml", Some(b"<!DOCTYPE a><office:document-content/>"))]);
    assert!(refusal(&typed, "staf.ods").contains("DOCTYPE"));
}

#[test]
fn documents_with_other_short_names_for_their_parts_are_refused() {
    let table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
    let row = |declared: &str| {
        let cell = "<table:table-cell office:value-type=\"float\" office:value=\"1\"/>";
        ods::tests::file(&format!(
            "<table:table table:name=\"a\"><table:table-row{declared}>{cell}</table:table-row></table:table>"
        ))
    };
    for declared in [
        String::new(),
        format!(" xmlns:table=\"{table}\""),
        " xmlns:of=\"urn:oasis:names:tc:opendocument:xmlns:of:1.2\" xmlns='urn:x'".to_owned(),
    ] {
        assert_eq!(shown(&mut opened(&row(&declared), "a.ods").unwrap(), 0).unwrap(), ["A1=1"], "{declared}");
    }
    for declared in [
        format!(" xmlns:t=\"{table}\""),
        format!(" xmlns='{}'", table.replace(':', "&#58;")),
        " xmlns:table=\"urn:x\"".to_owned(),
        " xmlns:table=\"\"".to_owned(),
    ] {
        assert!(refusal(&row(&declared), "a.ods").contains("heten anders dan gewoonlijk"), "{declared}");
    }
}

#[test]
fn cells_of_a_document_are_counted_as_they_are_read() {
    let content = "<table:table table:name=\"Staf\"><table:table-row table:number-rows-repeated=\"2\">
        <table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"string\"><text:p>a</text:p></table:table-cell>
        <table:table-cell office:value-type=\"string\"><text:p> <text:s/></text:p></table:table-cell>
        <table:table-cell office:value-type=\"string\"><office:annotation><text:p>notitie</text:p></office:annotation></table:table-cell>
        <table:table-cell><text:p>zonder soort</text:p></table:table-cell>
        <table:table-cell table:formula=\"of:=1\"/>
        <table:table-cell office:value-type=\"string\" calcext:value-type=\"error\"><text:p/></table:table-cell>
        <table:table-cell table:number-columns-repeated=\"16377\"/></table:table-row>
        <table:table-row table:number-rows-repeated=\"1048574\"><table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"16384\"/></table:table-row>
        </table:table><table:database-ranges><table:database-range table:target-range-address=\"Staf.A1:Staf.C9\"><table:filter/></table:database-range></table:database-ranges>";
    let mut book = opened(&ods::tests::file(content), "staf.ods").unwrap();
    let facts = book.preflight.facts().unwrap().sheets[0].clone();
    assert_eq!((facts.cells, facts.layout.uncalculated), (Some(10), 2));
    assert_eq!(facts.layout.filter, Some((Position { row: 0, column: 0 }, Position { row: 8, column: 2 })));
    let row = shown(&mut book, 0).unwrap();
    assert_eq!(row[..5], ["A1=a", "B1=a", "E1=zonder soort", "F1=(formule zonder berekende waarde)", "G1=#N/B"]);
    assert_eq!(row.len(), 10);
}

#[test]
fn binary_workbooks_with_short_or_lying_records_are_refused() {
    use xlsb::tests::{book, cell, numbers, one, row, text};
    let cells = |cells: &[Vec<u8>]| refusal(&book(&[], &[&[row(0, false)][..], cells].concat(), &[]), "staf.xlsb");
    for (record, part) in [
        (cell(7, 2, 0, &numbers(&[2])), "cel C1 is het bestand beschadigd"),
        (cell(2, 2, 0, &[1]), "cel C1 is het bestand beschadigd"),
        (cell(6, 2, 0, &numbers(&[50])), "cel C1 is het bestand beschadigd"),
        (cell(6, 2, 0, &numbers(&[u32::MAX - 1])), "cel C1 is het bestand beschadigd"),
        (one(17, &numbers(&[1])), "bewaar het als .xlsx"),
        (cell(4, 16_384, 0, &[1]), "buiten het rooster"),
    ] {
        let error = cells(&[record]);
        assert!(error.contains("werkblad 'Staf'") && error.contains(part), "{error}");
    }
    let good = book(&[], &[], &[]);
    let lying = [one(0x9f, &numbers(&[9, 9])), one(0x13, &[&[0][..], &text("a")].concat())].concat();
    let error = refusal(&changed(&good, &[("xl/sharedStrings.bin", Some(&lying))]), "staf.xlsb");
    assert!(error.contains("veel meer teksten"), "{error}");
    let stranger = [numbers(&[0, 1]), text("rId9"), text("Staf")].concat();
    let workbook = [one(0x9c, &stranger), one(0x90, &[]), one(0x84, &[])].concat();
    let error = refusal(&changed(&good, &[("xl/workbook.bin", Some(&workbook))]), "staf.xlsb");
    assert!(error.contains("beschadigd"), "{error}");
    let cut = [one(0x81, &[]), one(0x94, &[0; 16]), one(0x91, &[])].concat();
    let error = refusal(&changed(&good, &[("xl/worksheets/sheet1.bin", Some(&cut))]), "staf.xlsb");
    assert!(error.contains("houdt halverwege op"), "{error}");
}

#[test]
fn formulas_that_the_reader_would_panic_over_cost_no_binary_workbook() {
    use xlsb::tests::{book, cell, numbers, one, row, text};
    // A formula in a cell: what it gave, its flags, its length and its tokens, here an area that was cut off.
    let tokens = [0x25, 1];
    let formula = |value: &[u8]| [value, &[0, 0], &numbers(&[2]), &tokens].concat();
    let good = book(
        &[],
        &[
            row(0, false),
            cell(9, 0, 0, &formula(&5f64.to_le_bytes())),
            cell(8, 1, 0, &formula(&text("ja"))),
            cell(10, 2, 0, &formula(&[1])),
            cell(11, 3, 0, &formula(&[7])),
            cell(7, 4, 0, &numbers(&[1])),
        ],
        &[],
    );
    let bundle = one(0x9c, &[numbers(&[0, 1]), text("rId1"), text("Staf")].concat());
    let name = |tokens: &[u8]| {
        let length = u32::try_from(tokens.len()).unwrap();
        one(0x27, &[&[0; 9][..], &text("naam"), &numbers(&[length]), tokens].concat())
    };
    let workbook = [
        [one(0x83, &[]), one(0x99, &[0; 8]), bundle, one(0x90, &[])].concat(),
        // An area, a name and a function, each cut off; and a record that is too short to be a name.
        [name(&[0x25, 1]), name(&[0x23, 9, 0]), name(&[0x42]), one(0x27, &[0])].concat(),
        [one(0x9d, &[0; 8]), one(0x84, &[])].concat(),
    ];
    let bytes = changed(&good, &[("xl/workbook.bin", Some(&workbook.concat()))]);
    let cells = shown(&mut opened(&bytes, "staf.xlsb").unwrap(), 0).unwrap();
    assert_eq!(cells, ["A1=5", "B1=ja", "C1=WAAR", "D1=#DEEL/0!", "E1=pm"]);
}

/// A record of an xls workbook.
fn biff(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &u16::try_from(data.len()).unwrap().to_le_bytes(), data].concat()
}

fn halves(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// An xls workbook of one sheet. Its shared texts are `Zoë` and `pm`.
fn old_workbook(globals: &[Vec<u8>], cells: &[Vec<u8>]) -> Vec<u8> {
    let begin = biff(0x809, &halves(&[0x0600, 5, 0, 0, 0, 0, 0, 0]));
    let strings =
        [&[2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 1][..], &halves(&[0x5a, 0x6f, 0xeb]), &[2, 0, 0, b'p', b'm']].concat();
    let before = [begin.clone(), globals.concat(), biff(0xfc, &strings)].concat();
    let start = u32::try_from(before.len() + 4 + 12 + 4).unwrap();
    let bound = [&start.to_le_bytes()[..], &[0, 0, 4, 0], b"Staf"].concat();
    let end = biff(0x0a, &[]);
    let mut stream = [before, biff(0x85, &bound), end.clone(), begin, cells.concat(), end].concat();
    // Streams that are shorter live elsewhere in the file.
    stream.resize(stream.len().max(4096), 0);
    compounded("Workbook", &stream)
}

#[test]
fn an_old_workbook_that_names_another_code_page_is_read_right() {
    let cells = [biff(0xfd, &halves(&[0, 0, 0, 0, 0])), biff(0xfd, &halves(&[0, 1, 0, 1, 0]))];
    for page in [1200, 1252, 932] {
        let bytes = old_workbook(&[biff(0x42, &halves(&[page]))], &cells);
        assert_eq!(shown(&mut opened(&bytes, "staf.xls").unwrap(), 0).unwrap(), ["A1=Zoë", "B1=pm"], "{page}");
    }
}

#[test]
fn formulas_that_the_reader_would_panic_over_cost_no_old_workbook() {
    let formula = |column: u16, tokens: &[u8]| {
        let length = u16::try_from(tokens.len()).unwrap();
        biff(0x06, &[&halves(&[0, column, 0])[..], &5f64.to_le_bytes(), &[0; 6], &halves(&[length]), tokens].concat())
    };
    let cells = [
        formula(0, &[0x3a]),
        formula(1, &[0x3a, 0, 0, 0xff, 0xff, 0, 0]),
        formula(2, &[0x17, 9, 0, b'a']),
        formula(3, &[]),
        biff(0xfd, &halves(&[0, 4, 0, 1, 0])),
    ];
    let name = |tokens: &[u8]| {
        let length = u16::try_from(tokens.len()).unwrap();
        biff(0x18, &[&halves(&[0, 0x0100, length])[..], &[0; 9], b"a", tokens].concat())
    };
    let bytes = old_workbook(&[name(&[0x3a]), name(&[0x3b, 0, 0, 1])], &cells);
    assert_eq!(shown(&mut opened(&bytes, "staf.xls").unwrap(), 0).unwrap(), ["A1=5", "B1=5", "C1=5", "D1=5", "E1=pm"]);
}

#[test]
fn moments_of_the_1904_system_are_converted_in_binary_and_old_workbooks() {
    use xlsb::tests::{book, cell, numbers, one, row, text};
    // 1 February 2024 is day 45323 from 1900 and day 43861 from 1904; half a day is the same in both.
    let (days, half) = ((43_861 << 2) | 2, 0.5f64.to_le_bytes());
    let good = book(&[], &[row(0, false), cell(2, 0, 1, &numbers(&[days])), cell(5, 1, 1, &half)], &[]);
    let bundle = one(0x9c, &[numbers(&[0, 1]), text("rId1"), text("Staf")].concat());
    for (flag, date) in [(1, "A1=1-2-2024"), (0, "A1=31-1-2020")] {
        let settings = one(0x99, &[flag, 0, 0, 0, 0, 0, 0, 0]);
        let workbook = [one(0x83, &[]), settings, bundle.clone(), one(0x90, &[]), one(0x84, &[])].concat();
        let mut book = opened(&changed(&good, &[("xl/workbook.bin", Some(&workbook))]), "staf.xlsb").unwrap();
        assert_eq!(shown(&mut book, 0).unwrap(), [date, "B1=12:00"]);
        assert_eq!(book.sheets()[0].days_from_1900, flag == 0);

        // A style with the short date, number format 14.
        let globals = [biff(0x22, &[flag, 0]), biff(0xe0, &halves(&[0, 14, 0, 0, 0, 0, 0, 0, 0, 0]))];
        let day = biff(0x27e, &[halves(&[0, 0, 0]), numbers(&[days])].concat());
        let noon = biff(0x203, &[&halves(&[0, 1, 0])[..], &half].concat());
        let mut book = opened(&old_workbook(&globals, &[day, noon]), "staf.xls").unwrap();
        assert_eq!(shown(&mut book, 0).unwrap(), [date, "B1=12:00"]);
        assert_eq!(book.sheets()[0].days_from_1900, flag == 0);
    }
}

#[test]
fn formulas_of_an_old_workbook_that_was_never_calculated_have_no_value() {
    let formula = |column: u16, result: [u8; 8]| {
        biff(0x06, &[&halves(&[0, column, 0])[..], &result, &[0; 6], &halves(&[3]), &[0x17, 0, 0]].concat())
    };
    // What stands for an empty text, whatever the bytes between say.
    let (empty, also) = ([3, 0, 0, 0, 0, 0, 0xff, 0xff], [3, 9, 9, 9, 9, 9, 0xff, 0xff]);
    let name = biff(0xfd, &halves(&[0, 0, 0, 0, 0]));
    let read = |others: &[Vec<u8>]| {
        let cells = [&[name.clone(), formula(1, empty), formula(2, also)], others].concat();
        let mut book = opened(&old_workbook(&[], &cells), "staf.xls").unwrap();
        (shown(&mut book, 0).unwrap(), book.layouts().unwrap()[0].uncalculated)
    };
    let none = "(formule zonder berekende waarde)";
    assert_eq!(read(&[]), (vec!["A1=Zoë".to_owned(), format!("B1={none}"), format!("C1={none}")], 2));
    // A number, a text and an error: the workbook was calculated, and the empty texts are what came out. A number may
    // begin with a three too.
    let text = [formula(3, [0, 0, 0, 0, 0, 0, 0xff, 0xff]), biff(0x207, &[2, 0, 0, b'j', b'a'])].concat();
    for (other, value) in [
        (formula(3, 5f64.to_le_bytes()), "5"),
        (formula(3, [3, 0, 0, 0, 0, 0, 0xf0, 0x3f]), "1,0000000000000007"),
        (text, "ja"),
        (formula(3, [2, 0, 0x2a, 0, 0, 0, 0xff, 0xff]), "#N/B"),
    ] {
        assert_eq!(read(&[other]), (vec!["A1=Zoë".to_owned(), format!("D1={value}")], 0), "{value}");
    }
}

#[test]
fn old_workbooks_with_short_or_lying_records_are_refused() {
    for (cell, part) in [
        (biff(0xfd, &halves(&[0, 2, 0, 2, 0])), "cel C1 is het bestand beschadigd"),
        (biff(0x203, &halves(&[0, 2, 0, 0])), "cel C1 is het bestand beschadigd"),
        (biff(0x06, &[&halves(&[0, 2, 0])[..], &[0; 14], &halves(&[99])].concat()), "cel C1 is het bestand beschadigd"),
        (
            biff(0x06, &[&halves(&[0, 2, 0])[..], &[0, 0, 0, 0, 0, 0, 0xff, 0xff], &[0; 8]].concat()),
            "cel C1 is het bestand beschadigd",
        ),
        (biff(0xbd, &halves(&[0, 2, 1])), "cel C1 is het bestand beschadigd"),
        (biff(0xbd, &halves(&[0, 2, 0xffff])), "cel C1 is het bestand beschadigd"),
        (biff(0xbd, &halves(&[0, 2, 0, 0, 0, 1])), "cel C1 is het bestand beschadigd"),
        (biff(0x203, &halves(&[0, 300, 0, 0, 0, 0, 0])), "buiten het rooster"),
        (biff(0x200, &[&[0; 4][..], &u32::MAX.to_le_bytes(), &[0; 6]].concat()), "buiten het rooster"),
        (biff(0xe5, &halves(&[9000])), "beschadigd"),
    ] {
        let error = refusal(&old_workbook(&[], &[cell]), "staf.xls");
        assert!(error.contains("werkblad 'Staf'") && error.contains(part), "{part}: {error}");
    }
    let twice = [biff(0xfd, &halves(&[3, 2, 0, 0, 0])), biff(0xbd, &halves(&[3, 1, 0, 0, 0, 0, 0, 0, 2]))];
    let error = refusal(&old_workbook(&[], &twice), "staf.xls");
    assert!(error.contains("cel C4 staat er twee keer in"), "{error}");
    let far = [biff(0x203, &halves(&[0; 7])), biff(0x203, &halves(&[65_535, 255, 0, 0, 0, 0, 0]))];
    let error = refusal(&old_workbook(&[], &far), "staf.xls");
    assert!(error.contains("cel IV65536 ligt zo ver"), "{error}");
    for (global, part) in [
        (biff(0x2f, &halves(&[1])), "wachtwoord"),
        (biff(0x18, &[0; 3]), "beschadigd"),
        (biff(0x18, &[&[0, 0, 0, 0, 99, 0][..], &[0; 9]].concat()), "beschadigd"),
        (biff(0x809, &halves(&[0x0500, 5])), "vóór 1997"),
        (biff(0xfc, &[0; 3]), "beschadigd"),
        (biff(0xfc, &[0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 1, 1]), "beschadigd"),
    ] {
        let error = refusal(&old_workbook(&[global], &[]), "staf.xls");
        assert!(error.contains(part), "{part}: {error}");
    }
}

#[test]
fn notes_that_somebody_typed_are_known_and_ours_are_none() {
    use rust_xlsxwriter::Note;
    use xlsb::tests::{book, cell, numbers, one, row, text};
    let noted = |bytes: &[u8], name: &str| -> Vec<String> {
        let layout = opened(bytes, name).unwrap().layouts().unwrap().remove(0);
        layout.noted.iter().map(ToString::to_string).collect()
    };
    let mut written = rust_xlsxwriter::Workbook::new();
    let sheet = written.add_worksheet();
    let note = |text: &str, author: &str| Note::new(text).set_author(author).add_author_prefix(false);
    sheet.write_string(0, 0, "a").unwrap();
    for (row, column, text, author) in
        [(4, 1, "met verlof", "Eva"), (2, 3, "VOG-01", "toetsklaar"), (4, 0, "weg", "Bram"), (5, 0, " ", "Eva")]
    {
        sheet.insert_note(row, column, &note(text, author)).unwrap();
    }
    let bytes = written.save_to_buffer().unwrap();
    assert_eq!(noted(&bytes, "a.xlsx"), ["A5", "B5"]);
    // Notes that nobody can read are no reason to refuse the cells.
    let broken = changed(&bytes, &[("xl/comments1.xml", Some(b"<comments><commentList>"))]);
    assert_eq!(noted(&broken, "a.xlsx"), [""; 0]);

    let bytes = book(&[], &[row(0, false), cell(7, 0, 0, &numbers(&[0]))], &[]);
    let note =
        |author: u32, row: u32, column: u32| one(0x27b, &numbers(&[author, row, row, column, column, 0, 0, 0, 0]));
    let authors = [one(0x278, &text("Eva")), one(0x278, &text("toetsklaar"))].concat();
    let part = [authors, note(0, 4, 1), note(1, 2, 3), note(0, 4, 0)].concat();
    let relations = "<Relationships><Relationship Id=\"rId1\" Type=\"x/relationships/comments\" Target=\"../comments1.bin\"/></Relationships>";
    let bytes = changed(
        &bytes,
        &[("xl/comments1.bin", Some(&part)), ("xl/worksheets/_rels/sheet1.bin.rels", Some(relations.as_bytes()))],
    );
    assert_eq!(noted(&bytes, "a.xlsb"), ["A5", "B5"]);

    let annotation = |author: &str, text: &str| {
        format!(
            "<table:table-cell><office:annotation><dc:creator>{author}</dc:creator><dc:date>2026-01-01</dc:date><text:p>{text}</text:p></office:annotation></table:table-cell>"
        )
    };
    let cells = [
        annotation("Eva", "met <text:span>verlof</text:span>"),
        annotation("toetsklaar", "VOG-01"),
        annotation("Eva", ""),
    ];
    let table =
        format!("<table:table table:name=\"Staf\"><table:table-row>{}</table:table-row></table:table>", cells.concat());
    assert_eq!(noted(&ods::tests::file(&table), "a.ods"), ["A1"]);

    // As an office program writes them; it drops the authors.
    let expected = ["A1", "B2", "D2", "A3"];
    assert_eq!(noted(include_bytes!("../../../tests/files/opmerkingen.xls"), "a.xls"), expected);
    assert_eq!(noted(include_bytes!("../../../tests/files/opmerkingen.ods"), "a.ods"), expected);
}
