//! Makes the sample files in `samples/`: synthetic staff lists, byte for byte the same on every run.
//!
//! Run with `cargo run --example make_samples`, or give another folder: `cargo run --example make_samples -- FOLDER`.
//! The tables themselves are text files in `data/`, typed as one types in a spreadsheet; see [`table`] and [`provider`].

// A program of its own, outside the house: it writes the files it is asked for.
#![allow(clippy::disallowed_methods)]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use provider::File;
use table::{Look, Table};

mod csv;
mod ods;
mod provider;
mod table;
mod xlsb;
mod xlsx;

/// What every file says about itself in its properties.
const NOTICE: &str = "Fictief voorbeeld: alle namen, nummers en groepen zijn verzonnen.";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<_> = env::args_os().skip(1).collect();
    let by_hand = arguments.first().is_some_and(|argument| argument == FOR_XLS);
    if by_hand {
        arguments.remove(0);
    }
    let samples = if by_hand { for_xls()? } else { samples()? };
    let folder = arguments.pop().map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("samples"), PathBuf::from);
    for (name, bytes) in samples {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a file in a folder"))?;
        fs::write(path, bytes)?;
    }
    Ok(())
}

/// Before the folder: write the workbooks of which the xls files are made by hand, and nothing else.
const FOR_XLS: &str = "--for-xls";

/// The folder of the providers of 2017.
const INSPECTION: &str = "inspectie-2017";

/// A file name and what the file holds.
type Sample = (String, Vec<u8>);

/// Every sample that this program can make: its file name and content.
fn samples() -> Result<Vec<Sample>, Box<dyn Error>> {
    // A csv file has no sheet name but its own; the other formats take the same, so that their reports can be compared.
    let small = Table::typed("klein-in-orde", include_str!("data/klein-in-orde.txt"));
    let sheets = [(small.clone(), Look { header_row: 2, ..Look::default() })];
    let title = "Klein en in orde (fictief)";
    let mut samples = vec![
        ("voorbeeld-instelling.xlsx".to_owned(), xlsx::workbook("Stichting De Voorbeeldhoeve (fictief)", &provider())?),
        ("een-vog-ontbreekt.xlsx".to_owned(), xlsx::workbook("Een VOG ontbreekt (fictief)", &[vog_missing()])?),
        ("klein-in-orde.xlsx".to_owned(), xlsx::workbook(title, &sheets)?),
        ("klein-in-orde.xlsb".to_owned(), xlsb::workbook(&sheets)?),
        ("klein-in-orde.ods".to_owned(), ods::workbook(title, &sheets)?),
        ("klein-in-orde.csv".to_owned(), csv::text(&small, csv::Dialect::Semicolons)),
    ];
    for file in inspection().iter().filter(|file| !file.is_by_hand()) {
        let (path, bytes) = file.sample()?;
        samples.push((format!("{INSPECTION}/{path}"), bytes));
    }
    Ok(samples)
}

/// The workbooks of which `LibreOffice` makes the xls files.
fn for_xls() -> Result<Vec<Sample>, Box<dyn Error>> {
    inspection().iter().filter(|file| file.is_by_hand()).map(File::sample).collect()
}

/// The files of the thirteen providers of 2017.
fn inspection() -> Vec<File> {
    PROVIDERS.into_iter().flat_map(provider::files).collect()
}

/// The thirteen providers of 2017.
const PROVIDERS: [&str; 13] = [
    include_str!("data/inspectie-2017/aanbieder-01.txt"),
    include_str!("data/inspectie-2017/aanbieder-02.txt"),
    include_str!("data/inspectie-2017/aanbieder-03.txt"),
    include_str!("data/inspectie-2017/aanbieder-04.txt"),
    include_str!("data/inspectie-2017/aanbieder-05.txt"),
    include_str!("data/inspectie-2017/aanbieder-06.txt"),
    include_str!("data/inspectie-2017/aanbieder-07.txt"),
    include_str!("data/inspectie-2017/aanbieder-08.txt"),
    include_str!("data/inspectie-2017/aanbieder-09.txt"),
    include_str!("data/inspectie-2017/aanbieder-10.txt"),
    include_str!("data/inspectie-2017/aanbieder-11.txt"),
    include_str!("data/inspectie-2017/aanbieder-12.txt"),
    include_str!("data/inspectie-2017/aanbieder-13.txt"),
];

fn vog_missing() -> (Table, Look) {
    let look = Look { header_row: 3, merges: vec!["A1:J1", "A2:J2"], bold_rows: vec![22], ..Look::default() };
    (Table::typed("Personeel", include_str!("data/een-vog-ontbreekt.txt")), look)
}

fn provider() -> Vec<(Table, Look)> {
    let staff = Look {
        header_row: 3,
        merges: vec!["A1:U1", "A2:U2"],
        // The postcode-like cost centre, and somebody whose row was hidden and forgotten.
        hidden_columns: vec!["T"],
        hidden_rows: vec![58],
        ..Look::default()
    };
    let list = |header_row| Look { header_row, ..Look::default() };
    vec![
        (Table::typed("Personeel", include_str!("data/personeel.txt")), staff),
        (Table::typed("Scholing", include_str!("data/scholing.txt")), list(0)),
        (Table::typed("Groepen", include_str!("data/groepen.txt")), list(1)),
        (Table::typed("Tenzij", include_str!("data/tenzij.txt")), list(1)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use toetsklaar::read::{Book, Limits};

    /// Every filled cell of a workbook, as a user sees it.
    fn cells(name: &str, bytes: Vec<u8>) -> Vec<(usize, u32, u16, String)> {
        let mut book = Book::open(bytes.into(), name, &Limits::default()).unwrap();
        let mut cells = Vec::new();
        for sheet in 0..book.sheets().len() {
            book.rows(sheet, &mut |row| {
                let filled = row.cells.iter().filter(|(_, value)| !value.is_blank());
                cells.extend(filled.map(|(column, value)| (sheet, row.index, *column, value.shown().into_owned())));
                std::ops::ControlFlow::Continue(())
            })
            .unwrap();
        }
        cells
    }

    fn committed(name: &str) -> Vec<u8> {
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)).unwrap()
    }

    #[test]
    fn the_same_program_makes_the_same_bytes() {
        assert_eq!(samples().unwrap(), samples().unwrap());
    }

    #[test]
    fn the_committed_samples_are_the_ones_this_program_makes() {
        for (name, bytes) in samples().unwrap() {
            assert!(committed(&name) == bytes, "samples/{name} is out of date: run `cargo run --example make_samples`");
        }
    }

    #[test]
    fn the_samples_made_by_hand_hold_what_their_data_say() {
        let made = for_xls().unwrap();
        assert_eq!(made.len(), 1);
        for (name, bytes) in made {
            let xls = format!("{INSPECTION}/{}", name.trim_end_matches('x'));
            assert_eq!(
                cells(&xls, committed(&xls)),
                cells(&name, bytes),
                "{xls}: make it again, see samples/LEESMIJ.md"
            );
        }
    }

    /// Numbers of SKJ begin with 11000 and BIG numbers have a 9 behind their first digit: 999… and 888… belong to nobody.
    #[test]
    fn the_providers_of_2017_hold_no_number_or_name_that_could_be_real() {
        let real = [
            "Bijzonder Jeugdwerk",
            "Koppeling",
            "Horizon",
            "Heldring",
            "Intermetzo",
            "Pluryn",
            "Almata",
            "Transferium",
            "Parlan",
            "Rading",
            "Fides",
            "Fier",
            "Jeugdformaat",
            "Kompaan",
            "Bocht",
            "Sterk Huis",
            "Timon",
            "Talita",
            "Hoenderloo",
            "Kube",
            "Roffa",
            "Veilig Lima",
            "Asja",
            "PINQ",
            "Weerelaan",
            "Ego Versterkende",
        ];
        for text in PROVIDERS {
            for name in real {
                assert!(!text.contains(name), "{name}");
            }
            for number in text.split(|c: char| !c.is_ascii_digit()) {
                match number.len() {
                    9 => assert!(number.starts_with("9990"), "{number}"),
                    11 => assert!(number.starts_with("8880"), "{number}"),
                    length => assert!(length <= 8, "{number}"),
                }
            }
        }
    }

    #[test]
    fn the_small_sample_says_the_same_in_every_format() {
        let mut small: Vec<_> = samples().unwrap().into_iter().filter(|(name, _)| name.starts_with("klein")).collect();
        small.push(("klein-in-orde.xls".to_owned(), committed("klein-in-orde.xls")));
        let expected =
            cells("klein-in-orde.csv", small.iter().find(|(name, _)| name.ends_with("csv")).unwrap().1.clone());
        assert!(expected.contains(&(0, 3, 0, "1001".to_owned())));
        assert!(expected.contains(&(0, 3, 4, "0,89".to_owned())));
        assert!(expected.contains(&(0, 3, 5, "1-9-2019".to_owned())));
        for (name, bytes) in small {
            assert_eq!(cells(&name, bytes), expected, "{name}");
        }
    }
}
