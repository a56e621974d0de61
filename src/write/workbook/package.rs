//! Puts streamed rows into a workbook that was written without them.
//!
//! The frame (styles, notes, tables, charts, widths) comes from the library; keeping all cells in it as well costs a few hundred
//! bytes a cell and most of the time. So the rows of long sheets are written beside it and put into the sheet's part here.

use std::io::{self, Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// What Excel itself uses: half the time of the usual level, for a few per cent more bytes.
const LEVEL: i64 = 3;

/// A sheet's part, compressed, to be put into the package.
pub(super) struct Part {
    name: String,
    zip: Vec<u8>,
}

/// The frame around the rows of a sheet: the XML before and after them.
pub(super) struct Frame {
    name: String,
    before: Vec<u8>,
    after: Vec<u8>,
}

impl Frame {
    /// Takes the sheet with this number (from 0) out of a package. `keep` keeps the rows that it already has.
    pub(super) fn of(package: &[u8], sheet: usize, keep: bool) -> io::Result<Frame> {
        let name = format!("xl/worksheets/sheet{}.xml", sheet + 1);
        let mut xml = String::new();
        ZipArchive::new(Cursor::new(package))?.by_name(&name)?.read_to_string(&mut xml)?;
        // The size of the sheet is not known before its last row; the element is optional.
        if let Some(start) = xml.find("<dimension ")
            && let Some(length) = xml[start..].find("/>")
        {
            xml.replace_range(start..start + length + 2, "");
        }
        let wrong = || io::Error::other("the sheet has no rows element");
        let (before, after) = if let Some(at) = xml.find("<sheetData/>") {
            (format!("{}<sheetData>", &xml[..at]), format!("</sheetData>{}", &xml[at + "<sheetData/>".len()..]))
        } else {
            let start = xml.find("<sheetData>").ok_or_else(wrong)? + "<sheetData>".len();
            let end = xml.find("</sheetData>").ok_or_else(wrong)?;
            (xml[..if keep { end } else { start }].to_owned(), xml[end..].to_owned())
        };
        Ok(Frame { name, before: before.into_bytes(), after: after.into_bytes() })
    }

    /// Writes the part: frame, rows, frame. `rows` gives back what must stand directly before one of the elements after the rows.
    pub(super) fn fill<E: From<io::Error>>(
        self,
        rows: impl FnOnce(&mut dyn Write) -> Result<Insert, E>,
    ) -> Result<Part, E> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(&*self.name, options()).map_err(io::Error::from)?;
        zip.write_all(&self.before)?;
        let insert = rows(&mut zip)?;
        let at = find(&self.after, insert.before.as_bytes())
            .ok_or_else(|| io::Error::other("the sheet has no such element"))?;
        zip.write_all(&self.after[..at])?;
        zip.write_all(&insert.xml)?;
        zip.write_all(&self.after[at..])?;
        let zip = zip.finish().map_err(io::Error::from)?.into_inner();
        Ok(Part { name: self.name, zip })
    }
}

/// XML to stand behind the rows, directly before the element that begins so.
pub(super) struct Insert {
    pub(super) before: &'static str,
    pub(super) xml: Vec<u8>,
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(LEVEL))
        .last_modified_time(DateTime::default())
}

/// The package with some parts replaced.
pub(super) fn replaced(package: &[u8], parts: &[Part]) -> io::Result<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(package))?;
    let size = package.len() + parts.iter().map(|part| part.zip.len()).sum::<usize>();
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(size)));
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index)?;
        let name = entry.name()?.into_owned();
        match parts.iter().find(|part| part.name == name) {
            None => out.raw_copy_file(entry)?,
            Some(part) => out.raw_copy_file(ZipArchive::new(Cursor::new(&part.zip))?.by_index_raw(0)?)?,
        }
    }
    Ok(out.finish()?.into_inner())
}
