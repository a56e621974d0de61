//! Reading alone, to time beside one another as whole processes (CONTRIBUTING.md, Benches):
//!
//! - `time_reading child PROGRAM FILE`: every cell through the reading child of a built toetsklaar, preflight included;
//! - `time_reading parser FILE`: every cell of an xlsx as calamine streams it, and nothing around it.
//!
//! Both say how many filled cells there were.
#![expect(clippy::disallowed_macros, clippy::disallowed_methods, reason = "a program of its own, with its own door")]

use std::error::Error;
use std::io::{BufReader, Cursor};
use std::ops::ControlFlow;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;

use calamine::{DataRef, Reader, Xlsx};
use toetsklaar::read::remote::{Channel, Lost, read_message, write_message};
use toetsklaar::read::{Book, Limits};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let cells = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["child", program, file] => through_a_child(program, file)?,
        ["parser", file] => by_the_parser(file)?,
        _ => return Err("usage: time_reading child PROGRAM FILE | time_reading parser FILE".into()),
    };
    println!("{cells} cells");
    Ok(())
}

fn through_a_child(program: &str, file: &str) -> Result<usize, Box<dyn Error>> {
    let bytes = Arc::from(std::fs::read(file)?);
    let mut child = Command::new(program).arg("reading-child").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let (Some(to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("the child has no pipes".into());
    };
    let pipes = Pipes { child, to, from: BufReader::with_capacity(1 << 16, from) };
    let mut book = Book::open_remote(Box::new(pipes), &bytes, file, &Limits::default())?;
    let mut cells = 0;
    for sheet in 0..book.sheets().len() {
        book.rows(sheet, &mut |row| {
            cells += row.cells.len();
            ControlFlow::Continue(())
        })?;
    }
    book.layouts()?;
    Ok(cells)
}

fn by_the_parser(file: &str) -> Result<usize, Box<dyn Error>> {
    let mut workbook = Xlsx::new(Cursor::new(std::fs::read(file)?))?;
    let mut cells = 0;
    for sheet in workbook.sheet_names() {
        let mut reader = workbook.worksheet_cells_reader(&sheet)?;
        while let Some(cell) = reader.next_cell()? {
            cells += usize::from(!matches!(cell.get_value(), DataRef::Empty));
        }
    }
    Ok(cells)
}

/// A reading child and its pipes.
struct Pipes {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Channel for Pipes {
    fn send(&mut self, message: &[u8]) -> Result<(), Lost> {
        write_message(&mut self.to, message).map_err(|_| Lost::Ended)
    }

    fn receive(&mut self) -> Result<Vec<u8>, Lost> {
        read_message(&mut self.from).ok().flatten().ok_or(Lost::Ended)
    }
}

impl Drop for Pipes {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
