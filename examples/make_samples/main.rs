//! Makes the sample files in `samples/`: synthetic staff lists, byte for byte the same on every run.
//!
//! Run with `cargo run --example make_samples`, or give another folder: `cargo run --example make_samples -- FOLDER`.
//! The tables themselves are text files in `data/`, typed as one types in a spreadsheet; see [`table`].

// A program of its own, outside the house: it writes the files it is asked for.
#![allow(clippy::disallowed_methods)]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use table::{Look, Table};

mod csv;
mod ods;
mod table;
mod xlsb;
mod xlsx;

/// What every file says about itself in its properties.
const NOTICE: &str = "Fictief voorbeeld: alle namen, nummers en groepen zijn verzonnen.";

fn main() -> Result<(), Box<dyn Error>> {
    let folder =
        env::args_os().nth(1).map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("samples"), PathBuf::from);
    fs::create_dir_all(&folder)?;
    for (name, bytes) in samples()? {
        fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}

/// A file name and what the file holds.
type Sample = (&'static str, Vec<u8>);

/// Every sample that this program can make: its file name and content.
fn samples() -> Result<Vec<Sample>, Box<dyn Error>> {
    // A csv file has no sheet name but its own; the other formats take the same, so that their reports can be compared.
    let small = Table::typed("klein-in-orde", include_str!("data/klein-in-orde.txt"));
    let small_look = Look { header_row: 2, ..Look::default() };
    Ok(vec![
        ("voorbeeld-instelling.xlsx", xlsx::workbook("Stichting De Voorbeeldhoeve (fictief)", &provider())?),
        ("een-vog-ontbreekt.xlsx", xlsx::workbook("Een VOG ontbreekt (fictief)", &[vog_missing()])?),
        ("klein-in-orde.xlsx", xlsx::workbook("Klein en in orde (fictief)", &[(small.clone(), small_look)])?),
        ("klein-in-orde.xlsb", xlsb::workbook(&small)?),
        ("klein-in-orde.ods", ods::workbook("Klein en in orde (fictief)", &small)?),
        ("klein-in-orde.csv", csv::text(&small)),
    ])
}

fn vog_missing() -> (Table, Look) {
    let look = Look { header_row: 3, merges: &["A1:J1", "A2:J2"], bold_rows: &[22], ..Look::default() };
    (Table::typed("Personeel", include_str!("data/een-vog-ontbreekt.txt")), look)
}

fn provider() -> Vec<(Table, Look)> {
    let staff = Look {
        header_row: 3,
        merges: &["A1:U1", "A2:U2"],
        // The postcode-like cost centre, and somebody whose row was hidden and forgotten.
        hidden_columns: &["T"],
        hidden_rows: &[58],
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

    /// Every filled cell of a workbook's first sheet, as a user sees it.
    fn cells(name: &str, bytes: Vec<u8>) -> Vec<(u32, u16, String)> {
        let mut book = Book::open(bytes.into(), name, &Limits::default()).unwrap();
        let mut cells = Vec::new();
        book.rows(0, &mut |row| {
            let filled = row.cells.iter().filter(|(_, value)| !value.is_blank());
            cells.extend(filled.map(|(column, value)| (row.index, *column, value.shown().into_owned())));
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
        cells
    }

    #[test]
    fn the_same_program_makes_the_same_bytes() {
        assert_eq!(samples().unwrap(), samples().unwrap());
    }

    #[test]
    fn the_committed_samples_are_the_ones_this_program_makes() {
        for (name, bytes) in samples().unwrap() {
            let committed = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)).unwrap();
            assert!(committed == bytes, "samples/{name} is out of date: run `cargo run --example make_samples`");
        }
    }

    #[test]
    fn the_small_sample_says_the_same_in_every_format() {
        let committed_xls = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/klein-in-orde.xls")).unwrap();
        let mut small: Vec<_> = samples().unwrap().into_iter().filter(|(name, _)| name.starts_with("klein")).collect();
        small.push(("klein-in-orde.xls", committed_xls));
        let expected =
            cells("klein-in-orde.csv", small.iter().find(|(name, _)| name.ends_with("csv")).unwrap().1.clone());
        assert!(expected.contains(&(3, 0, "1001".to_owned())));
        assert!(expected.contains(&(3, 4, "0,89".to_owned())));
        assert!(expected.contains(&(3, 5, "1-9-2019".to_owned())));
        for (name, bytes) in small {
            assert_eq!(cells(name, bytes), expected, "{name}");
        }
    }
}
