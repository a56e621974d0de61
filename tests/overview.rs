//! Many providers side by side: the workbook and the report of an overview, read back. All people are made up.
#![expect(clippy::disallowed_methods, reason = "these tests run the program on files of their own")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use serde_json::Value as Json;
use toetsklaar::cell::{Letters, Value};
use toetsklaar::read::{Book, Limits};

/// A folder of its own, gone at the end of the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("overview-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder for the test");
        Folder(folder)
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder for the test");
        fs::write(path, content).expect("a file for the test");
    }

    fn sample(&self, path: &str, sample: &str) {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(sample);
        self.write(path, fs::read(sample).expect("the sample is in the checkout"));
    }

    fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_toetsklaar"))
            .args(arguments)
            .args(["--date", "2026-11-23"])
            .current_dir(&self.0)
            .output()
            .expect("the program starts");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() != Some(2), "{error}");
        (output.status.code(), String::from_utf8(output.stdout).expect("the program writes UTF-8"))
    }

    fn json(&self, arguments: &[&str]) -> Json {
        serde_json::from_str(&self.run(&[arguments, &["--format", "json"]].concat()).1).expect("JSON")
    }

    fn bytes(&self, path: &str) -> Vec<u8> {
        fs::read(self.0.join(path)).expect("the output is there")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The rows of a sheet: per row its filled cells by column.
fn rows(bytes: &[u8], sheet: &str) -> Vec<BTreeMap<u16, String>> {
    let mut book =
        Book::open(Arc::from(bytes), "uit.xlsx", &Limits::default()).unwrap_or_else(|error| panic!("{error}"));
    let at = book.sheets().iter().position(|info| info.name == sheet).unwrap_or_else(|| panic!("no sheet {sheet}"));
    let mut rows = Vec::new();
    book.rows(at, &mut |row| {
        let shown = |value: &Value<'_>| value.shown().into_owned();
        rows.push(row.cells.iter().map(|(column, value)| (*column, shown(value))).collect());
        ControlFlow::Continue(())
    })
    .unwrap_or_else(|error| panic!("{error}"));
    rows
}

/// The rows below the row that begins with this heading.
fn below(bytes: &[u8], sheet: &str, heading: &str) -> Vec<BTreeMap<u16, String>> {
    let rows = rows(bytes, sheet);
    let at = rows.iter().position(|row| row.get(&0).is_some_and(|cell| cell == heading));
    rows[at.unwrap_or_else(|| panic!("no {heading} on {sheet}")) + 1..].to_vec()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut text = String::new();
    archive.by_name(name).unwrap_or_else(|_| panic!("no part {name}")).read_to_string(&mut text).expect("text");
    text
}

fn providers(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.sample("in/Aanbieder 1.xlsx", "voorbeeld-instelling.xlsx");
    folder.sample("in/Aanbieder 2/lijst.csv", "klein-in-orde.csv");
    folder.sample("in/Aanbieder 3.xlsx", "een-vog-ontbreekt.xlsx");
    folder.write("in/Aanbieder 4.xlsx", "geen rekenblad");
    folder
}

#[test]
fn every_provider_has_a_row_also_one_that_cannot_be_read() {
    let folder = providers("rij");
    let (status, _) = folder.run(&["overview", "in", "-o", "uit.xlsx"]);
    assert_eq!(status, Some(1));
    let bytes = folder.bytes("uit.xlsx");
    let shown: Vec<[String; 5]> = below(&bytes, "Overzicht", "Aanbieder")
        .iter()
        .map(|row| [0, 1, 2, 6, 10].map(|column| row.get(&column).cloned().unwrap_or_default()))
        .collect();
    let expected = [
        ["Aanbieder 1", "ja", "onvoldoende", "onvoldoende", "onvoldoende"],
        ["Aanbieder 2", "ja", "voldoende", "voldoende", "voldoende"],
        ["Aanbieder 3", "ja", "voldoende", "voldoende", "onvoldoende"],
        ["Aanbieder 4", "nee", "niet gelezen", "niet gelezen", "niet gelezen"],
    ];
    assert_eq!(shown, expected.map(|row| row.map(str::to_owned)));
    let totals: Vec<Vec<String>> = below(&bytes, "Overzicht", "Norm")[..3]
        .iter()
        .map(|row| (1..5).map(|column| row[&column].clone()).collect())
        .collect();
    assert_eq!(totals, [["2", "1", "0", "1"], ["2", "1", "0", "1"], ["1", "2", "0", "1"]]);
    let account = rows(&bytes, "Verantwoording");
    let unread = account.iter().find(|row| row.get(&1).is_some_and(|file| file == "Aanbieder 4.xlsx"));
    let unread = unread.expect("the file that was not read is accounted for");
    assert_eq!(unread[&2], "nee");
    assert_eq!(unread[&3].len(), 64, "its hash tells which file it was");
    assert!(unread[&4].contains("gewone tekst"), "{unread:?}");
}

#[test]
fn the_report_is_one_text_although_its_providers_wait_packed() {
    let folder = providers("opmaak");
    let report = folder.run(&["overview", "in", "--format", "json"]).1;
    let mut depth = 0;
    for line in report.lines() {
        let text = line.trim_start();
        depth -= usize::from(text.starts_with(['}', ']']));
        assert_eq!(line.len() - text.len(), 2 * depth, "{line:?} does not stand as deep as what is around it");
        depth += usize::from(text.ends_with(['{', '[']));
    }
    assert!(depth == 0 && report.ends_with("}\n"));
    let keys = ["totals", "providers", "registers", "passed_over", "common", "duplicates"];
    let places = keys.map(|key| report.find(&format!("\n  \"{key}\": ")).unwrap_or_else(|| panic!("no {key}")));
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn the_overview_says_of_a_provider_what_its_own_check_says() {
    let folder = providers("zelfde");
    let overview = folder.json(&["overview", "in", "-o", "uit.xlsx"]);
    let bytes = folder.bytes("uit.xlsx");
    let mut findings = 0;
    let mut groups = 0;
    for (at, file) in ["in/Aanbieder 1.xlsx", "in/Aanbieder 2/lijst.csv", "in/Aanbieder 3.xlsx"].iter().enumerate() {
        let check = folder.json(&["check", file, "--no-workbook"]);
        let provider = &overview["providers"][at];
        assert_eq!(provider["files"][0]["sha256"], check["inputs"][0]["sha256"], "{file}");
        let figures = &provider["figures"];
        for verdict in figures["verdicts"].as_array().expect("a list") {
            let same = |one: &&Json| one["scope"] == "provider" && one["norm"] == verdict["norm"];
            let of_check = check["verdicts"].as_array().expect("a list").iter().find(same).expect("the norm");
            assert_eq!(verdict["verdict"], of_check["verdict"], "{file}");
            assert_eq!(verdict["groups"]["voldoende"], of_check["groups"]["voldoende"], "{file}");
        }
        let theirs = check["findings"].as_array().expect("a list");
        let ours = figures["findings"].as_array().expect("a list");
        assert_eq!(ours.len(), theirs.len(), "{file}");
        for (one, other) in ours.iter().zip(theirs) {
            assert_eq!(
                [&one["rule"], &one["message"], &one["person"]],
                [&other["rule"], &other["message"], &other["person"]]
            );
        }
        findings += ours.len();
        groups += figures["groups"].as_array().expect("a list").len();
    }
    assert_eq!(below(&bytes, "Bevindingen", "Aanbieder").len(), findings);
    assert_eq!(below(&bytes, "Groepen", "Aanbieder").len(), groups);
    // Of three judged providers two lack a VOG.
    let common = below(&bytes, "Meest voorkomend", "Code");
    let missing = common.iter().find(|row| row[&0] == "VOG-01").expect("a VOG is missing");
    assert_eq!([&missing[&5], &missing[&6]], ["2", "3"]);
}

#[test]
fn the_same_files_give_the_same_bytes_and_no_text_becomes_a_formula() {
    let folder = providers("bytes");
    let row = "7;=1+1;Pedagogisch medewerker;=NU();1-2-2020;;;;15-1-2020\n";
    let head = "Personeelsnummer;Naam;Functie;Groep;Datum in dienst;SKJ-nummer;SKJ geldig tot;Training mensenhandel;Datum VOG\n";
    folder.write("in/=3+3.csv", format!("{head}{row}"));
    folder.run(&["overview", "in", "-o", "een.xlsx"]);
    folder.run(&["overview", "in", "-o", "twee.xlsx"]);
    let bytes = folder.bytes("een.xlsx");
    assert_eq!(bytes, folder.bytes("twee.xlsx"));
    assert!(below(&bytes, "Groepen", "Aanbieder").iter().any(|row| row[&0] == "=3+3" && row[&1] == "=NU()"));
    for sheet in 1..=7 {
        let xml = part(&bytes, &format!("xl/worksheets/sheet{sheet}.xml"));
        assert!(!xml.contains("<f>") && !xml.contains("<hyperlink"), "sheet {sheet}");
    }
}

#[test]
fn one_number_at_two_providers_is_told_with_both_cells() {
    let folder = Folder::new("dubbel");
    let list = "Personeelsnummer;Naam;Functie;Groep;SKJ-nummer\n";
    folder.write("in/a.csv", format!("{list}1;Testpersoon Een;Groepsleider;Egel;110009001\n"));
    folder.write("in/b.csv", format!("{list}9;Testpersoon Twee;Groepsleider;Das;110009001\n8;Los;Kok;Das;110009002\n"));
    folder.run(&["overview", "in", "-o", "uit.xlsx"]);
    let shown: Vec<Vec<String>> = below(&folder.bytes("uit.xlsx"), "Dubbel", "Nummer")
        .into_iter()
        .map(|row| row.into_values().collect())
        .collect();
    let expected = [
        ["110009001", "andere naam", "a", "Testpersoon Een", "1", "a.csv:a!E2"],
        ["110009001", "andere naam", "b", "Testpersoon Twee", "9", "b.csv:b!E2"],
    ];
    assert_eq!(shown, expected);
}

#[test]
fn settings_beside_the_files_of_a_provider_are_its_own() {
    let folder = providers("instellingen");
    folder.write("in/Aanbieder 2/toetsklaar.toml", "provider = \"De Tweede\"\nminimum_share_registered = \"1/2\"\n");
    folder.write("in/Aanbieder 5/toetsklaar.toml", "onbekend = 1\n");
    folder.sample("in/Aanbieder 5/lijst.csv", "klein-in-orde.csv");
    let report = folder.json(&["overview", "in"]);
    let names: Vec<&str> = report["providers"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["provider"].as_str().expect("a name"))
        .collect();
    assert_eq!(names, ["Aanbieder 1", "De Tweede", "Aanbieder 3", "Aanbieder 4", "Aanbieder 5"]);
    assert_eq!(report["providers"][1]["figures"]["settings"]["minimum_share_registered"], "1/2");
    assert!(report["providers"][4]["reason"].as_str().is_some_and(|reason| reason.contains("onbekend")));
}

#[test]
fn what_a_chart_keeps_is_what_its_cells_hold() {
    let folder = Folder::new("grafieken");
    // So many that the cells behind the charts go on below the rows that the charts stand beside.
    (0..45).for_each(|number| folder.sample(&format!("in/{number}.csv"), "klein-in-orde.csv"));
    folder.sample("in/anders.xlsx", "voorbeeld-instelling.xlsx");
    folder.run(&["overview", "in", "-o", "uit.xlsx"]);
    let bytes = folder.bytes("uit.xlsx");
    let mut cells: BTreeMap<(u32, u16), String> = BTreeMap::new();
    let mut book =
        Book::open(Arc::from(&*bytes), "uit.xlsx", &Limits::default()).unwrap_or_else(|error| panic!("{error}"));
    let at = book.sheets().iter().position(|info| info.name == "Figuren").expect("the sheet is there");
    book.rows(at, &mut |row| {
        cells.extend(row.cells.iter().map(|(column, value)| {
            let shown = match value {
                Value::Number(number) => number.to_string(),
                other => other.shown().into_owned(),
            };
            ((row.index, *column), shown)
        }));
        ControlFlow::Continue(())
    })
    .unwrap_or_else(|error| panic!("{error}"));
    let (mut far, mut names) = (0, Vec::new());
    for chart in 1..=4 {
        let xml = part(&bytes, &format!("xl/charts/chart{chart}.xml"));
        for piece in xml.split("<c:f>").skip(1) {
            let (formula, behind) = piece.split_once("</c:f>").expect("a formula ends");
            let range =
                formula.strip_prefix("Figuren!").expect("charts show cells of their own sheet").replace('$', "");
            let (first, last) = range.split_once(':').unwrap_or((&range, &range));
            let row = |cell: &str| -> u32 {
                cell.trim_start_matches(char::is_alphabetic).parse().unwrap_or_else(|_| panic!("{formula}"))
            };
            let Letters(column) = first.trim_end_matches(char::is_numeric).parse().expect("letters");
            let (points, _) = behind.split_once("Cache></c:").expect("values are kept");
            let kept: Vec<&str> =
                points.split("<c:v>").skip(1).map(|point| point.split("</c:v>").next().unwrap_or_default()).collect();
            let held: Vec<&str> = (row(first)..=row(last)).map(|row| cells[&(row - 1, column)].as_str()).collect();
            assert_eq!(kept, held, "chart {chart}, {formula}");
            assert!(points.contains(&format!("<c:ptCount val=\"{}\"/>", held.len())), "chart {chart}, {formula}");
            far += usize::from(row(last) > 129);
            names.extend(behind.starts_with("<c:strCache>").then(|| (row(first), kept[0].to_owned())));
        }
    }
    assert!(far > 10, "{far} ranges go on below");
    assert!(names.iter().any(|(row, name)| *row > 129 && name == "anders"), "{names:?}");
}
