//! Looking ahead: the steps in `Acties`, read back. All people are made up.

use std::ops::ControlFlow;
use std::sync::Arc;

use toetsklaar::assess::{Assessment, Input, Options, assess};
use toetsklaar::cell::Value;
use toetsklaar::edition::Edition;
use toetsklaar::finding::Norm;
use toetsklaar::read::{Book, Here, Limits};
use toetsklaar::write::workbook::{Copies, workbook};

fn sample(file: &str) -> Input {
    let path = format!("{}/samples/{file}", env!("CARGO_MANIFEST_DIR"));
    #[expect(clippy::disallowed_methods, reason = "a test reads its own files")]
    let bytes = std::fs::read(path).expect("the sample is in the checkout");
    Input { name: file.to_owned(), bytes: Arc::from(bytes) }
}

fn run(input: &Input, date: &str) -> (Assessment, Vec<Book>) {
    let options = Options::on(date.parse().expect("a date"));
    assess(std::slice::from_ref(input), options, &Here).unwrap_or_else(|error| panic!("{error}"))
}

/// The texts on a sheet of the annotated workbook: its rows, each with what its cells show.
fn rows(input: &Input, date: &str, sheet: &str) -> Vec<Vec<String>> {
    let (assessment, mut books) = run(input, date);
    let bytes =
        workbook(&Edition::new(&assessment), &mut books, 0, Copies::Together).unwrap_or_else(|error| panic!("{error}"));
    let mut book =
        Book::open(Arc::from(bytes), "uit.xlsx", &Limits::default()).unwrap_or_else(|error| panic!("{error}"));
    let at = book.sheets().iter().position(|info| info.name == sheet).unwrap_or_else(|| panic!("no sheet {sheet}"));
    let mut rows = Vec::new();
    book.rows(at, &mut |row| {
        let shown = |value: &Value<'_>| value.shown().into_owned();
        rows.push(row.cells.iter().map(|(_, value)| shown(value)).collect());
        ControlFlow::Continue(())
    })
    .unwrap_or_else(|error| panic!("{error}"));
    rows
}

#[test]
fn acties_names_as_many_registrations_as_the_agreed_share_lacks() {
    let input = sample("voorbeeld-instelling.xlsx");
    let (assessment, _) = run(&input, "2026-11-23");
    let name = |group: usize| assessment.staff.text(assessment.staff.groups[group].name);
    let group = (0..assessment.staff.groups.len()).find(|group| name(*group) == "De Wilg").expect("the group");
    let tally = assessment.judgement.groups[group].tally(Norm::Registered);
    // Three quarters of ten is seven and a half.
    assert_eq!((tally.low, tally.total), (5, 10));
    let rows = rows(&input, "2026-11-23", "Acties");
    let after = "Als dat klopt: De Wilg: 8 van 10, norm 3/4, voldoende.";
    let shows = rows.iter().filter(|row| row.iter().any(|cell| cell == after)).count();
    assert_eq!(shows, 3);
    let short = &rows[3][0];
    assert!(short.starts_with("5.2.1: nu onvoldoende, 9 stappen, daarna voldoende als alles klopt."), "{short}");
}

#[test]
fn without_anything_wrong_there_is_nothing_to_do() {
    let rows = rows(&sample("klein-in-orde.xlsx"), "2026-11-23", "Acties");
    assert_eq!(rows[2], ["Alle normen zijn voldoende: er zijn geen stappen nodig."]);
    assert_eq!(rows.len(), 4, "mark, disclaimer, sentence and headings");
}
