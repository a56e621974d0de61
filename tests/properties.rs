//! What must hold for every file: emptying a cell never makes a verdict better, order never matters, output repeats.
//!
//! All people here are made up.

use std::sync::Arc;

use proptest::prelude::*;
use toetsklaar::amount::Fte;
use toetsklaar::assess::{Assessment, Input, Options, assess};
use toetsklaar::calendar::Date;
use toetsklaar::edition::Edition;
use toetsklaar::finding::{Norm, Verdict};
use toetsklaar::read::{Book, Here};
use toetsklaar::write::json;

const HEADINGS: [&str; 14] = [
    "Personeelsnummer",
    "Naam",
    "Functie",
    "Groep",
    "Contract",
    "FTE",
    "In dienst",
    "Uit dienst",
    "SKJ-nummer",
    "SKJ geldig tot",
    "BIG-nummer",
    "BIG geldig tot",
    "VOG afgiftedatum",
    "Training mensenhandel",
];

/// Columns of which the emptying of a cell must never help: function, group, registration, training, VOG.
const TELLING: [usize; 8] = [2, 3, 8, 9, 10, 11, 12, 13];

type Table = Vec<Vec<String>>;

/// A choice of cell texts; more often the first.
fn cell(first: &'static str, others: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![3 => Just(first.to_owned()), 2 => prop::sample::select(others).prop_map(str::to_owned)]
}

fn row() -> impl Strategy<Value = Vec<String>> {
    (
        cell(
            "pedagogisch medewerker",
            &[
                "groepsleider",
                "behandelcoördinator",
                "ambulant hulpverlener",
                "teamleider",
                "kok",
                "iets onbekends",
                "",
                "vaktherapeut",
            ],
        ),
        cell("De Linde", &["Het Anker", "De Linde / Het Anker", "", "Kantoor"]),
        cell("vast", &["stage", "zzp", ""]),
        cell("0,89", &["1", "0,5", "", "veel"]),
        cell("1-5-2024", &["2024-02-29", "1-3-2012", "", "31-02-2024", "1 jan 2027"]),
        cell("", &["31-8-2026", "31-12-9999", "23-11-2026"]),
        cell("nummer", &["", "ja", "nee", "aangevraagd", "12345", "n.v.t."]),
        cell("1-6-2028", &["", "1-10-2026", "1-1-2024", "onleesbaar"]),
        cell("", &["19012345630", "19012345604", "nee"]),
        cell("", &["1-1-2030", "1-1-2020"]),
        cell("1-4-2024", &["", "ja", "nee", "1-1-2020", "1-6-2025", "1-2-2024", "?"]),
        cell("12-3-2023", &["", "ja", "nee", "1-1-2030", "BHV", "x", "gepland"]),
    )
        .prop_map(|(function, group, contract, fte, start, end, skj, skj_until, big, big_until, vog, training)| {
            vec![
                String::new(),
                String::new(),
                function,
                group,
                contract,
                fte,
                start,
                end,
                skj,
                skj_until,
                big,
                big_until,
                vog,
                training,
            ]
        })
}

/// A row with which everything is in order.
fn good_row() -> Vec<String> {
    [
        "",
        "",
        "pedagogisch medewerker",
        "De Linde",
        "vast",
        "0,89",
        "1-5-2024",
        "",
        "nummer",
        "1-6-2028",
        "",
        "",
        "1-4-2024",
        "12-3-2023",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// A provider of a few people with unique numbers and names: all messy, or one messy row among good ones, so that a verdict hangs on it.
fn provider() -> impl Strategy<Value = Table> {
    let messy = prop::collection::vec(row(), 1..6);
    let nearly_good = (row(), 1..5usize, any::<prop::sample::Index>()).prop_map(|(row, good, at)| {
        let mut rows = vec![good_row(); good];
        rows.insert(at.index(good + 1), row);
        rows
    });
    prop_oneof![messy, nearly_good].prop_map(|mut rows| {
        for (at, row) in rows.iter_mut().enumerate() {
            row[0] = format!("{}", 1001 + at);
            row[1] = format!("Persoon {}", char::from(b'A' + u8::try_from(at).expect("a few people")));
            if row[8] == "nummer" {
                row[8] = format!("{}", 110_001_000 + at);
            }
            if row[10].len() == 11 {
                row[10].replace_range(2..4, &format!("{:02}", at + 10));
            }
        }
        rows
    })
}

fn csv(headings: &[&str], rows: &Table) -> Arc<[u8]> {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    writer.write_record(headings).expect("in memory");
    for row in rows {
        writer.write_record(row).expect("in memory");
    }
    Arc::from(writer.into_inner().expect("in memory"))
}

fn run(headings: &[&str], rows: &Table) -> (Assessment, Vec<Book>) {
    run_files(&[("personeel.csv", headings, rows)])
}

/// Assesses lists, each in a file of its own: they join as sheets of one workbook do.
fn run_files(files: &[(&str, &[&str], &Table)]) -> (Assessment, Vec<Book>) {
    let options = Options::on("2026-11-23".parse::<Date>().expect("a date"));
    let inputs: Vec<Input> = files
        .iter()
        .map(|(name, headings, rows)| Input { name: (*name).to_owned(), bytes: csv(headings, rows) })
        .collect();
    assess(&inputs, options, &Here).unwrap_or_else(|error| panic!("{error}"))
}

/// A provider that keeps its staff, trainings, registrations and groups on lists of their own.
#[derive(Debug, Clone)]
struct Lists {
    staff: Table,
    trainings: Table,
    registrations: Table,
    groups: Table,
}

const STAFF_LIST: [&str; 5] = ["Personeelsnummer", "Naam", "Functie", "Groep", "In dienst"];
const TRAINING_LIST: [&str; 3] = ["Personeelsnummer", "Training", "Datum training"];
const REGISTRATION_LIST: [&str; 5] =
    ["Personeelsnummer", "Soort registratie", "Registratienummer", "Datum afgifte", "Geldig tot"];
const GROUP_LIST: [&str; 4] = ["Groep", "Gespecialiseerd", "Afgesproken aandeel", "Onderbouwing"];

impl Lists {
    fn assess(&self) -> Assessment {
        run_files(&[
            ("personeel.csv", &STAFF_LIST, &self.staff),
            ("scholing.csv", &TRAINING_LIST, &self.trainings),
            ("registraties.csv", &REGISTRATION_LIST, &self.registrations),
            ("groepen.csv", &GROUP_LIST, &self.groups),
        ])
        .0
    }

    /// The lists with one telling cell emptied, and which one: function and group, training and date, everything about a
    /// registration or VOG, the name of a group.
    fn emptied(&self) -> Vec<(Lists, String)> {
        let mut all = Vec::new();
        let list = |which: usize, lists: &Lists| -> Table {
            [&lists.staff, &lists.trainings, &lists.registrations, &lists.groups][which].clone()
        };
        for (which, headings, columns) in [
            (0, &STAFF_LIST[..], &[2, 3][..]),
            (1, &TRAINING_LIST, &[1, 2]),
            (2, &REGISTRATION_LIST, &[1, 2, 3, 4]),
            (3, &GROUP_LIST, &[0]),
        ] {
            for at in 0..list(which, self).len() {
                for column in columns {
                    let mut lists = self.clone();
                    let table = [&mut lists.staff, &mut lists.trainings, &mut lists.registrations, &mut lists.groups];
                    let cell = &mut table.into_iter().nth(which).expect("four lists")[at][*column];
                    if !cell.is_empty() {
                        cell.clear();
                        all.push((lists, format!("{} in row {}", headings[*column], at + 2)));
                    }
                }
            }
        }
        all
    }
}

/// One to three people, each with a row per list, mostly in order; two groups that are judged. A group that the list calls not
/// specialised is another matter: without its name nothing says so any more.
fn lists() -> impl Strategy<Value = Lists> {
    let person = (
        cell("pedagogisch medewerker", &["gedragswetenschapper", "teamleider", "nachtwacht", ""]),
        cell("De Linde", &["Kube", "De Linde / Kube", ""]),
        cell("mensenhandel", &["BHV", "onbekende training", ""]),
        cell("12-3-2023", &["31-2-2024", ""]),
        cell("SKJ", &["BIG", ""]),
        cell("1-6-2028", &["1-6-2020", "1-10-2026", ""]),
        cell("1-4-2024", &["1-1-2024", "1-6-2024", ""]),
    );
    let group = |name: &'static str| {
        (cell("ja", &[""]), cell("", &["50%", "100%"]), cell("teamplan", &[""]))
            .prop_map(move |(specialised, share, why)| vec![name.to_owned(), specialised, share, why])
    };
    (prop::collection::vec(person, 1..4), group("De Linde"), group("Kube")).prop_map(|(people, linde, kube)| {
        let mut lists =
            Lists { staff: Vec::new(), trainings: Vec::new(), registrations: Vec::new(), groups: vec![linde, kube] };
        for (at, (function, group, training, trained_on, kind, until, vog)) in people.into_iter().enumerate() {
            let number = format!("{}", 1001 + at);
            lists.staff.push(vec![number.clone(), format!("Persoon {number}"), function, group, "1-5-2024".to_owned()]);
            lists.trainings.push(vec![number.clone(), training, trained_on]);
            let registered = if kind == "BIG" { format!("199000{at:03}30") } else { format!("{}", 110_001_000 + at) };
            lists.registrations.push(vec![number.clone(), kind, registered, String::new(), until]);
            lists.registrations.push(vec![number, "VOG".to_owned(), String::new(), vog, String::new()]);
        }
        lists
    })
}

fn verdict(assessment: &Assessment, norm: Norm) -> Verdict {
    assessment
        .judgement
        .provider_verdicts
        .iter()
        .find(|verdict| verdict.norm == norm)
        .expect("every norm gets a verdict")
        .verdict
}

/// Key and statuses of everybody, and the verdict and shares of every group, in an order that rows cannot change.
fn outcome(assessment: &Assessment) -> Vec<String> {
    let edition = Edition::new(assessment);
    let mut lines: Vec<String> = assessment
        .staff
        .active()
        .map(|(person, _)| {
            let statuses = &assessment.judgement.statuses[person as usize];
            let (registration, training, vog) = (statuses.registration, statuses.training, statuses.vog);
            format!(
                "{} {} {} {} {:?}",
                edition.key(person),
                registration.status,
                training.status,
                vog.status,
                assessment.staff.class_of(person)
            )
        })
        .collect();
    for group in &assessment.judgement.group_verdicts {
        let tally = assessment.judgement.groups[group.group as usize].tally(group.norm);
        lines.push(format!("{} {} {} {tally:?}", group.norm, edition.group(group.group), group.verdict));
    }
    for provider in &assessment.judgement.provider_verdicts {
        lines.push(format!("{} {} {:?}", provider.norm, provider.verdict, provider.groups));
    }
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn emptying_a_cell_never_makes_a_verdict_voldoende(rows in provider()) {
        let before = run(&HEADINGS, &rows).0;
        for (at, row) in rows.iter().enumerate() {
            for column in TELLING {
                if row[column].is_empty() {
                    continue;
                }
                let mut emptied = rows.clone();
                emptied[at][column].clear();
                let after = run(&HEADINGS, &emptied).0;
                for norm in Norm::JUDGED.iter().copied() {
                    let (was, is) = (verdict(&before, norm), verdict(&after, norm));
                    prop_assert!(was == Verdict::Sufficient || is != Verdict::Sufficient, "{norm}: {was} became {is} by emptying {} in row {}", HEADINGS[column], at + 2);
                }
            }
        }
    }

    #[test]
    fn a_registered_pm_more_never_lowers_a_share(rows in provider()) {
        let before = run(&HEADINGS, &rows).0;
        let mut more = rows.clone();
        let mut row: Vec<String> = vec![String::new(); HEADINGS.len()];
        for (column, text) in [(0, "2001"), (1, "Persoon Nieuw"), (2, "pedagogisch medewerker"), (3, "De Linde"), (5, "0,5"), (6, "1-5-2024"), (8, "110009999"), (9, "1-6-2028")] {
            text.clone_into(&mut row[column]);
        }
        more.push(row);
        let after = run(&HEADINGS, &more).0;
        let share = |assessment: &Assessment| {
            let edition = Edition::new(assessment);
            (0u32..).zip(&assessment.judgement.groups).find(|(group, _)| edition.group(*group) == "De Linde").map(|(_, group)| *group.tally(Norm::Registered))
        };
        let after = share(&after).expect("the new pm works there");
        if let Some(before) = share(&before).filter(|before| before.total > 0) {
            prop_assert!(u64::from(after.low) * u64::from(before.total) >= u64::from(before.low) * u64::from(after.total));
            prop_assert!(u64::from(after.high) * u64::from(before.total) >= u64::from(before.high) * u64::from(after.total));
            let Fte(posts) = before.fte_total;
            prop_assert!(after.fte_low.0 * posts >= before.fte_low.0 * after.fte_total.0);
        }
    }

    #[test]
    fn the_order_of_rows_and_columns_changes_nothing(rows in provider(), seed in any::<u64>()) {
        let expected = outcome(&run(&HEADINGS, &rows).0);
        let order = |count: usize, salt: u64| {
            let mut order: Vec<usize> = (0..count).collect();
            order.sort_by_key(|at| (seed ^ salt).wrapping_mul(6_364_136_223_846_793_005 + 2 * *at as u64).rotate_left(17));
            order
        };
        let columns = order(HEADINGS.len(), 1);
        let headings: Vec<&str> = columns.iter().map(|at| HEADINGS[*at]).collect();
        let shuffled: Table = order(rows.len(), 2).iter().map(|row| columns.iter().map(|column| rows[*row][*column].clone()).collect()).collect();
        prop_assert_eq!(outcome(&run(&headings, &shuffled).0), expected);
    }

    #[test]
    fn the_same_input_gives_the_same_bytes(rows in provider()) {
        let report = || {
            let (assessment, _) = run(&HEADINGS, &rows);
            let mut bytes = Vec::new();
            json::report(&Edition::new(&assessment), &mut bytes).expect("in memory");
            bytes
        };
        prop_assert_eq!(report(), report());
    }
}

proptest! {
    // Every case assesses four files some twenty times.
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn emptying_a_cell_of_a_list_never_makes_a_verdict_voldoende(lists in lists()) {
        let before = lists.assess();
        for (emptied, cell) in lists.emptied() {
            let after = emptied.assess();
            for norm in Norm::JUDGED.iter().copied() {
                let (was, is) = (verdict(&before, norm), verdict(&after, norm));
                prop_assert!(was == Verdict::Sufficient || is != Verdict::Sufficient, "{norm}: {was} became {is} by emptying {cell}");
            }
        }
    }
}
