//! Small files that try to kill, hang or mislead their reader.

use crate::make::{MAIN, good, ods, ods_of, rows, sheet, strings, with, with_cell, with_rows, workbook, zipped};
use crate::{Case, Refused, case};

const SHEET: &str = "xl/worksheets/sheet1.xml";
const STRINGS: &str = "xl/sharedStrings.xml";

pub fn cases() -> Vec<Case> {
    let cell = |address: &str| with_rows(&(rows() + &format!("<row r=\"9\"><c r=\"{address}\"><v>1</v></c></row>")));
    let part = |text: String| zipped(&with(SHEET, text));
    let value = |xml: &str| with_rows(&with_cell("I3", &format!("<c r=\"I3\"{xml}</c>")));
    let doctype = |text: String, inside: &str| text.replacen("?>", &format!("?><!DOCTYPE a [{inside}]>"), 1);
    let mut cases = vec![
        case("an address beyond the last column", "kolom.xlsx", cell("XFE9"), Refused("buiten het rooster")),
        case("an address that overflows", "lang.xlsx", cell("AAAAAAAAA9"), Refused("buiten het rooster")),
        case(
            "a dimension of too many letters: the reader would panic",
            "letters.xlsx",
            part(sheet(&rows()).replace("<sheetData>", "<dimension ref=\"Jmedewrk\"/><sheetData>")),
            Refused("beschadigd"),
        ),
        case("an address beyond the last row", "rij.xlsx", cell("A1048577"), Refused("buiten het rooster")),
        case("an address in row 0", "nul.xlsx", cell("A0"), Refused("rooster")),
        case(
            "an address of a thousand digits",
            "cijfers.xlsx",
            cell(&format!("A{}", "9".repeat(1000))),
            Refused("beschadigd"),
        ),
        case(
            "four billion shared strings announced",
            "telt.xlsx",
            zipped(&with(STRINGS, strings().replace("uniqueCount=\"50\"", "uniqueCount=\"4000000000\""))),
            Refused("veel meer teksten in staan dan er zijn"),
        ),
        case(
            "a shared formula with the number of four billion",
            "formule.xlsx",
            value("><f t=\"shared\" si=\"4000000000\" ref=\"I3:I3\">1</f><v>1</v>"),
            Refused("beschadigd"),
        ),
        case("a doctype in a sheet", "type.xlsx", part(doctype(sheet(&rows()), "")), Refused("DOCTYPE")),
        case("a billion laughs in a sheet", "lach.xlsx", part(doctype(sheet(&rows()), &laughs())), Refused("DOCTYPE")),
        case(
            "a doctype in the strings",
            "strings.xlsx",
            zipped(&with(
                STRINGS,
                format!("<?xml version=\"1.0\"?><!DOCTYPE a SYSTEM \"file:///etc/passwd\">{}", strings()),
            )),
            Refused("DOCTYPE"),
        ),
        case(
            "an entity that nobody defined",
            "entiteit.xlsx",
            zipped(&with(STRINGS, strings().replace("Anna de Wit", "Anna &geheim; Wit"))),
            Refused("entiteit"),
        ),
        case(
            "a string of two mebibytes",
            "tekst.xlsx",
            zipped(&with(STRINGS, strings().replace("Anna de Wit", &"a".repeat(2 << 20)))),
            Refused("meer dan een miljoen tekens"),
        ),
        case(
            "three hundred elements deep",
            "diep.xlsx",
            part(sheet(&rows()).replace(
                "</worksheet>",
                &format!("<extLst>{}{}</extLst></worksheet>", "<a>".repeat(300), "</a>".repeat(300)),
            )),
            Refused("dieper in elkaar"),
        ),
        case(
            "a sheet of 300 MiB of white space",
            "wit.xlsx",
            zipped(&with(SHEET, white(300 << 20))),
            Refused("miljoen tekens"),
        ),
        case("more cells than allowed", "veel.xlsx", many_cells(), Refused("gevulde cellen")),
        case("more parts than allowed", "delen.xlsx", many_parts(), Refused("2.000 onderdelen")),
        case(
            "two parts of one name but for a capital",
            "twee.xlsx",
            zipped(&with("xl/worksheets/Sheet1.xml", sheet(""))),
            Refused("zit er twee keer in"),
        ),
        case(
            "two parts of one name but for a slash",
            "schuin.xlsx",
            zipped(&with("xl\\worksheets\\sheet1.xml", sheet(""))),
            Refused("zit er twee keer in"),
        ),
        case("a sheet in UTF-16", "wijd.xlsx", zipped(&with(SHEET, wide(&sheet(&rows())))), Refused("UTF-8")),
        case(
            "strings in another encoding",
            "latijn.xlsx",
            zipped(&with(STRINGS, one_byte_each(&strings().replace("Anna", "Zo\u{eb}")))),
            Refused("UTF-8"),
        ),
        case(
            "a sheet part that is something else",
            "ander.xlsx",
            part(format!("<chartsheet xmlns=\"{MAIN}\"/>")),
            Refused("is iets anders"),
        ),
        case(
            "white space around the number of a string",
            "ruimte.xlsx",
            value(" t=\"s\"><v>\n 28 </v>"),
            Refused("bij cel I3"),
        ),
        case("a comment inside a value", "commentaar.xlsx", value("><v>45<!-- a -->031</v>"), Refused("bij cel I3")),
        case(
            "a sheet that never ends",
            "open.xlsx",
            part(sheet(&rows()).replace("</sheetData></worksheet>", "")),
            Refused("beschadigd"),
        ),
        case(
            "two sheets of one name",
            "naam.xlsx",
            zipped(&workbook(&[("Personeel", &sheet(&rows())), ("PERSONEEL", &sheet(&rows()))])),
            Refused("twee werkbladen"),
        ),
        case(
            "rows that go backwards",
            "terug.xlsx",
            with_rows(&(rows() + "<row r=\"3\"><c r=\"B3\"><v>1</v></c></row>")),
            Refused("volgorde"),
        ),
        case(
            "one cell twice",
            "dubbel.xlsx",
            with_rows(&with_cell("I3", "<c r=\"I3\"><v>1</v></c><c r=\"I3\"><v>2</v></c>")),
            Refused("twee keer"),
        ),
        // Open documents.
        case(
            "ods that ends inside a table",
            "tabel.ods",
            zipped(&ods_of(&cut(&ods_text(), "</table:table>"))),
            Refused("beschadigd"),
        ),
        case(
            "ods that ends inside a comment",
            "eind.ods",
            zipped(&ods_of(&ods_text().replace("</table:table>", "<!-- "))),
            Refused("beschadigd"),
        ),
        case(
            "ods with two billion spaces in a cell",
            "spaties.ods",
            zipped(&ods_of(&ods_text().replace("Bram Bos", "Bram<text:s text:c=\"2000000000\"/>Bos"))),
            Refused("spaties"),
        ),
        case(
            "ods that repeats a text 24 million times",
            "herhaal.ods",
            zipped(&ods(
                "",
                "<table:table-row table:number-rows-repeated=\"1500\"><table:table-cell table:number-columns-repeated=\"16000\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row>",
                true,
            )),
            Refused("gevulde cellen"),
        ),
        case(
            "ods that repeats a row four billion times",
            "rijen.ods",
            zipped(&ods(
                "",
                "<table:table-row table:number-rows-repeated=\"4000000000\"><table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row>",
                true,
            )),
            Refused("Het bestand 'rijen.ods'"),
        ),
        case("ods with a doctype", "type.ods", zipped(&ods_of(&doctype(ods_text(), &laughs()))), Refused("DOCTYPE")),
    ];
    for case in &mut cases {
        if case.file == "veel.xlsx" {
            case.arguments = &["--max-cells", "60"];
        }
    }
    cases
}

fn laughs() -> String {
    let mut text = "<!ENTITY a0 \"ha\">".to_owned();
    for n in 1..10 {
        text += &format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10));
    }
    text
}

fn white(length: usize) -> Vec<u8> {
    let text = sheet(&rows());
    let (before, after) = text.split_once("</sheetData>").expect("the rows end");
    let mut bytes = before.as_bytes().to_vec();
    bytes.resize(bytes.len() + length, b' ');
    bytes.extend_from_slice(b"</sheetData>");
    bytes.extend_from_slice(after.as_bytes());
    bytes
}

fn many_cells() -> Vec<u8> {
    let more: String = (6..26).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>{row}</v></c></row>")).collect();
    with_rows(&(rows() + &more))
}

fn many_parts() -> Vec<u8> {
    let mut parts = good();
    parts.extend((0..2000).map(|number| (format!("xl/media/{number}.bin"), Vec::new())));
    zipped(&parts)
}

fn wide(text: &str) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.replace("UTF-8", "UTF-16").encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// Latin letters as one byte each, and a first line that says so.
fn one_byte_each(text: &str) -> Vec<u8> {
    let text = format!("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>{text}");
    text.chars().map(|letter| u8::try_from(u32::from(letter)).expect("a letter of Latin-1")).collect()
}

fn ods_text() -> String {
    String::from_utf8(ods("", "", true)[2].1.clone()).expect("it is text")
}

/// The text up to this.
fn cut(text: &str, at: &str) -> String {
    text[..text.find(at).expect("it is there")].to_owned()
}
