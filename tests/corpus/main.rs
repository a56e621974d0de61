//! Files as people, programs and strangers send them: each is made here, and its outcome stands beside it, written by
//! hand. A file is read right, read with its doubts named, or refused with one clear sentence; nothing else.
//!
//! Everything runs through the program itself, so that a file that kills its reader is seen to be survived.

#![expect(clippy::disallowed_methods, reason = "these tests run the program on files that they make")]
#![expect(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "the files are small and must be easy to read here"
)]

mod binary;
mod broken;
mod csv;
mod hostile;
mod make;
mod odd;
mod privacy;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// What a file must lead to.
enum Outcome {
    /// Every norm is voldoende, with this many people in service, and no finding at all.
    Clean(usize),
    /// It is read; exactly these findings, as `CODE cell`, in any order.
    Found(&'static [&'static str]),
    /// It is refused with exit status 2 and one message that holds this.
    Refused(&'static str),
}

use Outcome::{Clean, Found, Refused};

/// A file and what it must lead to.
struct Case {
    /// Why it is here.
    why: &'static str,
    /// The name that it has on disk.
    file: &'static str,
    bytes: Vec<u8>,
    outcome: Outcome,
    /// Further arguments.
    arguments: &'static [&'static str],
}

fn case(why: &'static str, file: &'static str, bytes: Vec<u8>, outcome: Outcome) -> Case {
    Case { why, file, bytes, outcome, arguments: &[] }
}

#[test]
fn files_with_a_tail_of_their_own_are_read() {
    hold(odd::cases());
}

#[test]
fn binary_and_old_workbooks_are_read() {
    hold(binary::cases());
}

#[test]
fn text_with_separators_is_read() {
    hold(csv::cases());
}

#[test]
fn broken_files_are_refused() {
    hold(broken::cases());
}

#[test]
fn hostile_files_are_refused() {
    hold(hostile::cases());
}

/// Longer than this no small file may take, whatever it holds: the watchdog's ten seconds and a start.
const PATIENCE: Duration = Duration::from_secs(20);

/// Words that only a library would say.
const FOREIGN: [&str; 15] = [
    "error",
    "Error",
    "invalid",
    "Invalid",
    "unexpected",
    "Unexpected",
    "panicked",
    "overflow",
    "EOCD",
    "xml:",
    "expected",
    "failed",
    "Failed",
    "cannot",
    "not found",
];

fn hold(cases: Vec<Case>) {
    let mut wrong = Vec::new();
    for case in cases {
        let folder = Folder::new(case.file);
        let path = folder.0.join(case.file);
        fs::write(&path, &case.bytes).expect("the file can be written");
        let start = Instant::now();
        let output = Command::new(env!("CARGO_BIN_EXE_toetsklaar"))
            .args(["check", case.file, "--date", "2026-11-23", "--format", "json"])
            .args(case.arguments)
            .current_dir(&folder.0)
            .output()
            .expect("the program starts");
        let took = start.elapsed();
        let status = output.status.code();
        let told = String::from_utf8(output.stderr).expect("the program writes UTF-8");
        let told = told.trim_end();
        let mut say = |what: String| wrong.push(format!("{} ({}): {what}", case.why, case.file));
        if took > PATIENCE {
            say(format!("took {took:?}"));
        }
        if fs::read(&path).ok().as_ref() != Some(&case.bytes) {
            say("the input was changed".to_owned());
        }
        let written = fs::read_dir(&folder.0).expect("the folder is there").count() - 1;
        match case.outcome {
            Refused(part) => {
                let foreign: Vec<_> = FOREIGN.iter().filter(|word| told.contains(*word)).collect();
                if status != Some(2) || !told.contains(part) {
                    say(format!("expected a refusal with {part:?}, got status {status:?}: {told}"));
                } else if !told.starts_with("toetsklaar: ") || !told.contains(case.file) || told.lines().count() != 1 {
                    say(format!("is not one message that names the file: {told}"));
                } else if !foreign.is_empty() {
                    say(format!("speaks the words {foreign:?} of a library: {told}"));
                } else if written > 0 || !output.stdout.is_empty() {
                    say("left an output".to_owned());
                }
            }
            Clean(_) | Found(_) => {
                let Ok(report) = serde_json::from_slice::<serde_json::Value>(&output.stdout) else {
                    say(format!("expected a report, got status {status:?}: {told}"));
                    continue;
                };
                if written != 1 {
                    say(format!("wrote {written} workbooks"));
                }
                let mut found: Vec<String> = report["findings"]
                    .as_array()
                    .expect("a list")
                    .iter()
                    .map(|finding| {
                        let text = |value: &serde_json::Value| value.as_str().unwrap_or("?").to_owned();
                        format!("{} {}", text(&finding["rule"]), text(&finding["cells"][0]["cell"]))
                    })
                    .collect();
                found.sort_unstable();
                match case.outcome {
                    Found(expected) => {
                        let mut expected = expected.to_vec();
                        expected.sort_unstable();
                        if found != expected {
                            say(format!("expected {expected:?}, found {found:?}"));
                        }
                    }
                    Clean(people) => {
                        if !found.is_empty() || status != Some(0) {
                            say(format!("expected nothing, found {found:?}, status {status:?}"));
                        }
                        if report["population"]["active"] != people {
                            say(format!("expected {people} people, counted {}", report["population"]));
                        }
                    }
                    Refused(_) => {}
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} files went wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// A folder for one file, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let stem: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let folder =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("corpus-{}-{number}-{stem}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder for the test");
        Folder(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
