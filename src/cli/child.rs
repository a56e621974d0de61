//! The reading child: this program, started once more for each input, so that a file that kills its reader kills a
//! process that holds nothing else. The parent keeps the time, the child counts its memory.
#![expect(clippy::disallowed_methods, reason = "the door is where processes are started and the terminal is touched")]

use std::io::{self, BufReader, BufWriter};
use std::process::{Child, ChildStdin, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use toetsklaar::read::remote::{self, Channel, Lost, read_message, write_message};
use toetsklaar::read::{Book, Limits, Opener, ReadError};

use super::memory;

/// The hidden command that makes this program a reading child.
pub const COMMAND: &str = "reading-child";

/// How long nothing may come from the child, in seconds, for files within the usual limits.
const PATIENCE: u64 = 10;

/// The most memory a child may hold, in bytes, for files within the usual limits.
const MEMORY: u64 = 1 << 30;

/// Messages that wait to be taken before the child is made to wait.
const WAITING: usize = 8;

/// What a pipe to or from a child holds, in bytes: the most that anybody may ask for.
#[cfg(target_os = "linux")]
const PIPE: usize = 1 << 20;

/// Does the work of the child: reads for the parent until it closes the pipe.
pub fn run(most: Option<&str>) -> ExitCode {
    let most: u64 = most.and_then(|text| text.parse().ok()).unwrap_or(MEMORY);
    memory::limit(usize::try_from(most).unwrap_or(usize::MAX));
    // What a parser says when it panics may quote the file. The parent tells the user.
    std::panic::set_hook(Box::new(|_| {}));
    let served = remote::serve(&mut BufReader::new(io::stdin().lock()), &mut BufWriter::new(io::stdout().lock()));
    if served.is_ok() { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

/// Opens every input in a child of its own.
pub struct InChild;

impl Opener for InChild {
    fn open(&self, bytes: &Arc<[u8]>, file_name: &str, limits: &Limits) -> Result<Book, ReadError> {
        let pipe = Pipe::start(command(limits), Duration::from_secs(limits.times(PATIENCE)));
        Book::open_remote(Box::new(pipe), bytes, file_name, limits)
    }
}

/// The pipes to a child, and the child.
struct Pipe {
    child: Option<(Child, ChildStdin)>,
    messages: Receiver<io::Result<Option<Vec<u8>>>>,
    patience: Duration,
}

impl Pipe {
    /// Starts a child. One that does not start is found out at the first message.
    fn start(command: io::Result<Command>, patience: Duration) -> Pipe {
        let (sender, messages) = sync_channel(WAITING);
        let started = command.and_then(|mut command| command.spawn()).ok().and_then(|mut child| {
            let (input, output) = (child.stdin.take()?, child.stdout.take()?);
            widen(&input);
            widen(&output);
            std::thread::spawn(move || {
                let mut output = BufReader::with_capacity(1 << 16, output);
                loop {
                    let message = read_message(&mut output);
                    let last = !matches!(message, Ok(Some(_)));
                    if sender.send(message).is_err() || last {
                        return;
                    }
                }
            });
            Some((child, input))
        });
        Pipe { child: started, messages, patience }
    }
}

/// Has a pipe hold more. Whoever waits at one is woken each time that something goes through, and being woken costs more than
/// what it takes to read a few hundred kilobytes.
#[cfg(target_os = "linux")]
fn widen(pipe: &impl std::os::fd::AsFd) {
    // Who may not have so much, has the pipe that there is.
    let _ = rustix::pipe::fcntl_setpipe_size(pipe, PIPE);
}

/// Elsewhere a pipe is as it is.
#[cfg(not(target_os = "linux"))]
fn widen<P>(_: &P) {}

/// This program as a reading child.
fn command(limits: &Limits) -> io::Result<Command> {
    let memory = limits.times(MEMORY);
    let mut command = Command::new(std::env::current_exe()?);
    command.args([COMMAND, &memory.to_string()]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    Ok(command)
}

impl Channel for Pipe {
    fn send(&mut self, message: &[u8]) -> Result<(), Lost> {
        let (_, input) = self.child.as_mut().ok_or(Lost::NotStarted)?;
        write_message(input, message).map_err(|_| Lost::Ended)
    }

    fn receive(&mut self) -> Result<Vec<u8>, Lost> {
        match self.messages.recv_timeout(self.patience) {
            Ok(Ok(Some(message))) => Ok(message),
            Ok(_) | Err(RecvTimeoutError::Disconnected) => Err(Lost::Ended),
            Err(RecvTimeoutError::Timeout) => Err(Lost::Silent),
        }
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        if let Some((child, _)) = &mut self.child {
            // It may have ended already; then there is nothing to end.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn pipe(program: &str, arguments: &[&str]) -> Pipe {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        Pipe::start(Ok(command), Duration::from_millis(300))
    }

    #[test]
    fn a_child_that_ends_or_is_silent_is_told_from_one_that_answers() {
        assert_eq!(pipe("true", &[]).receive(), Err(Lost::Ended));
        assert_eq!(pipe("sleep", &["60"]).receive(), Err(Lost::Silent));
        assert_eq!(pipe("/bestaat/niet", &[]).send(b"rijen"), Err(Lost::NotStarted));
        let mut echo = pipe("cat", &[]);
        echo.send(b"rijen").unwrap();
        assert_eq!(echo.receive(), Ok(b"rijen".to_vec()));
    }
}
