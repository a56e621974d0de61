//! The packed bytes of a long sheet: most of its rows go from package to package without being packed again.
//!
//! Packed bytes are blocks that begin anywhere in a byte and may repeat what stood up to 32 KB before. The blocks in the middle
//! of the rows are copied as they are; only what is before and behind them is packed anew.

use std::io::{self, Read};

use crc32fast::Hasher;
use miniz_oxide::deflate::core::{CompressorOxide, TDEFLFlush, compress_to_output, create_comp_flags_from_zip_params};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_STOP_ON_BLOCK_BOUNDARY;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};
use zip::read::ZipFile;

use super::super::package::{LEVEL, PackedPart};

/// How far back packed bytes refer.
const REACH: u64 = 1 << 15;
/// What is unpacked at once; a power of two, and more than the reach.
const WINDOW: usize = 1 << 17;
/// Fewer bytes than these are packed anew: it costs no more.
const WORTH_IT: u64 = 1 << 18;

/// Where a block begins.
#[derive(Debug, Clone, Copy)]
struct Boundary {
    /// In the packed bytes, in bits.
    bit: u64,
    /// In the unpacked bytes.
    at: u64,
    /// The checksum of the unpacked bytes before it.
    sum: u32,
}

/// Unpacks a part and notes where its blocks begin.
pub(super) struct Unpacking<'b> {
    packed: &'b [u8],
    /// How much of it was used.
    used: usize,
    state: Box<DecompressorOxide>,
    window: Vec<u8>,
    /// What of the window was not handed over yet.
    ready: std::ops::Range<usize>,
    sum: Hasher,
    ended: bool,
    boundaries: Vec<Boundary>,
    /// The bytes since the last boundary, and those of the block before.
    open: Vec<u8>,
    last: Vec<u8>,
}

impl<'b> Unpacking<'b> {
    pub(super) fn of(packed: &'b [u8]) -> Unpacking<'b> {
        Unpacking {
            packed,
            used: 0,
            state: Box::default(),
            window: vec![0; WINDOW],
            ready: 0..0,
            sum: Hasher::new(),
            ended: false,
            boundaries: Vec::new(),
            open: Vec::new(),
            last: Vec::new(),
        }
    }

    /// Unpacks some more.
    fn fill(&mut self) -> io::Result<()> {
        let from = self.ready.end % WINDOW;
        let (status, used, made) = decompress(
            &mut self.state,
            &self.packed[self.used..],
            &mut self.window,
            from,
            TINFL_FLAG_STOP_ON_BLOCK_BOUNDARY,
        );
        self.used += used;
        self.ready = from..from + made;
        let new = &self.window[self.ready.clone()];
        self.sum.update(new);
        self.open.extend_from_slice(new);
        match status {
            TINFLStatus::HasMoreOutput => {}
            TINFLStatus::BlockBoundary => {
                let left = self.state.block_boundary_state().map_or(0, |state| u64::from(state.num_bits));
                let (bit, at) = (self.used as u64 * 8 - left, self.sum.total_len());
                self.boundaries.push(Boundary { bit, at, sum: self.sum.clone().finalize() });
                self.last = std::mem::take(&mut self.open);
            }
            TINFLStatus::Done => self.ended = true,
            _ => return Err(io::ErrorKind::InvalidData.into()),
        }
        Ok(())
    }

    /// The checksum of all that was unpacked.
    pub(super) fn sum(&self) -> u32 {
        self.sum.clone().finalize()
    }
}

impl Read for Unpacking<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.ready.is_empty() && !self.ended {
            self.fill()?;
        }
        let size = buffer.len().min(self.ready.len());
        buffer[..size].copy_from_slice(&self.window[self.ready.start..self.ready.start + size]);
        self.ready.start += size;
        Ok(size)
    }
}

/// What is told to a part that is read while it is read: where its rows are.
pub(super) trait Source: Read {
    /// The rows stand between these places, and the reader is just behind them. Gives the part of them that can be copied packed.
    fn cut(&self, _rows: std::ops::Range<u64>) -> Option<Cut> {
        None
    }
}

impl Source for &[u8] {}

impl<R: Read> Source for ZipFile<'_, R> {}

impl<S: Source> Source for &mut S {
    fn cut(&self, rows: std::ops::Range<u64>) -> Option<Cut> {
        (**self).cut(rows)
    }
}

impl Source for Unpacking<'_> {
    fn cut(&self, rows: std::ops::Range<u64>) -> Option<Cut> {
        // Only from an even bit on: what fills up to it has an even number of bits. And what it refers to must be rows.
        let fit = |one: &&Boundary| one.at >= rows.start + REACH && one.bit.is_multiple_of(2);
        let from = *self.boundaries.iter().find(fit)?;
        let to = *self.boundaries.iter().rev().find(|one| one.at <= rows.end)?;
        let kept_from = self.sum.total_len() - (self.open.len() + self.last.len()) as u64;
        if to.at < kept_from || to.at < from.at + WORTH_IT {
            return None;
        }
        let skip = usize::try_from(to.at - kept_from).ok()?;
        let size = usize::try_from(rows.end - to.at).ok()?;
        let behind = self.last.iter().chain(&self.open).skip(skip).take(size).copied().collect();
        Some(Cut { from, to, behind })
    }
}

/// The middle of a sheet's rows, as blocks of its packed bytes.
pub(super) struct Cut {
    from: Boundary,
    to: Boundary,
    /// The rows behind it.
    behind: Vec<u8>,
}

impl Cut {
    /// Where in the unpacked part the middle begins.
    pub(super) fn start(&self) -> u64 {
        self.from.at
    }

    /// The part with something else before the middle (up to it, rows included) and behind the rows.
    pub(super) fn part<'p>(&self, packed: &'p [u8], before: &[u8], after: &[u8]) -> io::Result<PackedPart<'p>> {
        let mut start = Vec::new();
        deflated(&mut start, &[before], TDEFLFlush::Sync)?;
        let (middle, mut end) = joined(&mut start, packed, self.from.bit, self.to.bit);
        deflated(&mut end, &[&self.behind, after], TDEFLFlush::Finish)?;
        let length = self.to.at - self.from.at;
        let mut sum = Hasher::new();
        sum.update(before);
        sum.combine(&Hasher::new_with_initial_len(without(self.from, self.to), length));
        let mut rest = Hasher::new();
        rest.update(&self.behind);
        rest.update(after);
        sum.combine(&rest);
        let size = sum.total_len();
        Ok(PackedPart { start, middle, end, sum: sum.finalize(), size })
    }
}

/// The checksum of the bytes between two boundaries.
fn without(from: Boundary, to: Boundary) -> u32 {
    let mut before = Hasher::new_with_initial_len(from.sum, from.at);
    before.combine(&Hasher::new_with_initial_len(0, to.at - from.at));
    before.finalize() ^ to.sum
}

fn bytes(bit: u64) -> usize {
    usize::try_from(bit / 8).unwrap_or(usize::MAX)
}

/// Gives the blocks between two bits: their first byte goes behind whole bytes, most are whole bytes of the packed ones, and the
/// last one is filled up to whole bytes again.
fn joined<'p>(start: &mut Vec<u8>, packed: &'p [u8], from: u64, to: u64) -> (&'p [u8], Vec<u8>) {
    // An empty block of the fixed kind has ten bits: 0, 01 and seven noughts. So many of them that the middle begins at the same
    // bit of a byte as it did, and its bytes can be copied.
    let (wanted, mut filled) = (from % 8, 0u64);
    let mut bits = 0u64;
    while filled % 8 != wanted {
        bits |= 0b10 << filled;
        filled += 10;
    }
    let whole = usize::try_from(filled / 8).unwrap_or(0);
    start.extend_from_slice(&bits.to_le_bytes()[..whole]);
    let mut middle = bytes(from)..bytes(to);
    if wanted > 0 {
        let low = bits.to_le_bytes()[whole] & ((1 << wanted) - 1);
        start.push(low | packed[middle.start] & !((1 << wanted) - 1));
        middle.start += 1;
    }
    // An empty block without packing: three noughts, nothing up to a whole byte, a length of nought and its opposite.
    let mut end = Vec::new();
    let rest = to % 8;
    if rest > 0 {
        end.push(packed[middle.end] & ((1 << rest) - 1));
    }
    if rest == 0 || rest > 5 {
        end.push(0);
    }
    end.extend_from_slice(&[0, 0, 0xff, 0xff]);
    (&packed[middle], end)
}

/// Packs bytes from a whole byte on.
fn deflated(out: &mut Vec<u8>, pieces: &[&[u8]], end: TDEFLFlush) -> io::Result<()> {
    let flags = create_comp_flags_from_zip_params(i32::from(LEVEL), -15, 0);
    let mut packer = CompressorOxide::new(flags);
    for (at, piece) in pieces.iter().enumerate() {
        let flush = if at + 1 == pieces.len() { end } else { TDEFLFlush::None };
        let mut left = *piece;
        loop {
            let (status, used) = compress_to_output(&mut packer, left, flush, |bytes| {
                out.extend_from_slice(bytes);
                true
            });
            left = &left[used..];
            if (status as i32) < 0 {
                return Err(io::ErrorKind::InvalidData.into());
            }
            if left.is_empty() {
                break;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::workbook::package::package;

    /// Rows that do not repeat too well.
    fn rows(count: u32) -> String {
        let mut seed = 7u32;
        let mut row = |number: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            format!("<row r=\"{number}\"><c r=\"A{number}\"><v>{seed}</v></c></row>")
        };
        (0..count).map(&mut row).collect()
    }

    fn unpacked(part: &PackedPart<'_>) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut out = package(&mut bytes);
        part.copy("a.xml", &mut out).expect("memory takes it");
        out.finish().expect("memory takes it");
        let mut content = Vec::new();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a package");
        let mut part = archive.by_index(0).expect("a part");
        part.read_to_end(&mut content).expect("a whole part with the right checksum");
        content
    }

    #[test]
    fn rows_are_copied_packed_whatever_packed_them() {
        let rows = rows(60_000);
        let (head, tail) = ("<head/>", "<tail/>".repeat(9));
        let text = [head, &rows, &tail].concat();
        for level in [0, 1, 2, 6, 9] {
            let packed = miniz_oxide::deflate::compress_to_vec(text.as_bytes(), level);
            let mut reader = Unpacking::of(&packed);
            let mut seen = vec![0; head.len() + rows.len()];
            reader.read_exact(&mut seen).expect("the rows");
            let cut = reader
                .cut(head.len() as u64..(head.len() + rows.len()) as u64)
                .unwrap_or_else(|| panic!("no blocks at level {level}"));
            let start = usize::try_from(cut.start()).expect("small");
            let before = [b"<other head/>", &text.as_bytes()[head.len()..start]].concat();
            let part = cut.part(&packed, &before, b"<other tail/>").expect("a part");
            let expected = ["<other head/>", &rows, "<other tail/>"].concat();
            assert!(unpacked(&part) == expected.as_bytes(), "level {level}");
            let copied = cut.to.at - cut.from.at;
            assert!(copied > rows.len() as u64 / 2, "level {level}: {copied} of {}", rows.len());
            std::io::copy(&mut reader, &mut std::io::sink()).expect("the rest");
            assert_eq!(reader.sum(), crc32fast::hash(text.as_bytes()));
        }
    }

    #[test]
    fn short_rows_and_damaged_bytes_give_no_middle() {
        let rows = rows(100);
        let packed = miniz_oxide::deflate::compress_to_vec(rows.as_bytes(), 6);
        let mut reader = Unpacking::of(&packed);
        std::io::copy(&mut reader, &mut std::io::sink()).expect("all");
        assert!(reader.cut(0..rows.len() as u64).is_none());
        let mut cut_off = Unpacking::of(&packed[..packed.len() / 2]);
        assert!(std::io::copy(&mut cut_off, &mut std::io::sink()).is_err());
    }
}
