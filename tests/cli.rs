//! The command line: cases as data in `tests/cmd`, and what cannot be said in one line there.
#![expect(clippy::disallowed_methods, reason = "these tests run the program on files of their own")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[test]
fn the_command_line_does_what_the_cases_say() {
    trycmd::TestCases::new().case("tests/cmd/*.md");
}

const STAFF: &str = include_str!("cmd/toetsen.in/goed.csv");

/// A folder with one good staff file, gone at the end of the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder for the test");
        fs::write(folder.join("goed.csv"), STAFF).expect("a file for the test");
        Folder(folder)
    }

    /// Runs the program in the folder; gives status, standard output and standard error.
    fn run(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_toetsklaar"))
            .args(arguments)
            .current_dir(&self.0)
            .output()
            .expect("the program starts");
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        (output.status.code(), text(output.stdout), text(output.stderr))
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).expect("the folder is there");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort_unstable();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const DATE: [&str; 2] = ["--date", "2026-11-23"];

#[test]
fn an_output_is_replaced_until_somebody_changes_it() {
    let folder = Folder::new("replace");
    let check = ["goed.csv", DATE[0], DATE[1]];
    let output = folder.0.join("goed.toetsklaar.xlsx");
    assert_eq!(folder.run(&check).0, Some(0));
    let first = fs::read(&output).expect("the output");
    assert_eq!(folder.run(&check).0, Some(0), "a sealed output is replaced without asking");
    assert_eq!(fs::read(&output).expect("the output"), first, "the same input gives the same bytes");

    let mut changed = first.clone();
    changed[100] ^= 1;
    fs::write(&output, &changed).expect("a changed output");
    let (status, shown, message) = folder.run(&check);
    assert_eq!((status, shown.as_str()), (Some(2), ""));
    assert!(message.contains("goed.toetsklaar.xlsx") && message.contains("--force"), "{message}");
    assert_eq!(fs::read(&output).expect("the output"), changed, "work of somebody is never touched");

    assert_eq!(folder.run(&["goed.csv", DATE[0], DATE[1], "--force"]).0, Some(0));
    assert_eq!(fs::read(&output).expect("the output"), first);
    assert_eq!(folder.names(), ["goed.csv", "goed.toetsklaar.xlsx"]);
}

#[test]
fn an_output_is_itself_an_input() {
    let folder = Folder::new("again");
    let (_, first, _) = folder.run(&["goed.csv", DATE[0], DATE[1]]);
    let (status, again, message) = folder.run(&["goed.toetsklaar.xlsx", DATE[0], DATE[1], "--no-workbook"]);
    assert_eq!(status, Some(0), "{message}{again}");
    let verdicts = |text: &str| {
        text.split("Groepen")
            .next()
            .and_then(|head| head.split_once("Oordeel"))
            .map(|(_, verdicts)| verdicts.to_owned())
    };
    assert!(verdicts(&first).is_some());
    assert_eq!(verdicts(&first), verdicts(&again));
}

#[test]
fn a_mistake_in_a_rule_is_shown_with_its_line() {
    let folder = Folder::new("rule");
    assert_eq!(folder.run(&["rules", "export", "regels"]).0, Some(0));
    let (status, same, _) = folder.run(&["goed.csv", DATE[0], DATE[1], "--no-workbook", "--rules", "regels"]);
    assert_eq!(status, Some(0));
    assert_eq!(same, folder.run(&["goed.csv", DATE[0], DATE[1], "--no-workbook"]).1);

    let path = folder.0.join("regels").join("VOG").join("VOG-01.toml");
    let text = fs::read_to_string(&path).expect("the rule is exported");
    let line = text.lines().position(|line| line.starts_with("effect = ")).expect("a rule has an effect") + 1;
    fs::write(&path, text.replacen("effect = ", "efect = ", 1)).expect("the folder can be written");
    for arguments in [&["goed.csv", "--rules", "regels"][..], &["rules", "check", "regels"]] {
        let (status, shown, message) = folder.run(arguments);
        assert_eq!((status, shown.as_str()), (Some(2), ""));
        for part in ["toetsklaar: ", "'regels'", "`efect`", "`effect`", &format!("VOG/VOG-01.toml:{line}:")] {
            assert!(message.contains(part), "{part}: {message}");
        }
    }
    assert_eq!(folder.names(), ["goed.csv", "regels"]);
}

#[test]
fn a_reader_that_stops_is_no_failure() {
    let folder = Folder::new("pipe");
    let rows: Vec<String> =
        (1..20_000).map(|row| format!("{row};N. Naam {row};pedagogisch medewerker;Kube;1;1-5-2020;;;;")).collect();
    let heading = STAFF.lines().next().expect("a heading");
    fs::write(folder.0.join("groot.csv"), format!("{heading}\n{}\n", rows.join("\n"))).expect("a file for the test");
    let mut child = Command::new(env!("CARGO_BIN_EXE_toetsklaar"))
        .args(["groot.csv", "--no-workbook"])
        .current_dir(&folder.0)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(1), &b""[..]));
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_waited_for() {
    let folder = Folder::new("fifo");
    let made = Command::new("mkfifo").arg(folder.0.join("pijp.csv")).status().expect("mkfifo is there");
    assert!(made.success());
    let made = Command::new("mkfifo").arg(folder.0.join("uit.xlsx")).status().expect("mkfifo is there");
    assert!(made.success());
    fs::create_dir(folder.0.join("map.csv")).expect("a folder for the test");
    for (arguments, part) in [
        (&["pijp.csv"][..], "'pijp.csv' is geen gewoon bestand maar een pijp of apparaat"),
        (&["columns", "pijp.csv"], "'pijp.csv' is geen gewoon bestand maar een pijp of apparaat"),
        (&["goed.csv", "--settings", "pijp.csv"], "'pijp.csv' is geen gewoon bestand maar een pijp of apparaat"),
        (&["goed.csv", "--columns", "pijp.csv"], "'pijp.csv' is geen gewoon bestand maar een pijp of apparaat"),
        (&["/dev/zero"], "'/dev/zero' is geen gewoon bestand maar een pijp of apparaat"),
        (&["goed.csv", "-o", "uit.xlsx"], "De uitvoer 'uit.xlsx' is geen gewoon bestand"),
        (&["goed.csv", "-o", "uit.xlsx", "--force"], "De uitvoer 'uit.xlsx' is geen gewoon bestand"),
        (&["map.csv"], "'map.csv' is een map, geen bestand"),
        (&["goed.csv", "--columns", "map.csv"], "'map.csv' is een map, geen bestand"),
    ] {
        let (status, shown, message) = folder.run(arguments);
        assert_eq!((status, shown.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(message.contains(part) && message.lines().count() == 1, "{message}");
    }
    assert_eq!(folder.names(), ["goed.csv", "map.csv", "pijp.csv", "uit.xlsx"]);
}
