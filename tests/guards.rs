//! The annotated copies of workbooks by many programs, held against `guard`. All people in them are made up.

mod guard;

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use std::sync::Arc;

use guard::Way;
use toetsklaar::assess::{Assessment, Input, Options, assess};
use toetsklaar::edition::Edition;
use toetsklaar::lexicon::Lexicon;
use toetsklaar::read::Here;
use toetsklaar::rules::RuleFiles;
use toetsklaar::write::workbook::{Copies, template, workbook};

/// Workbooks of `tests/files/programmas`, and how each is copied.
const PROGRAMS: [(&str, Way); 21] = [
    ("beveiligd-blad.xlsx", Way::InPlace),
    ("discussie.xlsx", Way::InPlace),
    ("draaitabel.xlsx", Way::InPlace),
    ("excel.xlsx", Way::InPlace),
    ("exceljs.xlsx", Way::InPlace),
    ("externe-koppeling.xlsx", Way::InPlace),
    ("formules.xlsx", Way::InPlace),
    ("grafiekblad.xlsx", Way::InPlace),
    ("kaal.xlsx", Way::InPlace),
    ("knop.xlsx", Way::InPlace),
    ("libreoffice.xlsx", Way::InPlace),
    ("macro.xlsm", Way::InPlace),
    ("met-de-hand.xlsx", Way::InPlace),
    ("ondertekend.xlsx", Way::Rebuilt),
    ("openpyxl.xlsx", Way::InPlace),
    ("sheetjs.xlsx", Way::InPlace),
    ("strict.xlsx", Way::Rebuilt),
    ("verborgen.xlsx", Way::InPlace),
    ("vergrendeld.xlsx", Way::Rebuilt),
    ("voorvoegsels.xlsx", Way::InPlace),
    ("xlsxwriter.xlsx", Way::InPlace),
];

/// Samples, by the library that this program writes with.
const SAMPLES: [(&str, Way); 3] = [
    ("een-vog-ontbreekt.xlsx", Way::InPlace),
    ("klein-in-orde.xlsx", Way::InPlace),
    ("voorbeeld-instelling.xlsx", Way::InPlace),
];

fn read(folder: &str, file: &str) -> Input {
    let path = format!("{}/{folder}/{file}", env!("CARGO_MANIFEST_DIR"));
    #[expect(clippy::disallowed_methods, reason = "a test reads its own files")]
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    Input { name: file.to_owned(), bytes: Arc::from(bytes) }
}

/// The annotated copy of a file.
fn annotated(input: &Input) -> (Assessment, Vec<u8>) {
    let options = Options::on("2026-11-23".parse().expect("a date"));
    let (assessment, mut books) =
        assess(std::slice::from_ref(input), options, &Here).unwrap_or_else(|error| panic!("{}: {error}", input.name));
    let copy = workbook(&Edition::new(&assessment), &mut books, 0, Copies::Together);
    (assessment, copy.unwrap_or_else(|error| panic!("{}: {error}", input.name)))
}

#[track_caller]
fn hold(folder: &str, files: &[(&str, Way)]) {
    let mut wrong = Vec::new();
    for (file, way) in files {
        let input = read(folder, file);
        let (assessment, copy) = annotated(&input);
        let found = guard::complaints(&input.bytes, &copy, &assessment, *way);
        wrong.extend(found.into_iter().map(|complaint| format!("{file}: {complaint}")));
    }
    assert!(wrong.is_empty(), "{} complaints:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn copies_of_workbooks_by_many_programs_are_sound() {
    hold("tests/files/programmas", &PROGRAMS);
}

#[test]
fn copies_of_the_samples_are_sound() {
    hold("samples", &SAMPLES);
}

#[test]
fn the_intake_workbook_is_sound() {
    let rules = RuleFiles::embedded();
    let lexicon = Lexicon::load(|path| rules.text(path)).unwrap_or_else(|error| panic!("{error}"));
    let bytes = template(&lexicon).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(guard::faults(&bytes), Vec::<String>::new());
}

/// Every file has the same table, with the same three things missing: a VOG, a registration, the date of a training.
#[test]
fn the_three_known_problems_are_found_in_every_file() {
    for (file, _) in PROGRAMS {
        let (assessment, _) = annotated(&read("tests/files/programmas", file));
        // Where the first cell of the table stands.
        let (right, down) = if matches!(file, "openpyxl.xlsx" | "libreoffice.xlsx") { (1, 3) } else { (0, 0) };
        let edition = Edition::new(&assessment);
        let found: BTreeSet<(&str, u16, u32)> = assessment
            .judgement
            .findings
            .iter()
            .flat_map(|finding| finding.cells.iter().map(move |place| (finding, place.position)))
            .map(|(finding, cell)| (edition.rule(finding).code.as_str(), cell.column, cell.row))
            .filter(|(code, _, _)| !code.starts_with("DAT"))
            .collect();
        let expected = [("SCH-02", 9, 4), ("SKJ-03", 6, 3), ("VOG-01", 8, 2)];
        let expected = expected.map(|(code, column, row)| (code, column + right, row + down));
        assert_eq!(found, BTreeSet::from(expected), "{file}");
    }
}

/// A package with a text of one of its parts replaced, or with a part left out (`old` empty).
fn with(bytes: &[u8], part: &str, old: &str, new: &str) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut seen = false;
    for at in 0..from.len() {
        let mut file = from.by_index(at).expect("a part");
        let name = file.name().expect("a name").into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("a part");
        if name == part {
            seen = true;
            if old.is_empty() {
                continue;
            }
            let text = String::from_utf8(content).expect("text");
            assert!(text.contains(old), "{old} is not in {part}: {text}");
            content = text.replacen(old, new, 1).into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        to.write_all(&content).expect("a part");
    }
    assert!(seen, "no part {part}");
    to.finish().expect("a zip").into_inner()
}

/// A guard that never complains guards nothing: one thing is broken at a time, and it must be told.
#[test]
fn the_guard_sees_what_is_broken_in_a_copy() {
    // A copy that can only be rebuilt: there is less of the user's in it.
    let input = read("tests/files/programmas", "vergrendeld.xlsx");
    let (assessment, copy) = annotated(&input);
    let sheet = "xl/worksheets/sheet1.xml";
    let relations = "xl/worksheets/_rels/sheet1.xml.rels";
    for (part, old, new, complaint) in [
        (sheet, "</worksheet>", "", "never closed"),
        (sheet, "<sheetData>", "<v:rect/><sheetData>", "nobody says what v"),
        (sheet, "<legacyDrawing ", "<drawing r:id=\"rId1\"/><legacyDrawing ", "drawing does not lead to one"),
        (
            sheet,
            "</worksheet>",
            "<conditionalFormatting sqref=\"A1\"/></worksheet>",
            "conditionalFormatting stands behind",
        ),
        (sheet, " s=\"", " s=\"999", "has look"),
        (sheet, "<c r=\"A2\">", "<c r=\"A2\" t=\"s\">", "holds text"),
        (
            sheet,
            "<pageMargins",
            "<mergeCells><mergeCell ref=\"A1:B2\"/><mergeCell ref=\"B2:C3\"/></mergeCells><pageMargins",
            "merged twice",
        ),
        (relations, "comments1.xml", "comments9.xml", "which is not there"),
        (relations, "Id=\"rId1\"", "Id=\"rId2\"", "not one of its own"),
        (relations, "Id=\"rId1\"", "Id=\"rId77\"", "leads nowhere"),
        ("xl/comments1.xml", "", "", "which is not there"),
        ("xl/comments1.xml", "ref=\"I3\"", "ref=\"I7\"", "has no shape"),
        ("xl/comments1.xml", "ref=\"I3\"", "ref=\"J5\"", "is used twice"),
        ("xl/comments1.xml", "VOG-01", "VOG-02", "does not say VOG-01"),
        ("xl/drawings/vmlDrawing1.vml", "_x0000_s1025", "_x0000_s1026", "the shape \"_x0000_s1026\" is used twice"),
        ("[Content_Types].xml", "PartName=\"/xl/comments1.xml\"", "PartName=\"/xl/comments7.xml\"", "there is no part"),
        ("[Content_Types].xml", "spreadsheetml.comments+xml", "spreadsheetml.table+xml", "is called"),
        ("xl/workbook.xml", "sheetId=\"2\"", "sheetId=\"1\"", "sheetId Some(\"1\") is used twice"),
        ("xl/workbook.xml", "activeTab=\"1\"", "activeTab=\"0\"", "opens on sheet 0"),
        ("xl/tables/table1.xml", "ref=\"A5:", "ref=\"B5:", "another size"),
        ("xl/styles.xml", "fillId=\"2\"", "fillId=\"200\"", "a look has fillId"),
        ("xl/styles.xml", "bgColor rgb=\"FFF6C6AD\"", "bgColor rgb=\"FFFFFFFF\"", "not the colour of onvoldoende"),
    ] {
        let broken = with(&copy, part, old, new);
        let found = guard::complaints(&input.bytes, &broken, &assessment, Way::Rebuilt);
        assert!(found.iter().any(|one| one.contains(complaint)), "{part}: {old} -> {new}: {found:#?}");
    }
}

/// The same for what a copy in place may not do. The workbook itself stands in for the copy.
#[test]
fn the_guard_sees_what_a_copy_in_place_should_have_left_alone() {
    let input = read("tests/files/programmas", "discussie.xlsx");
    let (assessment, _) = annotated(&input);
    let sheet = "xl/worksheets/sheet1.xml";
    let marks = |found: Vec<String>| -> Vec<String> {
        let is_mark = |one: &String| one.contains("not the colour of") || one.contains("does not say");
        found.into_iter().filter(|one| !is_mark(one)).collect()
    };
    let found = marks(guard::complaints(&input.bytes, &input.bytes, &assessment, Way::InPlace));
    assert!(found.is_empty(), "{found:#?}");
    for (part, old, new, complaint) in [
        ("docProps/core.xml", "verzonnen", "iemand", "was changed"),
        ("xl/charts/chart1.xml", "", "", "which is not there"),
        (sheet, "<v>1001</v>", "<v>1001.0</v>", "sheetData is not what it was"),
        (sheet, "<v>1001</v>", "<v>1009</v>", "stands on one side only"),
        (sheet, "ySplit=\"1\"", "ySplit=\"2\"", "sheetViews is not what it was"),
        (sheet, "<pageMargins", "<printOptions/><pageMargins", "got printOptions"),
        (
            sheet,
            "<cfRule type=\"colorScale\"",
            "<cfRule type=\"colorScale\" stopIfTrue=\"1\"",
            "conditional format is gone",
        ),
        ("xl/comments1.xml", "Een notitie", "Geen notitie", "note on (1, 1) is not what it was"),
        (
            "xl/comments1.xml",
            "Nog opvragen bij Bram.",
            "Nog opvragen bij Bram. En meer.",
            "note on (8, 2) is not what it was",
        ),
        ("xl/styles.xml", "FFFFC7CE", "FFF6C6AD", "what the user had is not the beginning"),
        ("xl/workbook.xml", "name=\"Functies\"", "name=\"Titels\"", "definedNames is not what it was"),
        ("xl/_rels/workbook.xml.rels", "rId91", "rId92", "lost"),
    ] {
        let broken = with(&input.bytes, part, old, new);
        let found = guard::complaints(&input.bytes, &broken, &assessment, Way::InPlace);
        assert!(found.iter().any(|one| one.contains(complaint)), "{part}: {old} -> {new}: {found:#?}");
    }
}
