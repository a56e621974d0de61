//! Good tables in files that other programs made, with whatever they add, leave out or write in their own way.

use crate::make::{
    MAIN, good, ods, ods_of, rows, sheet, stored, strings, with, with_cell, with_rows, workbook, zipped,
};
use crate::{Case, Clean, Found, case};

const SHEET: &str = "xl/worksheets/sheet1.xml";

/// Nobody's VOG has a date that can be read.
const UNREAD_VOG: &[&str] =
    &["VOG-03 I2", "VOG-03 I3", "VOG-03 I4", "VOG-03 I5", "DAT-03 I2", "DAT-03 I3", "DAT-03 I4", "DAT-03 I5"];

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
        case(
            "a dimension whose corners are swapped",
            "om.xlsx",
            zipped(&with(SHEET, sheet(&rows()).replace("<sheetData>", "<dimension ref=\"J5:A1\"/><sheetData>"))),
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
        case(
            "numbers of people with characters that do not show, on one of two sheets",
            "nulbreed.xlsx",
            zipped(&workbook(&[("Personeel", &sheet(&pasted_numbers())), ("Scholing", &sheet(&trainings()))])),
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
            "a row without height",
            "plat.xlsx",
            with_rows(&rows().replace("<row r=\"3\">", "<row r=\"3\" ht=\"0\" customHeight=\"1\">")),
            Found(&["DAT-07 A3"]),
        ),
        case(
            "a hidden sheet",
            "schuil.xlsx",
            zipped(&replaced("xl/workbook.xml", "sheetId=\"1\"", "sheetId=\"1\" state=\"hidden\"")),
            Found(&["DAT-07 A1"]),
        ),
        // Excel for the Mac counts from 1904: what the numbers stand for is not to be told from them.
        case(
            "bare numbers as dates in a workbook from 1900",
            "bare.xlsx",
            with_rows(&bare_vog()),
            Found(&["DAT-03 I1"]),
        ),
        case(
            "bare numbers as dates in a workbook from 1904",
            "mac1904.xlsx",
            zipped(&{
                let mut parts = replaced("xl/workbook.xml", "<sheets>", "<workbookPr date1904=\"1\"/><sheets>");
                for (name, bytes) in &mut parts {
                    if name == SHEET {
                        *bytes = sheet(&bare_vog()).into_bytes();
                    }
                }
                parts
            }),
            Found(UNREAD_VOG),
        ),
        // Open documents.
        case("bare numbers as dates in ods", "bare.ods", zipped(&bare_ods("1899-12-30")), Found(&["DAT-03 I1"])),
        case("bare numbers as dates in ods from 1904", "oud.ods", zipped(&bare_ods("1904-01-01")), Found(UNREAD_VOG)),
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
            "ods in which the error of a formula stands beside the number 0",
            "nul.ods",
            zipped(&vog_of_bram(
                "table:formula=\"of:=1/0\" office:value-type=\"float\" office:value=\"0\"",
                "#DEEL/0!",
            )),
            Found(&["VOG-03 I3", "DAT-09 I3"]),
        ),
        case(
            "ods with a date that is only shown",
            "getoond.ods",
            zipped(&vog_of_bram("office:value-type=\"date\"", "15-4-2023")),
            Clean(4),
        ),
        case(
            "ods with a group of rows that is folded up",
            "dicht.ods",
            zipped(&grouped("false")),
            Found(&["DAT-07 A3"]),
        ),
        case("ods with a group of rows that is open", "open.ods", zipped(&grouped("true")), Clean(4)),
        case(
            "ods with a note on a cell",
            "briefje.ods",
            zipped(&ods_of(&ods_text().replacen(
                "<text:p>Bram Bos</text:p>",
                "<office:annotation><text:p>uit dienst?</text:p></office:annotation><text:p>Bram Bos</text:p>",
                1,
            ))),
            Found(&["DAT-25 B3"]),
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

/// The dates of every VOG, and the numbers behind them as Excel counts: 1-2-2024, 15-4-2023, 1-8-2022 and 1-12-2024.
const VOG: [(&str, u32); 4] =
    [("1-2-2024", 45_323), ("15-4-2023", 45_031), ("1-8-2022", 44_774), ("1-12-2024", 45_627)];

/// The good rows with numbers for the dates of the VOG.
fn bare_vog() -> String {
    let mut rows = rows();
    for (at, (_, number)) in VOG.iter().enumerate() {
        let row = at + 2;
        let text = format!("<c r=\"I{row}\" t=\"s\"><v>{}</v></c>", (row - 1) * 10 + 8);
        assert!(rows.contains(&text));
        rows = rows.replace(&text, &format!("<c r=\"I{row}\"><v>{number}</v></c>"));
    }
    rows
}

/// The good ods with numbers for the dates of the VOG, and the day from which it counts.
fn bare_ods(day_zero: &str) -> Vec<(String, Vec<u8>)> {
    let mut content = ods_text();
    for (date, number) in VOG {
        let text = format!("<table:table-cell office:value-type=\"string\"><text:p>{date}</text:p>");
        assert!(content.contains(&text));
        let bare = format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{number}\"><text:p>{number}</text:p>"
        );
        content = content.replace(&text, &bare);
    }
    let settings = format!(
        "<office:spreadsheet><table:calculation-settings><table:null-date table:date-value=\"{day_zero}\"/></table:calculation-settings>"
    );
    ods_of(&content.replacen("<office:spreadsheet>", &settings, 1))
}

/// A letter before the number of everybody, and something that does not show between the two.
const PASTED: [&str; 4] = ["P\u{200b}1001", "\u{feff}P1002", "P1003\u{200e}", "P10\u{ad}04"];

/// The good rows with pasted numbers, and without the training.
fn pasted_numbers() -> String {
    let mut rows = rows();
    for (at, number) in PASTED.iter().enumerate() {
        let row = at + 2;
        let bare = format!("<c r=\"A{row}\"><v>100{}</v></c>", at + 1);
        let training = format!("<c r=\"J{row}\" t=\"s\"><v>{}</v></c>", (row - 1) * 10 + 9);
        assert!(rows.contains(&bare) && rows.contains(&training));
        rows = rows.replace(&bare, &text_cell(&format!("A{row}"), number)).replace(&training, "");
    }
    let heading = "<c r=\"J1\" t=\"s\"><v>9</v></c>";
    assert!(rows.contains(heading));
    rows.replace(heading, "")
}

/// Everybody's training, by numbers as they were typed; no names.
fn trainings() -> String {
    let mut rows = format!(
        "<row r=\"1\">{}{}{}</row>",
        text_cell("A1", "Pers.nr"),
        text_cell("B1", "Training"),
        text_cell("C1", "Datum")
    );
    for row in 2..=5 {
        rows += &format!(
            "<row r=\"{row}\">{}{}{}</row>",
            text_cell(&format!("A{row}"), &format!("P100{}", row - 1)),
            text_cell(&format!("B{row}"), "Mensenhandel"),
            text_cell(&format!("C{row}"), "1-5-2025")
        );
    }
    rows
}

fn text_cell(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
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

/// The good ods with another cell for the VOG of Bram: its attributes and text.
fn vog_of_bram(attributes: &str, text: &str) -> Vec<(String, Vec<u8>)> {
    let old = "<table:table-cell office:value-type=\"string\"><text:p>15-4-2023</text:p>";
    let content = ods_text();
    assert!(content.contains(old));
    ods_of(&content.replacen(old, &format!("<table:table-cell {attributes}><text:p>{text}</text:p>"), 1))
}

/// The good ods with Bram and Cara in a group of rows.
fn grouped(display: &str) -> Vec<(String, Vec<u8>)> {
    let content = ods_text();
    let starts: Vec<usize> = content.match_indices("<table:table-row>").map(|(at, _)| at).collect();
    let [before, inside, after] = [&content[..starts[2]], &content[starts[2]..starts[4]], &content[starts[4]..]];
    let (open, close) = (format!("<table:table-row-group table:display=\"{display}\">"), "</table:table-row-group>");
    ods_of(&format!("{before}{open}{inside}{close}{after}"))
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
