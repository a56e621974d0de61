//! A seal on a workbook: is it still exactly as this program wrote it?
//!
//! The seal is the comment at the end of the zip package: the SHA-256 of all bytes before it. Spreadsheet programs do not
//! show it and drop it when they save, so a workbook that somebody worked in has no seal, or a broken one. It guards
//! against losing work by accident; it is no signature.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

/// What the seal begins with.
const MARK: &[u8] = b"toetsklaar sha256:";

/// The bytes of a seal: the mark and 64 hexadecimal digits.
const LENGTH: usize = MARK.len() + 64;

/// The last record of a zip package, without its comment; its last two bytes give the length of the comment.
const END: usize = 22;

/// Seals a zip package that has no comment yet; bytes that are no such package come back as they are.
pub fn seal(package: &[u8]) -> Vec<u8> {
    let mut sealing = Sealing::new(Vec::with_capacity(package.len() + LENGTH));
    sealing.write_all(package).and_then(|()| sealing.finish()).expect("writing to memory never fails")
}

/// Seals a package while it is written: it need not stand in memory whole.
pub struct Sealing<W> {
    out: W,
    hash: Sha256,
    /// The last bytes, which are not written yet: they may be the last record.
    tail: Vec<u8>,
}

impl<W: Write> Sealing<W> {
    /// Seals what will be written to this.
    pub fn new(out: W) -> Sealing<W> {
        Sealing { out, hash: Sha256::new(), tail: Vec::with_capacity(2 * END) }
    }

    /// Ends the package, with its seal.
    ///
    /// # Errors
    /// What writing gives.
    pub fn finish(mut self) -> io::Result<W> {
        if ends_with_comment_of(&self.tail, [0, 0]) {
            let comment = comment_with(self.hash.chain_update(&self.tail));
            self.tail.truncate(END - 2);
            self.tail.extend_from_slice(&length_field());
            self.tail.extend_from_slice(&comment);
        }
        self.out.write_all(&self.tail)?;
        Ok(self.out)
    }

    fn pass(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.out.write_all(bytes)
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Of the bytes that waited and the new ones together, the last wait.
        let ready = (self.tail.len() + bytes.len()).saturating_sub(END);
        let waited = ready.min(self.tail.len());
        let rest = self.tail.split_off(waited);
        let passing = std::mem::replace(&mut self.tail, rest);
        self.pass(&passing)?;
        let (passing, rest) = bytes.split_at(ready - waited);
        self.pass(passing)?;
        self.tail.extend_from_slice(rest);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Whether these bytes are exactly what [`seal`] once gave.
pub fn is_sealed(bytes: &[u8]) -> bool {
    let Some((package, comment)) = bytes.len().checked_sub(LENGTH).map(|at| bytes.split_at(at)) else {
        return false;
    };
    ends_with_comment_of(package, length_field()) && seal_of(&package[..package.len() - 2]) == comment
}

/// Whether a package ends in a last record that announces a comment of this length.
fn ends_with_comment_of(package: &[u8], length: [u8; 2]) -> bool {
    package
        .len()
        .checked_sub(END)
        .is_some_and(|at| package[at..].starts_with(b"PK\x05\x06") && package.ends_with(&length))
}

fn length_field() -> [u8; 2] {
    u16::try_from(LENGTH).expect("a seal is shorter than a zip comment can be").to_le_bytes()
}

/// The seal of a package, given without the length of its comment: that counts as zero.
fn seal_of(package: &[u8]) -> Vec<u8> {
    comment_with(Sha256::new().chain_update(package).chain_update([0, 0]))
}

fn comment_with(hash: Sha256) -> Vec<u8> {
    [MARK, hexadecimal(&hash.finalize()).as_bytes()].concat()
}

/// The SHA-256 of some bytes, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Bytes of a hash as hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).expect("half a byte is one digit");
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An empty zip package is its last record only; with bytes before it, as a package with content has.
    fn package(content: &[u8]) -> Vec<u8> {
        let mut end = [0u8; END];
        end[..4].copy_from_slice(b"PK\x05\x06");
        [content, &end].concat()
    }

    #[test]
    fn a_sealed_package_is_known_and_any_change_breaks_the_seal() {
        let sealed = seal(&package(b"sheets"));
        assert!(is_sealed(&sealed));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(!is_sealed(&changed), "byte {at}");
        }
        assert!(!is_sealed(&[sealed.as_slice(), b"\n"].concat()));
        assert!(!is_sealed(&sealed[1..]));
    }

    #[test]
    fn a_package_in_pieces_gets_the_same_seal() {
        let package = package(&[7; 100]);
        for size in [1, 2, END - 1, END, END + 1, 64] {
            let mut sealing = Sealing::new(Vec::new());
            for piece in package.chunks(size) {
                sealing.write_all(piece).expect("memory takes it");
            }
            assert_eq!(sealing.finish().expect("memory takes it"), seal(&package), "{size}");
        }
    }

    #[test]
    fn what_was_never_sealed_is_not() {
        assert!(!is_sealed(&package(b"sheets")));
        assert!(!is_sealed(b""));
        assert!(!is_sealed(b"naam;functie\n"));
        assert_eq!(seal(b"naam;functie\n"), b"naam;functie\n");
    }

    #[test]
    fn zip_readers_still_read_a_sealed_package() {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        writer.start_file("a.xml", zip::write::SimpleFileOptions::default()).expect("a new entry");
        std::io::Write::write_all(&mut writer, b"<a/>").expect("memory takes it");
        let sealed = seal(writer.finish().expect("a whole package").get_ref());
        assert!(is_sealed(&sealed));
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(sealed)).expect("a readable package");
        assert_eq!(archive.comment().len(), LENGTH);
        let mut content = String::new();
        let mut entry = archive.by_name("a.xml").expect("the entry is there");
        std::io::Read::read_to_string(&mut entry, &mut content).expect("the entry can be read");
        assert_eq!(content, "<a/>");
    }
}
