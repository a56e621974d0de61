//! Reading on the other side of a pipe: the same book, opened by a process that may die.
//!
//! A parser can be made to ask for all memory, to panic, or never to end. So the command line reads in a child of
//! itself: [`serve`] runs there, a remote book here, and messages with a length before them go between. What both
//! sides do with files, processes and clocks is the door's; here is only what is said.

use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::preflight::check_size;
use super::trouble::Trouble;
use super::{Book, Format, Layout, Limits, Looks, ReadError, ReadProblem, SheetInfo};
use crate::cell::Row;

/// Carries whole messages to the process that reads, and back.
pub trait Channel: Send {
    /// Sends a message.
    ///
    /// # Errors
    /// When the other side is gone.
    fn send(&mut self, message: &[u8]) -> Result<(), Lost>;

    /// Waits for the next message.
    ///
    /// # Errors
    /// When the other side is gone, or nothing has come for too long.
    fn receive(&mut self) -> Result<Vec<u8>, Lost>;
}

/// Why no message came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// The process could not be started.
    NotStarted,
    /// The process ended: it asked for more memory than it may have, or worse.
    Ended,
    /// The process did nothing for too long.
    Silent,
}

impl From<Lost> for Trouble {
    fn from(lost: Lost) -> Self {
        match lost {
            Lost::NotStarted => Trouble::NoReader,
            Lost::Ended => Trouble::ReaderEnded,
            Lost::Silent => Trouble::ReaderSilent,
        }
    }
}

/// The first request; the bytes of the file follow as a message of their own.
#[derive(Serialize, Deserialize)]
struct Open {
    file: String,
    limits: Limits,
}

/// The requests after that.
#[derive(Serialize, Deserialize)]
enum Request {
    Rows { sheet: usize, most: Option<usize> },
    Layouts,
    Looks,
}

/// What comes back. Rows come as many messages of their own kind, then the end.
#[derive(Serialize, Deserialize)]
enum Reply {
    Opened { format: Format, sheets: Vec<SheetInfo>, problems: Vec<ReadProblem> },
    Layouts(Vec<Layout>),
    Looks(Option<Looks>),
    End,
    Refused(ReadError),
}

/// The first byte of a message back.
const REPLY: u8 = 0;
const ROWS: u8 = 1;

/// A message of rows is sent when it has grown to this size: every message wakes who waits for it, which costs as much as
/// reading some hundred rows.
const FULL: usize = 1 << 17;

/// The longest message: as long as the largest file that is read at all, and never a length that was made up.
const LONGEST: u64 = 1 << 40;

/// Writes a message with its length before it.
///
/// # Errors
/// What writing gives.
pub fn write_message(out: &mut dyn Write, message: &[u8]) -> io::Result<()> {
    out.write_all(&(message.len() as u64).to_le_bytes())?;
    out.write_all(message)
}

/// Reads the next message; None when the other side has closed.
///
/// # Errors
/// What reading gives, and a message that was cut off.
pub fn read_message(from: &mut dyn Read) -> io::Result<Option<Vec<u8>>> {
    let Some(length) = read_length(from)? else {
        return Ok(None);
    };
    let mut message = Vec::with_capacity(usize::try_from(length).unwrap_or(0).min(FULL * 2));
    from.take(length).read_to_end(&mut message)?;
    if message.len() as u64 == length { Ok(Some(message)) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// The length of the next message.
fn read_length(from: &mut dyn Read) -> io::Result<Option<u64>> {
    let mut length = [0; 8];
    let mut filled = 0;
    while filled < length.len() {
        match from.read(&mut length[filled..])? {
            0 if filled == 0 => return Ok(None),
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => filled += read,
        }
    }
    let length = u64::from_le_bytes(length);
    if length > LONGEST { Err(io::ErrorKind::InvalidData.into()) } else { Ok(Some(length)) }
}

/// Reads the bytes of a file where they are to stay: they are long, and the process that sent them opened this one.
fn read_file(from: &mut dyn Read) -> io::Result<Option<Arc<[u8]>>> {
    let Some(length) = read_length(from)? else {
        return Ok(None);
    };
    let length = usize::try_from(length).map_err(|_| io::ErrorKind::InvalidData)?;
    let mut bytes: Arc<[u8]> = std::iter::repeat_n(0, length).collect();
    from.read_exact(Arc::get_mut(&mut bytes).expect("nobody else knows of it yet"))?;
    Ok(Some(bytes))
}

/// Serves one book until the other side closes: the work of the process that may die.
///
/// A panic ends in a reply that the file is damaged, and then in the end of the service.
///
/// # Errors
/// When the other side can no longer be read from or written to.
pub fn serve(from: &mut dyn Read, out: &mut dyn Write) -> io::Result<()> {
    let (Some(open), Some(bytes)) = (read_message(from)?, read_file(from)?) else {
        return Ok(());
    };
    let open: Open = decoded(&open)?;
    let served = catch_unwind(AssertUnwindSafe(|| answer(&open, bytes, from, &mut *out)));
    served.unwrap_or_else(|_| reply(out, &Reply::Refused(Trouble::Damaged.of(&open.file))))
}

fn answer(open: &Open, bytes: Arc<[u8]>, from: &mut dyn Read, out: &mut dyn Write) -> io::Result<()> {
    let mut book = match Book::open_beside(bytes, &open.file, &open.limits) {
        Ok(book) => book,
        Err(error) => return reply(out, &Reply::Refused(error)),
    };
    let (format, sheets, problems) = (book.format(), book.sheets().to_vec(), book.problems().to_vec());
    reply(out, &Reply::Opened { format, sheets, problems })?;
    while let Some(request) = read_message(from)? {
        let done = match decoded(&request)? {
            Request::Rows { sheet, most } => send_rows(&mut book, sheet, most, out)?.map(|()| Reply::End),
            Request::Layouts => book.layouts().map(Reply::Layouts),
            Request::Looks => book.looks().map(Reply::Looks),
        };
        reply(out, &done.unwrap_or_else(Reply::Refused))?;
    }
    Ok(())
}

/// Sends the rows of a sheet; the outer result is about the pipe, the inner one about the file.
fn send_rows(
    book: &mut Book,
    sheet: usize,
    most: Option<usize>,
    out: &mut dyn Write,
) -> io::Result<Result<(), ReadError>> {
    // Room for a row of the usual size beyond the mark at which it is sent.
    let mut message = Vec::with_capacity(FULL * 2);
    message.push(ROWS);
    let mut broken = Ok(());
    let read = book.read(sheet, most, &mut |row| {
        broken = postcard::serialize_with_flavor(row, Appended(&mut message)).map_err(io::Error::other);
        if broken.is_ok() && message.len() >= FULL {
            broken = write_message(out, &message);
            message.truncate(1);
        }
        if broken.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    broken?;
    if message.len() > 1 {
        write_message(out, &message)?;
    }
    Ok(read)
}

/// Appends encoded bytes to a message, whole texts at a time.
struct Appended<'m>(&'m mut Vec<u8>);

impl postcard::ser_flavors::Flavor for Appended<'_> {
    type Output = ();

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

fn reply(out: &mut dyn Write, reply: &Reply) -> io::Result<()> {
    let mut message = vec![REPLY];
    message.extend(encoded(reply));
    write_message(out, &message)?;
    out.flush()
}

fn encoded<T: Serialize>(value: &T) -> Vec<u8> {
    postcard::to_allocvec(value).expect("these types always have an encoding")
}

fn decoded<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> io::Result<T> {
    postcard::from_bytes(bytes).map_err(io::Error::other)
}

/// A book that another process has open.
pub(super) struct Remote {
    channel: Box<dyn Channel>,
}

/// What the other process says of a book that it opened.
pub(super) type Opened = (Format, Vec<SheetInfo>, Vec<ReadProblem>);

impl Remote {
    /// Has the other process open a book.
    pub(super) fn open(
        mut channel: Box<dyn Channel>,
        bytes: &[u8],
        file_name: &str,
        limits: &Limits,
    ) -> Result<(Remote, Opened), ReadError> {
        let lost = |lost: Lost| Trouble::from(lost).of(file_name);
        // Too big a file would only make the other process die of it.
        check_size(bytes, limits).map_err(|trouble| trouble.of(file_name))?;
        channel.send(&encoded(&Open { file: file_name.to_owned(), limits: limits.clone() })).map_err(lost)?;
        channel.send(bytes).map_err(lost)?;
        let mut remote = Remote { channel };
        match remote.reply(file_name)? {
            Reply::Opened { format, sheets, problems } => Ok((remote, (format, sheets, problems))),
            _ => Err(Trouble::ReaderEnded.of(file_name)),
        }
    }

    pub(super) fn rows(
        &mut self,
        file: &str,
        sheet: usize,
        most: Option<usize>,
        each: &mut dyn FnMut(&Row<'_>) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        let lost = |lost: Lost| Trouble::from(lost).of(file);
        self.channel.send(&encoded(&Request::Rows { sheet, most })).map_err(lost)?;
        // Who wants no more rows still has to hear them out: the next answer comes after them.
        let mut wanted = true;
        loop {
            let message = self.channel.receive().map_err(lost)?;
            match message.split_first() {
                Some((&ROWS, mut rest)) => {
                    while wanted && !rest.is_empty() {
                        let (row, after) =
                            postcard::take_from_bytes::<Row<'_>>(rest).map_err(|_| Trouble::ReaderEnded.of(file))?;
                        wanted = each(&row).is_continue();
                        rest = after;
                    }
                }
                Some((&REPLY, rest)) => {
                    return match decoded(rest) {
                        Ok(Reply::End) => Ok(()),
                        Ok(Reply::Refused(error)) => Err(error),
                        _ => Err(Trouble::ReaderEnded.of(file)),
                    };
                }
                _ => return Err(Trouble::ReaderEnded.of(file)),
            }
        }
    }

    pub(super) fn layouts(&mut self, file: &str) -> Result<Vec<Layout>, ReadError> {
        self.channel.send(&encoded(&Request::Layouts)).map_err(|lost| Trouble::from(lost).of(file))?;
        match self.reply(file)? {
            Reply::Layouts(layouts) => Ok(layouts),
            _ => Err(Trouble::ReaderEnded.of(file)),
        }
    }

    pub(super) fn looks(&mut self, file: &str) -> Result<Option<Looks>, ReadError> {
        self.channel.send(&encoded(&Request::Looks)).map_err(|lost| Trouble::from(lost).of(file))?;
        match self.reply(file)? {
            Reply::Looks(looks) => Ok(looks),
            _ => Err(Trouble::ReaderEnded.of(file)),
        }
    }

    fn reply(&mut self, file: &str) -> Result<Reply, ReadError> {
        let message = self.channel.receive().map_err(|lost| Trouble::from(lost).of(file))?;
        let reply = message.split_first().filter(|(kind, _)| **kind == REPLY).map(|(_, rest)| decoded(rest));
        match reply {
            Some(Ok(Reply::Refused(error))) => Err(error),
            Some(Ok(reply)) => Ok(reply),
            _ => Err(Trouble::ReaderEnded.of(file)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Position;

    /// A channel to a thread that serves, as the child process does.
    struct Thread {
        to: io::PipeWriter,
        from: io::PipeReader,
    }

    impl Thread {
        fn start() -> Box<dyn Channel> {
            let (mut requests, to) = io::pipe().unwrap();
            let (from, mut replies) = io::pipe().unwrap();
            std::thread::spawn(move || serve(&mut requests, &mut replies));
            Box::new(Thread { to, from })
        }
    }

    impl Channel for Thread {
        fn send(&mut self, message: &[u8]) -> Result<(), Lost> {
            write_message(&mut self.to, message).map_err(|_| Lost::Ended)
        }

        fn receive(&mut self) -> Result<Vec<u8>, Lost> {
            read_message(&mut self.from).ok().flatten().ok_or(Lost::Ended)
        }
    }

    const CSV: &[u8] = b"naam;fte;\xe9\nEva;0,89\n;\nBram;1;x\n";

    fn shown(book: &mut Book, most: Option<usize>) -> Vec<String> {
        let mut shown = Vec::new();
        book.read(0, most, &mut |row| {
            shown.extend(
                row.cells.iter().map(|(column, value)| {
                    format!("{}={}", Position { row: row.index, column: *column }, value.shown())
                }),
            );
            ControlFlow::Continue(())
        })
        .unwrap();
        shown
    }

    #[test]
    fn a_remote_book_tells_what_the_book_itself_tells() {
        let workbook = include_bytes!("../../tests/files/staf.xls");
        for (name, bytes) in [("a.csv", CSV), ("staf.xls", &workbook[..])] {
            let mut here = Book::open(bytes.into(), name, &Limits::default()).unwrap();
            let mut there = Book::open_remote(Thread::start(), &bytes.into(), name, &Limits::default()).unwrap();
            assert_eq!(there.format(), here.format());
            assert_eq!(there.sheets(), here.sheets());
            assert_eq!(there.problems(), here.problems());
            assert_eq!(shown(&mut there, Some(2)), shown(&mut here, Some(2)), "{name}");
            assert_eq!(shown(&mut there, None), shown(&mut here, None), "{name}");
            assert_eq!(there.layouts(), here.layouts());
            assert_eq!(shown(&mut there, None), shown(&mut here, None), "{name}, a second time");
        }
    }

    #[test]
    fn who_wants_no_more_rows_can_still_ask() {
        let mut book = Book::open_remote(Thread::start(), &CSV.into(), "a.csv", &Limits::default()).unwrap();
        let mut seen = 0;
        book.rows(0, &mut |_| {
            seen += 1;
            ControlFlow::Break(())
        })
        .unwrap();
        assert_eq!(seen, 1);
        assert_eq!(
            shown(&mut book, None),
            ["A1=naam", "B1=fte", "C1=é", "A2=Eva", "B2=0,89", "A4=Bram", "B4=1", "C4=x"]
        );
    }

    #[test]
    fn a_refusal_is_the_same_on_both_sides() {
        for (name, bytes) in [("a.csv", &b"naam;fte\n\"Eva;1\n"[..]), ("leeg.xlsx", b""), ("b.xlsx", b"PK\x03\x04")] {
            let here = Book::open(bytes.into(), name, &Limits::default()).err().unwrap();
            let there = Book::open_remote(Thread::start(), &bytes.into(), name, &Limits::default()).err().unwrap();
            assert_eq!(there, here);
        }
        let narrow = Limits::of_cells(3);
        let mut book = Book::open_remote(Thread::start(), &CSV.into(), "a.csv", &narrow).unwrap();
        let error = book.rows(0, &mut |_| ControlFlow::Continue(())).unwrap_err().to_string();
        assert!(error.contains("meer dan 3 gevulde cellen"), "{error}");
    }

    #[test]
    fn too_big_a_file_is_not_even_sent() {
        let narrow = Limits { file: 5, ..Limits::default() };
        let error =
            Book::open_remote(Box::new(Gone(Lost::Ended)), &CSV.into(), "a.csv", &narrow).err().unwrap().to_string();
        assert!(error.contains("groter dan"), "{error}");
    }

    /// A process that is gone.
    struct Gone(Lost);

    impl Channel for Gone {
        fn send(&mut self, _: &[u8]) -> Result<(), Lost> {
            Ok(())
        }

        fn receive(&mut self) -> Result<Vec<u8>, Lost> {
            Err(self.0)
        }
    }

    #[test]
    fn a_process_that_is_lost_is_a_refusal_that_names_the_file() {
        for (lost, part) in
            [(Lost::NotStarted, "niet starten"), (Lost::Ended, "brak af"), (Lost::Silent, "niet verder")]
        {
            let error =
                Book::open_remote(Box::new(Gone(lost)), &CSV.into(), "a.csv", &Limits::default()).err().unwrap();
            let error = error.to_string();
            assert!(error.starts_with("Het bestand 'a.csv': ") && error.contains(part), "{error}");
        }
    }

    #[test]
    fn a_message_that_was_cut_off_is_no_message() {
        let mut whole = Vec::new();
        write_message(&mut whole, b"rijen").unwrap();
        assert_eq!(read_message(&mut &whole[..]).unwrap().unwrap(), b"rijen");
        assert!(read_message(&mut &[][..]).unwrap().is_none());
        for length in 1..whole.len() {
            assert!(read_message(&mut &whole[..length]).is_err(), "{length}");
        }
    }
}
