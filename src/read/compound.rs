//! The compound file around xls and around encrypted workbooks: a file system in a file, with sectors and chains.
//! Chains that loop are refused here, because calamine would follow them until memory ends.

use std::ops::Range;

use super::trouble::Trouble;

/// Sector numbers from here on mean something else: no sector, end of chain, table of sectors.
const LAST_SECTOR: u32 = 0xffff_fffa;

/// Streams shorter than this live in the small sectors of the root's stream.
const SMALL: u64 = 4096;

/// The size of a small sector.
const SMALL_SECTOR: usize = 64;

/// An opened compound file.
pub(super) struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    next: Vec<u32>,
    next_small: Vec<u32>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    is_root: bool,
    start: u32,
    length: u64,
}

impl<'b> Compound<'b> {
    /// Opens the file and follows the chains of its tables and of the workbook once.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Trouble> {
        let sector = match short(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return Err(Trouble::Damaged),
        };
        let mut file = Compound { bytes, sector, next: Vec::new(), next_small: Vec::new(), entries: Vec::new() };
        for number in file.table_sectors()? {
            file.next.extend(longs(file.sector_bytes(number)?));
        }
        file.next_small = longs(&file.chained(long(bytes, 60)?)?).collect();
        let directory = file.chained(long(bytes, 48)?)?;
        for entry in directory.chunks_exact(128).filter(|entry| entry[66] != 0) {
            let length = usize::from(short(entry, 64)?).saturating_sub(2).min(62);
            file.entries.push(Entry {
                name: encoding_rs::UTF_16LE.decode_without_bom_handling(&entry[..length]).0.into_owned(),
                is_root: entry[66] == 5,
                start: long(entry, 116)?,
                // The upper half may hold rubbish in files of small sectors.
                length: u64::from(long(entry, 120)?),
            });
        }
        for entry in file.entries.iter().filter(|entry| entry.is_root || entry.name == "Workbook") {
            let is_small = !entry.is_root && entry.length < SMALL;
            follow(entry.start, if is_small { &file.next_small } else { &file.next })?;
        }
        Ok(file)
    }

    /// The names of all streams and folders.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// The bytes of a stream.
    pub(super) fn stream(&self, name: &str) -> Result<Vec<u8>, Trouble> {
        let entry = self.entry(name)?;
        let mut bytes = Vec::new();
        for piece in self.pieces(entry)? {
            bytes.extend(&self.bytes[piece]);
        }
        bytes.truncate(usize::try_from(entry.length).unwrap_or(usize::MAX));
        Ok(bytes)
    }

    /// The file with other bytes in some places of a stream, each of which is written to.
    pub(super) fn changed(&self, name: &str, changes: &[(usize, u8)]) -> Result<Vec<u8>, Trouble> {
        let places: Vec<usize> = self.pieces(self.entry(name)?)?.into_iter().flatten().collect();
        let mut bytes = self.bytes.to_vec();
        for (at, byte) in changes {
            bytes[*places.get(*at).ok_or(Trouble::Damaged)?] = *byte;
        }
        Ok(bytes)
    }

    fn entry(&self, name: &str) -> Result<&Entry, Trouble> {
        self.entries.iter().find(|entry| entry.name == name).ok_or(Trouble::Damaged)
    }

    /// Where the sectors of a stream stand in the file, in its order.
    fn pieces(&self, entry: &Entry) -> Result<Vec<Range<usize>>, Trouble> {
        if entry.length >= SMALL {
            return follow(entry.start, &self.next)?.into_iter().map(|number| self.place(number)).collect();
        }
        let root = self.entries.iter().find(|entry| entry.is_root).ok_or(Trouble::Damaged)?;
        let root = follow(root.start, &self.next)?;
        let small = |number: u32| {
            let at = number as usize * SMALL_SECTOR;
            let whole = self.place(*root.get(at / self.sector).ok_or(Trouble::Damaged)?)?;
            let start = whole.start + at % self.sector;
            if start + SMALL_SECTOR > whole.end { Err(Trouble::Damaged) } else { Ok(start..start + SMALL_SECTOR) }
        };
        follow(entry.start, &self.next_small)?.into_iter().map(small).collect()
    }

    /// The sectors that hold the table of chains: the first 109 in the header, the others in a chain of their own.
    fn table_sectors(&self) -> Result<Vec<u32>, Trouble> {
        let mut numbers: Vec<u32> = longs(self.bytes.get(76..512).ok_or(Trouble::Damaged)?).collect();
        let mut more = long(self.bytes, 68)?;
        let mut steps = 0;
        while more < LAST_SECTOR {
            steps += 1;
            if steps > self.bytes.len() / self.sector {
                return Err(Trouble::Damaged);
            }
            let mut listed: Vec<u32> = longs(self.sector_bytes(more)?).collect();
            more = listed.pop().ok_or(Trouble::Damaged)?;
            numbers.extend(listed);
        }
        numbers.retain(|number| *number < LAST_SECTOR);
        // Each sector is listed once: more of them than sectors is a trick.
        if numbers.len() > self.bytes.len() / self.sector { Err(Trouble::Damaged) } else { Ok(numbers) }
    }

    /// The bytes of the sectors of a chain, one after the other.
    fn chained(&self, start: u32) -> Result<Vec<u8>, Trouble> {
        let mut bytes = Vec::new();
        for number in follow(start, &self.next)? {
            bytes.extend(self.sector_bytes(number)?);
        }
        Ok(bytes)
    }

    fn sector_bytes(&self, number: u32) -> Result<&'b [u8], Trouble> {
        Ok(&self.bytes[self.place(number)?])
    }

    fn place(&self, number: u32) -> Result<Range<usize>, Trouble> {
        let start = (number as usize + 1) * self.sector;
        // The last sector may be cut short.
        let end = (start + self.sector).min(self.bytes.len());
        if start <= end { Ok(start..end) } else { Err(Trouble::Damaged) }
    }
}

/// The numbers of a chain. One that comes back to itself is longer than the table.
fn follow(start: u32, next: &[u32]) -> Result<Vec<u32>, Trouble> {
    let mut numbers = Vec::new();
    let mut number = start;
    while number < LAST_SECTOR {
        if numbers.len() > next.len() {
            return Err(Trouble::Damaged);
        }
        numbers.push(number);
        number = *next.get(number as usize).ok_or(Trouble::Damaged)?;
    }
    Ok(numbers)
}

/// A number of two bytes.
pub(super) fn short(bytes: &[u8], at: usize) -> Result<u16, Trouble> {
    let two = bytes.get(at..at + 2).ok_or(Trouble::Damaged)?;
    Ok(u16::from_le_bytes(two.try_into().expect("two bytes were taken")))
}

/// A number of four bytes.
pub(super) fn long(bytes: &[u8], at: usize) -> Result<u32, Trouble> {
    let four = bytes.get(at..at + 4).ok_or(Trouble::Damaged)?;
    Ok(u32::from_le_bytes(four.try_into().expect("four bytes were taken")))
}

fn longs(bytes: &[u8]) -> impl Iterator<Item = u32> + use<'_> {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes(four.try_into().expect("chunks are of four bytes")))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    const END: u32 = 0xffff_fffe;

    /// A compound file of one stream: sector 0 the table, 1 the directory, from 2 on the stream.
    pub(in crate::read) fn compounded(name: &str, stream: &[u8]) -> Vec<u8> {
        assert!(stream.len() >= 4096, "small streams need small sectors");
        let mut header = vec![0; 512];
        header[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
        header[24..34].copy_from_slice(&[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
        let put = |bytes: &mut [u8], at: usize, number: u32| bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
        for (at, number) in [(44, 1), (48, 1), (56, 4096), (60, END), (68, END), (76, 0)] {
            put(&mut header, at, number);
        }
        header[80..].fill(0xff);
        let sectors = stream.len().div_ceil(512);
        let mut table = vec![0xff; 512];
        put(&mut table, 0, 0xffff_fffd);
        put(&mut table, 4, END);
        for index in 0..sectors {
            let number = u32::try_from(index + 3).unwrap();
            put(&mut table, (index + 2) * 4, if index + 1 == sectors { END } else { number });
        }
        let mut directory = vec![0; 512];
        for (index, (name, kind, start, length)) in
            [("Root Entry", 5, END, 0), (name, 2, 2, stream.len())].into_iter().enumerate()
        {
            let entry = &mut directory[index * 128..(index + 1) * 128];
            for (at, letter) in name.bytes().enumerate() {
                entry[at * 2] = letter;
            }
            entry[64] = u8::try_from(name.len() * 2 + 2).unwrap();
            entry[66] = kind;
            put(entry, 116, start);
            put(entry, 120, u32::try_from(length).unwrap());
        }
        let mut bytes = [header, table, directory, stream.to_vec()].concat();
        bytes.resize(512 * (sectors + 3), 0);
        bytes
    }

    #[test]
    fn a_stream_is_read_whole() {
        let stream: Vec<u8> = (0..5000u32).map(|number| number.to_le_bytes()[0]).collect();
        let file = compounded("Workbook", &stream);
        let file = Compound::open(&file).ok().unwrap();
        assert_eq!(file.names().collect::<Vec<_>>(), ["Root Entry", "Workbook"]);
        assert_eq!(file.stream("Workbook"), Ok(stream));
    }

    #[test]
    fn a_byte_of_a_stream_is_changed_where_it_stands() {
        let file = compounded("Workbook", &[7; 5000]);
        let changed = Compound::open(&file).ok().unwrap().changed("Workbook", &[(0, 1), (511, 2), (4999, 3)]).unwrap();
        let found: Vec<(usize, u8)> = file
            .iter()
            .zip(&changed)
            .enumerate()
            .filter(|(_, (old, new))| old != new)
            .map(|(at, (_, new))| (at, *new))
            .collect();
        // The stream begins behind the header, the table and the directory.
        assert_eq!(found, [(1536, 1), (1536 + 511, 2), (1536 + 4999, 3)]);
        let unchanged = Compound::open(&file).ok().unwrap();
        assert_eq!(unchanged.changed("Workbook", &[(512 * 10, 1)]), Err(Trouble::Damaged));
        // A stream of small sectors: 64 bytes of the root's stream each.
        let small = include_bytes!("../../tests/files/samengevoegd.xls");
        let file = Compound::open(small).ok().unwrap();
        let stream = file.stream("Workbook").unwrap();
        let changed = file.changed("Workbook", &[(100, !stream[100])]).unwrap();
        let again = Compound::open(&changed).ok().unwrap().stream("Workbook").unwrap();
        assert_eq!(again.iter().zip(&stream).filter(|(a, b)| a != b).count(), 1);
        assert_eq!(again[100], !stream[100]);
    }

    #[test]
    fn chains_that_loop_are_refused() {
        for (sector, to) in [(2, 2u32), (9, 4), (1, 1)] {
            let mut file = compounded("Workbook", &[7; 5000]);
            file[512 + sector * 4..516 + sector * 4].copy_from_slice(&to.to_le_bytes());
            assert_eq!(Compound::open(&file).err(), Some(Trouble::Damaged), "{sector} to {to}");
        }
        let mut file = compounded("Workbook", &[7; 5000]);
        file[68..72].copy_from_slice(&3u32.to_le_bytes());
        file[512 * 5 - 4..512 * 5].copy_from_slice(&3u32.to_le_bytes());
        assert_eq!(Compound::open(&file).err(), Some(Trouble::Damaged));
    }
}
