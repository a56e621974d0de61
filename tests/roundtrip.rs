//! The annotated workbook as input again: what people decided in it stays with its finding, and nothing of it gets lost. All people
//! are made up.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;
use std::sync::Arc;

use toetsklaar::assess::{AssessError, Input, Options, assess};
use toetsklaar::cell::{Letters, Value};
use toetsklaar::edition::Edition;
use toetsklaar::read::{Book, Here, Limits};
use toetsklaar::seal::seal;
use toetsklaar::write::workbook::{Copies, copy_name, workbook};

const HEADER: [&str; 8] =
    ["Pers.nr", "Naam", "Functie", "Groep", "In dienst", "SKJ-nummer", "SKJ geldig tot", "VOG datum"];

/// A. has no VOG, B. one that is too old, C. is in order.
const ROWS: [[&str; 8]; 3] = [
    ["1", "A. Bakker", "pedagogisch medewerker", "Kube", "1-5-2024", "110001234", "1-3-2029", ""],
    ["2", "B. Smit", "pedagogisch medewerker", "Kube", "1-5-2024", "110001235", "1-3-2029", "1-1-2024"],
    ["3", "C. Mulder", "pedagogisch medewerker", "Kube", "1-5-2024", "110001236", "1-3-2029", "1-4-2024"],
];

fn staff(rows: &[[&str; 8]]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Personeel").expect("a name");
    for (row, cells) in (0u32..).zip(std::iter::once(&HEADER).chain(rows)) {
        for (column, text) in (0u16..).zip(cells) {
            sheet.write(row, column, *text).expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

fn run(name: &str, bytes: &[u8]) -> Result<Vec<u8>, AssessError> {
    let input = Input { name: name.to_owned(), bytes: Arc::from(bytes) };
    let (assessment, mut books) = assess(&[input], Options::on("2026-11-23".parse().expect("a date")), &Here)?;
    let made = workbook(&Edition::new(&assessment), &mut books, 0, Copies::Together);
    Ok(seal(&made.unwrap_or_else(|error| panic!("{error}"))))
}

fn annotated(name: &str, bytes: &[u8]) -> Vec<u8> {
    run(name, bytes).unwrap_or_else(|error| panic!("{error}"))
}

/// The rows of a sheet: by row, by column, what stands there.
fn rows(bytes: &[u8], sheet: &str) -> BTreeMap<u32, BTreeMap<String, Value<'static>>> {
    let mut book =
        Book::open(Arc::from(bytes), "uit.xlsx", &Limits::default()).unwrap_or_else(|error| panic!("{error}"));
    let at = book.sheets().iter().position(|info| info.name == sheet).unwrap_or_else(|| panic!("no sheet {sheet}"));
    let mut rows = BTreeMap::new();
    book.rows(at, &mut |row| {
        let cells = row.cells.iter();
        let cells = cells.map(|(column, value)| (Letters(*column).to_string(), value.clone().into_owned()));
        rows.insert(row.index + 1, cells.collect());
        ControlFlow::Continue(())
    })
    .unwrap_or_else(|error| panic!("{error}"));
    rows
}

/// A line of `Bevindingen`: its row, what it is about, and what was decided.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    row: u32,
    code: String,
    person: String,
    remedy: String,
    decided: [String; 4],
    key: String,
}

fn lines(bytes: &[u8]) -> Vec<Line> {
    let all = rows(bytes, "Bevindingen").into_iter().filter(|(row, _)| *row > 5);
    all.map(|(row, cells)| {
        let text = |column: &str| cells.get(column).map_or_else(String::new, |value| value.shown().into_owned());
        let [code, person, remedy, key] = ["B", "F", "J", "T"].map(text);
        Line { row, code, person, remedy, decided: ["P", "Q", "R", "S"].map(text), key }
    })
    .collect()
}

fn line<'l>(lines: &'l [Line], code: &str, person: &str) -> &'l Line {
    let found = lines.iter().find(|line| line.code == code && line.person == person);
    found.unwrap_or_else(|| panic!("no {code} of {person}: {lines:#?}"))
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut text = String::new();
    archive.by_name(name).unwrap_or_else(|_| panic!("no part {name}")).read_to_string(&mut text).expect("text");
    text
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let start = text.find(before).unwrap_or_else(|| panic!("no {before} in {text}")) + before.len();
    &text[start..start + text[start..].find(after).unwrap_or_else(|| panic!("no {after} behind {before}"))]
}

/// The part in which a sheet stands.
fn part_of(bytes: &[u8], sheet: &str) -> String {
    let list = part(bytes, "xl/workbook.xml");
    let id = between(&list[list.find(&format!("name=\"{sheet}\"")).expect("the sheet")..], "r:id=\"", "\"");
    let relations = part(bytes, "xl/_rels/workbook.xml.rels");
    let relation = relations.split("<Relationship ").find(|relation| relation.contains(&format!("Id=\"{id}\"")));
    format!("xl/{}", between(relation.expect("the relation"), "Target=\"", "\"").trim_start_matches("/xl/"))
}

/// The workbook as it is when somebody typed in some cells of a sheet: a text, a day (`=` and a serial) or nothing.
fn typed(bytes: &[u8], sheet: &str, cells: &[(&str, &str)]) -> Vec<u8> {
    let name = part_of(bytes, sheet);
    let mut xml = part(bytes, &name);
    for (place, text) in cells {
        // A cell that is not there yet is the last one of its row.
        let row = format!("<row r=\"{}\"", place.trim_start_matches(|c: char| c.is_ascii_uppercase()));
        let start = xml.find(&format!("<c r=\"{place}\"")).unwrap_or_else(|| {
            let row = xml.find(&row).unwrap_or_else(|| panic!("no {row} in {xml}"));
            let end = row + xml[row..].find("</row>").expect("the end of the row");
            xml.insert_str(end, &format!("<c r=\"{place}\"/>"));
            end
        });
        let tag = start + xml[start..].find('>').expect("the end of the tag");
        let end = if xml[..tag].ends_with('/') { tag + 1 } else { tag + xml[tag..].find("</c>").expect("its end") + 4 };
        let style = xml[start..tag]
            .find(" s=\"")
            .map_or(String::new(), |at| format!(" s=\"{}\"", between(&xml[start + at..=tag], " s=\"", "\"")));
        let cell = match text.strip_prefix('=') {
            Some(serial) => format!("<c r=\"{place}\"{style}><v>{serial}</v></c>"),
            None if text.is_empty() => format!("<c r=\"{place}\"{style}/>"),
            None => format!("<c r=\"{place}\"{style} t=\"inlineStr\"><is><t>{text}</t></is></c>"),
        };
        xml.replace_range(start..end, &cell);
    }
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let file = from.by_index_raw(at).expect("a part");
        if file.name().expect("a name") != name {
            to.raw_copy_file(file).expect("a copy");
        }
    }
    to.start_file(&*name, zip::write::SimpleFileOptions::default()).expect("a part");
    to.write_all(xml.as_bytes()).expect("a part");
    to.finish().expect("a zip").into_inner()
}

/// The workbook in which HR decided on the VOG of A. and that of B.
fn decided() -> Vec<u8> {
    let first = annotated("personeel.xlsx", &staff(&ROWS));
    let findings = lines(&first);
    let (a, b) = (line(&findings, "VOG-01", "A. Bakker").row, line(&findings, "VOG-02", "B. Smit").row);
    let cells = [
        (format!("P{a}"), "akkoord met reden"),
        (format!("Q{a}"), "HR &amp; team"),
        (format!("R{a}"), "=45992"),
        (format!("S{a}"), "VOG is aangevraagd"),
        (format!("P{b}"), "open"),
        (format!("R{b}"), "week 3"),
    ];
    let cells: Vec<(&str, &str)> = cells.iter().map(|(place, text)| (place.as_str(), *text)).collect();
    typed(&first, "Bevindingen", &cells)
}

const OF_A: [&str; 4] = ["akkoord met reden", "HR & team", "1-12-2025", "VOG is aangevraagd"];
const OF_B: [&str; 4] = ["open", "", "week 3", ""];

#[test]
fn a_decision_stays_with_its_finding() {
    let again = lines(&annotated("personeel.toetsklaar.xlsx", &decided()));
    assert_eq!(line(&again, "VOG-01", "A. Bakker").decided, OF_A);
    assert_eq!(line(&again, "VOG-02", "B. Smit").decided, OF_B);
    let others = again.iter().filter(|line| !line.code.starts_with("VOG"));
    assert!(others.clone().count() > 0 && others.into_iter().all(|line| line.decided == [""; 4]), "{again:#?}");
    assert!(again.iter().all(|line| line.remedy != "Besluiten die niet meer gelden"));
}

#[test]
fn a_day_stays_a_day_and_what_was_typed_stays_what_it_was() {
    let again = annotated("personeel.toetsklaar.xlsx", &decided());
    let row = line(&lines(&again), "VOG-01", "A. Bakker").row;
    assert_eq!(rows(&again, "Bevindingen")[&row]["R"], Value::Moment(45_992.0));
}

#[test]
fn a_decision_follows_its_finding_when_rows_are_sorted() {
    // Somebody sorted the sheet: B. stands first now.
    let swap = [("1", "2"), ("A. Bakker", "B. Smit"), ("110001234", "110001235")];
    let mut cells = Vec::new();
    for (column, (of_a, of_b)) in ["A", "B", "F"].iter().zip(swap) {
        cells.extend([(format!("{column}2"), of_b), (format!("{column}3"), of_a)]);
    }
    cells.extend([("H2".to_owned(), "1-1-2024"), ("H3".to_owned(), "")]);
    let cells: Vec<(&str, &str)> = cells.iter().map(|(place, text)| (place.as_str(), *text)).collect();
    let again = lines(&annotated("personeel.toetsklaar.xlsx", &typed(&decided(), "Personeel", &cells)));
    assert_eq!(line(&again, "VOG-01", "A. Bakker").decided, OF_A);
    assert_eq!(line(&again, "VOG-02", "B. Smit").decided, OF_B);
}

#[test]
fn decisions_that_no_longer_apply_are_listed_apart_and_kept() {
    // A. has a VOG in order now; that of B. is still too old, but another one.
    let mended = typed(&decided(), "Personeel", &[("H2", "1-4-2024"), ("H3", "2-1-2024")]);
    let again = annotated("personeel.toetsklaar.xlsx", &mended);
    let check = |lines: &[Line]| {
        assert!(lines.iter().all(|line| line.code != "VOG-01" || line.remedy.contains("niet meer")), "{lines:#?}");
        let of_b: Vec<&Line> = lines.iter().filter(|line| line.code == "VOG-02").collect();
        assert_eq!(of_b.len(), 2, "the finding, and the old decision: {lines:#?}");
        assert_eq!(of_b[0].decided, [""; 4]);
        assert!(of_b[1].decided == OF_B && of_b[1].remedy.contains("de gegevens zijn veranderd"), "{of_b:#?}");
        let of_a = line(lines, "VOG-01", "A. Bakker");
        assert!(of_a.decided == OF_A && of_a.remedy.contains("de bevinding is er niet meer"), "{of_a:#?}");
    };
    check(&lines(&again));
    let third = annotated("personeel.toetsklaar-2.xlsx", &again);
    check(&lines(&third));
    // The facts are back, and so is what was decided on them.
    let back = typed(&again, "Personeel", &[("H3", "1-1-2024")]);
    let fourth = lines(&annotated("personeel.toetsklaar-2.xlsx", &back));
    assert_eq!(line(&fourth, "VOG-02", "B. Smit").decided, OF_B);
    assert_eq!(fourth.iter().filter(|line| line.code == "VOG-02").count(), 1);
}

#[test]
fn a_decision_without_a_key_and_a_second_one_are_kept_too() {
    let book = decided();
    let findings = lines(&book);
    let (a, b) = (line(&findings, "VOG-01", "A. Bakker"), line(&findings, "VOG-02", "B. Smit"));
    let without = typed(&book, "Bevindingen", &[(&format!("T{}", a.row), ""), (&format!("T{}", b.row), &a.key)]);
    let again = lines(&annotated("personeel.toetsklaar.xlsx", &without));
    let told = |text: &str| again.iter().find(|line| line.remedy.contains(text)).map(|line| &line.decided);
    assert_eq!(told("geen kenmerk").map(|decided| decided.each_ref().map(String::as_str)), Some(OF_A));
    // The key of A. stands with what was decided on B.: that is where it goes.
    assert_eq!(line(&again, "VOG-01", "A. Bakker").decided, OF_B);
    let twice = typed(&book, "Bevindingen", &[(&format!("T{}", b.row), &a.key)]);
    let again = lines(&annotated("personeel.toetsklaar.xlsx", &twice));
    let second = again.iter().find(|line| line.remedy.contains("twee besluiten")).expect("it is told");
    assert_eq!(second.decided.len(), 4);
}

#[test]
fn without_headings_nothing_is_thrown_away_in_silence() {
    let book = decided();
    let cells: Vec<(String, &str)> = ('A'..='T').map(|column| (format!("{column}5"), "x")).collect();
    let cells: Vec<(&str, &str)> = cells.iter().map(|(place, text)| (place.as_str(), *text)).collect();
    let error =
        run("personeel.toetsklaar.xlsx", &typed(&book, "Bevindingen", &cells)).expect_err("refused").to_string();
    assert!(error.contains("blad \"Bevindingen\"") && error.contains("kopregel"), "{error}");
}

#[test]
fn a_key_tells_nobody_who_it_is_about() {
    let keys = |file: &[u8]| -> Vec<String> {
        lines(&annotated("personeel.xlsx", file)).into_iter().map(|line| line.key).collect()
    };
    let with = |name: &'static str| {
        let mut rows = ROWS;
        rows[2][1] = name;
        staff(&rows)
    };
    let file = with("C. Mulder");
    let (one, other) = (keys(&file), keys(&with("C. Muller")));
    assert_eq!(one, keys(&file), "the same file, the same keys");
    assert!(one.iter().all(|key| !other.contains(key)), "another file, other keys for the same people");
    assert!(
        one.iter().all(|key| key.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-' || b"van".contains(&b))),
        "{one:?}"
    );
}

#[test]
fn an_untouched_copy_stands_for_its_original() {
    let original = staff(&ROWS);
    let first = annotated("personeel.xlsx", &original);
    let input = |name: &str, bytes: &[u8]| {
        let input = Input { name: name.to_owned(), bytes: Arc::from(bytes) };
        let options = Options::on("2026-11-23".parse().expect("a date"));
        let (assessment, _) = assess(&[input], options, &Here).unwrap_or_else(|error| panic!("{error}"));
        (assessment.provider.clone(), assessment.inputs[0].file.clone(), assessment.inputs[0].sha256.clone())
    };
    assert_eq!(input("kopie.xlsx", &first), input("personeel.xlsx", &original));
    let (provider, file, hash) = input("personeel.toetsklaar.xlsx", &decided());
    assert_eq!((provider.as_str(), file.as_str()), ("personeel", "personeel.toetsklaar.xlsx"));
    assert_ne!(hash, input("personeel.xlsx", &original).2, "somebody worked in it: it is a file of its own");
}

#[test]
fn the_copy_of_a_copy_has_the_next_number() {
    for (file, copy) in [
        ("personeel.xlsx", "personeel.toetsklaar.xlsx"),
        ("personeel.csv", "personeel.toetsklaar.xlsx"),
        ("personeel.toetsklaar.xlsx", "personeel.toetsklaar-2.xlsx"),
        ("personeel.toetsklaar-2.xlsx", "personeel.toetsklaar-3.xlsx"),
        ("personeel.toetsklaar-x.xlsx", "personeel.toetsklaar-x.toetsklaar.xlsx"),
        (".toetsklaar.xlsx", ".toetsklaar.toetsklaar.xlsx"),
    ] {
        assert_eq!(copy_name(file), copy, "{file}");
    }
}

fn is_rebuilt(copy: &[u8]) -> bool {
    let told = |value: &Value<'_>| value.shown().contains(" is opnieuw opgebouwd: ");
    rows(copy, "Verantwoording").values().flat_map(BTreeMap::values).any(told)
}

#[test]
fn twice_is_the_same_as_once() {
    let folders = ["tests/files/programmas", "samples"];
    let mut tried = 0;
    for folder in folders {
        let path = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
        #[expect(clippy::disallowed_methods, reason = "a test reads its own files")]
        let files = std::fs::read_dir(path).expect("a folder").map(|entry| entry.expect("a file").path());
        for path in files.filter(|path| path.extension().is_some_and(|end| end == "xlsx" || end == "xlsm")) {
            #[expect(clippy::disallowed_methods, reason = "a test reads its own files")]
            let bytes = std::fs::read(&path).expect("a file");
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            // A list of groups alone has nobody to assess.
            let Ok(mut once) = run(&name, &bytes) else { continue };
            // What had to be rebuilt can be marked in place from then on, and says so.
            if is_rebuilt(&once) {
                once = annotated(&copy_name(&name), &once);
                assert!(!is_rebuilt(&once), "{name}");
            }
            let twice = annotated(&copy_name(&name), &once);
            assert!(once == twice, "{name}");
            tried += 1;
        }
    }
    assert!(tried > 20, "{tried}");
    // And so it is when somebody worked in it.
    let once = annotated("personeel.toetsklaar.xlsx", &decided());
    assert!(annotated("personeel.toetsklaar-2.xlsx", &once) == once);
}
