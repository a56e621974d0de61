//! Writes the least that is an `OpenDocument` spreadsheet.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::NOTICE;
use crate::table::{Cell, Look, Table};

const MIME: &str = "application/vnd.oasis.opendocument.spreadsheet";

pub(crate) fn workbook(title: &str, tables: &[(Table, Look)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    // The type comes first and uncompressed, so that it can be read from the first bytes.
    package.start_file("mimetype", options.compression_method(CompressionMethod::Stored))?;
    package.write_all(MIME.as_bytes())?;
    let options = options.compression_method(CompressionMethod::Deflated);
    for (name, text) in
        [("content.xml", content(tables)), ("meta.xml", meta(title)), ("META-INF/manifest.xml", manifest())]
    {
        package.start_file(name, options)?;
        package.write_all(text.as_bytes())?;
    }
    Ok(package.finish()?.into_inner())
}

fn content(tables: &[(Table, Look)]) -> String {
    let mut xml = String::from(concat!(
        r#"<?xml version="1.0" encoding="UTF-8"?>"#,
        r#"<office:document-content office:version="1.3" xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" "#,
        r#"xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" "#,
        r#"xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">"#,
        r#"<office:automatic-styles><number:date-style style:name="dmj"><number:day/><number:text>-</number:text><number:month/>"#,
        r#"<number:text>-</number:text><number:year number:style="long"/></number:date-style>"#,
        r#"<style:style style:name="datum" style:family="table-cell" style:data-style-name="dmj"/></office:automatic-styles>"#,
        r"<office:body><office:spreadsheet>",
    ));
    for (table, _) in tables {
        write!(
            xml,
            r#"<table:table table:name="{}"><table:table-column table:number-columns-repeated="{}"/>"#,
            escape(table.name),
            table.width()
        )
        .expect("writing to a string never fails");
        for row in &table.rows {
            xml.push_str("<table:table-row>");
            if row.is_empty() {
                xml.push_str("<table:table-cell/>");
            }
            for cell in row {
                xml.push_str(&element(cell));
            }
            xml.push_str("</table:table-row>");
        }
        xml.push_str("</table:table>");
    }
    xml.push_str("</office:spreadsheet></office:body></office:document-content>");
    xml
}

fn element(cell: &Cell) -> String {
    let (attributes, shown) = match cell {
        Cell::Empty => return "<table:table-cell/>".to_owned(),
        Cell::Text(text) => (r#"office:value-type="string""#.to_owned(), escape(text)),
        Cell::Number(number) => {
            (format!(r#"office:value-type="float" office:value="{number}""#), number.to_string().replace('.', ","))
        }
        Cell::Date(date) => (
            format!(r#"table:style-name="datum" office:value-type="date" office:date-value="{date}""#),
            format!("{}-{}-{}", date.day(), date.month(), date.year()),
        ),
    };
    format!("<table:table-cell {attributes}><text:p>{shown}</text:p></table:table-cell>")
}

fn meta(title: &str) -> String {
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8"?><office:document-meta office:version="1.3" "#,
            r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>"#,
            r"<dc:title>{}</dc:title><dc:description>{}</dc:description></office:meta></office:document-meta>",
        ),
        escape(title),
        escape(NOTICE)
    )
}

fn manifest() -> String {
    let mut xml = String::from(concat!(
        r#"<?xml version="1.0" encoding="UTF-8"?>"#,
        r#"<manifest:manifest manifest:version="1.3" xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">"#,
    ));
    for (path, kind) in [("/", MIME), ("content.xml", "text/xml"), ("meta.xml", "text/xml")] {
        write!(xml, r#"<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>"#)
            .expect("writing to a string never fails");
    }
    xml + "</manifest:manifest>"
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
