//! The zip around xlsx, xlsb and ods: its parts, and which part holds which sheet.

use std::io::{Cursor, Read, Write};

use quick_xml::events::BytesStart;
use zip::read::ZipFile;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::trouble::Trouble;

/// The most that a small part (content types, relations, list of sheets) may inflate to.
const SMALL_PART: u64 = 16 << 20;

/// An opened zip.
pub(super) struct Package<B: AsRef<[u8]>> {
    zip: ZipArchive<Cursor<B>>,
}

impl<B: AsRef<[u8]>> Package<B> {
    pub(super) fn open(bytes: B) -> Result<Self, Trouble> {
        Ok(Package { zip: ZipArchive::new(Cursor::new(bytes)).map_err(|error| of_zip(&error))? })
    }

    /// A small part, whole; None when there is none of that name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let Some(part) = self.stream(name)? else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        part.take(SMALL_PART).read_to_end(&mut bytes).map_err(|_| Trouble::Damaged)?;
        if bytes.len() as u64 == SMALL_PART { Err(Trouble::TooBig) } else { Ok(Some(bytes)) }
    }

    /// Where the list of parts begins in the file.
    pub(super) fn list_start(&self) -> u64 {
        self.zip.central_directory_start()
    }

    /// A part to read piece by piece; None when there is none of that name. Names differ in case between programs.
    pub(super) fn stream(&mut self, name: &str) -> Result<Option<ZipFile<'_, Cursor<B>>>, Trouble> {
        let index = self.index(name);
        index.map(|index| self.zip.by_index(index).map_err(|error| of_zip(&error))).transpose()
    }

    /// The package with another content of one part, which is not packed.
    pub(super) fn changed(&mut self, name: &str, bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
        let changed = self.index(name);
        let mut whole = || -> Result<Vec<u8>, ZipError> {
            let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
            for index in (0..self.zip.len()).filter(|index| Some(*index) != changed) {
                zip.raw_copy_file(self.zip.by_index_raw(index)?)?;
            }
            zip.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored))?;
            zip.write_all(bytes)?;
            Ok(zip.finish()?.into_inner())
        };
        whole().map_err(|error| of_zip(&error))
    }

    fn index(&self, name: &str) -> Option<usize> {
        self.zip.index_for_name(name).or_else(|| {
            self.zip.file_names_raw().position(|other| {
                let slashed = other.iter().map(|b| if *b == b'\\' { b'/' } else { b.to_ascii_lowercase() });
                slashed.eq(name.bytes().map(|b| b.to_ascii_lowercase()))
            })
        })
    }
}

/// The name of a part that a part in `folder` points to.
pub fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => {
                steps.pop();
            }
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The value of an attribute by its local name, so that prefixes do not matter.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

fn of_zip(error: &ZipError) -> Trouble {
    match error {
        ZipError::UnsupportedArchive(text) if *text == ZipError::PASSWORD_REQUIRED => Trouble::Password,
        _ => Trouble::Damaged,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A zip of these parts.
    pub(in crate::read) fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        zipped_bytes(&parts)
    }

    /// A zip of these parts.
    pub(in crate::read) fn zipped_bytes(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn targets_are_resolved_against_their_folder() {
        for (folder, target, part) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "../sheets/a.xml", "sheets/a.xml"),
            ("", "xl\\workbook.xml", "xl/workbook.xml"),
        ] {
            assert_eq!(resolved(folder, target), part);
        }
    }
}
