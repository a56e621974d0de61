//! How tables lie on sheets: each case is a workbook as text, and what must come out, written down by hand.
//!
//! A line is a row, `|` parts the cells, `== Naam` begins a sheet, `merge A1:A3` merges cells, `strike A2:C2` strikes them out, and `@anna` stands for Anna's
//! row under the heading `@kop`. What is left of a dot stands, so `@anna.groep` is her row without its group cell.
//! All people here are made up.

mod papers;
mod people;
mod shape;
mod versions;

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_xlsxwriter::{Format, Workbook};
use toetsklaar::assess::{Assessment, Input, Options, assess};
use toetsklaar::calendar::Date;
use toetsklaar::cell::{Letters, Place};
use toetsklaar::edition::Edition;
use toetsklaar::finding::{Registration, Training, Vog};
use toetsklaar::lexicon::Role;
use toetsklaar::read::Here;

const HEADINGS: [&str; 10] = [
    "Personeelsnummer",
    "Naam",
    "Functie",
    "Groep",
    "FTE",
    "In dienst",
    "SKJ-nummer",
    "SKJ geldig tot",
    "VOG datum afgifte",
    "Training mensenhandel",
];

const PEOPLE: [(&str, [&str; 10]); 4] = [
    (
        "@anna",
        [
            "1001",
            "Anna de Vries",
            "Pedagogisch medewerker",
            "De Linde",
            "0,89",
            "1-5-2024",
            "110000101",
            "1-3-2029",
            "12-3-2024",
            "6-10-2024",
        ],
    ),
    (
        "@bram",
        [
            "1002",
            "Bram van den Berg",
            "Groepsleider",
            "De Linde",
            "1",
            "1-9-2023",
            "110000202",
            "1-3-2029",
            "14-7-2023",
            "6-10-2024",
        ],
    ),
    (
        "@eva",
        [
            "1005",
            "Eva Bakker",
            "Pedagogisch medewerker",
            "Het Anker",
            "1",
            "1-1-2020",
            "110000505",
            "1-3-2029",
            "5-11-2019",
            "17-5-2022",
        ],
    ),
    (
        "@frits",
        [
            "1006",
            "Frits Mulder",
            "Groepsleider",
            "Het Anker",
            "0,78",
            "1-4-2019",
            "110000606",
            "1-3-2029",
            "11-2-2019",
            "17-5-2022",
        ],
    ),
];

/// The cells that `@kop`, `@anna` and such stand for; what is named behind dots is left out, with `!` the cell stays, empty.
fn spelled(word: &str) -> Option<Vec<String>> {
    let mut parts = word.split('.');
    let name = parts.next()?;
    let cells = match name {
        "@kop" => HEADINGS,
        _ => PEOPLE.iter().find(|(known, _)| *known == name)?.1,
    };
    let changes: Vec<&str> = parts.collect();
    let named = |at: usize, mark: &str| {
        changes.iter().any(|change| {
            change.strip_prefix(mark).is_some_and(|rest| HEADINGS[at].to_lowercase().starts_with(&rest.to_lowercase()))
        })
    };
    let kept = (0..cells.len()).filter(|at| !named(*at, ""));
    Some(kept.map(|at| if named(at, "!") { String::new() } else { cells[at].to_owned() }).collect())
}

fn cells(line: &str) -> Vec<String> {
    let split = line.split('|').map(str::trim);
    split.flat_map(|cell| spelled(cell).unwrap_or_else(|| vec![cell.to_owned()])).collect()
}

/// The corners of a range such as `A1:C3`.
fn corners(range: &str) -> ((u32, u16), (u32, u16)) {
    let corner = |text: &str| {
        let digits = text.find(|c: char| c.is_ascii_digit()).expect("a row");
        let column: Letters = text[..digits].parse().expect("a column");
        (text[digits..].parse::<u32>().expect("a row") - 1, column.0)
    };
    let (first, last) = range.split_once(':').expect("two corners");
    (corner(first), corner(last))
}

fn workbook(text: &str) -> Vec<u8> {
    let mut sheets: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text.trim_matches('\n').lines().map(str::trim) {
        match (line.strip_prefix("== "), sheets.last_mut()) {
            (Some(name), _) => sheets.push((name, Vec::new())),
            (None, Some((_, lines))) => lines.push(line),
            (None, None) => sheets.push(("Personeel", vec![line])),
        }
    }
    let mut workbook = Workbook::new();
    for (name, lines) in sheets {
        let sheet = workbook.add_worksheet().set_name(name).expect("a good name");
        let (merges, lines): (Vec<&str>, Vec<&str>) = lines.into_iter().partition(|line| line.starts_with("merge "));
        let (strikes, rows): (Vec<&str>, Vec<&str>) = lines.into_iter().partition(|line| line.starts_with("strike "));
        for (row, line) in (0u32..).zip(&rows) {
            for (column, cell) in (0u16..).zip(cells(line)).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write(row, column, &cell).expect("a cell in the grid");
            }
        }
        let value = |row: u32, column: u16| {
            let value = rows.get(row as usize).and_then(|line| cells(line).get(usize::from(column)).cloned());
            value.expect("a filled cell")
        };
        for strike in strikes {
            let ((top, left), (bottom, right)) = corners(&strike["strike ".len()..]);
            let struck = Format::new().set_font_strikethrough();
            for (row, column) in (top..=bottom).flat_map(|row| (left..=right).map(move |column| (row, column))) {
                sheet.write_with_format(row, column, value(row, column), &struck).expect("a cell in the grid");
            }
        }
        for merge in merges {
            let ((top, left), (bottom, right)) = corners(&merge["merge ".len()..]);
            let value = value(top, left);
            sheet.merge_range(top, left, bottom, right, &value, &Format::new()).expect("a range in the grid");
        }
    }
    workbook.save_to_buffer().expect("a workbook in memory")
}

fn assessed(name: &str, bytes: &[u8]) -> Result<Assessment, String> {
    let options = Options::on(Date::constant(2026, 11, 23));
    let input = Input { name: name.to_owned(), bytes: Arc::from(bytes) };
    assess(&[input], options, &Here).map(|(assessment, _)| assessment).map_err(|error| error.to_string())
}

/// What comes out, a line for each thing: tables, people, findings, rows left out.
fn told(assessment: &Assessment) -> String {
    let edition = Edition::new(assessment);
    let mut lines = Vec::new();
    let several = assessment.inputs.iter().map(|input| input.sheets.len()).sum::<usize>() > 1;
    let sheet_name = |place: Place| {
        if several { format!("{}!", assessment.sheet(place.sheet).1.name) } else { String::new() }
    };
    for sheet in assessment.inputs.iter().flat_map(|input| &input.sheets) {
        let table = |table: &toetsklaar::table::Table| {
            let first = table.columns.first().map_or(0, |column| column.column);
            let role = table.role.map_or("?", Role::name);
            format!("{role} {}{} {}", Letters(first), table.header_row + 1, table.data_rows)
        };
        lines.push(sheet.tables.iter().map(table).collect::<Vec<_>>().join(", "));
    }
    for (person, known) in (0u32..).zip(&assessment.staff.people) {
        let statuses = &assessment.judgement.statuses[person as usize];
        let mut groups: Vec<&str> = assessment
            .staff
            .assignments_of(person)
            .iter()
            .map(|work| work.group.map_or("-", |group| edition.group(group)))
            .collect();
        groups.dedup();
        let good = (statuses.registration.status, statuses.training.status, statuses.vog.status)
            == (Registration::Registered, Training::Demonstrable, Vog::InOrder);
        let status = if good {
            "goed".to_owned()
        } else {
            format!("{}, {}, {}", statuses.registration.status, statuses.training.status, statuses.vog.status)
        };
        let name = if known.presence == toetsklaar::staff::Presence::Active { "" } else { " (niet in dienst)" };
        lines.push(format!("{}{name}: {}: {status}", edition.key(person), groups.join("+")));
    }
    let mut findings: BTreeMap<(String, String), usize> = BTreeMap::new();
    for finding in &assessment.judgement.findings {
        let cell =
            finding.cells.first().map_or("-".to_owned(), |place| format!("{}{}", sheet_name(*place), place.position));
        *findings.entry((edition.rule(finding).code.clone(), cell)).or_default() += 1;
    }
    lines.extend(findings.into_keys().map(|(code, cell)| format!("{code} {cell}")));
    for row in &assessment.rows_left_out {
        let place = Place { sheet: row.sheet, position: toetsklaar::cell::Position { row: row.row, column: 0 } };
        lines.push(format!("{}{}: {}", sheet_name(place), row.row + 1, row.reason.name()));
    }
    // A sheet without a table.
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

fn check(text: &str, expected: &str) {
    let assessment = assessed("personeel.xlsx", &workbook(text)).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let trimmed: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(told(&assessment), trimmed.join("\n"), "{text}");
}

const ALL_GOOD: &str = "
    1001: De Linde: goed
    1002: De Linde: goed
    1005: Het Anker: goed
    1006: Het Anker: goed";
