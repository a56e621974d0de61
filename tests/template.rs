//! The intake workbook: filled in, it is understood whole. All people are made up.
#![expect(clippy::format_push_string, reason = "the sheets are small and must be easy to read here")]

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;
use std::sync::Arc;

use toetsklaar::assess::{AssessError, Assessment, Input, Options, SheetReport, assess, open};
use toetsklaar::calendar::to_serial;
use toetsklaar::cell::Letters;
use toetsklaar::edition::Edition;
use toetsklaar::finding::{Registration, Training, Vog};
use toetsklaar::lexicon::{Field, Lexicon, Role};
use toetsklaar::read::{Book, Here, Limits};
use toetsklaar::rules::RuleFiles;
use toetsklaar::table::{Column, LeftOutReason, Use};
use toetsklaar::write::workbook::template;

const TABS: [&str; 6] = ["Uitleg", "Personeel", "Trainingen", "Registraties", "Groepen", "Uitzonderingen (tenzij)"];

fn empty() -> Vec<u8> {
    let rules = RuleFiles::embedded();
    let lexicon = Lexicon::load(|path| rules.text(path)).unwrap_or_else(|error| panic!("{error}"));
    template(&lexicon).unwrap_or_else(|error| panic!("{error}"))
}

/// A value for the column with this heading: text, or a number or day as Excel keeps it.
enum Cell {
    Text(&'static str),
    Number(f64),
    Day(&'static str),
}

use Cell::{Day, Number, Text};

type Rows = [&'static [(&'static str, Cell)]];

/// The headings of a sheet.
fn headings(bytes: &[u8], tab: &str) -> Vec<String> {
    let mut book = Book::open(Arc::from(bytes), "t.xlsx", &Limits::default()).unwrap_or_else(|error| panic!("{error}"));
    let at = book.sheets().iter().position(|sheet| sheet.name == tab).expect("a sheet of that name");
    let mut headings = Vec::new();
    book.head(at, 1, &mut |row| {
        headings.extend(row.cells.iter().map(|(_, value)| value.shown().into_owned()));
        ControlFlow::Continue(())
    })
    .unwrap_or_else(|error| panic!("{error}"));
    headings
}

/// The workbook as somebody filled it in, below the example or over it.
fn filled(bytes: &[u8], sheets: &[(&str, &Rows)], over_example: bool) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut file = from.by_index(at).expect("a part");
        let name = file.name().expect("a name").into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("a part");
        let number = |tab: &str| TABS.iter().position(|known| *known == tab).expect("a sheet of that name") + 1;
        let part = |tab: &str| format!("xl/worksheets/sheet{}.xml", number(tab));
        if let Some((tab, rows)) = sheets.iter().find(|(tab, _)| name == part(tab)) {
            let sheet = String::from_utf8(content).expect("text");
            let rows = rows_of(&sheet, &headings(bytes, tab), rows, if over_example { 2 } else { 3 });
            let end = sheet.find("</sheetData>").expect("the rows end");
            let start = if over_example { sheet.find("<row r=\"2\"").expect("an example") } else { end };
            content = [&sheet[..start], &rows, &sheet[end..]].concat().into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        to.write_all(&content).expect("a part");
    }
    to.finish().expect("a zip").into_inner()
}

/// Rows as XML, from a row number on. Each cell looks as that of the example, as in Excel.
fn rows_of(sheet: &str, headings: &[String], rows: &Rows, first: usize) -> String {
    let mut xml = String::new();
    for (row, cells) in (first..).zip(rows) {
        let mut cells: Vec<(usize, &Cell)> = cells
            .iter()
            .map(|(heading, cell)| {
                let column = headings.iter().position(|known| known == heading);
                (column.unwrap_or_else(|| panic!("no column {heading}: {headings:?}")), cell)
            })
            .collect();
        cells.sort_by_key(|(column, _)| *column);
        xml += &format!("<row r=\"{row}\">");
        for (column, cell) in cells {
            let letter = Letters(u16::try_from(column).expect("few columns"));
            let look = sheet.split(&format!("<c r=\"{letter}2\" s=\"")).nth(1).and_then(|rest| rest.split('"').next());
            let look = look.expect("every cell of the example has a look");
            let content = match cell {
                Text(text) => format!("t=\"inlineStr\"><is><t>{text}</t></is>"),
                Number(number) => format!("><v>{number}</v>"),
                Day(day) => format!("><v>{}</v>", to_serial(day.parse().expect("a day"))),
            };
            xml += &format!("<c r=\"{letter}{row}\" s=\"{look}\" {content}</c>");
        }
        xml.push_str("</row>");
    }
    xml
}

fn run(bytes: Vec<u8>) -> Result<Assessment, AssessError> {
    let inputs = [Input { name: "invul.xlsx".to_owned(), bytes: Arc::from(bytes) }];
    assess(&inputs, Options::on("2026-11-23".parse().expect("a date")), &Here).map(|(assessment, _)| assessment)
}

/// Four people on two groups: everything is in order, but that Smit has no VOG.
const PERSONEEL: &Rows = &[
    &[
        ("Personeelsnummer", Text("0101")),
        ("Naam", Text("A. Bakker")),
        ("Functie", Text("pedagogisch medewerker")),
        ("Opleidingsniveau", Text("hbo")),
        ("Groep", Text("De Linde")),
        ("Locatie", Text("Zetten")),
        ("Contract", Text("vast")),
        ("FTE", Number(0.89)),
        ("Datum in dienst", Day("2024-05-01")),
        ("Mentor", Text("ja")),
        ("Solistisch", Text("nee")),
        ("SKJ nummer", Text("110001001")),
        ("SKJ geldig tot", Day("2029-03-01")),
        ("SKJ status", Text("geregistreerd")),
        ("VOG datum afgifte", Day("2024-03-12")),
        ("VOG profiel", Text("45")),
        ("Opmerking", Text("van alles")),
    ],
    &[
        ("Personeelsnummer", Text("0102")),
        ("Naam", Text("C. Smit")),
        ("Functie", Text("pedagogisch medewerker")),
        ("Groep", Text("De Linde")),
        ("Contract", Text("inhuur")),
        ("Uren", Number(18.0)),
        ("Datum in dienst", Day("2023-06-01")),
    ],
    &[
        ("Personeelsnummer", Text("0103")),
        ("Naam", Text("E. Vos")),
        ("Functie", Text("gedragswetenschapper")),
        ("Groep", Text("De Linde")),
        ("FTE", Number(0.5)),
        ("Datum in dienst", Day("2022-02-01")),
        ("BIG nummer", Text("29912345625")),
        ("BIG geldig tot", Day("2028-02-01")),
        ("VOG datum afgifte", Day("2025-02-01")),
        ("VOG bij indiensttreding", Day("2022-01-10")),
    ],
    &[
        ("Personeelsnummer", Text("0104")),
        ("Naam", Text("G. Mol")),
        ("Functie", Text("pedagogisch medewerker")),
        ("Groep", Text("Het Anker")),
        ("FTE", Number(1.0)),
        ("Datum in dienst", Day("2021-09-01")),
        ("Datum uit dienst", Day("2027-12-31")),
        ("SKJ nummer", Text("110001004")),
        ("SKJ geldig tot", Day("2026-10-01")),
        ("Herregistratie aangevraagd", Day("2026-09-01")),
        ("VOG datum afgifte", Day("2021-08-01")),
    ],
];

const TRAININGEN: &Rows = &[
    &[
        ("Personeelsnummer", Text("0101")),
        ("Training", Text("Training mensenhandel")),
        ("Datum training", Day("2024-10-06")),
        ("Certificaat", Text("ja")),
    ],
    &[
        ("Personeelsnummer", Text("0102")),
        ("Training", Text("Loverboyproblematiek")),
        ("Datum training", Day("2024-10-06")),
    ],
    &[
        ("Personeelsnummer", Text("0103")),
        ("Training", Text("Training mensenhandel")),
        ("Datum training", Day("2023-10-06")),
    ],
    &[
        ("Personeelsnummer", Text("0104")),
        ("Training", Text("Training mensenhandel")),
        ("Datum training", Day("2023-10-06")),
    ],
];

const REGISTRATIES: &Rows = &[&[
    ("Personeelsnummer", Text("0102")),
    ("Naam", Text("C. Smit")),
    ("Soort registratie", Text("SKJ")),
    ("Registratienummer", Text("110001002")),
    ("Geldig tot", Day("2028-06-01")),
    ("Status registratie", Text("geregistreerd")),
]];

const GROEPEN: &Rows = &[
    &[
        ("Groep", Text("De Linde")),
        ("Locatie", Text("Zetten")),
        ("Gespecialiseerd", Text("ja")),
        ("Afgesproken aandeel", Number(0.5)),
        ("Onderbouwing", Text("Notitie teams 2026")),
        ("Datum onderbouwing", Day("2026-01-15")),
    ],
    &[("Groep", Text("Het Anker")), ("Gespecialiseerd", Text("nee"))],
];

const UITZONDERINGEN: &Rows = &[&[
    ("Personeelsnummer", Text("0104")),
    ("Tenzij", Text("a: doet niet af aan de kwaliteit van de hulp")),
    ("Reden tenzij", Text("Werkt altijd samen met een geregistreerde collega")),
    ("Besloten door", Text("bestuurder")),
    ("Besloten op", Day("2026-01-15")),
    ("Tenzij geldig tot", Day("2027-01-15")),
]];

fn everything() -> [(&'static str, &'static Rows); 5] {
    [
        (TABS[1], PERSONEEL),
        (TABS[2], TRAININGEN),
        (TABS[3], REGISTRATIES),
        (TABS[4], GROEPEN),
        (TABS[5], UITZONDERINGEN),
    ]
}

#[test]
fn filled_in_it_gives_no_unknown_column_and_only_the_finding_that_was_meant() {
    for over_example in [false, true] {
        let assessment = run(filled(&empty(), &everything(), over_example)).unwrap_or_else(|error| panic!("{error}"));
        let edition = Edition::new(&assessment);
        let roles: Vec<Option<Role>> = assessment.inputs[0].sheets.iter().map(SheetReport::role).collect();
        let expected = [Role::Staff, Role::Trainings, Role::Registrations, Role::Groups, Role::Exemptions];
        assert_eq!(roles, [&[None], &expected.map(Some)[..]].concat());
        for sheet in &assessment.inputs[0].sheets {
            for column in sheet.tables.iter().flat_map(|table| &table.columns) {
                assert!(
                    matches!(column.used, Use::Field { .. }),
                    "{} {}: {:?}",
                    sheet.name,
                    column.header,
                    column.used
                );
            }
        }
        let found: Vec<(&str, String)> = assessment
            .judgement
            .findings
            .iter()
            .map(|finding| (edition.rule(finding).code.as_str(), finding.cells[0].position.to_string()))
            .collect();
        // Mol's registration is over and its renewal requested, on a group where 5.2.1 is not judged: nothing to say.
        assert_eq!(found, [("VOG-01", if over_example { "T3" } else { "T4" }.to_owned())]);
        let statuses: Vec<(Registration, Training, Vog)> = assessment
            .judgement
            .statuses
            .iter()
            .map(|status| (status.registration.status, status.training.status, status.vog.status))
            .collect();
        assert_eq!(
            statuses,
            [
                (Registration::Registered, Training::Demonstrable, Vog::InOrder),
                (Registration::Registered, Training::Demonstrable, Vog::Missing),
                (Registration::Registered, Training::Demonstrable, Vog::InOrder),
                (Registration::Registered, Training::Demonstrable, Vog::InOrder),
            ]
        );
        let left_out: Vec<(u32, LeftOutReason)> =
            assessment.rows_left_out.iter().map(|row| (row.row, row.reason)).collect();
        let examples = if over_example { 0 } else { 5 };
        assert_eq!(left_out, vec![(1, LeftOutReason::Example); examples]);
    }
}

#[test]
fn an_example_that_sorting_moved_is_still_no_person() {
    let example: &[(&str, Cell)] = &[
        ("Personeelsnummer", Text("Voorbeeld")),
        ("Naam", Text("A. de Vries")),
        ("Functie", Text("pedagogisch medewerker")),
        ("Groep", Text("De Linde")),
        ("SKJ nummer", Text("110001234")),
        ("Datum in dienst", Day("2024-05-01")),
    ];
    let group: &[(&str, Cell)] = &[("Groep", Text("Voorbeeld")), ("Gespecialiseerd", Text("ja"))];
    let staff: Vec<&[(&str, Cell)]> = PERSONEEL.iter().copied().chain([example]).collect();
    let groups: Vec<&[(&str, Cell)]> = GROEPEN.iter().copied().chain([group]).collect();
    let sheets = [(TABS[1], &staff[..]), (TABS[2], TRAININGEN), (TABS[4], &groups[..])];
    let assessment = run(filled(&empty(), &sheets, true)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((assessment.staff.people.len(), assessment.staff.groups.len()), (4, 2));
    let left_out: Vec<(u32, LeftOutReason)> =
        assessment.rows_left_out.iter().map(|row| (row.row, row.reason)).filter(|(row, _)| *row > 1).collect();
    assert_eq!(left_out, [(5, LeftOutReason::Example), (3, LeftOutReason::Example)]);
}

#[test]
fn everything_that_an_employer_knows_has_a_column() {
    let inputs = [Input { name: "invul.xlsx".to_owned(), bytes: Arc::from(empty()) }];
    let opened = open(&inputs, &RuleFiles::embedded(), None, &Limits::default(), &Here);
    let opened = opened.unwrap_or_else(|error| panic!("{error}"));
    let asked: BTreeSet<Field> = opened.inputs[0]
        .sheets
        .iter()
        .flat_map(|sheet| &sheet.tables)
        .flat_map(|table| &table.columns)
        .filter_map(Column::field)
        .collect();
    // What an inspector notes and what a register says is not an employer's. The name stands in one column; what else is missing stands in another column, or says what an employer need not say.
    let otherwise = [
        Field::FirstName,
        Field::Infix,
        Field::LastName,
        Field::EmploymentEndDetail,
        Field::WorkEnd,
        Field::BigStatus,
        Field::RegistrationDetail,
        Field::VogStatus,
        Field::VogDetail,
        Field::TrainingDetail,
        Field::OtherTraining,
        Field::RegistrationTakenAway,
        Field::MeasureUntil,
        Field::ExtractDate,
        Field::ExpectationNumber,
        Field::Expectation,
        Field::ExpectationTheme,
        Field::Opinion,
    ];
    let missing: Vec<&Field> = Field::ALL.iter().filter(|field| !asked.contains(*field)).collect();
    assert_eq!(missing, otherwise.iter().collect::<Vec<_>>());
}

#[test]
fn an_empty_one_says_that_nobody_is_in_it() {
    let Err(error) = run(empty()) else { panic!("the example is nobody") };
    assert!(matches!(error, AssessError::NoPeople(_)), "{error}");
}

#[test]
fn it_is_the_same_every_time() {
    assert!(empty() == empty());
}
