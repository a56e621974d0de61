//! The good files from which the others are made: four people of whom everything is in order. All of it is made up.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Headings and rows of the good table.
pub const TABLE: [[&str; 10]; 5] = [
    [
        "Pers.nr",
        "Naam",
        "Functie",
        "Groep",
        "FTE",
        "In dienst",
        "SKJ-nummer",
        "SKJ geldig t/m",
        "VOG afgifte",
        "Training mensenhandel",
    ],
    [
        "1001",
        "Anna de Wit",
        "pedagogisch medewerker",
        "De Linde",
        "0.89",
        "1-3-2024",
        "110001001",
        "1-3-2029",
        "1-2-2024",
        "1-5-2024",
    ],
    [
        "1002",
        "Bram Bos",
        "pedagogisch medewerker",
        "De Linde",
        "1",
        "1-6-2023",
        "110001002",
        "1-6-2028",
        "15-4-2023",
        "1-5-2024",
    ],
    [
        "1003",
        "Cara Vos",
        "pedagogisch medewerker",
        "Het Anker",
        "0.5",
        "1-9-2022",
        "110001003",
        "1-9-2027",
        "1-8-2022",
        "1-5-2024",
    ],
    [
        "1004",
        "Daan Mol",
        "groepsleider",
        "Het Anker",
        "0.75",
        "1-1-2025",
        "110001004",
        "1-1-2030",
        "1-12-2024",
        "1-5-2025",
    ],
];

pub const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// Parts of a package: names and bytes.
pub type Parts = Vec<(String, Vec<u8>)>;

/// Puts parts into a zip.
pub fn zipped(parts: &Parts) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).expect("a part begins");
        zip.write_all(bytes).expect("a part is written");
    }
    zip.finish().expect("a zip ends").into_inner()
}

/// The same, not compressed, so that a byte of a part can be found and changed.
pub fn stored(parts: &Parts) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(name.as_str(), options).expect("a part begins");
        zip.write_all(bytes).expect("a part is written");
    }
    zip.finish().expect("a zip ends").into_inner()
}

/// The rows of the good table as the inside of `sheetData`, with shared strings.
pub fn rows() -> String {
    let mut rows = String::new();
    for (row, cells) in TABLE.iter().enumerate() {
        rows += &format!("<row r=\"{}\">", row + 1);
        for (column, text) in cells.iter().enumerate() {
            let place = format!("{}{}", char::from(b'A' + u8::try_from(column).expect("few columns")), row + 1);
            rows += &match text.parse::<f64>() {
                Ok(_) => format!("<c r=\"{place}\"><v>{text}</v></c>"),
                Err(_) => format!("<c r=\"{place}\" t=\"s\"><v>{}</v></c>", row * 10 + column),
            };
        }
        rows += "</row>";
    }
    rows
}

/// The sheet part around its rows.
pub fn sheet(rows: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>"
    )
}

/// The table of shared strings: every cell of the good table, in order.
pub fn strings() -> String {
    let all: String = TABLE.iter().flatten().map(|text| format!("<si><t>{text}</t></si>")).collect();
    format!("<sst xmlns=\"{MAIN}\" count=\"50\" uniqueCount=\"50\">{all}</sst>")
}

/// The parts of a good xlsx with these sheets, each with its name and part.
pub fn workbook(sheets: &[(&str, &str)]) -> Parts {
    let numbered = || sheets.iter().enumerate().map(|(at, sheet)| (at + 1, sheet));
    let list: String =
        numbered().map(|(n, (name, _))| format!("<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"r{n}\"/>")).collect();
    let relations: String = numbered()
        .map(|(n, _)| {
            format!("<Relationship Id=\"r{n}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>")
        })
        .collect();
    let relations = format!(
        "<Relationships xmlns=\"{PACKAGE}\">{relations}<Relationship Id=\"s\" Type=\"{RELATIONS}/sharedStrings\" Target=\"sharedStrings.xml\"/>\
         <Relationship Id=\"t\" Type=\"{RELATIONS}/styles\" Target=\"styles.xml\"/></Relationships>"
    );
    let types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let mut parts = vec![
        (
            "[Content_Types].xml".to_owned(),
            format!(
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Default Extension=\"xml\" ContentType=\"{types}.worksheet+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{types}.sheet.main+xml\"/></Types>"
            )
            .into_bytes(),
        ),
        (
            "_rels/.rels".to_owned(),
            format!("<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>").into_bytes(),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>{list}</sheets></workbook>").into_bytes(),
        ),
        ("xl/_rels/workbook.xml.rels".to_owned(), relations.into_bytes()),
        (
            "xl/styles.xml".to_owned(),
            format!("<styleSheet xmlns=\"{MAIN}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>").into_bytes(),
        ),
        ("xl/sharedStrings.xml".to_owned(), strings().into_bytes()),
    ];
    parts.extend(numbered().map(|(n, (_, part))| (format!("xl/worksheets/sheet{n}.xml"), part.as_bytes().to_vec())));
    parts
}

/// The parts of the good xlsx.
pub fn good() -> Parts {
    workbook(&[("Personeel", &sheet(&rows()))])
}

/// A xlsx whose one sheet has these rows.
pub fn with_rows(rows: &str) -> Vec<u8> {
    zipped(&workbook(&[("Personeel", &sheet(rows))]))
}

/// The good parts with one replaced, or added.
pub fn with(name: &str, bytes: impl Into<Vec<u8>>) -> Parts {
    let mut parts = good();
    let bytes = bytes.into();
    match parts.iter_mut().find(|(other, _)| other == name) {
        Some(part) => part.1 = bytes,
        None => parts.push((name.to_owned(), bytes)),
    }
    parts
}

/// The good rows with one cell of the table replaced by other XML; `cell` is its address.
pub fn with_cell(cell: &str, xml: &str) -> String {
    let rows = rows();
    let start = rows.find(&format!("<c r=\"{cell}\"")).expect("the cell is there");
    let end = start + rows[start..].find("</c>").expect("it ends") + 4;
    format!("{}{xml}{}", &rows[..start], &rows[end..])
}

/// A good ods with this inside its table, which the rows of the good table come after when asked.
pub fn ods(before: &str, after: &str, good_rows: bool) -> Parts {
    let rows: String = TABLE
        .iter()
        .map(|cells| {
            let cells: String = cells
                .iter()
                .map(|text| match text.parse::<f64>() {
                    Ok(_) => format!("<table:table-cell office:value-type=\"float\" office:value=\"{text}\"><text:p>{text}</text:p></table:table-cell>"),
                    Err(_) => format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"),
                })
                .collect();
            format!("<table:table-row>{cells}</table:table-row>")
        })
        .collect();
    let rows = if good_rows { rows.as_str() } else { "" };
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
         xmlns:calcext=\"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0\"><office:body><office:spreadsheet>\
         <table:table table:name=\"Personeel\">{before}{rows}{after}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    ods_of(&content)
}

/// The parts of an ods with this content.
pub fn ods_of(content: &str) -> Parts {
    vec![
        ("mimetype".to_owned(), b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("META-INF/manifest.xml".to_owned(), b"<manifest/>".to_vec()),
        ("content.xml".to_owned(), content.as_bytes().to_vec()),
    ]
}

/// The good table as text, with this separator and line end; decimals with a comma unless that separates.
pub fn text(separator: &str, end: &str) -> String {
    let lines = TABLE.iter().map(|cells| {
        let cells = cells.map(|text| match text.parse::<f64>() {
            Ok(_) if separator != "," => text.replace('.', ","),
            _ => text.to_owned(),
        });
        cells.join(separator) + end
    });
    lines.collect()
}
