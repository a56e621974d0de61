//! How tables lie on sheets: each case is a workbook as text, and what must come out, written down by hand.
//!
//! A line is a row, `|` parts the cells, `== Naam` begins a sheet, `merge A1:A3` merges cells, `strike A2:C2` strikes them out, and `@anna` stands for Anna's
//! row under the heading `@kop`. What is left of a dot stands, so `@anna.groep` is her row without its group cell.
//! All people here are made up.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_xlsxwriter::{Format, Workbook};
use toetsklaar::amount::Fte;
use toetsklaar::assess::{Assessment, Input, Options, assess};
use toetsklaar::calendar::Date;
use toetsklaar::cell::{Letters, Place};
use toetsklaar::columns::ColumnMap;
use toetsklaar::edition::Edition;
use toetsklaar::finding::{Registration, Training, Vog};
use toetsklaar::lexicon::Role;
use toetsklaar::read::Here;
use toetsklaar::table::Use;

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

#[test]
fn one_table() {
    check("@kop\n@anna\n@bram\n@eva\n@frits", &format!("staff A1 4 {ALL_GOOD}"));
}

#[test]
fn tables_below_each_other() {
    // The same header once more.
    check("@kop\n@anna\n@bram\n\n@kop\n@eva\n@frits", &format!("staff A1 4 {ALL_GOOD} \n 5: herhaalde kopregel"));
    // Another order of columns: each table is read by its own header.
    check(
        "@kop\n@anna\n@bram\n\nPersoneelsnummer|Naam|Functie|Groep|FTE|In dienst|SKJ-nummer|VOG datum afgifte|SKJ geldig tot|Training mensenhandel\n\
         1005|Eva Bakker|Pedagogisch medewerker|Het Anker|1|1-1-2020|110000505|5-11-2019|1-3-2029|17-5-2022\n\
         1006|Frits Mulder|Groepsleider|Het Anker|0,78|1-4-2019|110000606||1-3-2029|17-5-2022",
        "staff A1 2, staff A5 2
         1001: De Linde: goed
         1002: De Linde: goed
         1005: Het Anker: goed
         1006: Het Anker: geregistreerd, aantoonbaar, ontbreekt
         VOG-01 H7",
    );
    // Trainings below the staff, with a title between.
    check(
        "@kop.training\n@anna.training\n@bram.training\n\nScholing\nPersoneelsnummer|Naam|Training|Datum training|Certificaat\n\
         1002|Bram van den Berg|Training Mensenhandel|6-10-2024|ja\n1001|Anna de Vries|Training Mensenhandel|6-10-2024|ja",
        "staff A1 2, trainings A6 2
         1001: De Linde: goed
         1002: De Linde: goed
         5: losse cellen",
    );
    // Groups above the staff.
    check(
        "Groep|Locatie|Gespecialiseerd|Onderbouwing\nDe Linde|Zetten|ja|zie plan van 1-1-2026\n\n@kop\n@anna\n@bram",
        "groups A1 1, staff A4 2
         1001: De Linde: goed
         1002: De Linde: goed",
    );
}

#[test]
fn tables_side_by_side() {
    for gap in ["", "|"] {
        check(
            &format!("@kop|{gap}@kop\n@anna|{gap}@eva\n@bram|{gap}@frits"),
            &format!(
                "staff A1 2, staff {} 2
                 1001: De Linde: goed
                 1005: Het Anker: goed
                 1002: De Linde: goed
                 1006: Het Anker: goed",
                if gap.is_empty() { "K1" } else { "L1" }
            ),
        );
    }
    // Trainings stand beside somebody else's row.
    check(
        "@kop.training||Personeelsnummer|Naam|Training|Datum training\n\
         @anna.training||1002|Bram van den Berg|Training Mensenhandel|6-10-2024\n@bram.training",
        "staff A1 2, trainings K1 1
         1001: De Linde: geregistreerd, geen, in orde
         1002: De Linde: goed
         SCH-01 B2",
    );
    // Groups beside the staff, the header a row lower.
    check(
        "@kop\n@anna||Groep|Gespecialiseerd|Onderbouwing\n@bram||De Linde|ja|zie plan",
        "staff A1 2, groups L2 1
         1001: De Linde: goed
         1002: De Linde: goed",
    );
    // A legend is no table.
    check(
        "@kop||Legenda|betekenis\n@anna||PM|Pedagogisch medewerker\n@bram",
        "staff A1 2\n1001: De Linde: goed\n1002: De Linde: goed",
    );
}

#[test]
fn headings_over_several_lines() {
    let rows =
        "1001|Anna de Vries|Pedagogisch medewerker|De Linde|0,89|1-5-2024||110000101|1-3-2029|12-3-2024|6-10-2024";
    for (header, row) in [
        (
            "Medewerker||||Dienstverband|||SKJ registratie||VOG|Training loverboys\nPersoneelsnr|Naam|Functie|Groep|Fte|Van|Tot|Nr.|Tot|Datum|Datum",
            2,
        ),
        (
            "|||||||SKJ\nPersoneelsnr|Naam|Functie|Groep|Fte|In dienst|Uit dienst|nummer|geldig t/m|VOG datum|Training mensenhandel",
            2,
        ),
        (
            "Personeel\nPersoneelsnr|Naam|Functie|Groep|Fte|In dienst|Uit dienst|Registratie|||Scholing\n|||||||SKJ||VOG|Mensenhandel\n|||||||nr|geldig t/m|datum|datum",
            4,
        ),
    ] {
        check(&format!("{header}\n{rows}"), &format!("staff A{row} 1\n1001: De Linde: goed"));
    }
}

#[test]
fn groups_as_headings_between_the_rows() {
    for (heading, extra) in [
        ("De Linde", ""),
        ("Groep De Linde", ""),
        ("Leefgroep: De Linde", ""),
        ("De Linde (2 medewerkers)", ""),
        ("|De Linde", "B"),
    ] {
        let other = heading.replace("De Linde", "Het Anker");
        check(
            &format!("@kop.groep\n{heading}\n@anna.groep\n@bram.groep\n{other}\n@eva.groep\n@frits.groep"),
            &format!(
                "staff A1 4 {ALL_GOOD}
                 DAT-20 {}2
                 2: tussenkop
                 5: tussenkop",
                if extra.is_empty() { "A" } else { extra }
            ),
        );
    }
    // Subtotals under each group, with the word at the end.
    check(
        "@kop.groep\nDe Linde\n@anna.groep\nDe Linde totaal|||0,89\n\nHet Anker\n@eva.groep\nHet Anker totaal|||1",
        "staff A1 2
         1001: De Linde: goed
         1005: Het Anker: goed
         DAT-20 A2
         2: tussenkop
         4: totaalregel
         6: tussenkop
         8: totaalregel",
    );
    // Before the columns that are used, with a title above the first header and a header again below the second heading.
    for (heading, other) in [("De Linde", "Het Anker"), ("Groep De Linde", "Groep Het Anker")] {
        check(
            &format!("Nr|@kop.groep\n{heading}\n1|@anna.groep\n2|@bram.groep\n{other}\n3|@eva.groep\n4|@frits.groep"),
            &format!("staff A1 4 {ALL_GOOD} \n DAT-20 A2 \n 2: tussenkop \n 5: tussenkop"),
        );
    }
    check(
        "Groep De Linde\nNr|@kop.groep\n1|@anna.groep\n2|@bram.groep\n\nGroep Het Anker\nNr|@kop.groep\n3|@eva.groep\n4|@frits.groep",
        &format!("staff A2 4 {ALL_GOOD} \n DAT-20 A1 \n 6: tussenkop \n 7: herhaalde kopregel"),
    );
    // A note behind the columns that are used heads nothing, and neither does a sign.
    for note in ["||||||||||let op: rooster wijzigt", "* Bram is ziek"] {
        check(
            &format!(
                "Nr|@kop.groep\nDe Linde\n1|@anna.groep\n{note}\n2|@bram.groep\nHet Anker\n3|@eva.groep\n4|@frits.groep"
            ),
            &format!("staff A1 4 {ALL_GOOD} \n DAT-20 A2 \n 2: tussenkop \n 4: losse cellen \n 6: tussenkop"),
        );
    }
    // With the posts of the group behind it, below the numbers of people or before the columns that are used.
    check(
        "@kop.groep\nGroep De Linde|||1,89\n@anna.groep\n@bram.groep\nGroep Het Anker|||1,78\n@eva.groep\n@frits.groep",
        &format!("staff A1 4 {ALL_GOOD} \n DAT-20 A2 \n 2: tussenkop \n 5: tussenkop"),
    );
    check(
        "Nr|@kop.groep\nGroep De Linde||||1,89\n1|@anna.groep\n2|@bram.groep\nGroep Het Anker||||1,78\n3|@eva.groep\n4|@frits.groep",
        &format!("staff A1 4 {ALL_GOOD} \n DAT-20 A2 \n 2: tussenkop \n 5: tussenkop"),
    );
    // The same below the rows may be their total: then nobody knows which group is whose.
    check(
        "@kop.groep\n@anna.groep\nGroep De Linde|||0,89\n@eva.groep\nGroep Het Anker|||1",
        "staff A1 2
         1001: -: goed
         1005: -: goed
         DAT-02 C1
         SKJ-10 C1
         3: tussenkop
         5: tussenkop",
    );
    // A heading and, below its rows, its total.
    check(
        "@kop.groep\nGroep De Linde\n@anna.groep\nGroep De Linde|||0,89\nGroep Het Anker\n@eva.groep\nGroep Het Anker|||1",
        "staff A1 2
         1001: De Linde: goed
         1005: Het Anker: goed
         DAT-20 A2
         2: tussenkop
         4: tussenkop
         5: tussenkop
         7: tussenkop",
    );
    // Headings that name no group give none.
    check(
        "@kop.groep\nFlexpool\n@anna.groep",
        "staff A1 1
         1001: -: goed
         DAT-02 C1
         SKJ-10 C1
         2: tussenkop",
    );
    // Where the rows name their groups, a name alone may be somebody's.
    check(
        "@kop\n@anna\n|Jan Jansen\n@bram",
        "staff A1 3
         1001: De Linde: goed
         1002: De Linde: goed
         Jan Jansen: -: te verifiëren, te verifiëren, te verifiëren
         DAT-02 D3
         DAT-04 F3
         VOG-03 I3
         ",
    );
}

#[test]
fn a_sheet_per_group() {
    check(
        "== De Linde\n@kop.groep\n@anna.groep\n== Het Anker\n@kop.groep\n@eva.groep",
        "staff A1 1
         staff A1 1
         1001: De Linde: goed
         1005: Het Anker: goed
         DAT-20 De Linde!A1
         DAT-20 Het Anker!A1",
    );
    // A title that is the name on the tab and more names that group, and no group of its own.
    for title in
        ["Groep De Linde – bezetting mei 2026", "Leefgroep de linde: personeel", "Groep De Linde (peildatum 2026)"]
    {
        check(
            &format!(
                "@kop\n@bram\n== De Linde\n{title}\n\n@kop.groep\n@anna.groep\n== Het Anker\nGroep Het Anker\n\n@kop.groep\n@eva.groep"
            ),
            "staff A1 1
             staff A3 1
             staff A3 1
             1002: De Linde: goed
             1001: De Linde: goed
             1005: Het Anker: goed
             DAT-20 De Linde!A1
             DAT-20 Het Anker!A1",
        );
    }
    // One sheet with some name is no group.
    check("== Overzicht\n@kop.groep\n@anna.groep", "staff A1 1\n1001: -: goed\nDAT-02 C1\nSKJ-10 C1");
}

#[test]
fn the_same_overview_of_several_times() {
    // Bram stands on the earlier one only; Anna works on another group now.
    let later = "@kop\n1001|Anna de Vries|Pedagogisch medewerker|Het Anker|0,5|1-5-2024|110000101|1-3-2029|12-3-2024|6-10-2024\n@eva\n@frits";
    for (earlier, now) in [
        ("2025", "2026"),
        ("Personeel jan 2026", "Personeel okt 2026"),
        ("Team Q4 2025", "Team Q2 2026"),
        // A quarter is now from its first day on.
        ("Q3 2026", "Q4 2026"),
        ("2026-Q3", "2026-Q4"),
        ("1e kwartaal 2025", "2e kwartaal 2026"),
        ("Q1-25", "Q1 26"),
        ("1e halfjaar 2025", "2e halfjaar 2026"),
        ("20260101", "20261101"),
        ("per 1-1-2026", "per 1-11-2026"),
        ("peildatum 1-10-2025", "peildatum 1-10-2026"),
        ("Personeel 25", "Personeel 26"),
        ("2025", "nu"),
    ] {
        check(
            &format!("== {earlier}\n@kop\n@anna\n@bram\n@eva\n== {now}\n{later}"),
            &format!(
                "staff A1 3
                 staff A1 3
                 1002: De Linde: te verifiëren, te verifiëren, in orde
                 1001: Het Anker: goed
                 1005: Het Anker: goed
                 1006: Het Anker: goed
                 DAT-04 {earlier}!A3
                 DAT-20 {earlier}!A1
                 SCH-02 {earlier}!J3
                 SKJ-02 {earlier}!H3
                 SKJ-03 {earlier}!H3
                 SKJ-07 {earlier}!H3"
            ),
        );
    }
    // Who came in a year: other people every year, and all of them are here.
    check(
        "== Instroom 2025\n@kop\n@anna\n@bram\n== Instroom 2026\n@kop\n@eva\n@frits",
        &format!("staff A1 2\nstaff A1 2 {ALL_GOOD}"),
    );
    // Two years of two teams.
    check(
        "== Linde 2025\n@kop\n@anna\n@bram\n== Anker 2026\n@kop\n@anna\n@eva",
        "staff A1 2
         staff A1 2
         1001: De Linde: goed
         1002: De Linde: goed
         1005: Het Anker: goed
         DAT-05 Anker 2026!A2",
    );
    // Who stands on two earlier ones works as the last of them says.
    check(
        "== 2024\n@kop\n@anna\n@eva\n@frits.!groep\n== 2025\n@kop\n@anna\n@eva\n@frits\n== 2026\n@kop\n@anna\n@eva",
        "staff A1 3
         staff A1 3
         staff A1 2
         1006: Het Anker: te verifiëren, te verifiëren, in orde
         1001: De Linde: goed
         1005: Het Anker: goed
         DAT-04 2025!A4
         DAT-20 2024!A1
         DAT-20 2025!A1
         SCH-02 2025!J4
         SKJ-03 2024!H4
         SKJ-07 2024!H4",
    );
    // A file each.
    let file = |name: &str, text: &str| Input { name: name.to_owned(), bytes: Arc::from(workbook(text)) };
    let files = [file("staf-2025.xlsx", "@kop\n@anna\n@eva"), file("staf-2026.xlsx", later)];
    let (assessment, _) = assess(&files, Options::on(Date::constant(2026, 11, 23)), &Here).expect("two good files");
    let lines = told(&assessment);
    assert!(lines.contains("1001: Het Anker: goed") && lines.ends_with("DAT-20 Personeel!A1"), "{lines}");
    // Months without a year are those of this year, and December is still to come.
    check(
        "== oktober\n@kop\n@anna.!groep\n@bram.!groep\n== november\n@kop\n@anna\n@bram\n== december\n@kop\n@anna.!groep\n@bram.!groep",
        "staff A1 2
         staff A1 2
         staff A1 2
         1001: De Linde: goed
         1002: De Linde: goed
         DAT-20 december!A1
         DAT-20 oktober!A1",
    );
    // A plan for next year is not now.
    check(
        "== 2026\n@kop\n@anna\n@bram\n== 2027\n@kop\n@anna.!groep\n@bram.!groep",
        "staff A1 2
         staff A1 2
         1001: De Linde: goed
         1002: De Linde: goed
         DAT-20 2027!A1",
    );
}

/// What comes out of several files, of a sheet each.
fn told_of_files(files: &[(&str, &str)]) -> String {
    let input = |(name, text): &(&str, &str)| Input { name: (*name).to_owned(), bytes: Arc::from(workbook(text)) };
    let inputs: Vec<Input> = files.iter().map(input).collect();
    let (assessment, _) = assess(&inputs, Options::on(Date::constant(2026, 11, 23)), &Here).expect("good files");
    told(&assessment)
}

#[test]
fn an_overview_of_last_year_is_known_when_the_other_tells_no_time() {
    // Bram stands on the earlier one only; Anna works on another group now.
    let earlier = "== Blad1\n@kop\n@anna\n@bram\n@eva\n@frits";
    let now = "== Blad1\n@kop\n1001|Anna de Vries|Pedagogisch medewerker|Het Anker|0,5|1-5-2024|110000101|1-3-2029|12-3-2024|6-10-2024\n@eva\n@frits";
    for (old, new) in [
        ("personeel 2025", "personeel"),
        ("personeel okt 2025", "personeel"),
        ("personeel vorig jaar", "personeel"),
        ("export_20251003_1423", "export_20261102_0911"),
        ("staf_2025_definitief", "staf_2026_concept"),
        ("Lijst HR 2025", "Personeelslijst 2026"),
        ("De Horizon 2025", "Personeel"),
        ("personeel", "personeel nieuw"),
    ] {
        for files in [[(old, earlier), (new, now)], [(new, now), (old, earlier)]] {
            let lines = told_of_files(&files);
            for line in [
                "1001: Het Anker: goed",
                "1002: De Linde: te verifiëren, te verifiëren, in orde",
                "1005: Het Anker: goed",
                "1006: Het Anker: goed",
                "DAT-04 Blad1!A3",
                "DAT-20 Blad1!A1",
            ] {
                assert!(lines.lines().any(|known| known == line), "{old} / {new}: {line}\n{lines}");
            }
        }
    }
    // Sheets of one name are told apart by their files.
    let input = |(name, text): (&str, &str)| Input { name: format!("{name}.xlsx"), bytes: Arc::from(workbook(text)) };
    let inputs = [("personeel 2025", earlier), ("personeel", now)].map(input);
    let (assessment, _) = assess(&inputs, Options::on(Date::constant(2026, 11, 23)), &Here).expect("good files");
    let edition = Edition::new(&assessment);
    let messages: Vec<String> = assessment.judgement.findings.iter().map(|finding| edition.message(finding)).collect();
    assert!(
        messages.iter().any(|text| text.starts_with(
            "Blad ‘Blad1 (in personeel 2025.xlsx)’ lijkt hetzelfde overzicht als blad ‘Blad1 (in personeel.xlsx)’"
        )),
        "{messages:?}"
    );
    // Nothing tells which one is of now: what they differ in is not certain, what they agree on is.
    for (one, other) in [("personeel", "medewerkers"), ("personeel april 2026", "personeel"), ("export1", "export2")] {
        let lines = told_of_files(&[(one, earlier), (other, now)]);
        for line in [
            "1001: De Linde+Het Anker: te verifiëren, te verifiëren, in orde",
            "1002: De Linde: te verifiëren, te verifiëren, in orde",
            "1005: Het Anker: goed",
            "1006: Het Anker: goed",
            "DAT-04 Blad1!A2",
            "DAT-20 Blad1!A1",
        ] {
            assert!(lines.lines().any(|known| known == line), "{one} / {other}: {line}\n{lines}");
        }
    }
    // The same people for second posts, or for papers only, and other people: those stay as they are.
    let second = "@kop\n1001|Anna de Vries|Pedagogisch medewerker|Het Anker|0,1|1-5-2024|110000101|1-3-2029|12-3-2024|6-10-2024\n\
                  1002|Bram van den Berg|Groepsleider|Het Anker|0,1|1-9-2023|110000202|1-3-2029|14-7-2023|6-10-2024";
    for name in ["Flex", "Nachtdienst", "Flex 2026"] {
        check(
            &format!("== Personeel\n@kop\n@anna\n@bram\n@eva\n== {name}\n{second}"),
            "staff A1 3
             staff A1 2
             1001: De Linde+Het Anker: goed
             1002: De Linde+Het Anker: goed
             1005: Het Anker: goed",
        );
    }
    check(
        "== Personeel\n@kop.vog\n@anna.vog\n@bram.vog\n@eva.vog\n== VOG 2025\nPersoneelsnummer|Naam|Functie|VOG datum afgifte\n\
         1001|Anna de Vries|Pedagogisch medewerker|12-3-2024\n1002|Bram van den Berg|Groepsleider|14-7-2023\n1005|Eva Bakker|Pedagogisch medewerker|5-11-2019",
        "staff A1 3
         registrations A1 3
         1001: De Linde: goed
         1002: De Linde: goed
         1005: Het Anker: goed",
    );
    let others = told_of_files(&[("personeel", "@kop\n@anna\n@bram"), ("inhuur", "@kop\n@eva\n@frits")]);
    assert_eq!(others.lines().filter(|line| line.ends_with("goed")).count(), 4, "{others}");
    assert!(!others.contains("DAT"), "{others}");
    // A few who are new, on a sheet of their own beside everybody.
    let new = told_of_files(&[("personeel", "@kop\n@anna\n@bram\n@eva\n@frits"), ("personeel nieuw", "@kop\n@frits")]);
    assert!(!new.contains("DAT-20") && !new.contains("DAT-04"), "{new}");
}

#[test]
fn who_is_named_on_a_sheet_that_is_not_understood_may_have_it() {
    let staff = "== Personeel\nPers.nr|Naam|Functie|Groep|In dienst|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel\n\
         1001|Anna de Vries|Groepsleider|De Linde|1-5-2024|110000101|1-3-2029|12-3-2024|\n\
         1002|Bram Bos|Groepsleider|De Linde|1-5-2024|110000102|1-3-2029|12-3-2024|\n\
         1003|Eva Test|Groepsleider|De Linde|1-5-2024|110000103|1-3-2029|12-3-2024|6-10-2024";
    for (sheet, cell) in [
        (
            "Presentielijst\nPresentielijst training signaleren loverboys\nDatum: 12-3-2025\n\nVries, Anna de|x\nEva Test|x",
            "A4",
        ),
        ("Training loverboys\nNaam|Handtekening\nAnna de Vries|x", "A2"),
        ("12-3-2025\nDeelnemers cursus 12 maart\n1|Anna de Vries\n2|X. Extern|afgemeld", "B2"),
    ] {
        let name = sheet.lines().next().expect("a name");
        check(
            &format!("{staff}\n== {sheet}"),
            &format!(
                "staff A1 3
                 1001: De Linde: geregistreerd, te verifiëren, in orde
                 1002: De Linde: geregistreerd, geen, in orde
                 1003: De Linde: goed
                 DAT-14 {name}!A1
                 SCH-01 Personeel!I3
                 SCH-02 {name}!{cell}"
            ),
        );
    }
    // Other trainings, what must still happen, and other things.
    for sheet in [
        "Presentielijst BHV\nAnna de Vries|x",
        "Nog te volgen training\nAnna de Vries",
        "Verjaardagen\nAnna de Vries|12-3",
    ] {
        let name = sheet.lines().next().expect("a name");
        check(
            &format!("{staff}\n== {sheet}"),
            &format!(
                "staff A1 3
                 1001: De Linde: geregistreerd, geen, in orde
                 1002: De Linde: geregistreerd, geen, in orde
                 1003: De Linde: goed
                 DAT-14 {name}!A1
                 SCH-01 Personeel!I2
                 SCH-01 Personeel!I3"
            ),
        );
    }
    // The same for a registration and a VOG.
    let without = staff.replace("110000101|1-3-2029|12-3-2024|", "|||6-10-2024");
    check(
        &format!("{without}\n== Blad2\nSKJ en VOG, stand maart\nAnna de Vries: zie map\nAnna de Vries|ligt bij HR"),
        "staff A1 3
         1001: De Linde: te verifiëren, aantoonbaar, te verifiëren
         1002: De Linde: geregistreerd, geen, in orde
         1003: De Linde: goed
         DAT-14 Blad2!A1
         SCH-01 Personeel!I3
         SKJ-03 Blad2!A3
         SKJ-07 Blad2!A3
         VOG-03 Blad2!A3",
    );
}

#[test]
fn who_is_on_a_list_of_what_was_taken_away_is_in_doubt() {
    let staff = "== Personeel\n@kop\n@anna\n@eva";
    let list = "Pers.nr|Naam|SKJ-nummer\n1001|Anna de Vries|110000101";
    for name in ["SKJ doorgehaald", "Geschorst SKJ", "Uitgeschreven SKJ"] {
        check(
            &format!("{staff}\n== {name}\n{list}"),
            &format!(
                "staff A1 2
                 registrations A1 1
                 1001: De Linde: te verifiëren, aantoonbaar, in orde
                 1005: Het Anker: goed
                 DAT-14 {name}!A1
                 SKJ-02 {name}!C2
                 SKJ-03 {name}!C2
                 SKJ-07 {name}!C2"
            ),
        );
    }
    // The text above the list may say so.
    check(
        &format!("{staff}\n== Blad2\nSKJ doorgehaald\n{list}"),
        "staff A1 2
         registrations A2 1
         1001: De Linde: te verifiëren, aantoonbaar, in orde
         1005: Het Anker: goed
         DAT-14 Blad2!A2
         SKJ-02 Blad2!C3
         SKJ-03 Blad2!C3
         SKJ-07 Blad2!C3",
    );
    // Such a list goes on when what it asks for has come.
    for name in ["SKJ nog aan te vragen", "Herregistratie nog te doen"] {
        check(
            &format!("{staff}\n== {name}\n{list}"),
            &format!("staff A1 2\nregistrations A1 1\n1001: De Linde: goed\n1005: Het Anker: goed\nDAT-14 {name}!A1"),
        );
    }
}

#[test]
fn who_is_not_on_a_list_for_some_of_the_people_may_have_it() {
    let staff = "== Personeel\nPers.nr|Naam|Functie|Groep|Locatie|In dienst|VOG datum afgifte|Training mensenhandel\n\
         1001|Anna de Vries|Groepsleider|De Linde|Ede|1-5-2024|12-3-2024|6-10-2024\n\
         1002|Bram Bos|Groepsleider|De Linde|Ede|1-5-2024|12-3-2024|6-10-2024\n\
         1005|Eva Test|Groepsleider|Het Anker|Nes|1-5-2024|12-3-2024|6-10-2024";
    let list = "Pers.nr|Naam|SKJ-nummer|SKJ geldig tot\n1001|Anna de Vries|110000101|1-3-2029";
    let caption = |text: &str| format!("Blad2\n{text}");
    for (name, row) in [
        ("SKJ De Linde".to_owned(), 1),
        ("Registraties locatie Ede".to_owned(), 1),
        (caption("SKJ-registraties De Linde"), 2),
    ] {
        check(
            &format!("{staff}\n== {name}\n{list}"),
            &format!(
                "staff A1 3
                 registrations A{row} 1
                 1001: De Linde: goed
                 1002: De Linde: niet geregistreerd, aantoonbaar, in orde
                 1005: Het Anker: te verifiëren, aantoonbaar, in orde
                 SKJ-02 Personeel!B4
                 SKJ-03 Personeel!B3
                 SKJ-03 Personeel!B4
                 SKJ-07 Personeel!B4"
            ),
        );
    }
    for name in ["Nieuwe registraties 2026", "SKJ deel 1", "Mutaties SKJ"] {
        check(
            &format!("{staff}\n== {name}\n{list}"),
            "staff A1 3
             registrations A1 1
             1001: De Linde: goed
             1002: De Linde: te verifiëren, aantoonbaar, in orde
             1005: Het Anker: te verifiëren, aantoonbaar, in orde
             SKJ-02 Personeel!B4
             SKJ-03 Personeel!B3
             SKJ-03 Personeel!B4
             SKJ-07 Personeel!B3
             SKJ-07 Personeel!B4",
        );
    }
    // A list for everybody, or a list for each.
    check(
        &format!("{staff}\n== SKJ\n{list}"),
        "staff A1 3
         registrations A1 1
         1001: De Linde: goed
         1002: De Linde: niet geregistreerd, aantoonbaar, in orde
         1005: Het Anker: niet geregistreerd, aantoonbaar, in orde
         SKJ-01 Personeel!B4
         SKJ-03 Personeel!B3
         SKJ-03 Personeel!B4",
    );
    let other = "Pers.nr|Naam|SKJ-nummer|SKJ geldig tot\n1005|Eva Test|110000505|1-3-2029";
    check(
        &format!("{staff}\n== SKJ De Linde\n{list}\n== SKJ Het Anker\n{other}"),
        "staff A1 3
         registrations A1 1
         registrations A1 1
         1001: De Linde: goed
         1002: De Linde: niet geregistreerd, aantoonbaar, in orde
         1005: Het Anker: goed
         SKJ-03 Personeel!B3",
    );
}

#[test]
fn an_old_version_or_a_copy_says_nothing_for_certain() {
    // Bram stands on the old one only. What it says of Anna's registration is not certain; her group is that of now.
    let now =
        "@kop\n1001|Anna de Vries|Pedagogisch medewerker|Het Anker|0,5|1-5-2024|nee||12-3-2024|6-10-2024\n@eva\n@frits";
    for (old, new) in [
        ("Personeel oud", "Personeel"),
        ("(oud)", "Personeel"),
        ("archief", "Personeel"),
        ("historie", "Medewerkers"),
        ("kopie personeel", "Personeel"),
        ("Kopie van Personeel", "Personeel"),
        ("Personeel (2)", "Personeel"),
        ("Personeel v1", "Personeel def"),
        ("Personeel v1", "Personeel v2"),
        ("Personeel", "Personeel v2"),
        ("niet gebruiken", "Personeel"),
    ] {
        check(
            &format!("== {old}\n@kop\n@anna\n@bram\n@eva\n@frits\n== {new}\n{now}"),
            &format!(
                "staff A1 4
                 staff A1 3
                 1002: De Linde: te verifiëren, te verifiëren, in orde
                 1001: Het Anker: te verifiëren, aantoonbaar, in orde
                 1005: Het Anker: goed
                 1006: Het Anker: goed
                 DAT-04 {old}!A3
                 DAT-20 {old}!A1
                 SCH-02 {old}!J3
                 SKJ-02 {old}!H3
                 SKJ-03 {old}!H2
                 SKJ-03 {old}!H3
                 SKJ-07 {old}!H2
                 SKJ-07 {old}!H3"
            ),
        );
    }
    // Other people: those stay as they are. And a version alone is the one that counts.
    for (one, other) in
        [("Kube (2)", "Kube"), ("Personeel oud", "Personeel"), ("Team v1", "Team def"), ("Oud Zuid", "Zuid")]
    {
        check(
            &format!("== {one}\n@kop\n@anna\n@bram\n== {other}\n@kop\n@eva\n@frits"),
            &format!("staff A1 2\nstaff A1 2 {ALL_GOOD}"),
        );
    }
    for name in ["Personeel def", "Personeel v1", "Personeel oud", "Kopie van Personeel", "nu", "Personeel 26"] {
        check(&format!("== {name}\n@kop\n@anna\n@bram\n@eva\n@frits"), &format!("staff A1 4 {ALL_GOOD}"));
    }
}

#[test]
fn cells_merged_over_rows_speak_for_all_of_them() {
    check("@kop\n@anna\n@bram.!groep\n@eva\n@frits\nmerge D2:D3", &format!("staff A1 4 {ALL_GOOD}\nDAT-20 D1"));
    // Without the merge nobody knows.
    check(
        "@kop\n@anna\n@bram.!groep",
        "staff A1 2
         1001: De Linde: goed
         1002: -: goed
         DAT-02 D3",
    );
}

#[test]
fn who_is_struck_out_may_have_left_and_a_value_that_is_struck_out_is_not_used() {
    // What he has is not missing, but who may be gone does not certainly count.
    let doubted = "staff A1 2
         1001: De Linde: goed
         1002: De Linde: te verifiëren, te verifiëren, in orde
         DAT-04 B3
         SCH-02 J3
         SKJ-03 H3
         SKJ-07 H3";
    check("@kop\n@anna\n@bram\nstrike A3:J3", doubted);
    check("@kop|Uit dienst\n@anna\n@bram|-\nstrike B3:B3", doubted);
    // The last day of work tells more than the strike.
    check(
        "@kop|Uit dienst\n@anna\n@bram|1-3-2026\nstrike A3:K3",
        "staff A1 2
         1001: De Linde: goed
         1002 (niet in dienst): : goed",
    );
    // On a list it is the row that may no longer hold.
    check(
        "@kop\n@anna\n== SKJ\nPersoneelsnummer|Naam|SKJ-status\n1001|Anna de Vries|geschorst\nstrike B2:B2",
        "staff A1 1
         registrations A1 1
         1001: De Linde: te verifiëren, aantoonbaar, in orde
         DAT-03 SKJ!C2
         SKJ-02 SKJ!C2
         SKJ-03 SKJ!C2
         SKJ-07 SKJ!C2",
    );
    check(
        "@kop\n@anna\n@bram\nstrike I2:I2\nstrike G3:G3",
        "staff A1 2
         1001: De Linde: geregistreerd, aantoonbaar, te verifiëren
         1002: De Linde: te verifiëren, aantoonbaar, in orde
         DAT-03 G3
         DAT-03 I2
         SKJ-03 G3
         SKJ-07 G3
         VOG-03 I2",
    );
    // Neither what is struck out nor that it is struck out says that a registration is gone, or that it is there.
    for status in ["geschorst", "geregistreerd"] {
        check(
            &format!("@kop|SKJ-status\n@anna|{status}\n@bram\nstrike K2:K2"),
            "staff A1 2
             1001: De Linde: te verifiëren, aantoonbaar, in orde
             1002: De Linde: goed
             DAT-03 K2
             SKJ-03 K2
             SKJ-07 K2",
        );
    }
}

#[test]
fn who_is_not_named_may_have_everything() {
    // Nothing is certainly missing there, and nothing certainly there.
    check(
        "@kop\n@anna\n@bram\n|Flexpool|Pedagogisch medewerker|De Linde|0,3\n|Uitzendkracht|pm|De Linde|0,3",
        "staff A1 4
         1001: De Linde: goed
         1002: De Linde: goed
         Flexpool: De Linde: te verifiëren, te verifiëren, te verifiëren
         Uitzendkracht: De Linde: te verifiëren, te verifiëren, te verifiëren
         DAT-04 F4
         DAT-04 F5
         SCH-02 J4
         SCH-02 J5
         SKJ-03 G4
         SKJ-07 G4
         SKJ-07 G5
         VOG-03 I4
         VOG-03 I5",
    );
}

#[test]
fn a_no_about_a_certificate_apart_from_the_only_training_may_be_about_it() {
    let good = "staff A1 2
         1001: De Linde: goed
         1002: De Linde: goed";
    check(
        "@kop|SKJ-status|Certificaat\n@anna|geregistreerd|nee\n@bram|geregistreerd|ja",
        "staff A1 2
         1001: De Linde: geregistreerd, te verifiëren, in orde
         1002: De Linde: goed
         SCH-02 L2",
    );
    // It is about the first aid, or the diploma.
    check("@kop|BHV|Certificaat\n@anna|1-2-2024|nee\n@bram|1-2-2024|ja", good);
    check("@kop|Diploma|Certificaat\n@anna|hbo|nee\n@bram|hbo|ja", good);
}

#[test]
fn a_list_of_trainings_is_known_by_what_stands_in_it() {
    // That the training is over says nothing of a registration, nor does one that is not save a registration that is over.
    let people = "@kop.training\n@anna.training\n\
        1002|Bram van den Berg|Groepsleider|De Linde|1|1-9-2023|110000202|1-3-2025|14-7-2023";
    for heading in [
        "Training",
        "Certificaat",
        "Omschrijving certificaat",
        "Bekwaamheid",
        "E-learning / module",
        "Kwalificatie",
        "Diploma",
        "Wat",
    ] {
        check(
            &format!(
                "{people}\n== Blad2\nPersoneelsnummer|Naam|{heading}|Behaald op|Geldig tot|Status\n\
                 1001|Anna de Vries|Training mensenhandel|6-10-2023|6-10-2026|behaald\n\
                 1002|Bram van den Berg|BHV|6-10-2024|6-10-2027|behaald"
            ),
            "staff A1 2
             trainings A1 2
             1001: De Linde: goed
             1002: De Linde: niet geregistreerd, geen, in orde
             SCH-01 Blad2!C3
             SKJ-03 Personeel!H3
             SKJ-06 Personeel!H3",
        );
    }
}

#[test]
fn a_list_of_first_aid_alone_says_nothing_about_training_for_these_girls() {
    for heading in ["Training", "Certificaat"] {
        check(
            &format!(
                "@kop.training\n@anna.training\n@bram.training\n== Blad2\n\
                 Personeelsnummer|Naam|{heading}|Behaald op\n1001|Anna de Vries|BHV|6-10-2024"
            ),
            "staff A1 2
             trainings A1 1
             1001: De Linde: geregistreerd, te verifiëren, in orde
             1002: De Linde: geregistreerd, te verifiëren, in orde
             SCH-02 Personeel!B1",
        );
    }
}

#[test]
fn headings_that_only_say_something_on_a_list_make_one() {
    for sheet in ["Trainingen", "Blad2"] {
        check(
            &format!(
                "@kop.training\n@anna.training\n== {sheet}\nDeelnemer|Training|Datum\n\
                 Anna de Vries|Training mensenhandel|6-10-2024\nAnna de Vries|BHV|6-10-2025"
            ),
            &format!(
                "staff A1 1
                 trainings A1 2
                 1001: De Linde: goed
                 DAT-11 {sheet}!A1"
            ),
        );
    }
}

#[test]
fn a_sheet_called_after_a_training_holds_who_followed_it() {
    check(
        "@kop.training\n@anna.training\n@bram.training\n== Training mensenhandel\n\
         Personeelsnummer|Naam|Datum|Certificaat\n1001|Anna de Vries|6-10-2024|ja\n1002|Bram van den Berg|6-10-2024|nee",
        "staff A1 2
         trainings A1 2
         1001: De Linde: goed
         1002: De Linde: geregistreerd, te verifiëren, in orde
         SCH-02 Training mensenhandel!D3",
    );
}

#[test]
fn an_end_right_of_a_registration_is_not_that_of_the_employment() {
    for heading in ["Einddatum", "Eind", "Einde"] {
        check(
            &format!(
                "Personeelsnummer|Naam|Functie|Groep|FTE|In dienst|SKJ-nummer|{heading}|VOG datum afgifte|Training mensenhandel\n\
                 @anna\n1002|Bram van den Berg|Groepsleider|De Linde|1|1-9-2023|110000202|1-3-2025|14-7-2023|6-10-2024"
            ),
            "staff A1 2
             1001: De Linde: goed
             1002: De Linde: niet geregistreerd, aantoonbaar, in orde
             DAT-22 H1
             SKJ-03 H3
             SKJ-06 H3",
        );
    }
}

#[test]
fn a_status_on_a_list_is_that_of_what_the_list_is_about() {
    for sheet in ["VOG", "Blad2"] {
        check(
            &format!(
                "@kop.vog\n@anna.vog\n@bram.vog\n== {sheet}\nPersoneelsnummer|VOG datum|Status\n\
                 1001|12-3-2024|afgegeven\n1002|14-7-2023|geweigerd"
            ),
            &format!(
                "staff A1 2
                 registrations A1 2
                 1001: De Linde: goed
                 1002: De Linde: geregistreerd, aantoonbaar, te verifiëren
                 VOG-03 {sheet}!C3"
            ),
        );
    }
    // Of another heading only what takes the VOG away is taken for a word about it.
    check(
        "@kop.vog\n@anna.vog\n@bram.vog\n== VOG\nPersoneelsnummer|Datum afgifte|Resultaat\n\
         1001|12-3-2024|nagekeken\n1002|14-7-2023|geweigerd",
        "staff A1 2
         registrations A1 2
         1001: De Linde: goed
         1002: De Linde: geregistreerd, aantoonbaar, te verifiëren
         VOG-03 VOG!C3",
    );
    check(
        "@kop.skj\n@anna.skj\n@bram.skj\n== SKJ\nPersoneelsnummer|Registratienummer|Einddatum|Actief|In dienst\n\
         1001|110000101|1-3-2029|ja|nee\n1002|110000202|1-3-2029|nee|ja",
        "staff A1 2
         registrations A1 2
         1001: De Linde: goed
         1002: De Linde: te verifiëren, aantoonbaar, in orde
         SKJ-03 SKJ!D3
         SKJ-07 SKJ!D3",
    );
}

#[test]
fn a_list_with_a_row_per_paper_tells_of_registrations_vogs_and_trainings() {
    let staff = "@kop.skj.vog.training\n@anna.skj.vog.training\n@bram.skj.vog.training";
    // Whatever the sheet and its headings are called, in any order of rows, and with a hundred rows about first aid above.
    let rows = [
        "Anna de Vries|SKJ|110000101|1-3-2024|1-3-2029",
        "Anna de Vries|VOG|123456789|12-3-2024|",
        "Anna de Vries|Training mensenhandel||6-10-2024|",
        "Bram van den Berg|Rijbewijs B|110000202|1-3-2024|1-3-2029",
        "Bram van den Berg|BHV|110000203|1-3-2024|1-3-2029",
        "Bram van den Berg|Loverboyproblematiek (SKJ-geaccrediteerd)|2024.12|6-10-2024|",
        "Bram van den Berg|E-learning VOG aanvragen||14-7-2023|",
        "Bram van den Berg|Kopie ID|110000204|14-7-2023|1-1-2030",
    ];
    let first_aid = vec!["Anna de Vries|EHBO||1-3-2023|"; 100];
    let mut other_way: Vec<&str> = rows.to_vec();
    other_way.reverse();
    for (sheet, header) in [
        ("Registraties", "Naam|Soort|Nummer|Datum|Geldig tot"),
        ("Kwalificaties", "Naam|Kwalificatie|Nummer|Afgiftedatum|Geldig tot"),
        ("Certificaten en registraties", "Naam|Soort|Nummer|Datum behaald|Geldig tot"),
        ("Bekwaamheden", "Naam|Bekwaamheid|Nummer|Behaald op|Geldig tot"),
        ("Opleidingen", "Medewerker|Opleiding|Nummer|Datum behaald|Einddatum"),
        ("Dossier", "Naam|Document|Nummer|Datum|Geldig tot"),
        ("Blad2", "Naam|Omschrijving|Nummer|Datum afgifte|Einddatum"),
    ] {
        for (above, rows) in [(&[][..], &rows[..]), (&[], &other_way), (&first_aid, &rows)] {
            check(
                &format!("{staff}\n== {sheet}\n{header}\n{}", [above, rows].concat().join("\n")),
                &format!(
                    "staff A1 2
                     registrations A1 {}
                     1001: De Linde: goed
                     1002: De Linde: niet geregistreerd, aantoonbaar, te verifiëren
                     DAT-11 {sheet}!A1
                     SKJ-03 Personeel!B3
                     VOG-03 {sheet}!B{}",
                    above.len() + rows.len(),
                    above.len() + if rows == other_way { 3 } else { 8 },
                ),
            );
        }
    }
    // Other lists name papers as well: what is to be done, lacking, paid for, or about to end. They tell of nobody that a paper is missing.
    for (sheet, header) in [
        ("Actielijst", "Medewerker|Actie|Deadline|Wie"),
        ("Acties 2026", "Medewerker|Document|Datum|Status"),
        ("Checklist", "Naam|Onderdeel|Aanwezig|Door"),
        ("Controle", "Naam|Bevinding|Datum|Door"),
        ("Declaraties", "Medewerker|Omschrijving|Datum|Bedrag"),
        ("Ontbrekende documenten", "Naam|Document|Datum|Door"),
        ("Verlopende documenten", "Naam|Document|Datum|Map"),
        ("Blad2", "Naam|Omschrijving|Datum|Wie"),
        ("Signalen", "Medewerker|Soort|Einddatum|Team"),
    ] {
        let text = format!(
            "{staff}\n== {sheet}\n{header}\nAnna de Vries|SKJ|1-6-2026|\nBram van den Berg|VOG|1-6-2026|\n\
             Bram van den Berg|SKJ|1-6-2026|"
        );
        let told = told(&assessed("personeel.xlsx", &workbook(&text)).unwrap());
        let unknown = "De Linde: te verifiëren, te verifiëren, te verifiëren";
        for line in [format!("1001: {unknown}"), format!("1002: {unknown}")] {
            assert!(told.lines().any(|known| known == line), "{line}\n{told}\n{text}");
        }
    }
    // Of two columns the one that says which paper, whatever it is called.
    for kind in ["Documenttype", "Soort", "Type"] {
        check(
            &format!(
                "{staff}\n== Documenten\nPersoneelsnummer|{kind}|Omschrijving|Nummer|Datum document|Vervaldatum|Status\n\
                 1001|Identificatie|Paspoort|123456789|1-1-2022|1-1-2032|Gecontroleerd\n\
                 1001|Registratie|SKJ|110000101|1-3-2024|1-3-2029|Actief\n\
                 1001|VOG|Verklaring omtrent het gedrag||12-3-2024||Ontvangen\n\
                 1001|Scholing|Training mensenhandel||6-10-2024||Afgerond\n\
                 1002|Registratie|SKJ|110000202|1-3-2024|1-3-2025|Actief\n\
                 1002|VOG|VOG||14-7-2023||Ontvangen\n\
                 1002|Scholing|Training mensenhandel||6-10-2024||Aangemeld"
            ),
            "staff A1 2
             registrations A1 7
             1001: De Linde: goed
             1002: De Linde: niet geregistreerd, te verifiëren, in orde
             SCH-02 Documenten!G8
             SKJ-03 Documenten!F6
             SKJ-06 Documenten!F6",
        );
    }
    // Function and group may stand on every row of the list as well.
    check(
        &format!(
            "{staff}\n== Certificaten\nPersoneelsnummer|Naam|Functie|Groep|Kwalificatie|Documentnummer|Datum|Verlengen voor\n\
             1001|Anna de Vries|Pedagogisch medewerker|De Linde|SKJ|110000101|1-3-2024|1-3-2029\n\
             1001|Anna de Vries|Pedagogisch medewerker|De Linde|VOG||12-3-2024|\n\
             1001|Anna de Vries|Pedagogisch medewerker|De Linde|Training mensenhandel||6-10-2024|\n\
             1002|Bram van den Berg|Groepsleider|De Linde|VOG||14-7-2023|\n\
             1002|Bram van den Berg|Groepsleider|De Linde|BHV|110000203|1-3-2024|1-3-2029"
        ),
        "staff A1 2
         registrations A1 5
         1001: De Linde: goed
         1002: De Linde: niet geregistreerd, geen, in orde
         SCH-01 Personeel!B3
         SKJ-03 Personeel!B3",
    );
    // And so may all of the work: it is counted once, and everything that somebody has is read.
    let work = [
        "1001|Anna de Vries|Pedagogisch medewerker|De Linde|0,4|1-5-2024",
        "1002|Bram van den Berg|Groepsleider|De Linde|0,4|1-9-2023",
    ];
    let export = format!(
        "Personeelsnummer|Naam|Functie|Groep|FTE|In dienst|Soort|Nummer|Datum|Geldig tot\n\
         {0}|SKJ|110000101|1-3-2024|1-3-2029\n{0}|VOG||12-3-2024|\n{0}|Training mensenhandel||6-10-2024|\n\
         {1}|VOG||14-7-2023|\n{1}|EHBO|110000203|1-3-2024|1-3-2029",
        work[0], work[1]
    );
    check(
        &export,
        "staff A1 5
         1001: De Linde: goed
         1002: De Linde: niet geregistreerd, geen, in orde
         DAT-05 A3
         SCH-01 B5
         SKJ-03 B5",
    );
    let assessment = assessed("personeel.xlsx", &workbook(&export)).unwrap();
    for person in [0, 1] {
        assert_eq!(assessment.staff.fte_of(person), Some(Fte(4000)));
    }
    // How a training ended, what is planned, and what is not known there. Who has nothing on the list has no training.
    check(
        &format!(
            "{staff}\n@eva.skj.vog.training\n@frits.skj.vog.training\n== Kwalificaties\n\
             Naam|Kwalificatie|Nummer|Datum|Geldig tot|Resultaat\n\
             Anna de Vries|SKJ|110000101|1-3-2024|1-3-2029|\n\
             Anna de Vries|Training mensenhandel||6-10-2024||niet behaald\n\
             Bram van den Berg|Training mensenhandel gepland||6-10-2024||\n\
             Eva Bakker|On the Move||6-10-2024||\n\
             Eva Bakker|Training mensenhandel||6-10-2030||\n\
             Frits Mulder|SKJ|110000606|1-3-2024|1-3-2029|doorgehaald"
        ),
        "staff A1 4
         registrations A1 6
         1001: De Linde: geregistreerd, te verifiëren, te verifiëren
         1002: De Linde: niet geregistreerd, te verifiëren, te verifiëren
         1005: Het Anker: niet geregistreerd, te verifiëren, te verifiëren
         1006: Het Anker: te verifiëren, geen, te verifiëren
         DAT-11 Kwalificaties!A1
         SCH-01 Personeel!B5
         SCH-02 Kwalificaties!B4
         SCH-02 Kwalificaties!B5
         SCH-02 Kwalificaties!F3
         SKJ-02 Personeel!B4
         SKJ-03 Personeel!B3
         SKJ-03 Personeel!B4
         SKJ-07 Kwalificaties!F7
         VOG-03 Personeel!B1",
    );
    // Where nothing more can stand on the list, that a paper is there tells that somebody may have it.
    check(
        &format!(
            "{staff}\n== Dossier\nNaam|Document\nAnna de Vries|SKJ\nAnna de Vries|VOG\nBram van den Berg|SKJ en VOG"
        ),
        "staff A1 2
         registrations A1 3
         1001: De Linde: te verifiëren, te verifiëren, te verifiëren
         1002: De Linde: te verifiëren, te verifiëren, te verifiëren
         DAT-11 Dossier!A1
         SCH-02 Personeel!B1
         SKJ-02 Dossier!B2
         SKJ-03 Dossier!B2
         SKJ-07 Dossier!B2
         SKJ-07 Dossier!B4
         VOG-03 Dossier!B3
         VOG-03 Dossier!B4",
    );
    // A course on VOG or SKJ among trainings makes it no such list.
    check(
        &format!(
            "{staff}\n== Scholing\nNaam|Kwalificatie|Datum\nAnna de Vries|Training mensenhandel|6-10-2024\n\
             Anna de Vries|E-learning VOG|6-10-2024\nBram van den Berg|Cursus SKJ|6-10-2024"
        ),
        "staff A1 2
         trainings A1 3
         1001: De Linde: te verifiëren, aantoonbaar, te verifiëren
         1002: De Linde: te verifiëren, te verifiëren, te verifiëren
         DAT-11 Scholing!A1
         SCH-02 Scholing!B4
         SKJ-02 Personeel!B2
         SKJ-03 Personeel!B2
         SKJ-07 Personeel!B1
         VOG-03 Personeel!B1",
    );
}

#[test]
fn what_numbers_a_row_or_a_vog_is_no_registration() {
    // Bram is in no register; his row on the list of VOG's has a number that could be one, and an end that is over or still to come.
    for header in [
        "Nr|Naam|Datum afgifte|Einddatum",
        "Nr.|Naam|VOG datum|Geldig tot",
        "Kenmerk|Medewerker|Datum afgifte|Einddatum",
        "Registratienummer|Naam|Afgegeven op|Einddatum",
    ] {
        for [number, end] in [["2", "1-3-2029"], ["110000202", "1-3-2029"], ["110000202", "14-7-2024"], ["VOG-12", ""]]
        {
            check(
                &format!(
                    "@kop.vog.training\n@anna.vog.training\n1002|Bram van den Berg|Groepsleider|De Linde|1|1-9-2023\n\
                     == VOG\n{header}\n1|Anna de Vries|12-3-2024|\n{number}|Bram van den Berg|14-7-2023|{end}\n\
                     == Scholing\nPersoneelsnummer|Training|Datum\n1001|Mensenhandel|6-10-2024\n1002|Mensenhandel|6-10-2024"
                ),
                "staff A1 2
                 registrations A1 2
                 trainings A1 2
                 1001: De Linde: goed
                 1002: De Linde: niet geregistreerd, aantoonbaar, in orde
                 DAT-11 VOG!B1
                 SKJ-03 Personeel!G3",
            );
        }
    }
    // Before the name "Nr" counts rows, where another column is the number or may be.
    for header in ["Nr|Naam|SKJ-nummer|Geldig tot", "Nr|Naam|Nummer|Geldig tot", "Nummer|Naam|Kenmerk|Geldig tot"] {
        check(
            &format!(
                "@kop.skj\n@anna.skj\n@bram.skj\n== SKJ\n{header}\n1|Anna de Vries|110000101|1-3-2029\n2|Bram van den Berg||"
            ),
            "staff A1 2
             registrations A1 2
             1001: De Linde: goed
             1002: De Linde: niet geregistreerd, aantoonbaar, in orde
             DAT-11 SKJ!B1
             SKJ-03 Personeel!B3",
        );
    }
    // A sheet that is called after another register or a certificate has no registrations.
    for sheet in ["Registratie BHV", "NVO registratie", "Registraties rijbewijs"] {
        for header in ["Naam|Nummer|Geldig tot", "Naam|Registratienummer|Geldig tot"] {
            check(
                &format!(
                    "@kop\n@anna\n1002|Bram van den Berg|Groepsleider|De Linde|1|1-9-2023|||14-7-2023|6-10-2024\n\
                     == {sheet}\n{header}\nBram van den Berg|110000202|1-3-2029"
                ),
                &format!(
                    "staff A1 2
                     ? A1 0
                     1001: De Linde: goed
                     1002: De Linde: niet geregistreerd, aantoonbaar, in orde
                     DAT-14 {sheet}!A1
                     SKJ-03 Personeel!G3"
                ),
            );
        }
    }
    // Where a column says what each row is, that goes before the name of the sheet.
    check(
        "@kop.skj\n@anna.skj\n@bram.skj\n== Registraties en rijbewijs\nNaam|Soort|Nummer|Geldig tot\n\
         Anna de Vries|SKJ|110000101|1-3-2029\nBram van den Berg|Paspoort|110000202|1-3-2029",
        "staff A1 2
         registrations A1 2
         1001: De Linde: goed
         1002: De Linde: niet geregistreerd, aantoonbaar, in orde
         DAT-11 Registraties en rijbewijs!A1
         SKJ-03 Registraties en rijbewijs!B3
         SKJ-09 Registraties en rijbewijs!B3",
    );
    // Where no other column is, it is the number.
    check(
        "@kop.skj\n@anna.skj\n== SKJ\nNr|Naam|Geldig tot\n110000101|Anna de Vries|1-3-2029",
        "staff A1 1
         registrations A1 1
         1001: De Linde: goed
         DAT-11 SKJ!B1",
    );
}

#[test]
fn a_number_right_of_the_vog_is_that_of_the_vog() {
    check(
        "@kop.skj.vog\n@anna.skj.vog\n@bram.skj.vog\n== Dossier\nNaam|VOG|Nummer|SKJ|Nummer|Geldig tot\n\
         Anna de Vries|12-3-2024|123456789|ja|110000101|1-3-2029\nBram van den Berg|14-7-2023|123456780|||",
        "staff A1 2
         registrations A1 2
         1001: De Linde: goed
         1002: De Linde: niet geregistreerd, aantoonbaar, in orde
         DAT-11 Dossier!A1
         DAT-19 Dossier!D1
         SKJ-03 Personeel!B3",
    );
}

#[test]
fn the_reason_of_an_exemption_is_called_onderbouwing_as_well() {
    let sheet = |headings: &str, bram: &str| {
        format!(
            "@kop\n@anna\n1002|Bram van den Berg|Groepsleider|De Linde|1|1-9-2023|||14-7-2023|6-10-2024\n\
             == Tenzij\nPersoneelsnummer|Grond|{headings}|Besloten door|Geldig tot\n1002|leerwerktraject|{bram}|bestuur|1-6-2027"
        )
    };
    let counts = |notes: &str| {
        format!(
            "staff A1 2
             exemptions A1 1
             1001: De Linde: goed
             1002: De Linde: niet geregistreerd, aantoonbaar, in orde{notes}"
        )
    };
    check(&sheet("Onderbouwing", "loopt mee met een ervaren collega"), &counts(""));
    // Of two columns with a reason one is enough.
    check(&sheet("Reden|Onderbouwing", "|loopt mee met een ervaren collega"), &counts("\nDAT-19 Tenzij!D1"));
    check(&sheet("Onderbouwing", ""), &counts("\nDAT-16 Tenzij!C2\nSKJ-03 Personeel!G3"));
}

#[test]
fn an_exemption_counts_only_where_no_column_takes_it_back() {
    let list = |headings: &str, cells: &str| {
        format!(
            "@kop.skj\n@anna.skj\n== Uitzonderingen\nPersoneelsnummer|Grond|Reden|Geldig tot|Besloten door|{headings}\n\
             1001|a|In opleiding tot jeugdprofessional|1-5-2027|bestuurder|{cells}"
        )
    };
    for (headings, cells, cell) in [
        ("Status", "akkoord", None),
        ("Status", "afgewezen", Some("F2")),
        ("Opmerking|Status", "besproken|concept", Some("G2")),
        ("Actief", "nee", Some("F2")),
        ("Ingetrokken", "nee", None),
        ("Ingetrokken op", "", None),
        ("Ingetrokken op", "1-5-2026", Some("F2")),
        ("Einde", "1-5-2028", None),
        ("Einde", "1-5-2026", Some("F2")),
    ] {
        let text = list(headings, cells);
        let assessment = assessed("personeel.xlsx", &workbook(&text)).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let told = told(&assessment);
        let found = told.lines().find_map(|line| line.strip_prefix("DAT-16 Uitzonderingen!"));
        assert_eq!(found, cell, "{text}\n{told}");
    }
}

#[test]
fn what_may_say_that_a_group_is_no_longer_there_is_told() {
    let list = |heading: &str, cell: &str| {
        format!(
            "@kop\n@anna\n== Groepen\nGroep|Gespecialiseerd|Onderbouwing|{heading}\nDe Linde|ja|Altijd twee ervaren collega's|{cell}"
        )
    };
    for (heading, cell, told) in [
        ("Gesloten per", "1-5-2026", true),
        ("Einddatum", "1-5-2026", true),
        ("Actief", "nee", true),
        ("Onderbouwing status", "concept", true),
        ("Onderbouwing akkoord", "ja", false),
        ("Aantal plekken", "8", false),
    ] {
        let told = if told { "DAT-22 Groepen!D1" } else { "" };
        check(&list(heading, cell), &format!("staff A1 1\ngroups A1 1\n1001: De Linde: goed\n{told}"));
    }
}

#[test]
fn a_column_of_another_list_beside_a_training_tells_how_it_ended_or_is_listed() {
    let list = |heading: &str, cell: &str| {
        let people = "@kop.training\n@anna.training\n== Trainingen";
        workbook(&format!(
            "{people}\nPersoneelsnummer|Training|Datum|{heading}\n1001|Training mensenhandel|6-10-2024|{cell}"
        ))
    };
    for (heading, cell, status, listed) in [
        ("Score", "niet behaald", Training::ToVerify, false),
        ("Score", "8", Training::Demonstrable, true),
        ("Actief", "ja", Training::Demonstrable, true),
        ("Akkoord", "1-5-2024", Training::Demonstrable, true),
    ] {
        let assessment = assessed("personeel.xlsx", &list(heading, cell)).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(assessment.judgement.statuses[0].training.status, status, "{heading}: {cell}");
        let table = &assessment.inputs[0].sheets[1].tables[0];
        assert_eq!(table.columns[3].used == Use::Unrecognised, listed, "{heading}: {cell}");
    }
}

#[test]
fn a_column_with_how_trainings_ended_is_read_cell_by_cell() {
    let statuses = |text: &str| -> Vec<Training> {
        let assessment = assessed("personeel.xlsx", &workbook(text)).unwrap_or_else(|error| panic!("{error}"));
        assessment.judgement.statuses.iter().map(|statuses| statuses.training.status).collect()
    };
    let people = "@kop.training\n@anna.training\n@bram.training\n@eva.training\n@frits.training\n== Scholing\n";
    let listed = |heading: &str, cells: [&str; 4]| {
        let rows: Vec<String> = ["1001", "1002", "1005", "1006"]
            .iter()
            .zip(cells)
            .map(|(number, cell)| format!("{number}|Training mensenhandel|{cell}|6-10-2024"))
            .collect();
        statuses(&format!("{people}Personeelsnummer|Trajectnaam|{heading}|Datum\n{}", rows.join("\n")))
    };
    let (shown, asked) = (Training::Demonstrable, Training::ToVerify);
    // A word that is not understood makes a question of its own row, and of no other.
    for heading in [
        "Trainingsstatus",
        "Traject status",
        "Cursusstatus",
        "Leerstatus",
        "Voortgangsstatus",
        "Registratiestatus",
        "Boekingsstatus",
        "Statusomschrijving",
        "Beoordeling",
        "Uitkomst",
    ] {
        for word in ["Toegewezen", "Vrijgesteld", "Verplicht", "Actief", "Definitief", "8", "85%"] {
            assert_eq!(
                listed(heading, ["Behaald", "Niet behaald", word, ""]),
                [shown, asked, asked, shown],
                "{heading}: {word}"
            );
        }
    }
    // Under any other heading most words must be known, and one must say that a training was not finished.
    assert_eq!(listed("Stand", ["Afgerond", "Niet behaald", "Definitief", "Afgerond"]), [shown, asked, asked, shown]);
    for (heading, cells) in [
        ("Stand", ["Definitief", "Concept A", "Voorlopig", "Niet behaald"]),
        ("Waardering", ["goed", "leuk", "goed", "voldoende"]),
        ("Werkvorm", ["online", "klassikaal", "online", "blended"]),
        ("Gebruikersstatus", ["Actief", "Actief", "Actief", "Gast"]),
        ("Factuurstatus", ["Betaald", "Open", "Betaald", "Verzonden"]),
    ] {
        assert_eq!(listed(heading, cells), [shown; 4], "{heading}");
    }
    // Beside a training on a list of people too, where the heading can mean nothing else.
    for (heading, expected) in [("Cursusstatus", asked), ("Beoordeling", shown)] {
        let text = format!("@kop|{heading}\n@anna|Definitief");
        assert_eq!(statuses(&text), [expected], "{heading}");
    }
}

#[test]
fn a_heading_that_may_be_a_training_is_one_where_days_stand_below_it() {
    let told = |text: &str| -> (Training, Vec<String>) {
        let assessment = assessed("personeel.xlsx", &workbook(text)).unwrap_or_else(|error| panic!("{error}"));
        let edition = Edition::new(&assessment);
        let codes = assessment.judgement.findings.iter().map(|finding| edition.rule(finding).code.clone()).collect();
        (assessment.judgement.statuses[0].training.status, codes)
    };
    let day = "6-10-2024";
    for (heading, cell, in_columns, of_people) in [
        ("Omgaan met slachtoffers mensenhandel", day, Training::Demonstrable, Training::Demonstrable),
        ("Slachtoffers seksuele uitbuiting", day, Training::Demonstrable, Training::Demonstrable),
        ("Werken met slachtoffers van loverboys", day, Training::Demonstrable, Training::Demonstrable),
        ("Verplichte training mensenhandel", day, Training::ToVerify, Training::ToVerify),
        ("Training loverboys (verplicht)", day, Training::ToVerify, Training::ToVerify),
        ("Aandachtsfunctionaris mensenhandel", day, Training::ToVerify, Training::ToVerify),
        ("Omgaan met slachtoffers mensenhandel", "ja", Training::ToVerify, Training::None),
        ("Training loverboys (verplicht)", "ja", Training::None, Training::None),
        // On a list of trainings anything may be the title of one.
        ("Training Fier", day, Training::ToVerify, Training::None),
        ("Bejegening slachtoffers", day, Training::ToVerify, Training::None),
        ("Training Fier", "nee", Training::None, Training::None),
        ("Datum gesprek", day, Training::None, Training::None),
        ("Aantal slachtoffers loverboys", day, Training::None, Training::None),
        ("Ervaring met loverboyslachtoffers", day, Training::None, Training::None),
        ("Jubileum", day, Training::None, Training::None),
        ("Kosten training loverboys", day, Training::None, Training::None),
    ] {
        let matrix = format!(
            "@kop.training\n@anna.training\n@bram.training\n== Scholingsmatrix\nPersoneelsnummer|Training mensenhandel|{heading}\n1001||{cell}\n1002|{day}|"
        );
        assert_eq!(told(&matrix).0, in_columns, "{heading}: {cell} in a matrix");
        let people = format!("@kop|{heading}\n@anna.!training|{cell}\n@bram|");
        assert_eq!(told(&people).0, of_people, "{heading}: {cell} on a list of people");
    }
    // What is not read is told.
    for heading in ["Omgaan met slachtoffers mensenhandel", "Training loverboys (verplicht)"] {
        let (_, codes) = told(&format!("@kop|{heading}\n@anna|ja\n@bram|"));
        assert!(codes.iter().any(|code| code == "DAT-22"), "{heading}: {codes:?}");
    }
    // A title that nobody knows says nothing of who has no day below it.
    check(
        "@kop.training\n@anna.training\n@bram.training\n== Scholingsmatrix\nPersoneelsnummer|BHV|Rots en Water\n1001|6-10-2024|6-10-2024\n1002|6-10-2024|",
        "staff A1 2
         trainings A1 2
         1001: De Linde: geregistreerd, te verifiëren, in orde
         1002: De Linde: geregistreerd, te verifiëren, in orde
         SCH-02 Personeel!B1
         SCH-02 Scholingsmatrix!C2",
    );
}

#[test]
fn a_row_may_name_several_people_or_a_whole_team() {
    let statuses = |participants: &str, title: &str| -> Vec<Training> {
        let mut book = Workbook::new();
        let staff = book.add_worksheet().set_name("Personeel").expect("a good name");
        let people = ["@kop.training", "@anna.training", "@bram.training", "@eva.training"];
        for (row, line) in (0u32..).zip(people) {
            for (column, cell) in (0u16..).zip(cells(line)) {
                staff.write(row, column, &cell).expect("a cell in the grid");
            }
        }
        let list = book.add_worksheet().set_name("Scholing").expect("a good name");
        for (row, line) in (0u32..).zip([
            ["Training", "Datum", "Deelnemers"],
            [title, "6-10-2024", participants],
            ["Training mensenhandel", "6-10-2024", "Eva Bakker"],
        ]) {
            for (column, cell) in (0u16..).zip(line) {
                list.write(row, column, cell).expect("a cell in the grid");
            }
        }
        let bytes = book.save_to_buffer().expect("a workbook in memory");
        let assessment = assessed("personeel.xlsx", &bytes).unwrap_or_else(|error| panic!("{error}"));
        assessment.judgement.statuses.iter().map(|statuses| statuses.training.status).collect()
    };
    let (shown, asked, none) = (Training::Demonstrable, Training::ToVerify, Training::None);
    let training = "Training loverboys";
    for (participants, expected) in [
        ("Anna de Vries, Bram van den Berg", [shown, shown, shown]),
        ("Anna de Vries; Bram van den Berg", [shown, shown, shown]),
        ("Anna de Vries / Bram van den Berg", [shown, shown, shown]),
        ("Anna de Vries en Bram van den Berg", [shown, shown, shown]),
        ("Anna de Vries\nBram van den Berg", [shown, shown, shown]),
        // A name that is nobody's takes nothing from the others, and one that looks like somebody's is a question.
        ("Anna de Vries, Zoë Anders", [shown, none, shown]),
        ("A. de Vries, Bram van den Berg", [asked, shown, shown]),
        ("Anna de Vries, Bram van den Berg (afwezig)", [shown, asked, shown]),
        ("Anna de Vries + team", [shown, asked, shown]),
        // One person, last name first.
        ("Vries, Anna de", [shown, none, shown]),
        // Of a team nobody can tell who was there.
        ("allen", [asked, asked, shown]),
        ("hele team", [asked, asked, shown]),
        ("alle pm-ers", [asked, asked, shown]),
        ("Hele team De Linde", [asked, asked, shown]),
        ("Team De Linde", [asked, asked, shown]),
        ("De Linde", [asked, asked, shown]),
        ("Zoë Anders", [none, none, shown]),
    ] {
        assert_eq!(statuses(participants, training), expected, "{participants:?}");
    }
    // A team that followed something else says nothing.
    assert_eq!(statuses("allen", "BHV"), [none, none, shown]);
}

#[test]
fn a_bare_end_that_is_not_read_is_told() {
    check(
        "Naam|Functie|Groep|Van|Tot|SKJ-nummer|SKJ geldig tot|VOG bij start|Training mensenhandel\n\
         Anna de Vries|Groepsleider|De Linde|1-5-2024|1-12-2024|110000101|1-3-2029|12-3-2024|6-10-2024",
        "staff A1 1
         Anna de Vries: De Linde: geregistreerd, aantoonbaar, te verifiëren
         DAT-22 E1
         VOG-03 A1",
    );
}

#[test]
fn a_date_right_of_a_yes_is_the_date_of_that() {
    let header = "Personeelsnummer|Naam|Functie|Groep|FTE|In dienst|SKJ-nummer|SKJ geldig tot|VOG|Datum|Training mensenhandel|Datum";
    let anna = "1001|Anna de Vries|Pedagogisch medewerker|De Linde|0,89|1-5-2024|110000101|1-3-2029";
    check(
        &format!("{header}\n{anna}|ja|12-3-2024|ja|6-10-2024"),
        "staff A1 1
         1001: De Linde: goed
         DAT-19 I1",
    );
    // Beside dates of its own it may be the day on which somebody saw the VOG.
    check(
        &format!("{header}\n{anna}|12-3-2020|12-3-2024|6-10-2024|6-10-2025"),
        "staff A1 1
         1001: De Linde: geregistreerd, aantoonbaar, te oud bij start
         VOG-02 I2",
    );
}

#[test]
fn what_a_user_says_of_a_column_needs_no_neighbour() {
    let bytes = workbook(
        "Personeelsnummer|Naam|Functie|Groep|FTE|In dienst|SKJ-nummer|Einddatum|VOG datum afgifte|Training mensenhandel\n@anna",
    );
    let map = "[[sheet]]\nname = \"Personeel\"\nrole = \"staff\"\n\n[[sheet.column]]\ncolumn = \"H\"\nheader = \"Einddatum\"\nfield = \"employment_end\"\n";
    let told_with = |columns: Option<ColumnMap>| {
        let options = Options { columns, ..Options::on(Date::constant(2026, 11, 23)) };
        let input = Input { name: "personeel.xlsx".to_owned(), bytes: Arc::from(&*bytes) };
        told(&assess(&[input], options, &Here).expect("a sheet of people").0)
    };
    assert!(told_with(None).ends_with("DAT-22 H1"));
    let mapped = told_with(Some(ColumnMap::parse("kolommen.toml", map).expect("a map")));
    assert!(mapped.contains("te verifiëren") && !mapped.contains("DAT-22"), "{mapped}");
}

#[test]
fn a_date_beside_a_name_a_function_or_a_group_is_not_passed_over() {
    let row = |number: u8, name: &str, function: &str, group: &str| {
        format!("{number}|{name}|{function}|{group}|0,89|1-5-2024|11000010{number}|1-3-2029|12-3-2024|6-10-2024\n")
    };
    let pm = "Pedagogisch medewerker";
    let rows = [
        row(1, "Anna de Vries", pm, "De Linde"),
        row(2, "Bram Bos - vertrekt per 1-9-2026", pm, "De Linde"),
        row(3, "Cor Smit (t/m 31-8-2026)", pm, "De Linde"),
        row(4, "Dia Pot", "Pedagogisch medewerker (tot 1-9-2026)", "De Linde"),
        row(5, "Eva Bakker", pm, "De Linde (tot 1-9-2026)"),
        row(6, "Fee Los", pm, "De Linde 60% Het Anker 40%"),
        row(7, "Gijs Top", pm, "De Linde > Het Anker"),
    ];
    check(
        &format!("@kop\n{}", rows.concat()),
        "staff A1 7
         1: De Linde: goed
         2: De Linde: te verifiëren, te verifiëren, in orde
         3: De Linde: te verifiëren, te verifiëren, in orde
         4: De Linde: goed
         5: -: goed
         6: -: goed
         7: -: goed
         DAT-01 C5
         DAT-02 D6
         DAT-02 D7
         DAT-02 D8
         DAT-04 B3
         DAT-04 B4
         SCH-02 J3
         SCH-02 J4
         SKJ-03 H3
         SKJ-07 H3
         SKJ-07 H4",
    );
}

#[test]
fn a_contract_without_end_that_is_over_leaves_nobody_out() {
    let row = |number: u8, contract: &str, end: &str| {
        format!(
            "{number}|A. Voorbeeld {number}|Groepsleider|De Linde|{contract}|1-5-2024|{end}|11000010{number}|1-3-2029|12-3-2024|6-10-2024\n"
        )
    };
    let rows =
        [row(1, "Onbepaalde tijd", "30-4-2025"), row(2, "Bepaalde tijd", "30-4-2025"), row(3, "Vast", "")].concat();
    let header = |end: &str| {
        format!(
            "Personeelsnummer|Naam|Functie|Groep|Contract|In dienst|{end}|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel\n"
        )
    };
    check(
        &(header("Einddatum contract") + &rows),
        "staff A1 3
         1: De Linde: te verifiëren, te verifiëren, in orde
         2 (niet in dienst): : goed
         3: De Linde: goed
         DAT-04 G2
         SCH-02 K2
         SKJ-03 I2
         SKJ-07 I2",
    );
    // Who has a contract without end may leave all the same.
    check(
        &(header("Uit dienst") + &rows),
        "staff A1 3
         1 (niet in dienst): : goed
         2 (niet in dienst): : goed
         3: De Linde: goed",
    );
}

#[test]
fn a_repetition_of_a_training_that_is_not_there_is_a_question() {
    check(
        "@kop|Herhaling mensenhandel\n@anna|1-2-2026\n@bram.!training|1-2-2026\n@eva.!training|nee",
        "staff A1 3
         1001: De Linde: goed
         1002: De Linde: geregistreerd, te verifiëren, in orde
         1005: Het Anker: geregistreerd, geen, in orde
         SCH-01 J4
         SCH-02 K3",
    );
}

#[test]
fn of_two_functions_the_one_of_a_pm_counts() {
    check(
        "Personeelsnummer|Naam|Functie 1|Functie 2|Groep|In dienst|VOG datum\n\
         1|Anna de Vries|Huismeester|Pedagogisch medewerker|Kube|1-5-2024|12-3-2024\n\
         2|Bram Bos|Pedagogisch medewerker|Teamleider|Kube|1-5-2024|12-3-2024\n\
         3|Eva Bakker|Medewerker Q|Teamleider|Kube|1-5-2024|12-3-2024",
        "staff A1 3
         1: Kube: te verifiëren, te verifiëren, in orde
         2: Kube: te verifiëren, te verifiëren, in orde
         3: Kube: te verifiëren, te verifiëren, in orde
         DAT-19 D1
         SCH-02 B1
         SKJ-02 B2
         SKJ-03 B2
         SKJ-07 B1",
    );
}

#[test]
fn a_row_without_a_name_below_a_person_is_more_about_that_person() {
    check(
        "@kop\n@anna\n|||Het Anker|0,11\n@bram",
        "staff A1 3
         1001: De Linde+Het Anker: goed
         1002: De Linde: goed
         DAT-20 D3",
    );
}

#[test]
fn notes_legends_and_totals_are_no_people() {
    for (below, reason) in [
        ("Opgesteld door|P. de Boer", "losse cellen"),
        ("Opgesteld door|P. de Boer|HR-adviseur", "losse cellen"),
        ("Datum|12-11-2026", "losse cellen"),
        ("Bron|AFAS|12-11-2026", "losse cellen"),
        ("* = in opleiding", "losse cellen"),
        ("|* = in opleiding", "losse cellen"),
        ("EINDE LIJST", "losse cellen"),
        ("|*** einde overzicht ***", "losse cellen"),
        ("Handtekening||Datum", "losse cellen"),
        ("|Akkoord manager:||Jan", "losse cellen"),
        ("|PM|Pedagogisch medewerker", "losse cellen"),
        ("rood|VOG ontbreekt", "losse cellen"),
        ("De Linde totaal||||1,89", "totaalregel"),
        ("8||||6,73", "totaalregel"),
        ("||fte op basis van 36 uur||6,73", "totaalregel"),
        ("-|-|-", "losse cellen"),
        ("||||0||0", "losse cellen"),
        ("vac.||Groepsleider|De Linde", "vacature"),
        ("||Vacature pedagogisch medewerker|De Linde|1", "vacature"),
        ("|N.N.|Groepsleider|De Linde", "vacature"),
    ] {
        check(
            &format!("@kop\n@anna\n@bram\n{below}"),
            &format!("staff A1 2\n1001: De Linde: goed\n1002: De Linde: goed\n4: {reason}"),
        );
    }
}

#[test]
fn rows_below_the_header_that_explain_it_are_no_people() {
    for (below, reason) in [
        (
            "|achternaam, voornaam|||36 uur = 1|dd-mm-jjjj|9 cijfers|dd-mm-jjjj|dd-mm-jjjj|dd-mm-jjjj",
            "uitleg onder de kop",
        ),
        (
            "uit AFAS|voor- en achternaam|kies uit lijst|kies uit lijst||datum|nummer|datum|datum|datum",
            "uitleg onder de kop",
        ),
        ("1|2|3|4|5|6|7|8|9|10", "uitleg onder de kop"),
        ("a|b|c|d|e|f|g|h|i|j", "uitleg onder de kop"),
        (
            "voorbeeld|Voorbeeld: J. Jansen|pedagogisch medewerker|groep 1|1|1-1-2020|123456789|1-1-2029|1-12-2019|1-1-2021",
            "voorbeeldregel",
        ),
    ] {
        check(
            &format!("@kop\n{below}\n@anna\n@bram"),
            &format!("staff A1 2\n1001: De Linde: goed\n1002: De Linde: goed\n2: {reason}"),
        );
    }
}

#[test]
fn people_with_odd_names_are_people() {
    for name in ["J. Vacature", "Open", "Nn", "Som, Piet", "Team, K.", "Totaal, J.", "N. Open", "S. Staf"] {
        check(
            &format!("@kop\n@anna\n1009|{name}|Groepsleider|De Linde|1|1-9-2023|110000909|1-3-2029||6-10-2024"),
            "staff A1 2
             1001: De Linde: goed
             1009: De Linde: geregistreerd, aantoonbaar, ontbreekt
             VOG-01 I3",
        );
    }
    // No number where others have one, and a name without capitals: still somebody, if perhaps.
    for (row, status) in [
        ("|jan jansen|Groepsleider|De Linde", "te verifiëren, te verifiëren, te verifiëren"),
        ("zzp|jan jansen|Groepsleider|De Linde|1|1-9-2023|110000909|1-3-2029|14-7-2023|6-10-2024", "goed"),
    ] {
        let assessment = assessed("a.xlsx", &workbook(&format!("@kop\n@anna\n{row}\n@bram"))).expect("a good file");
        let told = told(&assessment);
        assert!(told.contains(&format!("jan jansen: De Linde: {status}")), "{told}");
    }
    // A number and a name, and nothing else: perhaps somebody.
    check(
        "@kop\n@anna\n1009|Piet Puk\n@bram",
        "staff A1 3
         1001: De Linde: goed
         1009: -: te verifiëren, te verifiëren, te verifiëren
         1002: De Linde: goed
         DAT-02 D3
         DAT-04 F3
         VOG-03 I3",
    );
}

#[test]
fn a_second_list_that_repeats_function_or_group_is_no_second_job() {
    check(
        "== Export\nPersoneelsnummer|Naam|Functie|Groep|In dienst|FTE\n1001|Anna de Vries|Pedagogisch medewerker|De Linde|1-5-2024|0,89\n\
         == Dossier\nPersoneelsnummer|Naam|Functie|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel\n\
         1001|Anna de Vries|Pedagogisch medewerker|110000101|1-3-2029|12-3-2024|6-10-2024",
        "staff A1 1
         staff A1 1
         1001: De Linde: goed",
    );
    check(
        "@kop.vog.training\n@anna.vog.training\n== VOG\nnr|naam|functie|datum afgifte\n\
         1001|Anna de Vries|Pedagogisch medewerker|12-3-2024\n\
         == Scholing\nPersoneelsnummer|Naam|Functie|Groep|Training|Datum\n\
         1001|Anna de Vries|Pedagogisch medewerker|De Linde|Mensenhandel|6-10-2024",
        "staff A1 1
         registrations A1 1
         trainings A1 1
         1001: De Linde: goed
         DAT-11 VOG!B1",
    );
}

#[test]
fn numbers_that_are_nobodys_join_nobody() {
    // The number of the employment: everybody's first.
    check(
        "@kop\n1|Anna de Vries|Groepsleider|De Linde|1|1-5-2024|110000101|1-3-2029|12-3-2024|6-10-2024\n\
         1|Bram van den Berg|Groepsleider|De Linde|1|1-9-2023|110000202|1-3-2029||6-10-2024\n\
         1|Eva Bakker|Groepsleider|De Linde|1|1-1-2020|110000505|1-3-2029|5-11-2019|17-5-2022",
        "staff A1 3
         Anna de Vries: De Linde: goed
         Bram van den Berg: De Linde: geregistreerd, aantoonbaar, ontbreekt
         Eva Bakker: De Linde: goed
         DAT-13 A1
         VOG-01 I3",
    );
    // A typing error in one number: two people, and what one of them lacks is not certain.
    check(
        "@kop\n@anna\n1001|Bram van den Berg|Groepsleider|De Linde|1|1-9-2023|110000202|1-3-2029||6-10-2024\n@eva\n@frits",
        "staff A1 4
         1001: De Linde: goed
         Bram van den Berg: De Linde: geregistreerd, aantoonbaar, te verifiëren
         1005: Het Anker: goed
         1006: Het Anker: goed
         DAT-13 B3
         VOG-03 I3",
    );
    // A column "Medewerker" of numbers.
    check(
        "Medewerker|Dienstverband nr|Naam|Functie|Groep\n1001|1|Anna de Vries|Groepsleider|De Linde\n1002|1|Bram van den Berg|Groepsleider|De Linde",
        "staff A1 2
         1001: De Linde: te verifiëren, te verifiëren, te verifiëren
         1002: De Linde: te verifiëren, te verifiëren, te verifiëren
         SCH-02 C1
         SKJ-02 C2
         SKJ-03 C2
         SKJ-07 C1
         VOG-03 C1",
    );
    // One number in three spellings.
    check(
        "@kop.training\n@anna.training\n== Scholing\nPersoneelsnummer|Training|Datum\n1.001|BHV|1-1-2024\n'1001|Mensenhandel|6-10-2024\n1001.0|Medicatie|1-1-2024",
        "staff A1 1
         trainings A1 3
         1001: De Linde: goed",
    );
}

#[test]
fn names_in_parts_and_names_alike() {
    check(
        "Voornaam|Tussenvoegsel|Naam|Functie|Groep|FTE|In dienst|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel\n\
         Anna|de|Jansen|Groepsleider|De Linde|1|1-5-2024|110000101|1-3-2029|12-3-2024|6-10-2024\n\
         Bram||Jansen|Groepsleider|De Linde|1|1-9-2023|110000202|1-3-2029||6-10-2024",
        "staff A1 2
         Anna de Jansen: De Linde: goed
         Bram Jansen: De Linde: geregistreerd, aantoonbaar, ontbreekt
         VOG-01 J3",
    );
    // The surname alone: other numbers, other people.
    check(
        "Naam|Functie|Groep|FTE|In dienst|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel\n\
         Jansen|Groepsleider|De Linde|1|1-5-2024|110000101|1-3-2029|12-3-2024|6-10-2024\n\
         Jansen|Groepsleider|De Linde|1|1-9-2023|110000202|1-3-2029||6-10-2024",
        "staff A1 2
         Jansen: De Linde: goed
         Jansen: De Linde: geregistreerd, aantoonbaar, ontbreekt
         DAT-12 A3
         VOG-01 H3",
    );
    for name in ["mw. Anna de Vries", "Anna de Vries (ZZP)", "Vries de, Anna", "Vries, Anna de"] {
        check(
            &format!("@kop.training\n@anna.training\n== Scholing\nNaam|Training|Datum\n{name}|Mensenhandel|6-10-2024"),
            "staff A1 1
             trainings A1 1
             1001: De Linde: goed
             DAT-11 Scholing!A1",
        );
    }
    for name in ["A. de Vries", "Anna de Vries-Bos"] {
        check(
            &format!(
                "@kop.training\n@anna.training\n@bram.training\n== Scholing\nNaam|Training|Datum\n{name}|Mensenhandel|6-10-2024"
            ),
            "staff A1 2
             trainings A1 1
             1001: De Linde: geregistreerd, te verifiëren, in orde
             1002: De Linde: geregistreerd, geen, in orde
             DAT-12 Scholing!A2
             SCH-01 Personeel!B3
             SCH-02 Scholing!C2",
        );
    }
}

#[test]
fn a_list_of_what_is_lacking_is_no_evidence() {
    // Bram is not on it, and that tells nothing of him.
    let vog = |above: &str| {
        format!(
            "@kop.vog\n@anna.vog\n@bram.vog\n{above}\nPersoneelsnummer|Naam|Datum VOG\n1001|Anna de Vries|12-3-2024"
        )
    };
    for (above, sheet, header) in
        [("== VOG nog aan te vragen", "VOG nog aan te vragen", 1), ("== VOG\nMedewerkers zonder VOG", "VOG", 2)]
    {
        check(
            &vog(above),
            &format!(
                "staff A1 2
                 registrations A{header} 1
                 1001: De Linde: geregistreerd, aantoonbaar, te verifiëren
                 1002: De Linde: geregistreerd, aantoonbaar, te verifiëren
                 DAT-14 {sheet}!A{header}
                 VOG-03 Personeel!B1
                 VOG-03 {sheet}!C{}",
                header + 1,
            ),
        );
    }
    check(
        &vog("== VOG-overzicht"),
        "staff A1 2
         registrations A1 1
         1001: De Linde: goed
         1002: De Linde: geregistreerd, aantoonbaar, ontbreekt
         VOG-01 Personeel!B3",
    );
    let registration = "@kop.skj\n@anna.skj\n@bram.skj\n== SKJ doorgehaald\nPersoneelsnummer|Naam|SKJ-nummer|Geldig tot\n1001|Anna de Vries|110000101|1-3-2029";
    check(
        registration,
        "staff A1 2
         registrations A1 1
         1001: De Linde: te verifiëren, aantoonbaar, in orde
         1002: De Linde: te verifiëren, aantoonbaar, in orde
         DAT-14 SKJ doorgehaald!A1
         SKJ-02 SKJ doorgehaald!C2
         SKJ-03 SKJ doorgehaald!C2
         SKJ-07 Personeel!B1
         SKJ-07 SKJ doorgehaald!C2",
    );
    let training = |sheet: &str| {
        format!(
            "@kop.training\n@anna.training\n== {sheet}\nPersoneelsnummer|Training|Datum\n1001|Mensenhandel|6-10-2024"
        )
    };
    for sheet in ["Niet gevolgd", "Wachtlijst scholing", "Afwezigen"] {
        check(
            &training(sheet),
            &format!(
                "staff A1 1
                 trainings A1 1
                 1001: De Linde: geregistreerd, te verifiëren, in orde
                 SCH-02 {sheet}!C2"
            ),
        );
    }
    // Who was there and who was not: the cells tell.
    check(
        &training("Aan- en afwezigheid scholing"),
        "staff A1 1
         trainings A1 1
         1001: De Linde: goed",
    );
}

#[test]
fn a_last_day_of_work_on_another_list_is_a_doubt() {
    let out = |list: &str| format!("@kop\n@anna\n@bram\n== {list}");
    // With a function and without; by number and by name. Who left long before the employment began, came back.
    for (list, header, kind) in [
        ("Uitstroom\nNaam|Functie|Datum uit dienst\nAnna de Vries|Pedagogisch medewerker|31-10-2026", "A1", "staff"),
        ("Uitstroom\nPersoneelsnummer|Datum uit dienst\n1001|31-10-2026", "A1", "employment"),
        (
            "Dienstverbanden\nPersoneelsnummer|Begindatum dienstverband|Einddatum dienstverband\n1001|1-5-2024|31-10-2026\n1002|1-9-2023|",
            "A1",
            "employment",
        ),
    ] {
        let sheet = list.split('\n').next().unwrap();
        let column = if kind == "employment" && sheet == "Uitstroom" { "B2" } else { "C2" };
        let rows = if sheet == "Dienstverbanden" { 2 } else { 1 };
        check(
            &out(list),
            &format!(
                "staff A1 2
                 {kind} {header} {rows}
                 1001: De Linde: te verifiëren, te verifiëren, in orde
                 1002: De Linde: goed
                 DAT-04 {sheet}!{column}
                 SCH-02 Personeel!J2
                 SKJ-03 Personeel!H2
                 SKJ-07 Personeel!H2"
            ),
        );
    }
    for list in [
        "Uitstroom\nPersoneelsnummer|Datum uit dienst\n1001|31-12-2023",
        "Uitstroom\nPersoneelsnummer|Datum uit dienst\n1001|31-12-2027",
        "Contracten\nPersoneelsnummer|Contract vanaf|Einddatum contract\n1001|1-5-2024|30-4-2025\n1001|1-5-2025|",
    ] {
        let rows = if list.starts_with("Contracten") { 2 } else { 1 };
        check(&out(list), &format!("staff A1 2\n employment A1 {rows}\n 1001: De Linde: goed\n 1002: De Linde: goed"));
    }
}

#[test]
fn who_left_by_a_status_or_by_a_name_may_have_left() {
    let doubt = |name: &str, status: &str, heading: &str| {
        let rows = |who: &str, status: &str| format!("{who}|Groepsleider|De Linde|1|1-9-2023|{status}");
        format!(
            "Naam|Functie|Groep|FTE|In dienst|{heading}|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel\n\
             {}|110000101|1-3-2029|14-7-2023|6-10-2024\n{}|110000202|1-3-2029|14-7-2023|6-10-2024",
            rows(name, status),
            rows("Bram Bakker", "actief"),
        )
    };
    for (name, status, heading, cell) in [
        ("Anna Bos", "Beëindigd", "Medewerkerstatus", "F2"),
        ("Anna Bos", "Niet actief", "Status", "F2"),
        ("Anna Bos", "Historisch", "Statusomschrijving", "F2"),
        ("Anna Bos", "Niet actief", "Actief", "F2"),
        ("Anna Bos uit dienst", "", "Opmerking", "A2"),
        ("Anna Bos (weg per 1-4)", "", "Opmerking", "A2"),
    ] {
        check(
            &doubt(name, status, heading),
            &format!(
                "staff A1 2
                 {name}: De Linde: te verifiëren, te verifiëren, in orde
                 Bram Bakker: De Linde: goed
                 DAT-04 {cell}
                 SCH-02 J2
                 SKJ-03 H2
                 SKJ-07 H2"
            ),
        );
    }
    for (name, status) in [("Bo uit de Weg", "actief"), ("Anna Bos (geb. Weg)", "ziek"), ("Anna Bos", "vast")] {
        check(
            &doubt(name, status, "Status"),
            &format!("staff A1 2\n {name}: De Linde: goed\n Bram Bakker: De Linde: goed"),
        );
    }
}

#[test]
fn work_that_is_over_does_not_count_beside_other_work() {
    let rows = |first: &str, second: &str| {
        let person = "1001|Anna de Vries|Groepsleider";
        let papers = "110000101|1-3-2029|12-3-2015|6-10-2024";
        format!(
            "Personeelsnummer|Naam|Functie|Groep|FTE|In dienst|Uit dienst|Einddatum plaatsing|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel\n\
             {person}|De Linde|0,5|1-5-2015||{first}|{papers}\n{person}|Het Anker|0,7|1-5-2015||{second}|{papers}"
        )
    };
    check(&rows("31-12-2021", ""), "staff A1 2\n 1001: Het Anker: goed");
    check(&rows("31-12-2027", ""), "staff A1 2\n 1001: De Linde+Het Anker: goed");
    // Who has no other work may have left.
    check(
        &rows("31-12-2021", "31-12-2023"),
        "staff A1 2
         1001: De Linde+Het Anker: te verifiëren, te verifiëren, in orde
         DAT-04 H2
         DAT-04 H3
         SCH-02 L2
         SKJ-02 J3
         SKJ-03 J3
         SKJ-07 J3",
    );
}

#[test]
fn a_last_day_that_programs_write_for_none_is_no_end() {
    for end in ["31-12-9999", "31-12-2999", "31-12-2099", "1-1-2100", "2999-12-31"] {
        let header = "Personeelsnummer|Naam|Functie|Groep|FTE|In dienst|Uit dienst|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel";
        let row =
            format!("1001|Anna de Vries|Groepsleider|De Linde|1|1-5-2024|{end}|110000101|1-3-2029|12-3-2024|6-10-2024");
        check(&format!("{header}\n{row}"), "staff A1 1\n 1001: De Linde: goed");
    }
    check(
        "Personeelsnummer|Naam|Functie|Groep|FTE|In dienst|Uit dienst|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel\n\
         1001|Anna de Vries|Groepsleider|De Linde|1|1-5-2024|30-6-2206|110000101|1-3-2029|12-3-2024|6-10-2024",
        "staff A1 1
         1001: De Linde: te verifiëren, te verifiëren, in orde
         DAT-03 G2
         SCH-02 K2
         SKJ-02 I2
         SKJ-03 I2
         SKJ-07 I2",
    );
}

#[test]
fn registrations_on_a_list_of_groups_are_counts_and_are_told() {
    let groups = |heading: &str| {
        format!(
            "@kop\n@anna\n== Groepen\nGroep|{heading}|Onderbouwing\nDe Linde|75%|Besluit van het team over de inzet"
        )
    };
    check(
        &groups("% SKJ"),
        "staff A1 1
         groups A1 1
         1001: De Linde: goed
         DAT-22 Groepen!B1",
    );
    check(&groups("Minimumnorm"), "staff A1 1\n groups A1 1\n 1001: De Linde: goed");
}

#[test]
fn people_who_do_not_work_here_are_no_staff() {
    for sheet in ["Sollicitanten", "Cliënten", "Vacatures"] {
        check(
            &format!("@kop\n@anna\n== {sheet}\n@kop\n@bram"),
            &format!("staff A1 1\n ? A1 0\n 1001: De Linde: goed\n DAT-14 {sheet}!A1"),
        );
    }
    // The only list of staff is one, whatever it is called; and openings may stand beside people.
    check("== Vacatures\n@kop\n@bram", "staff A1 1\n 1002: De Linde: goed");
    check(
        "@kop\n@anna\n== Bezetting en vacatures\n@kop\n@bram",
        "staff A1 1\n staff A1 1\n 1001: De Linde: goed\n 1002: De Linde: goed",
    );
}

#[test]
fn a_day_below_a_heading_about_a_vog_that_is_not_understood_is_a_question() {
    let rows = |heading: &str, cell: &str| {
        format!(
            "Personeelsnummer|Naam|Functie|Groep|FTE|In dienst|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|{heading}|Training mensenhandel\n\
             1001|Anna de Vries|Groepsleider|De Linde|1|1-5-2024|110000101|1-3-2029||{cell}|6-10-2024"
        )
    };
    for (heading, cell) in [("VOG oud", "12-3-2024"), ("2e VOG", "12-3-2024"), ("VOG map", "ja")] {
        check(
            &rows(heading, cell),
            "staff A1 1
             1001: De Linde: geregistreerd, aantoonbaar, te verifiëren
             DAT-22 J1
             VOG-03 J2",
        );
    }
    for (heading, cell) in [("VOG oud", "nee"), ("VOG oud", ""), ("VOG map", "volgt")] {
        check(
            &rows(heading, cell),
            "staff A1 1
             1001: De Linde: geregistreerd, aantoonbaar, ontbreekt
             DAT-22 J1
             VOG-01 I2",
        );
    }
    // Administration is no VOG.
    check(
        &rows("VOG aangevraagd op", "12-3-2024"),
        "staff A1 1
         1001: De Linde: geregistreerd, aantoonbaar, ontbreekt
         VOG-01 I2",
    );
}

#[test]
fn blocks_beside_and_below_a_list_are_not_of_its_people() {
    // Behind an empty column: another list, of groups or of functions.
    for block in ["Groep|Aantal\nHet Anker|4", "Groep|Aantal|Uren\nHet Anker|4|96", "Functie|Norm\nKok|1"] {
        let (head, row) = block.split_once('\n').unwrap();
        check(&format!("@kop||{head}\n@anna||{row}"), "staff A1 1, ? L1 0\n 1001: De Linde: goed\n DAT-14 L1");
    }
    // Their own columns behind one that is empty.
    check("@kop.groep||Groep\n@anna.groep||De Linde", "staff A1 1\n 1001: De Linde: goed");
    // On a sheet per group its name stays that of the group.
    check(
        "== De Linde\n@kop.groep||Groep|Aantal\n@anna.groep||Het Anker|4\n== Het Anker\n@kop.groep\n@eva.groep",
        "staff A1 1, ? K1 0
         staff A1 1
         1001: De Linde: goed
         1005: Het Anker: goed
         DAT-14 De Linde!K1
         DAT-20 De Linde!A1
         DAT-20 Het Anker!A1",
    );
    // Behind an empty row: a legend, whom to call, a remark.
    for below in [
        "Legenda\nx|behaald\nrood|verlopen",
        "Afkortingen\nPM|pedagogisch medewerker",
        "Teamleider|Karel Proef",
        "Anna de Vries|gaat per 1-8-2027 naar Het Anker",
    ] {
        let headings =
            "Naam|Functie|Groep|FTE|In dienst|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel";
        let anna = "Anna de Vries|Groepsleider|De Linde|1|1-5-2024|110000101|1-3-2029|12-3-2024|6-10-2024";
        let left_out: Vec<String> = (4..).zip(below.lines()).map(|(row, _)| format!("{row}: losse cellen")).collect();
        let left_out = left_out.join("\n");
        check(
            &format!("{headings}\n{anna}\n\n{below}"),
            &format!("staff A1 1\nAnna de Vries: De Linde: goed\n{left_out}"),
        );
    }
}

#[test]
fn headings_about_the_people_below_are_no_groups() {
    for heading in ["Ziek", "Zwangerschapsverlof", "Inhuur / zzp", "HBO"] {
        check(
            &format!(
                "== De Linde\n@kop.groep\n@anna.groep\n{heading}\n@bram.groep\n== Het Anker\n@kop.groep\n@eva.groep"
            ),
            "staff A1 2
             staff A1 1
             1001: De Linde: goed
             1002: De Linde: goed
             1005: Het Anker: goed
             DAT-20 De Linde!A1
             DAT-20 Het Anker!A1
             De Linde!3: tussenkop",
        );
    }
}

#[test]
fn a_page_begins_with_its_title_and_the_group_goes_on() {
    check(
        "Overzicht Stichting Test\n@kop.groep\nDe Linde\n@anna.groep\nHet Anker\n@eva.groep\nOverzicht Stichting Test\n@kop.groep\n@frits.groep",
        "staff A2 3
         1001: De Linde: goed
         1005: Het Anker: goed
         1006: Het Anker: goed
         DAT-20 A3
         3: tussenkop
         5: tussenkop
         7: losse cellen
         8: herhaalde kopregel",
    );
}

#[test]
fn a_second_line_that_parts_one_heading_is_part_of_the_header() {
    let sheet = |second: &str, cells: &str| {
        format!(
            "Nr|Naam|Functie|Groep|In dienst|SKJ-nummer|SKJ geldig tot|Training mensenhandel|VOG|\n|||||||||{second}\n\
             1001|Anna de Vries|Groepsleider|De Linde|1-5-2024|110000101|1-3-2029|6-10-2024|{cells}"
        )
    };
    let parted = sheet("", "").replace("|||||||||\n", "||||||||aanvraagdatum|datum afgifte\n");
    check(&parted.replace("6-10-2024|", "6-10-2024|1-2-2024|12-3-2024"), "staff A2 1\n Anna de Vries: De Linde: goed");
    check(
        &parted.replace("6-10-2024|", "6-10-2024|12-3-2024|"),
        "staff A2 1
         Anna de Vries: De Linde: geregistreerd, aantoonbaar, ontbreekt
         VOG-01 J3",
    );
}

#[test]
fn a_line_about_the_list_below_the_numbers_of_people_is_no_number() {
    check(
        "Medewerker|Naam|Functie|Groep|In dienst|SKJ-nummer|SKJ geldig tot|VOG datum afgifte|Training mensenhandel\n\
         001001|M. de Vries|Groepsleider|De Linde|1-5-2024|110000101|1-3-2029|12-3-2024|6-10-2024\n\
         001002|M. de Vries|Groepsleider|De Linde|1-5-2024|110000202|1-3-2029||6-10-2024\n\
         Aantal records: 2",
        "staff A1 2
         001001: De Linde: goed
         001002: De Linde: geregistreerd, aantoonbaar, ontbreekt
         VOG-01 H3
         4: totaalregel",
    );
}

#[test]
fn a_row_of_nobody_with_the_registration_number_of_somebody_makes_that_registration_doubtful() {
    let list = |row: &str| {
        format!(
            "@kop\n@anna\n@bram\n== SKJ\nPersoneelsnummer|Naam|SKJ-nummer|Status\n{row}\n1002|Bram van den Berg|110000202|Actief"
        )
    };
    // Under no number or under one that is nobody's, with a name that is nobody's: the number is Anna's.
    for row in ["|A.M. Bos|SKJ 110 000 101|Doorgehaald", "9001|A.M. Bos|110000101|Doorgehaald"] {
        check(
            &list(row),
            &format!(
                "staff A1 2
                 registrations A1 2
                 1001: De Linde: te verifiëren, aantoonbaar, in orde
                 1002: De Linde: goed
                 DAT-12 SKJ!{}
                 SKJ-03 SKJ!D2
                 SKJ-07 SKJ!D2",
                if row.starts_with('|') { "B2" } else { "A2" }
            ),
        );
    }
    // It says nothing else: what her own row says, stands. And a number that is nobody's says nothing of anybody.
    for row in ["9001|A.M. Bos|110000101|Actief", "9001|A.M. Bos|110000909|Doorgehaald"] {
        check(
            &list(row),
            "staff A1 2
             registrations A1 2
             1001: De Linde: goed
             1002: De Linde: goed
             DAT-12 SKJ!A2",
        );
    }
}

#[test]
fn a_number_beside_the_name_of_somebody_else_proves_nothing() {
    let staff = "Personeelsnummer|Naam|Functie|Groep|FTE|In dienst|VOG datum afgifte|Training mensenhandel\n\
         1001|Anna Jansen|Groepsleider|De Linde|1|1-5-2024|12-3-2024|6-10-2024\n\
         1002|Arie Jansen|Groepsleider|Het Anker|1|1-5-2024|12-3-2024|6-10-2024";
    let list = "== SKJ\nPersoneelsnummer|Naam|SKJ nummer|SKJ geldig tot";
    // The name is alike, but it is exactly that of somebody else.
    check(
        &format!("{staff}\n{list}\n1001|Arie Jansen|110000101|1-1-2028"),
        "staff A1 2
         registrations A1 1
         1001: De Linde: te verifiëren, aantoonbaar, in orde
         1002: Het Anker: te verifiëren, aantoonbaar, in orde
         DAT-13 SKJ!B2
         SKJ-02 SKJ!D2
         SKJ-03 SKJ!D2
         SKJ-07 SKJ!D2",
    );
    // A name that is only alike is told, once for the list.
    check(
        &format!(
            "{staff}\n{list}\n1001|Annie Jansen|110000101|1-1-2026\n1001|Annie Jansen|110000101|1-1-2028\n1002|Arie Jansen|110000202|1-1-2028"
        ),
        "staff A1 2
         registrations A1 3
         1001: De Linde: goed
         1002: Het Anker: goed
         DAT-13 SKJ!B2",
    );
    // Initials, a surname alone and a double name are ways to write a name.
    for name in ["A. Jansen", "Jansen", "Anna", "Anna Jansen-Bos", "Jansen, Anna"] {
        check(
            &format!("{staff}\n{list}\n1001|{name}|110000101|1-1-2028\n1002|Arie Jansen|110000202|1-1-2028"),
            "staff A1 2
             registrations A1 2
             1001: De Linde: goed
             1002: Het Anker: goed",
        );
    }
    // On a second sheet with staff: not Anna's second post, and not certainly Arie's.
    check(
        &format!(
            "{staff}\n== Flex\nPersoneelsnummer|Naam|Functie|Groep|FTE|In dienst|VOG datum afgifte\n\
             1001|Arie Jansen|Groepsleider|Kade|1|1-5-2024|\n{list}\n1001|Anna Jansen|110000101|1-1-2028\n1002|Arie Jansen|110000202|1-1-2028"
        ),
        "staff A1 2
         staff A1 1
         registrations A1 2
         1001: De Linde: goed
         1002: Het Anker: goed
         Arie Jansen: Kade: te verifiëren, te verifiëren, te verifiëren
         DAT-13 Flex!B2
         SCH-02 Flex!B2
         SKJ-02 Flex!B2
         SKJ-03 Flex!B2
         SKJ-07 Flex!B2
         VOG-03 Flex!G2",
    );
}
