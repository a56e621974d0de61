//! Bytes that wait, packed, until it is known what stands around them: rows of long sheets, and what is told of many providers.

use std::io::{self, BufRead, Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// How much is packed at once. Every piece stands by itself, so that nothing but bytes is kept between two of them.
const PIECE: usize = 1 << 16;

/// A third of the time of the usual level, for a few per cent more bytes.
const LEVEL: u32 = 2;

/// Bytes that are kept packed, in the order in which they were written.
#[derive(Debug, Default)]
pub struct Packed {
    pieces: Vec<Box<[u8]>>,
    /// What was written last, too little to be packed.
    last: Vec<u8>,
}

impl Packed {
    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty() && self.last.is_empty()
    }

    /// Reads all of it. Only a piece at a time stands in memory unpacked.
    pub fn reader(&self) -> impl BufRead {
        Reader { rest: &self.pieces, last: &self.last, piece: Vec::new(), at: 0 }
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// Only what the writer gives.
    pub fn pour(&self, out: &mut dyn Write) -> io::Result<()> {
        io::copy(&mut self.reader(), out).map(drop)
    }

    fn pack(&mut self, bytes: &[u8]) {
        let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 8), Compression::new(LEVEL));
        let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
        self.pieces.push(packed.expect("memory takes everything").into_boxed_slice());
    }
}

impl Write for Packed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.last.is_empty() && bytes.len() >= PIECE {
            self.pack(bytes);
            return Ok(bytes.len());
        }
        self.last.extend_from_slice(bytes);
        if self.last.len() >= PIECE {
            let mut last = std::mem::take(&mut self.last);
            self.pack(&last);
            last.clear();
            self.last = last;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads piece by piece.
struct Reader<'a> {
    rest: &'a [Box<[u8]>],
    /// What was never packed; it comes behind the last piece.
    last: &'a [u8],
    piece: Vec<u8>,
    at: usize,
}

impl BufRead for Reader<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.piece.len() {
            self.piece.clear();
            self.at = 0;
            if let [next, rest @ ..] = self.rest {
                self.rest = rest;
                DeflateDecoder::new(&**next).read_to_end(&mut self.piece)?;
            } else {
                self.piece.extend_from_slice(std::mem::take(&mut self.last));
            }
        }
        Ok(&self.piece[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount;
    }
}

impl Read for Reader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_comes_back_however_it_was_cut() {
        let whole: Vec<u8> = (0u32..100_000).flat_map(|number| (number / 7).to_le_bytes()).collect();
        for size in [1, 1_000, PIECE - 1, PIECE, PIECE + 1, whole.len()] {
            let mut packed = Packed::default();
            assert!(packed.is_empty());
            for part in whole.chunks(size) {
                packed.write_all(part).expect("memory takes it");
                assert!(!packed.is_empty(), "{size}");
            }
            let kept: usize = packed.pieces.iter().map(|piece| piece.len()).sum();
            assert!(kept < whole.len() / 2, "{size}: {kept} bytes are not packed");
            // Twice: reading takes nothing away.
            for _ in 0..2 {
                let mut back = Vec::new();
                packed.pour(&mut back).expect("memory takes it");
                assert!(back == whole, "{size}");
            }
        }
    }
}
