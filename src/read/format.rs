//! What the bytes are, from the bytes themselves: people rename files, and payroll programs name web pages `.xls`.

use super::compound::Compound;
use super::csv;
use super::package::Package;
use super::trouble::Trouble;

/// The kinds of input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Format {
    /// Excel workbook.
    Xlsx,
    /// Excel workbook with macros.
    Xlsm,
    /// Binary Excel workbook.
    Xlsb,
    /// Excel 97-2003 workbook.
    Xls,
    /// Workbook of the open document format, as `LibreOffice` writes it.
    Ods,
    /// Text with separators.
    Csv,
}

impl Format {
    /// The extension that files of this kind have.
    pub const fn extension(self) -> &'static str {
        match self {
            Format::Xlsx => "xlsx",
            Format::Xlsm => "xlsm",
            Format::Xlsb => "xlsb",
            Format::Xls => "xls",
            Format::Ods => "ods",
            Format::Csv => "csv",
        }
    }
}

/// Tells the format, or why there is none.
pub(super) fn recognise(bytes: &[u8], file_name: &str) -> Result<Format, Trouble> {
    if bytes.is_empty() {
        return Err(Trouble::Empty);
    }
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    if name.starts_with("~$") || name.starts_with(".~lock.") || is_lock_file(bytes) {
        return Err(Trouble::LockFile);
    }
    match bytes {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => of_package(bytes),
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => of_compound_file(bytes),
        // A bare BIFF stream: Excel 2, 3, 4.
        [0x09, 0x00 | 0x02 | 0x04 | 0x08, ..] if bytes.len() > 3 && bytes[3] == 0 => Err(Trouble::TooOld),
        _ => of_text(bytes, file_name),
    }
}

/// Whether these are the bytes of the file with which Excel says who has a workbook open, whatever its name became: the
/// length of a name, room for 54 letters, the length once more, and room for the same letters of two bytes.
fn is_lock_file(bytes: &[u8]) -> bool {
    bytes.len() == 165 && (1..=54).contains(&bytes[0]) && bytes[55..57] == [bytes[0], 0]
}

fn of_package(bytes: &[u8]) -> Result<Format, Trouble> {
    const OFFICE: [(&[u8], Format); 5] = [
        (b"spreadsheetml.sheet.main+xml", Format::Xlsx),
        (b"spreadsheetml.template.main+xml", Format::Xlsx),
        (b"ms-excel.sheet.macroEnabled.main+xml", Format::Xlsm),
        (b"ms-excel.template.macroEnabled.main+xml", Format::Xlsm),
        (b"ms-excel.sheet.binary.macroEnabled.main", Format::Xlsb),
    ];
    let mut package = Package::open(bytes)?;
    if let Some(mime) = package.part("mimetype")? {
        let mime = mime.trim_ascii();
        if !mime.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") {
            return Err(if mime.starts_with(b"application/vnd.oasis") {
                Trouble::OtherOfficeFile
            } else {
                Trouble::Unknown
            });
        }
        let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
        return if contains(&manifest, b"encryption-data") { Err(Trouble::Password) } else { Ok(Format::Ods) };
    }
    let Some(types) = package.part("[Content_Types].xml")? else {
        // Some programs leave the mimetype out of an ods.
        return match package.part("content.xml")? {
            Some(content) if contains(&content, b"office:spreadsheet") => Ok(Format::Ods),
            _ => Err(Trouble::Unknown),
        };
    };
    if let Some((_, format)) = OFFICE.iter().find(|(kind, _)| contains(&types, kind)) {
        return Ok(*format);
    }
    let other = contains(&types, b"wordprocessingml") || contains(&types, b"presentationml");
    Err(if other { Trouble::OtherOfficeFile } else { Trouble::Unknown })
}

fn of_compound_file(bytes: &[u8]) -> Result<Format, Trouble> {
    let file = Compound::open(bytes)?;
    let holds = |name: &str| file.names().any(|other| other == name);
    if holds("EncryptedPackage") {
        Err(Trouble::Password)
    } else if holds("Workbook") {
        Ok(Format::Xls)
    } else if holds("Book") {
        // Excel 5 and 95; calamine reads some of them, and an honest refusal beats half a sheet.
        Err(Trouble::TooOld)
    } else if holds("WordDocument") || holds("PowerPoint Document") {
        Err(Trouble::OtherOfficeFile)
    } else {
        Err(Trouble::Unknown)
    }
}

/// One control character among so many others does not make a text something else.
const MOST_CONTROLS: usize = 20;

fn of_text(bytes: &[u8], file_name: &str) -> Result<Format, Trouble> {
    let head = &bytes[..bytes.len().min(4096)];
    let wide =
        head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) || csv::unmarked_utf16(head).is_some();
    let text: Vec<u8> = head.iter().copied().filter(|b| !(wide && *b == 0)).collect();
    let start = text.trim_ascii_start();
    let start = start.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(start);
    let start =
        start.strip_prefix(&[0xff, 0xfe]).or(start.strip_prefix(&[0xfe, 0xff])).unwrap_or(start).trim_ascii_start();
    let lower = start.to_ascii_lowercase();
    if lower.starts_with(b"mime-version:") || contains(&lower, b"\nmime-version:") && contains(&lower, b"multipart/") {
        return Err(Trouble::WebArchive);
    }
    if start.starts_with(b"<") {
        let page =
            [&b"<html"[..], b"<!doctype html", b"<table", b"<meta", b"<head", b"<!--", b"<body", b"<style", b"<div"];
        if page.iter().any(|opening| lower.starts_with(opening)) || contains(&lower, b"<html") {
            return Err(Trouble::WebPage);
        }
        if lower.starts_with(b"<?xml") || contains(&lower, b"xmlns") {
            return Err(Trouble::XmlText);
        }
    }
    // A stray control character in a text is told at its cell; bytes that are no text are full of them.
    let controls = text.iter().filter(|b| **b < b' ' && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1a));
    if controls.count() * MOST_CONTROLS > text.len() || start.starts_with(b"%PDF") || start.starts_with(b"{\\rtf") {
        return Err(Trouble::Unknown);
    }
    let extension = file_name.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_ascii_lowercase());
    match extension.as_str() {
        "csv" | "txt" | "tsv" | "tab" => Ok(Format::Csv),
        "xls" | "xlsx" | "xlsm" | "xlsb" | "ods" => Err(Trouble::TextNamedAsBook),
        _ => Err(Trouble::Unknown),
    }
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::compound::tests::compounded;
    use crate::read::package::tests::zipped;

    #[test]
    fn packages_are_told_by_their_content_types() {
        for (kind, format) in [
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", Ok(Format::Xlsx)),
            ("application/vnd.ms-excel.sheet.macroEnabled.main+xml", Ok(Format::Xlsm)),
            ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", Ok(Format::Xlsb)),
            (
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                Err(Trouble::OtherOfficeFile),
            ),
            ("application/zip", Err(Trouble::Unknown)),
        ] {
            let bytes =
                zipped(&[("[Content_Types].xml", &format!("<Types><Override ContentType=\"{kind}\"/></Types>"))]);
            assert_eq!(recognise(&bytes, "iets.csv"), format, "{kind}");
        }
    }

    #[test]
    fn open_documents_are_told_by_their_mimetype() {
        let ods = "application/vnd.oasis.opendocument.spreadsheet";
        assert_eq!(recognise(&zipped(&[("mimetype", ods)]), "a.xlsx"), Ok(Format::Ods));
        let locked = zipped(&[("mimetype", ods), ("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>")]);
        assert_eq!(recognise(&locked, "a.ods"), Err(Trouble::Password));
        let text = zipped(&[("mimetype", "application/vnd.oasis.opendocument.text")]);
        assert_eq!(recognise(&text, "a.ods"), Err(Trouble::OtherOfficeFile));
    }

    #[test]
    fn compound_files_are_told_by_the_names_of_their_streams() {
        for (name, format) in [
            ("Workbook", Ok(Format::Xls)),
            ("Book", Err(Trouble::TooOld)),
            ("EncryptedPackage", Err(Trouble::Password)),
            ("WordDocument", Err(Trouble::OtherOfficeFile)),
            ("Niets", Err(Trouble::Unknown)),
        ] {
            assert_eq!(recognise(&compounded(name, &[1; 4096]), "a.xls"), format, "{name}");
        }
        assert_eq!(recognise(&compounded("Workbook", &[1; 4096])[..1000], "a.xls"), Err(Trouble::Damaged));
    }

    #[test]
    fn the_lock_file_of_excel_is_known_under_any_name() {
        // "Eva" twice, in letters of one byte and of two, each padded with spaces.
        let mut bytes = [&[3][..], b"Eva", &[b' '; 51], &[3, 0], b"E\0v\0a\0", &b" \0".repeat(51)].concat();
        assert_eq!(recognise(&bytes, "personeel.xlsx"), Err(Trouble::LockFile));
        assert_eq!(recognise(&bytes, "personeel.csv"), Err(Trouble::LockFile));
        bytes[55] = 4;
        assert_eq!(recognise(&bytes, "personeel.xlsx"), Err(Trouble::Unknown));
    }

    #[test]
    fn text_is_csv_only_under_the_name_of_text() {
        for (bytes, name, format) in [
            (&b"naam;functie\n"[..], "a.csv", Ok(Format::Csv)),
            (b"naam\tfunctie\n", "A.TXT", Ok(Format::Csv)),
            (b"\xff\xfen\0a\0", "a.csv", Ok(Format::Csv)),
            (b"naam;functie\n", "a.xls", Err(Trouble::TextNamedAsBook)),
            (b"naam;functie\n", "a", Err(Trouble::Unknown)),
            (b"\x00\x01\x02", "a.csv", Err(Trouble::Unknown)),
            (b"naam;functie;groep\nE\x07va;pm;\x00Kube\n;;;;;;;;;\n", "a.csv", Ok(Format::Csv)),
            (b"naam;functie;groep\nE\x07va;pm;\x00Kube\n", "a.csv", Err(Trouble::Unknown)),
            (b"%PDF-1.7", "a.csv", Err(Trouble::Unknown)),
            (b"\xef\xbb\xbf <HTML><table>", "a.xls", Err(Trouble::WebPage)),
            (b"<meta charset=utf-8><table>", "a.csv", Err(Trouble::WebPage)),
            (b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:x\">", "a.xls", Err(Trouble::XmlText)),
            (b"<5 uur;naam\n", "a.csv", Ok(Format::Csv)),
            (b"", "a.csv", Err(Trouble::Empty)),
            (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n", "a.xls", Err(Trouble::WebArchive)),
            (
                b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n",
                "a.csv",
                Err(Trouble::WebArchive),
            ),
            (b"naam;opmerking\nEva;zie\nmime-version: 1.0\n", "a.csv", Ok(Format::Csv)),
            (b"anything", "map/~$personeel.xlsx", Err(Trouble::LockFile)),
            (b",eva,kantoor,23.11.2026 09:00,file:///home;", ".~lock.a.ods#", Err(Trouble::LockFile)),
        ] {
            assert_eq!(recognise(bytes, name), format, "{name} {bytes:?}");
        }
    }
}
