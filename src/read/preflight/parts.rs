//! The parts of a package before they are read: how many there are, whether each has a name of its own, and how much
//! may come out of one.

use std::collections::HashSet;
use std::io::{self, ErrorKind, Read};

use crate::read::compound::{long, short};
use crate::read::trouble::Trouble;

/// The most parts in a package; an honest one of 581 is the largest we know.
const PARTS: usize = 2_000;

/// How much may still be inflated. What a header says of sizes is not believed.
pub(super) struct Meter {
    part: u64,
    all: u64,
}

impl Meter {
    /// At most so much per part and in all.
    pub(super) fn new(part: u64, all: u64) -> Self {
        Meter { part, all }
    }
}

/// A part that counts what comes out of it.
pub(super) struct Part<'m, R> {
    stream: R,
    left: u64,
    meter: &'m mut Meter,
}

impl<'m, R> Part<'m, R> {
    pub(super) fn new(stream: R, meter: &'m mut Meter) -> Self {
        Part { stream, left: meter.part, meter }
    }
}

impl<R: Read> Read for Part<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        let bytes = read as u64;
        match (self.left.checked_sub(bytes), self.meter.all.checked_sub(bytes)) {
            (Some(left), Some(all)) => {
                (self.left, self.meter.all) = (left, all);
                Ok(read)
            }
            _ => Err(ErrorKind::FileTooLarge.into()),
        }
    }
}

/// Why a part could not be read on.
pub(in crate::read) fn trouble(error: &io::Error) -> Trouble {
    if error.kind() == ErrorKind::FileTooLarge { Trouble::TooBig } else { Trouble::Damaged }
}

/// Checks the list of parts as it stands in the file. The library keeps the last of two parts with one name and says
/// nothing, so the list is walked here.
pub(super) fn check(bytes: &[u8], list: u64) -> Result<(), Trouble> {
    const ENTRY: u32 = 0x0201_4b50;
    let mut at = usize::try_from(list).map_err(|_| Trouble::Damaged)?;
    let mut names = HashSet::new();
    while long(bytes, at) == Ok(ENTRY) {
        if names.len() == PARTS {
            return Err(Trouble::TooManyParts);
        }
        let lengths = [short(bytes, at + 28)?, short(bytes, at + 30)?, short(bytes, at + 32)?].map(usize::from);
        let name = bytes.get(at + 46..at + 46 + lengths[0]).ok_or(Trouble::Damaged)?;
        let name: Vec<u8> = name.iter().map(|b| if *b == b'\\' { b'/' } else { b.to_ascii_lowercase() }).collect();
        if short(bytes, at + 8)? & 1 != 0 {
            return Err(Trouble::Password);
        }
        if let Some(twice) = names.replace(name) {
            return Err(Trouble::PartTwice(String::from_utf8_lossy(&twice).into_owned()));
        }
        at += 46 + lengths.iter().sum::<usize>();
    }
    Ok(())
}
