//! A sample for file checks: who is drawn, that anybody can repeat it, and the sheet. All people are made up.

use std::ops::ControlFlow;
use std::sync::Arc;

use serde_json::Value;
use toetsklaar::assess::{Assessment, Input, OWN_SHEETS, Options, SAMPLE_SHEET, assess};
use toetsklaar::chance::Percent;
use toetsklaar::edition::Edition;
use toetsklaar::read::{Book, Here, Limits};
use toetsklaar::sampling::{Layer, Size, TooMany, Wish};
use toetsklaar::write::json;
use toetsklaar::write::workbook::{Copies, workbook};

const STAFF: &str = include_str!("cmd/steekproef.in/personeel.csv");

fn assessed(name: &str, bytes: &[u8]) -> (Assessment, Vec<Book>) {
    let input = Input { name: name.to_owned(), bytes: Arc::from(bytes) };
    let options = Options::on("2026-11-23".parse().expect("a date"));
    assess(&[input], options, &Here).unwrap_or_else(|error| panic!("{error}"))
}

fn wish(files: u32, seed: Option<&str>) -> Wish {
    Wish { size: Size::Files(files), assurance: Percent::USUAL_ASSURANCE, seed: seed.map(str::to_owned) }
}

/// Layers and keys of who is drawn.
fn drawn(text: &str, wish: &Wish) -> Vec<(Layer, String)> {
    let (mut assessment, _) = assessed("personeel.csv", text.as_bytes());
    assessment.draw(wish).expect("enough people");
    let sample = assessment.sample.as_ref().expect("a sample");
    let edition = Edition::new(&assessment);
    sample.drawn.iter().map(|drawn| (drawn.layer, edition.key(drawn.person).to_owned())).collect()
}

#[test]
fn the_draw_is_the_one_that_the_guide_describes() {
    // By hand: `printf '4711|1002' | sha256sum` and so on, in order per layer.
    let expected = [
        (Layer::New, "1006"),
        (Layer::HiredIn, "1004"),
        (Layer::Long, "1011"),
        (Layer::Long, "1012"),
        (Layer::Long, "1003"),
    ];
    assert_eq!(drawn(STAFF, &wish(5, Some("4711"))), expected.map(|(layer, key)| (layer, key.to_owned())));
}

#[test]
fn the_order_of_rows_does_not_matter_and_the_seed_does() {
    let (header, rows) = STAFF.split_once('\n').expect("a header");
    let mut turned: Vec<&str> = rows.lines().collect();
    turned.reverse();
    let turned = format!("{header}\n{}\n", turned.join("\n"));
    assert_eq!(drawn(STAFF, &wish(5, Some("4711"))), drawn(&turned, &wish(5, Some("4711"))));
    assert_ne!(drawn(STAFF, &wish(5, Some("4711"))), drawn(STAFF, &wish(5, Some("4712"))));
}

#[test]
fn without_a_seed_it_follows_from_day_and_file() {
    let (mut assessment, _) = assessed("personeel.csv", STAFF.as_bytes());
    assessment.draw(&wish(5, None)).expect("enough people");
    let sample = assessment.sample.expect("a sample");
    assert_eq!(sample.seed, format!("2026-11-23-{}", &assessment.inputs[0].sha256[..8]));
    assert!(!sample.seed_chosen);
}

#[test]
fn more_files_than_people_cannot_be_drawn() {
    let (mut assessment, _) = assessed("personeel.csv", STAFF.as_bytes());
    assert_eq!(assessment.draw(&wish(13, None)), Err(TooMany(12)));
    assert!(assessment.sample.is_none());
}

#[test]
fn the_report_holds_the_sample_only_when_it_was_asked() {
    let report = |assessment: &Assessment| -> Value {
        let mut text = Vec::new();
        json::report(&Edition::new(assessment), &mut text).expect("in memory");
        serde_json::from_slice(&text).expect("JSON")
    };
    let (mut assessment, _) = assessed("personeel.csv", STAFF.as_bytes());
    assert!(report(&assessment).get("sample").is_none());
    assessment.draw(&wish(5, Some("4711"))).expect("enough people");
    let sample = &report(&assessment)["sample"];
    assert_eq!((&sample["population"], &sample["size"]), (&Value::from(12), &Value::from(5)));
    assert_eq!(sample["persons"].as_array().map(Vec::len), Some(5));
    assert_eq!(sample["statements"].as_array().map(Vec::len), Some(6), "0 to 5 faults");
}

#[test]
fn the_sheet_names_who_was_drawn_and_is_known_as_ours() {
    let (mut assessment, mut books) = assessed("personeel.csv", STAFF.as_bytes());
    assessment.draw(&wish(5, Some("4711"))).expect("enough people");
    let edition = Edition::new(&assessment);
    let bytes = workbook(&edition, &mut books, 0, Copies::Together).unwrap_or_else(|error| panic!("{error}"));
    let mut book = Book::open(Arc::from(bytes.as_slice()), "uit.xlsx", &Limits::default())
        .unwrap_or_else(|error| panic!("{error}"));
    let at = book.sheets().iter().position(|sheet| sheet.name == SAMPLE_SHEET).expect("the sheet");
    assert_eq!(book.sheets().len(), 1 + OWN_SHEETS.len() + 1);
    let mut texts: Vec<String> = Vec::new();
    book.rows(at, &mut |row| {
        texts.extend(row.cells.iter().map(|(_, value)| value.shown().into_owned()));
        ControlFlow::Continue(())
    })
    .unwrap_or_else(|error| panic!("{error}"));
    for drawn in &assessment.sample.as_ref().expect("a sample").drawn {
        assert!(texts.iter().any(|text| text == edition.key(drawn.person)));
    }
    // Read again, our sheets count for nothing, and the draw is the same.
    let (mut again, _) = assessed("uit.xlsx", &bytes);
    assert_eq!(again.staff.people.len(), 12);
    again.draw(&wish(5, Some("4711"))).expect("enough people");
    assert_eq!(
        again.sample.as_ref().map(|sample| &sample.drawn),
        assessment.sample.as_ref().map(|sample| &sample.drawn)
    );
}
