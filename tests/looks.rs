//! The look of the user's cells in a copy that is rebuilt, read back. All people are made up.

use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use std::sync::Arc;

use rust_xlsxwriter::{Color, Format, FormatAlign, Workbook};
use toetsklaar::assess::{Assessment, Input, Options, assess};
use toetsklaar::cell::{Position, Value};
use toetsklaar::edition::Edition;
use toetsklaar::read::{Book, Here, Limits, Look, Looks, NumberFormat};
use toetsklaar::write::workbook::{Copies, copy_name, rebuilt_workbook, workbook};

fn run(name: &str, bytes: &[u8], rebuild: bool) -> Option<(Assessment, Vec<u8>)> {
    let inputs = [Input { name: name.to_owned(), bytes: Arc::from(bytes) }];
    let options = Options::on("2026-11-23".parse().expect("a date"));
    // Some files hold nobody to assess.
    let (assessment, mut books) = assess(&inputs, options, &Here).ok()?;
    let make = if rebuild { rebuilt_workbook } else { workbook };
    let copy =
        make(&Edition::new(&assessment), &mut books, 0, Copies::Together).unwrap_or_else(|error| panic!("{error}"));
    Some((assessment, copy))
}

fn opened(bytes: &[u8]) -> (Book, Looks) {
    let mut book = Book::open(Arc::from(bytes), "a.xlsx", &Limits::default()).unwrap_or_else(|error| panic!("{error}"));
    let looks = book.looks().unwrap_or_else(|error| panic!("{error}")).expect("xlsx tells");
    (book, looks)
}

fn look(looks: &Looks, sheet: usize, row: u32, column: u16) -> Look {
    let at = looks.sheets[sheet].of(Position { row, column }).unwrap_or(0);
    looks.all[usize::from(at)].clone()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut text = String::new();
    zip.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
    text
}

/// A list of staff with a dark heading, dates of two kinds, somebody struck through, and a coloured empty cell.
fn staff() -> Vec<u8> {
    let mut book = Workbook::new();
    let head = Format::new().set_bold().set_font_color(Color::White).set_background_color(Color::RGB(0x1F_3864));
    let head = head.set_align(FormatAlign::Center).set_text_wrap();
    let long = Format::new().set_num_format("d mmmm yyyy");
    let short = Format::new().set_num_format("dd-mm-yyyy").set_background_color(Color::RGB(0xFF_F2CC));
    let fte = Format::new().set_num_format("0.00\" fte\"");
    let gone = Format::new().set_font_strikethrough().set_italic();
    let yellow = Format::new().set_background_color(Color::Yellow);
    let sheet = book.add_worksheet().set_name("Personeel").expect("a name");
    sheet.set_column_format(6, &short).expect("a column");
    for (column, text) in
        (0u16..).zip(["Pers.nr", "Naam", "Functie", "Groep", "In dienst", "Fte", "VOG datum", "BSN", "Roepnaam"])
    {
        sheet.write_with_format(0, column, text, &head).expect("a cell");
    }
    for row in 1..4 {
        sheet.write(row, 0, 1000 + row).expect("a cell");
        sheet.write_with_format(row, 1, format!("Medewerker {row}"), &gone).expect("a cell");
        sheet.write(row, 2, "pedagogisch medewerker").expect("a cell").write(row, 3, "Kube").expect("a cell");
        sheet.write_with_format(row, 4, 45_000, &long).expect("a cell");
        sheet.write_with_format(row, 5, 0.89, &fte).expect("a cell");
        sheet.write(row, 7, "999999990").expect("a cell");
    }
    sheet.write_with_format(1, 6, 44_990, &short).expect("a cell");
    sheet.write_blank(2, 6, &short).expect("a cell").write_blank(7, 1, &yellow).expect("a cell");
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn number_formats_letters_and_fills_are_there() {
    let input = staff();
    // The column BSN makes that the copy is rebuilt.
    let (assessment, copy) = run("staf.xlsx", &input, false).expect("assessed");
    assert!(assessment.withheld.len() == 1);
    let (mut book, looks) = opened(&copy);
    let code = |code: &str| NumberFormat::Code(code.to_owned());
    let head = look(&looks, 0, 0, 1);
    assert_eq!((head.bold, head.fill, head.letters, head.wrapped), (true, Some(0x1F_3864), Some(0xFF_FFFF), true));
    assert_eq!(look(&looks, 0, 1, 4).number_format, code("d mmmm yyyy"));
    let date = look(&looks, 0, 1, 6);
    assert_eq!((date.number_format, date.fill), (code("dd-mm-yyyy"), Some(0xFF_F2CC)));
    assert_eq!(look(&looks, 0, 2, 6).fill, Some(0xFF_F2CC), "an empty cell that a finding names");
    assert_eq!(look(&looks, 0, 1, 5).number_format, code("0.00\" fte\""));
    assert!(look(&looks, 0, 3, 1).struck && look(&looks, 0, 3, 1).italic);
    assert_eq!(look(&looks, 0, 7, 1).fill, Some(0xFF_FF00), "a coloured empty cell below the list");
    assert_eq!(looks.sheets[0].columns.iter().map(|(first, last, _)| (*first, *last)).collect::<Vec<_>>(), [(6, 6)]);
    // The finding's colour stands over the fill, as a conditional format.
    let sheet = part(&copy, "xl/worksheets/sheet1.xml");
    let coloured = sheet.split("<conditionalFormatting sqref=\"").skip(1).any(|rest| {
        let areas = rest.split('"').next().expect("areas");
        areas.split(' ').any(|area| area == "G3" || area.starts_with("G3:") || area.starts_with("G2:"))
    });
    assert!(coloured, "{sheet}");
    // A date is still a date, and what must not be there is not.
    book.rows(0, &mut |row| {
        for (column, value) in &row.cells {
            if row.index > 0 && matches!(column, 4 | 6) {
                assert!(matches!(value, Value::Moment(_)), "{row:?}");
            }
        }
        ControlFlow::Continue(())
    })
    .unwrap_or_else(|error| panic!("{error}"));
    assert!(!sheet.contains("999999990"));
    let told = part(&copy, "xl/sharedStrings.xml");
    assert!(told.contains("Overgenomen: getalnotaties, vet, cursief"), "the account tells what is there");
}

#[test]
fn every_cell_of_every_file_looks_in_the_copy_as_it_did() {
    let mut compared = 0;
    for folder in ["samples", "tests/files/programmas"] {
        let path = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
        #[expect(clippy::disallowed_methods, reason = "a test reads its own files")]
        let files = std::fs::read_dir(path).expect("a folder").map(|entry| entry.expect("a file").path());
        for path in files.filter(|path| path.extension().is_some_and(|end| end == "xlsx" || end == "xlsm")) {
            #[expect(clippy::disallowed_methods, reason = "a test reads its own files")]
            let bytes = std::fs::read(&path).expect("a file");
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let Some((assessment, copy)) = run(&name, &bytes, true) else { continue };
            let ((mut before, was), (_, now)) = (opened(&bytes), opened(&copy));
            assert!(was.complete, "{name}");
            let kept =
                assessment.inputs[0].sheets.iter().enumerate().filter(|(_, sheet)| !sheet.own && !sheet.explains);
            for (new, (old, sheet)) in kept.enumerate() {
                before
                    .rows(old, &mut |row| {
                        for (column, value) in &row.cells {
                            let was = look(&was, old, row.index, *column);
                            let now = look(&now, new, row.index, *column);
                            let is_moment = matches!(value, Value::Moment(_) | Value::Duration(_));
                            let expected = if is_moment && !was.number_format.is_moment() {
                                now.number_format.is_moment()
                            } else {
                                was == now
                            };
                            assert!(expected, "{name} {} row {} {column}: {was:?} {now:?}", sheet.name, row.index + 1);
                            compared += 1;
                        }
                        ControlFlow::Continue(())
                    })
                    .unwrap_or_else(|error| panic!("{error}"));
            }
        }
    }
    assert!(compared > 2_000, "{compared}");
}

#[test]
fn a_rebuilt_copy_that_is_checked_again_loses_the_colours_of_what_was_solved() {
    let (_, once) = run("staf.xlsx", &staff(), true).expect("assessed");
    let colours = |copy: &[u8]| {
        let sheet = part(copy, "xl/worksheets/sheet1.xml");
        (sheet.matches("<conditionalFormatting").count(), sheet.matches("toetsklaar").count())
    };
    let before = colours(&once);
    assert!(before.0 > 1);
    let (_, twice) = run(&copy_name("staf.xlsx"), &once, true).expect("assessed");
    // The column BSN is empty now: that finding is solved, and there is one rule of ours for each that is left.
    assert_eq!(colours(&twice), (before.0 - 1, before.1 - 2));
    let (_, looks) = opened(&twice);
    assert_eq!(look(&looks, 0, 2, 6).fill, Some(0xFF_F2CC), "the user's own colour, not that of the finding");
}
