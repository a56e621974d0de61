//! Puts streamed rows into a workbook that was written without them.
//!
//! The frame (styles, notes, tables, charts, widths) comes from the library; keeping all cells in it as well costs a few hundred
//! bytes a cell and most of the time. So the rows of long sheets are written beside it and put into the sheet's part here.

use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::sync::mpsc::{SyncSender, sync_channel};

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::body::{addressed, escape};
use crate::packed::Packed;

/// A third of the time of the usual level, for a few per cent more bytes.
pub(super) const LEVEL: u8 = 2;

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
        let name = part_of_sheet(sheet);
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
    /// With `beside` the part is compressed in another thread while its rows are made.
    pub(super) fn fill<E: From<io::Error>>(
        self,
        beside: bool,
        rows: impl FnOnce(&mut dyn Write) -> Result<Insert, E>,
    ) -> Result<Part, E> {
        let Frame { name, before, after } = self;
        packed(name, beside, |out: &mut dyn Write| -> Result<(), E> {
            out.write_all(&before)?;
            let insert = rows(out)?;
            let at = find(&after, insert.before.as_bytes())
                .ok_or_else(|| io::Error::other("the sheet has no such element"))?;
            out.write_all(&after[..at])?;
            out.write_all(&insert.xml)?;
            Ok(out.write_all(&after[at..])?)
        })
    }
}

/// A part as it is written piece by piece. With `beside` it is compressed in another thread meanwhile.
pub(super) fn packed<E: From<io::Error>>(
    name: String,
    beside: bool,
    whole: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<Part, E> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(&*name, options()).map_err(io::Error::from)?;
    if !beside {
        whole(&mut zip)?;
        let zip = zip.finish().map_err(io::Error::from)?.into_inner();
        return Ok(Part { name, zip });
    }
    let (sender, receiver) = sync_channel::<Vec<u8>>(8);
    let zip = std::thread::scope(|scope| {
        let packer = scope.spawn(move || -> io::Result<Vec<u8>> {
            for piece in receiver {
                zip.write_all(&piece)?;
            }
            Ok(zip.finish().map_err(io::Error::from)?.into_inner())
        });
        let made = whole(&mut Pipe(sender));
        let zip = packer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        made.and_then(|()| Ok(zip?))
    })?;
    Ok(Part { name, zip })
}

/// Hands pieces to the thread that compresses them.
struct Pipe(SyncSender<Vec<u8>>);

impl Write for Pipe {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        // The packer only stops early when it failed, and then tells why itself.
        self.0.send(piece.to_vec()).map_err(|_| io::ErrorKind::BrokenPipe)?;
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Part {
    /// The table of a package with another last row: the library visits every cell of a table, also those that it does not hold.
    pub(super) fn table(package: &[u8], from: &str, to: &str) -> io::Result<Part> {
        let name = "xl/tables/table1.xml".to_owned();
        let mut xml = String::new();
        ZipArchive::new(Cursor::new(package))?.by_name(&name)?.read_to_string(&mut xml)?;
        let xml = xml.replace(&format!("ref=\"{from}\""), &format!("ref=\"{to}\""));
        Part::of(name, xml.as_bytes())
    }
}

impl Part {
    /// The relationships of a sheet (by its number from 0), with links to files beside this one: identifier and address.
    pub(super) fn relationships(package: &[u8], sheet: usize, targets: &[(String, String)]) -> io::Result<Part> {
        let name = format!("xl/worksheets/_rels/sheet{}.xml.rels", sheet + 1);
        let mut xml = Vec::new();
        ZipArchive::new(Cursor::new(package))?.by_name(&name)?.read_to_end(&mut xml)?;
        let end = find(&xml, b"</Relationships>").ok_or_else(|| io::Error::other("the sheet has no relationships"))?;
        let rest = xml.split_off(end);
        for (id, target) in targets {
            xml.extend_from_slice(b"<Relationship Id=\"");
            escape(&mut xml, id);
            xml.extend_from_slice(
                b"\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink\" Target=\"",
            );
            escape(&mut xml, target);
            xml.extend_from_slice(b"\" TargetMode=\"External\"/>");
        }
        xml.extend_from_slice(&rest);
        Part::of(name, &xml)
    }

    /// A small part.
    pub(super) fn of(name: String, content: &[u8]) -> io::Result<Part> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(&*name, options()).map_err(io::Error::from)?;
        zip.write_all(content)?;
        Ok(Part { name, zip: zip.finish().map_err(io::Error::from)?.into_inner() })
    }

    /// What is in it.
    pub(super) fn content(&self) -> io::Result<Vec<u8>> {
        let mut content = Vec::new();
        ZipArchive::new(Cursor::new(&self.zip))?.by_index(0)?.read_to_end(&mut content)?;
        Ok(content)
    }

    /// Where it stands in the package.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Puts it into a package, under this name.
    pub(super) fn copy(&self, name: &str, out: &mut Package<'_>) -> io::Result<()> {
        Ok(out.raw_copy_file_rename(ZipArchive::new(Cursor::new(&self.zip))?.by_index_raw(0)?, name)?)
    }
}

/// A part of which most bytes stay where they are, packed, until they are written.
pub(super) struct PackedPart<'p> {
    /// What is packed before them.
    pub(super) start: Vec<u8>,
    pub(super) middle: &'p [u8],
    /// What is packed behind them.
    pub(super) end: Vec<u8>,
    /// The checksum of all of it, and its size, when unpacked.
    pub(super) sum: u32,
    pub(super) size: u64,
}

impl PackedPart<'_> {
    /// Puts it into a package, under this name.
    pub(super) fn copy(&self, name: &str, out: &mut Package<'_>) -> io::Result<()> {
        let long = |size: usize| u32::try_from(size).map_err(io::Error::other);
        let size = u32::try_from(self.size).map_err(io::Error::other)?;
        let packed = self.start.len() + self.middle.len() + self.end.len();
        let letters = u16::try_from(name.len()).map_err(io::Error::other)?;
        // Version 2.0, names in UTF-8, deflated, the first moment that a package can tell.
        let mut facts = Vec::new();
        for fact in [20u16, 0x0800, 8, 0, 0x0021] {
            facts.extend_from_slice(&fact.to_le_bytes());
        }
        for fact in [self.sum, long(packed)?, size] {
            facts.extend_from_slice(&fact.to_le_bytes());
        }
        facts.extend_from_slice(&letters.to_le_bytes());
        facts.extend_from_slice(&[0, 0]);
        // The library takes packed bytes from a package only, so they stand in one that is put together as it is read.
        let head = [b"PK\x03\x04", facts.as_slice(), name.as_bytes()].concat();
        let list = long(head.len() + packed)?;
        // Made on Unix, as a plain file that its owner may write.
        let mut tail = [b"PK\x01\x02\x14\x03", facts.as_slice(), &[0; 6]].concat();
        tail.extend_from_slice(&(0o100_644u32 << 16).to_le_bytes());
        tail.extend_from_slice(&[0; 4]);
        tail.extend_from_slice(name.as_bytes());
        let length = long(tail.len())?;
        tail.extend_from_slice(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
        tail.extend_from_slice(&length.to_le_bytes());
        tail.extend_from_slice(&list.to_le_bytes());
        tail.extend_from_slice(&[0, 0]);
        let pieces = Pieces { all: [&head, &self.start, self.middle, &self.end, &tail], at: 0 };
        Ok(out.raw_copy_file_rename(ZipArchive::new(pieces)?.by_index_raw(0)?, name)?)
    }
}

/// Bytes from several places, read as if they stood in one.
struct Pieces<'p> {
    all: [&'p [u8]; 5],
    at: u64,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut before = self.at;
        for piece in self.all {
            match piece.get(usize::try_from(before).unwrap_or(usize::MAX)..) {
                Some(mut rest) if !rest.is_empty() => {
                    let read = rest.read(buffer)?;
                    self.at += read as u64;
                    return Ok(read);
                }
                _ => before -= piece.len() as u64,
            }
        }
        Ok(0)
    }
}

impl Seek for Pieces<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let size: u64 = self.all.iter().map(|piece| piece.len() as u64).sum();
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(offset) => size.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.at.checked_add_signed(offset),
        };
        // A reader of a package never looks behind its end.
        self.at = place.filter(|place| *place <= size).ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

impl Part {
    /// The list of what the parts hold, of a workbook that may hold macros: Excel opens a file called xlsm as no other.
    pub(super) fn for_macros(package: &[u8]) -> io::Result<Part> {
        const PLAIN: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
        const WITH_MACROS: &str = "application/vnd.ms-excel.sheet.macroEnabled.main+xml";
        let name = "[Content_Types].xml".to_owned();
        let mut xml = String::new();
        ZipArchive::new(Cursor::new(package))?.by_name(&name)?.read_to_string(&mut xml)?;
        Part::of(name, xml.replace(PLAIN, WITH_MACROS).as_bytes())
    }
}

/// XML to stand behind the rows, directly before the element that begins so.
pub(super) struct Insert {
    pub(super) before: &'static str,
    pub(super) xml: Vec<u8>,
}

fn part_of_sheet(sheet: usize) -> String {
    format!("xl/worksheets/sheet{}.xml", sheet + 1)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(LEVEL.into()))
        .last_modified_time(DateTime::default())
}

/// A package as it is written, of parts that are packed already.
pub(super) type Package<'o> = ZipWriter<StreamWriter<&'o mut dyn Write>>;

/// A package that is written as its parts come.
pub(super) fn package(out: &mut dyn Write) -> Package<'_> {
    // The sizes of packed parts are known before they are written: nothing is filled in afterwards.
    ZipWriter::new(StreamWriter::new(out))
}

/// Writes a package, with rows put into some of its sheets (by their numbers from 0) behind those that are there, and its charts as
/// `chart` writes them. What is changed is packed as it is written: its size is not known before, and stands behind it.
pub(super) fn filled(
    frame: &[u8],
    rows: &[(usize, Packed)],
    chart: impl Fn(&str, &mut dyn Write) -> io::Result<()>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut archive = ZipArchive::new(Cursor::new(frame))?;
    let mut out = ZipWriter::new_stream(out);
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index)?;
        let name = entry.name()?.into_owned();
        let rows = rows.iter().find(|(sheet, _)| part_of_sheet(*sheet) == name);
        let is_chart = name.starts_with("xl/charts/chart");
        if rows.is_none() && !is_chart {
            out.raw_copy_file(entry)?;
            continue;
        }
        drop(entry);
        out.start_file(name, options())?;
        if let Some((sheet, rows)) = rows {
            let frame = Frame::of(frame, *sheet, true)?;
            out.write_all(&frame.before)?;
            addressed(&mut rows.reader(), &mut out)?;
            out.write_all(&frame.after)?;
        } else {
            let mut xml = String::new();
            archive.by_index(index)?.read_to_string(&mut xml)?;
            chart(&xml, &mut out)?;
        }
    }
    out.finish()?;
    Ok(())
}

/// Writes a package with some parts replaced.
pub(super) fn replaced(frame: &[u8], parts: &[Part], out: &mut dyn Write) -> io::Result<()> {
    let mut archive = ZipArchive::new(Cursor::new(frame))?;
    let mut out = package(out);
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index)?;
        let name = entry.name()?.into_owned();
        match parts.iter().find(|part| part.name == name) {
            None => out.raw_copy_file(entry)?,
            Some(part) => part.copy(&name, &mut out)?,
        }
    }
    out.finish()?;
    Ok(())
}
