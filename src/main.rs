//! The command-line door: the only place that touches files, the clock and the terminal.

mod cli;

#[expect(clippy::disallowed_methods, reason = "the door is where the arguments are read")]
fn main() -> std::process::ExitCode {
    cli::run(std::env::args_os().collect())
}
