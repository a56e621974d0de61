//! Workbooks whose parts are fuzzed one by one. Mutating a zip mostly gives a damaged zip: its parts are compressed and
//! carry checksums. So an input may say which parts it replaces in a good workbook, and the zip is made here.
//!
//! Such an input is a byte for the kind of workbook, then for each part a mark, a letter and the new content. Everything
//! else is a file as it is, so that any spreadsheet can serve as a seed.

use std::borrow::Cow;
use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Stands before each part; the letter of the part follows. No UTF-8 text holds these bytes.
pub const MARK: [u8; 2] = [0xff, 0xfb];

/// A kind of workbook whose parts can be replaced. Its number is the first byte of an input.
pub struct Kind {
    /// The first byte of an input.
    pub number: u8,
    /// What such a file is called.
    pub file: &'static str,
    /// The workbook that gives the parts which the input does not.
    base: &'static [u8],
    /// The parts that an input may replace, with their letters.
    pub parts: &'static [(u8, &'static str)],
}

/// All kinds of which the parts are zipped.
pub const KINDS: [Kind; 3] = [
    Kind {
        number: 1,
        file: "a.xlsx",
        base: include_bytes!("../../samples/klein-in-orde.xlsx"),
        parts: &[
            (b's', "xl/worksheets/sheet1.xml"),
            (b't', "xl/sharedStrings.xml"),
            (b'w', "xl/workbook.xml"),
            (b'y', "xl/styles.xml"),
            (b'r', "xl/_rels/workbook.xml.rels"),
            (b'p', "_rels/.rels"),
            (b'c', "[Content_Types].xml"),
            (b'2', "xl/worksheets/sheet2.xml"),
        ],
    },
    Kind {
        number: 2,
        file: "a.ods",
        base: include_bytes!("../../samples/klein-in-orde.ods"),
        parts: &[(b's', "content.xml"), (b'c', "META-INF/manifest.xml"), (b'y', "styles.xml"), (b'p', "mimetype")],
    },
    Kind {
        number: 3,
        file: "a.xlsb",
        base: include_bytes!("../../samples/klein-in-orde.xlsb"),
        parts: &[
            (b's', "xl/worksheets/sheet1.bin"),
            (b't', "xl/sharedStrings.bin"),
            (b'w', "xl/workbook.bin"),
            (b'y', "xl/styles.bin"),
            (b'r', "xl/_rels/workbook.bin.rels"),
            (b'p', "_rels/.rels"),
            (b'c', "[Content_Types].xml"),
            (b'2', "xl/worksheets/sheet2.bin"),
        ],
    },
];

/// The first byte of an input that is the stream inside an xls.
pub const XLS: u8 = 4;

/// First bytes from here on say what the file is called: only names tell text from unknown bytes.
pub const NAMED: u8 = 0x10;

/// The names.
pub const NAMES: [&str; 8] = ["a.csv", "a.txt", "a.TSV", "a.xls", "a.xlsx", "a.ods", "~$a.xlsx", "a"];

/// The file that an input stands for: its name and its bytes.
pub fn file(input: &[u8]) -> (&'static str, Cow<'_, [u8]>) {
    let Some((&first, rest)) = input.split_first() else {
        return (NAMES[0], Cow::Borrowed(input));
    };
    if let Some(at) = KINDS.iter().position(|kind| kind.number == first) {
        return (KINDS[at].file, Cow::Owned(zipped(&KINDS[at], &BASES[at], rest)));
    }
    if first == XLS {
        return ("a.xls", Cow::Owned(compounded(rest)));
    }
    match first.checked_sub(NAMED).and_then(|at| NAMES.get(usize::from(at))) {
        Some(name) => (name, Cow::Borrowed(rest)),
        None => (NAMES[0], Cow::Borrowed(input)),
    }
}

/// An input that replaces one part.
pub fn input(kind: &Kind, letter: u8, content: &[u8]) -> Vec<u8> {
    [&[kind.number], &MARK[..], &[letter], content].concat()
}

type Parts = Vec<(String, Vec<u8>)>;

/// The parts of the good workbooks, unpacked once.
static BASES: LazyLock<Vec<Parts>> = LazyLock::new(|| KINDS.iter().map(|kind| parts(kind.base)).collect());

/// The parts of a zip, in their order.
pub fn parts(bytes: &[u8]) -> Parts {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a sample is a zip");
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).expect("a sample has its parts");
            let mut content = Vec::new();
            part.read_to_end(&mut content).expect("a sample is whole");
            (part.name().expect("a sample names its parts").into_owned(), content)
        })
        .collect()
}

/// The good workbook with the parts of the input in the place of its own, uncompressed.
fn zipped(kind: &Kind, base: &Parts, input: &[u8]) -> Vec<u8> {
    let mut replaced: Vec<(&str, &[u8])> = Vec::new();
    let mut rest = input;
    while let Some(at) = rest.windows(MARK.len()).position(|window| window == MARK) {
        rest = &rest[at + MARK.len()..];
        let Some((letter, content)) = rest.split_first() else {
            break;
        };
        let end = content.windows(MARK.len()).position(|window| window == MARK).unwrap_or(content.len());
        let part = kind.parts.iter().find(|(known, _)| known == letter);
        let part = part.unwrap_or(&kind.parts[usize::from(*letter) % kind.parts.len()]).1;
        // The first one counts: two parts of one name are another matter, which mutated zips reach by themselves.
        if !replaced.iter().any(|(known, _)| *known == part) {
            replaced.push((part, &content[..end]));
        }
        rest = &content[end..];
    }
    let kept = base.iter().map(|(name, content)| (name.as_str(), content.as_slice()));
    let kept = kept.filter(|(name, _)| !replaced.iter().any(|(other, _)| other == name));
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in kept.chain(replaced.iter().copied()) {
        package.start_file(name, options).expect("the names differ");
        package.write_all(content).expect("memory takes what is written");
    }
    package.finish().expect("memory takes what is written").into_inner()
}

/// The least compound file that holds a stream: header, one table of sectors, one sector of directory, the stream.
fn compounded(stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 512;
    const END: u32 = 0xffff_fffe;
    let put = |bytes: &mut [u8], at: usize, number: u32| bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
    // Shorter streams live elsewhere, longer ones need a second table.
    let mut stream = stream[..stream.len().min(120 * SECTOR)].to_vec();
    stream.resize(stream.len().max(4096).next_multiple_of(SECTOR), 0);
    let sectors = u32::try_from(stream.len() / SECTOR).expect("at most 120");
    let mut bytes = vec![0; SECTOR];
    bytes[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    bytes[24..34].copy_from_slice(&[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    for (at, number) in [(44, 1), (48, 1), (56, 4096), (60, END), (68, END)] {
        put(&mut bytes, at, number);
    }
    bytes[80..].fill(0xff);
    // The table, the directory, then the chain of the stream.
    bytes.extend([0xffff_fffd, END].into_iter().chain(3..sectors + 2).chain([END]).flat_map(u32::to_le_bytes));
    bytes.resize(2 * SECTOR, 0xff);
    for (name, kind, start, length) in [("Root Entry", 5, END, 0), ("Workbook", 2, 2, stream.len())] {
        let mut entry = [0; 128];
        for (at, letter) in name.bytes().enumerate() {
            entry[at * 2] = letter;
        }
        entry[64] = u8::try_from(name.len() * 2 + 2).expect("names are short");
        entry[66] = kind;
        entry[68..80].fill(0xff);
        if kind == 5 {
            put(&mut entry, 76, 1);
        }
        put(&mut entry, 116, start);
        put(&mut entry, 120, u32::try_from(length).expect("a stream is short"));
        bytes.extend(entry);
    }
    bytes.resize(3 * SECTOR, 0);
    bytes.extend(stream);
    bytes
}
