//! Files that are no readable spreadsheet: something else, locked, or damaged on the way.

use crate::make::{good, ods, ods_of, rows, sheet, stored, strings, text, with, with_cell, with_rows, zipped};
use crate::{Case, Refused, case};

const XLS: &[u8] = include_bytes!("../../samples/klein-in-orde.xls");
const XLSB: &[u8] = include_bytes!("../../samples/klein-in-orde.xlsb");

pub fn cases() -> Vec<Case> {
    let whole = zipped(&good());
    vec![
        case("nothing at all", "niets.xlsx", Vec::new(), Refused("leeg (0 bytes)")),
        case("the lock file that Excel leaves", "~$goed.xlsx", vec![7; 165], Refused("slotbestand")),
        case("the same under another name", "slot.xlsx", lock_file(), Refused("slotbestand")),
        case(
            "a web page with its pictures, named as a workbook",
            "archief.xls",
            b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary=\"a\"\r\n\r\n--a\r\n".to_vec(),
            Refused("webarchief"),
        ),
        case("text of two bytes a letter that was cut off", "half.csv", half_letter(), Refused("midden in een letter")),
        case(
            "a web page named as a workbook",
            "pagina.xls",
            b"<html><table><tr><td>Naam</td></tr></table></html>".to_vec(),
            Refused("webpagina"),
        ),
        case(
            "an XML file named as a workbook",
            "xml.xls",
            b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>".to_vec(),
            Refused("XML-bestand"),
        ),
        case("text named as a workbook", "tekst.xlsx", text(";", "\r\n").into_bytes(), Refused("gewone tekst")),
        case("a printed document", "brief.xlsx", b"%PDF-1.7 brief".to_vec(), Refused("geen rekenblad")),
        case(
            "bytes that mean nothing",
            "ruis.csv",
            (0..400u32).map(|n| (n * 97 % 251) as u8).collect(),
            Refused("geen rekenblad"),
        ),
        case(
            "a zip of something else",
            "zip.xlsx",
            zipped(&vec![("brief.txt".to_owned(), b"Beste".to_vec())]),
            Refused("geen rekenblad"),
        ),
        case(
            "a text document",
            "brief.docx",
            zipped(&with(
                "[Content_Types].xml",
                "<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>",
            )),
            Refused("document of presentatie"),
        ),
        case(
            "a zip that was cut off in the middle",
            "half.xlsx",
            whole[..whole.len() / 2].to_vec(),
            Refused("beschadigd"),
        ),
        case(
            "a zip that lost its last bytes",
            "staart.xlsx",
            whole[..whole.len() - 30].to_vec(),
            Refused("beschadigd"),
        ),
        case("one byte fell over", "bit.xlsx", one_byte_over(), Refused("beschadigd")),
        case("a zip with a password on its parts", "slot.xlsx", encrypted(), Refused("wachtwoord")),
        case(
            "an ods with a password",
            "slot.ods",
            zipped(&manifest("<manifest><manifest:encryption-data/></manifest>")),
            Refused("wachtwoord"),
        ),
        case(
            "the sheet is gone",
            "blad.xlsx",
            zipped(&without("xl/worksheets/sheet1.xml")),
            Refused("inhoud ervan ontbreekt"),
        ),
        case("the strings are gone", "woorden.xlsx", zipped(&without("xl/sharedStrings.xml")), Refused("beschadigd")),
        case("the list of sheets is gone", "lijst.xlsx", zipped(&without("xl/workbook.xml")), Refused("beschadigd")),
        case(
            "a string that is not in the table",
            "buiten.xlsx",
            with_rows(&with_cell("B3", "<c r=\"B3\" t=\"s\"><v>999</v></c>")),
            Refused("beschadigd"),
        ),
        case(
            "no sheet in the list",
            "geen.xlsx",
            zipped(&with("xl/workbook.xml", "<workbook><sheets/></workbook>")),
            Refused("geen werkblad"),
        ),
        case(
            "tags that do not match",
            "tags.xlsx",
            zipped(&with("xl/worksheets/sheet1.xml", sheet(&rows().replace("</row>", "</rij>")))),
            Refused("beschadigd"),
        ),
        case(
            "strings that do not match their tags",
            "tags2.xlsx",
            zipped(&with("xl/sharedStrings.xml", strings().replace("</si>", "</is>"))),
            Refused("beschadigd"),
        ),
        case(
            "an ods without its content",
            "inhoud.ods",
            zipped(&ods("", "", true)[..2].to_vec()),
            Refused("beschadigd"),
        ),
        case(
            "an ods with another prefix before its tables",
            "voor.ods",
            zipped(&other_prefix()),
            Refused("heten anders dan gewoonlijk"),
        ),
        case("an ods with half of its content", "half.ods", zipped(&half_ods()), Refused("beschadigd")),
        case("an old workbook that was cut off", "half.xls", XLS[..XLS.len() / 2].to_vec(), Refused("beschadigd")),
        case(
            "an old workbook of which the first sector is gone",
            "kop.xls",
            [&XLS[..512], &XLS[1024..]].concat(),
            Refused("Het bestand 'kop.xls'"),
        ),
        case("a binary workbook that was cut off", "half.xlsb", XLSB[..XLSB.len() / 2].to_vec(), Refused("beschadigd")),
        case(
            "text in which a quote stays open",
            "open.csv",
            (text(";", "\n") + "1005;\"Eva Bos;pm\n1006;Finn;pm\n").into_bytes(),
            Refused("aanhalingsteken"),
        ),
        case(
            "only headings",
            "kop.csv",
            text(";", "\n").lines().next().expect("a heading").as_bytes().to_vec(),
            Refused("kop.csv"),
        ),
        case("a list without functions", "functie.csv", without_column(&text(";", "\n"), 2), Refused("functie")),
        case(
            "a file about something else",
            "boodschappen.csv",
            b"artikel;aantal\nmelk;2\nbrood;1\n".to_vec(),
            Refused("geen blad met personeel"),
        ),
    ]
}

fn without(part: &str) -> Vec<(String, Vec<u8>)> {
    let mut parts = good();
    parts.retain(|(name, _)| name != part);
    parts
}

fn one_byte_over() -> Vec<u8> {
    let mut bytes = stored(&good());
    let at = bytes.windows(8).position(|window| window == b"Anna de ").expect("the name is there");
    bytes[at] ^= 1;
    bytes
}

/// The good file with the mark of encryption on the sheet, in its own header and in the list at the end.
fn encrypted() -> Vec<u8> {
    let mut bytes = stored(&good());
    let name = b"xl/worksheets/sheet1.xml";
    let places: Vec<usize> = (0..bytes.len() - name.len()).filter(|at| bytes[*at..].starts_with(name)).collect();
    for at in places {
        for (mark, flags) in [(&b"PK\x03\x04"[..], at.wrapping_sub(30) + 6), (b"PK\x01\x02", at.wrapping_sub(46) + 8)] {
            let start = if mark[2] == 3 { at.wrapping_sub(30) } else { at.wrapping_sub(46) };
            if bytes.get(start..start + 4) == Some(mark) {
                bytes[flags] |= 1;
            }
        }
    }
    bytes
}

fn manifest(text: &str) -> Vec<(String, Vec<u8>)> {
    let mut parts = ods("", "", true);
    parts[1].1 = text.as_bytes().to_vec();
    parts
}

/// Who has the workbook open, twice: in letters of one byte and of two.
fn lock_file() -> Vec<u8> {
    [&[3][..], b"Eva", &[b' '; 51], &[3, 0], b"E\0v\0a\0", &b" \0".repeat(51)].concat()
}

fn half_letter() -> Vec<u8> {
    let wide = text(";", "\r\n").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    [&[0xff, 0xfe], &wide[..wide.len() - 1]].concat()
}

fn other_prefix() -> Vec<(String, Vec<u8>)> {
    let content = String::from_utf8(ods("", "", true)[2].1.clone()).expect("it is text");
    let content = content.replace("<table:", "<t:").replace("</table:", "</t:").replace(" table:", " t:");
    ods_of(&content.replace("xmlns:table=", "xmlns:t="))
}

fn half_ods() -> Vec<(String, Vec<u8>)> {
    let content = String::from_utf8(ods("", "", true)[2].1.clone()).expect("it is text");
    ods_of(&content[..content.len() / 2])
}

fn without_column(text: &str, column: usize) -> Vec<u8> {
    let lines = text.lines().map(|line| {
        let fields: Vec<&str> =
            line.split(';').enumerate().filter(|(at, _)| *at != column).map(|(_, field)| field).collect();
        fields.join(";") + "\n"
    });
    lines.collect::<String>().into_bytes()
}
