//! From arguments to an exit status: 0 every norm voldoende, 1 not every norm, 2 nothing was assessed.

mod arguments;
mod check;
mod child;
mod clock;
mod columns;
mod compare;
mod files;
mod judging;
mod memory;
mod outputs;
mod overview;
mod providers;
mod rules;
mod sample;
mod template;
mod verify;

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use arguments::{Command, Request};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Everything that was assessed is voldoende, nothing differs, or there was nothing to assess.
    Good,
    /// Something is onvoldoende or niet te beoordelen, or differs.
    NotGood,
}

/// Why nothing was done: full Dutch sentences with the place and the way out.
#[derive(Debug)]
struct Failure(String);

impl Failure {
    fn new(message: impl std::fmt::Display) -> Failure {
        Failure(message.to_string())
    }
}

/// Does what the arguments ask.
#[expect(clippy::disallowed_methods, reason = "the door is where the terminal is written to")]
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    memory::give_back_large_pieces();
    if arguments.get(1).is_some_and(|first| first == child::COMMAND) {
        return child::run(arguments.get(2).and_then(|memory| memory.to_str()));
    }
    let outcome = match arguments::parse(arguments) {
        Ok(Request::Show(text)) => print(|out| out.write_all(text.as_bytes())).map(|()| Outcome::Good),
        Ok(Request::Run(command)) => execute(*command),
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(Outcome::Good) => ExitCode::SUCCESS,
        Ok(Outcome::NotGood) => ExitCode::from(1),
        Err(Failure(message)) => {
            // When standard error is closed too, the exit status is all that is left to tell it.
            let _ = writeln!(io::stderr().lock(), "toetsklaar: {message}");
            ExitCode::from(2)
        }
    }
}

fn execute(command: Command) -> Result<Outcome, Failure> {
    match command {
        Command::Check(typed) => check::run(&typed),
        Command::Overview(typed) => overview::run(&typed),
        Command::Compare(typed) => compare::run(&typed),
        Command::Verify(typed) => verify::run(&typed),
        Command::Columns(typed) => columns::run(&typed),
        Command::Rules { command } => rules::run(command),
        Command::Template(typed) => template::run(&typed),
    }
}

/// Writes to standard output. A reader that stops reading (`| head`) is no failure.
#[expect(clippy::disallowed_methods, reason = "the door is where the terminal is written to")]
fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format_args!("De uitvoer kan niet worden getoond ({error}). Is de schijf vol?")))
        }
        _ => Ok(()),
    }
}
