//! Looking ahead: the steps in `Acties`, read back. All people are made up.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::sync::Arc;

use proptest::prelude::*;
use toetsklaar::assess::{Assessment, Input, Options, assess};
use toetsklaar::calendar::Date;
use toetsklaar::cell::Value;
use toetsklaar::check::{GroupVerdict, ProviderVerdict};
use toetsklaar::edition::Edition;
use toetsklaar::finding::{Norm, Verdict};
use toetsklaar::planning::expiry::{Limit, outlook};
use toetsklaar::read::{Book, Here, Limits};
use toetsklaar::settings::Settings;
use toetsklaar::staff::Staff;
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

#[test]
fn the_calendar_says_what_ends_and_what_that_changes() {
    let text = "Pers.nr;Naam;Functie;Groep;In dienst;Uit dienst;VOG;SKJ-nummer;SKJ geldig tot;Training mensenhandel;Reden tenzij\n\
        1001;A. Een;pedagogisch medewerker;Kube;1-3-2024;;1-2-2024;110001001;28-2-2027;1-3-2025;\n\
        1002;B. Twee;pedagogisch medewerker;Kube;1-3-2024;31-12-2026;1-2-2024;;;1-3-2025;in opleiding\n";
    let rows = rows(&input("k.csv", text), "2026-11-23", "Verloopkalender");
    let found =
        |parts: &[&str]| rows.iter().filter(|row| parts.iter().all(|part| row.iter().any(|cell| cell == part))).count();
    assert_eq!(
        found(&["31-12-2026", "Einde contract of dienstverband", "B. Twee", "Telt vanaf 1-1-2027 niet meer mee."]),
        1
    );
    let renew = "Vanaf 1-3-2027: te verifiëren. Vraag herregistratie aan, uiterlijk 27-2-2027.";
    assert_eq!(found(&["28-2-2027", "Registratie SKJ loopt af", "A. Een", renew]), 1);
    assert_eq!(found(&["28-8-2027", "Laatste dag dat herregistratie nog kan lopen"]), 1);
    // Six months later nobody is registered and nobody may be: the first change is the one that is told.
    let change = ["1-3-2027", "Oordeel verandert", "Kube", "5.2.1", "voldoende", "niet te beoordelen", "28-2-2027"];
    assert_eq!(found(&change), 1, "{rows:#?}");
    assert_eq!(found(&["Oordeel verandert niet", "Kube", "VOG", "23-11-2027"]), 1);
}

#[test]
fn a_verdict_changes_by_what_makes_it_another_and_by_nothing_else() {
    const HEADER: &str = "Pers.nr;Naam;Functie;Groep;In dienst;Uit dienst;VOG;SKJ-nummer;SKJ geldig tot;Training mensenhandel;Reden tenzij\n";
    let person = |number: u32, name: &str, start: &str, end: &str, vog: &str, until: &str| {
        format!(
            "{number};{name};pedagogisch medewerker;Kube;{start};{end};{vog};11000{number};{until};1-3-2025;in opleiding\n"
        )
    };
    let told = |people: &[String]| {
        rows(&input("k.csv", &(HEADER.to_owned() + &people.concat())), "2026-11-23", "Verloopkalender")
    };
    let stands = |rows: &[Vec<String>], parts: &[&str]| {
        rows.iter().any(|row| parts.iter().all(|part| row.iter().any(|cell| cell == part)))
    };
    let anna = person(1001, "A. Een", "1-3-2024", "", "1-2-2024", "1-1-2030");
    let leaver = person(1002, "B. Twee", "1-3-2024", "31-12-2026", "1-2-2024", "28-2-2027");
    let starter = person(1003, "C. Drie", "1-1-2027", "", "nee", "31-3-2027");

    // Who leaves has nothing to do with the VOG of who starts; and who is gone has no registration here that ends.
    let calendar = told(&[anna.clone(), leaver.clone(), starter.clone()]);
    let change = ["1-1-2027", "Oordeel verandert", "Kube", "VOG", "voldoende", "onvoldoende"];
    assert!(stands(&calendar, &[&change[..], &["Door: begin dienstverband van C. Drie."]].concat()), "{calendar:#?}");
    let begins = ["1-1-2027", "Begin contract of dienstverband", "C. Drie", "Kube", "Telt vanaf 1-1-2027 mee."];
    assert!(stands(&calendar, &begins), "{calendar:#?}");
    assert!(stands(&calendar, &["31-3-2027", "Registratie SKJ loopt af", "C. Drie", "Kube"]), "{calendar:#?}");
    assert!(!stands(&calendar, &["Registratie SKJ loopt af", "B. Twee"]), "{calendar:#?}");
    assert!(stands(&calendar, &["31-12-2026", "B. Twee", "Telt vanaf 1-1-2027 niet meer mee."]), "{calendar:#?}");

    // One of the two would do: only together they are why.
    let other = starter.replace("1003", "1004").replace("C. Drie", "D. Vier");
    let calendar = told(&[anna.clone(), leaver.clone(), starter, other]);
    let both = "Door: begin dienstverband van C. Drie en begin dienstverband van D. Vier.";
    assert!(stands(&calendar, &[&change[..], &[both]].concat()), "{calendar:#?}");

    // The last registered pm leaves.
    let calendar = told(&[leaver, person(1005, "E. Vijf", "1-3-2024", "", "1-2-2024", "1-1-2020")]);
    let change = ["1-1-2027", "Oordeel verandert", "Kube", "5.2.1", "voldoende", "onvoldoende"];
    assert!(stands(&calendar, &[&change[..], &["Door: einde dienstverband van B. Twee."]].concat()), "{calendar:#?}");

    // What the file does not list as an end or a begin is not put down to somebody else.
    let planned =
        "1006;F. Zes;pedagogisch medewerker;Kube;1-3-2024;;1-1-2027;110001006;31-12-2026;1-3-2025;in opleiding\n";
    let calendar = told(&[anna, planned.to_owned()]);
    let of_vog: Vec<&Vec<String>> = calendar
        .iter()
        .filter(|row| row.iter().any(|cell| cell == "VOG") && row.iter().any(|cell| cell.starts_with("Door:")))
        .collect();
    assert!(of_vog.is_empty(), "{of_vog:#?}");
}

#[test]
fn the_last_of_several_contracts_may_be_the_end() {
    let text = "Pers.nr;Naam;Functie;Groep;In dienst;Contract 1 tot;Contract 2 tot;VOG\n\
        1001;A. Een;pedagogisch medewerker;Kube;1-3-2024;28-2-2027;31-8-2027;1-2-2024\n\
        1002;B. Twee;pedagogisch medewerker;Kube;1-3-2024;28-2-2027;onbepaald;1-2-2024\n";
    let rows = rows(&input("k.csv", text), "2026-11-23", "Verloopkalender");
    let ends: Vec<&Vec<String>> =
        rows.iter().filter(|row| row.iter().any(|cell| cell == "Einde contract of dienstverband")).collect();
    assert_eq!(ends.len(), 1, "{rows:#?}");
    for cell in ["31-8-2027", "A. Een", "Of deze medewerker vanaf 1-9-2027 nog in dienst is, is niet zeker."] {
        assert!(ends[0].iter().any(|shown| shown == cell), "{cell}: {:?}", ends[0]);
    }
}

const STAFF: &str = "Pers.nr;Naam;Functie;Groep;In dienst;Uit dienst;VOG;VOG bij start;Solistisch;SKJ-nummer;SKJ geldig tot;Herregistratie aangevraagd op;SKJ-status;BIG-nummer;BIG geldig tot;Training;Datum training;Certificaat;Reden tenzij;Tenzij besloten op;Tenzij geldig tot;Opgezegd\n";

/// What the cells of somebody can hold, column by column, on 15 June 2026.
const CELLS: [&[&str]; 19] = [
    &["Kube", "Kube", "Asja", "Kube / Asja", ""],
    &["1-3-2024", "1-3-2024", "31-8-2026", "1-1-2027", ""],
    &["", "", "", "31-8-2026", "15-6-2027", "onbekend"],
    &["1-2-2024", "1-2-2024", "31-5-2026", "29-2-2024", "1-9-2026", ""],
    &["", "", "1-2-2024", "31-12-2023"],
    &["", "", "nee", "ja"],
    &["11000NUMMER", "11000NUMMER", "11000NUMMER", "11000NUMMER (t/m 1-3-2027)", "ja", ""],
    &["1-1-2029", "31-8-2026", "1-2-2026", "31-12-2025", "28-2-2027", "1-3-47", ""],
    &["", "", "", "1-8-2026", "1-2-2026"],
    &[
        "",
        "",
        "",
        "geregistreerd vanaf 1-9-2026",
        "geschorst t/m 1-3-2027",
        "geschorst vanaf 1 oktober 2026",
        "doorgehaald per 1-1-2027",
        "verlopen",
        "sinds 2027",
    ],
    &["", "", "", "19000000030", "19000000031"],
    &["", "", "1-12-2026", "1-1-2020"],
    &["Training Mensenhandel", "Training Mensenhandel", "Training Mensenhandel 12-3-2027", "BHV", ""],
    &["1-3-2025", "31-8-2024", "1-10-2026", "", "1-2-31"],
    &["", "", "ja", "nee", "12-1-2027"],
    &["", "", "in opleiding", "1-9-2026", "vanaf 2027"],
    &["", "", "1-7-2026"],
    &["", "", "31-12-2026"],
    &["", "", "", "31-8-2026", "1-6-2026", "ja"],
];

fn random_person() -> impl Strategy<Value = Vec<usize>> {
    CELLS.iter().map(|choices| 0..choices.len()).collect::<Vec<_>>()
}

fn staff(people: &[Vec<usize>]) -> String {
    let mut text = STAFF.to_owned();
    for (number, choices) in (1001..).zip(people) {
        let cells: Vec<String> = CELLS
            .iter()
            .zip(choices)
            .map(|(cells, choice)| cells[*choice].replace("NUMMER", &number.to_string()))
            .collect();
        writeln!(text, "{number};P. {number};pedagogisch medewerker;{}", cells.join(";")).expect("a string takes all");
    }
    text
}

/// What the cells of a row in an extract of the register can hold, column by column.
const ENTRY: [&[&str]; 5] = [
    &["P. NUMMER", "P. NUMMER", "P. Ander", "Q. NUMMER", ""],
    &[
        "geregistreerd",
        "",
        "geschorst t/m 1-9-2026",
        "doorgehaald",
        "doorgehaald per 1-1-2027",
        "berisping",
        "iets",
        "uitgeschreven",
    ],
    &["1-1-2029", "31-8-2026", "1-2-2026", "31-12-2025", "28-2-2027", ""],
    &["", "", "1-8-2026"],
    &["1-6-2026", "", "1-10-2026", "1-1-2025"],
];

fn random_entry() -> impl Strategy<Value = Vec<usize>> {
    ENTRY.iter().map(|choices| 0..choices.len()).collect::<Vec<_>>()
}

fn register(entries: &[Vec<usize>]) -> String {
    let mut text = "Registratienummer;Naam;Status;Einddatum;Maatregel tot;Datum uittreksel\n".to_owned();
    for (number, choices) in (1001..).zip(entries) {
        let cells: Vec<String> = ENTRY
            .iter()
            .zip(choices)
            .map(|(cells, choice)| cells[*choice].replace("NUMMER", &number.to_string()))
            .collect();
        writeln!(text, "11000{number};{}", cells.join(";")).expect("a string takes all");
    }
    text
}

/// Norm, name of the group (none for the provider) and verdict.
type Verdicts = BTreeMap<(Norm, Option<String>), Verdict>;

fn verdicts(staff: &Staff, groups: &[GroupVerdict], provider: &[ProviderVerdict]) -> Verdicts {
    let groups = groups.iter().map(|verdict| {
        let name = staff.text(staff.groups[verdict.group as usize].name).to_owned();
        ((verdict.norm, Some(name)), verdict.verdict)
    });
    let provider = provider.iter().map(|verdict| ((verdict.norm, None), verdict.verdict));
    groups.chain(provider).collect()
}

/// The verdicts of a run.
fn of_run(run: &Assessment) -> Verdicts {
    verdicts(&run.staff, &run.judgement.group_verdicts, &run.judgement.provider_verdicts)
}

/// The files of a provider, and those with extracts of registers.
#[derive(Clone, Copy)]
struct Files<'f> {
    own: &'f [Input],
    registers: &'f [Input],
}

fn full(files: Files<'_>, settings: &Settings, day: Date) -> Assessment {
    let options = Options { settings: settings.clone(), registers: files.registers.to_vec(), ..Options::on(day) };
    assess(files.own, options, &Here).unwrap_or_else(|error| panic!("{error}")).0
}

fn input(name: &str, text: &str) -> Input {
    Input { name: name.to_owned(), bytes: Arc::from(text.as_bytes()) }
}

/// Holds the calendar against a run on every day that it speaks of.
fn check_calendar(files: Files<'_>, settings: &Settings) -> Result<(), TestCaseError> {
    let assessment = full(files, settings, "2026-06-15".parse().expect("a date"));
    let outlook = outlook(&assessment);
    let rules = assessment.rules_on(assessment.reference_date).expect("the rules are good");
    let mut other_days = assessment.other_days();
    let mut day = assessment.reference_date;
    // The first day on which each verdict was seen to be another.
    let mut first: BTreeMap<(Norm, Option<String>), (Date, Option<Verdict>)> = BTreeMap::new();
    let now = of_run(&assessment);
    while day <= outlook.looked_until {
        let (staff, mut trial) = other_days.on(day, &rules);
        let then = trial.judge();
        let seen = verdicts(staff, &then.groups, &then.provider);
        for (key, verdict) in &now {
            if seen.get(key) != Some(verdict) {
                first.entry(key.clone()).or_insert((day, seen.get(key).copied()));
            }
        }
        day = day.tomorrow().expect("there is a next day");
    }
    for line in &outlook.lines {
        let key = (line.norm, line.group.as_ref().map(|(name, _)| name.clone()));
        let Some(now) = line.now else { continue };
        prop_assert_eq!(line.change, first.get(&key).copied(), "{:?}, looked until {}", key, outlook.looked_until);
        if let Some((day, then)) = line.change {
            let run = full(files, settings, day);
            prop_assert_eq!(
                of_run(&run).get(&key).copied(),
                then,
                "{:?} on {}\n{}",
                key,
                day,
                files
                    .own
                    .iter()
                    .chain(files.registers)
                    .map(|file| String::from_utf8_lossy(&file.bytes))
                    .collect::<String>()
            );
            let before = full(files, settings, day.yesterday().expect("there is a day before"));
            prop_assert_eq!(of_run(&before).get(&key).copied(), Some(now));
        }
    }
    Ok(())
}

#[test]
fn a_year_of_two_digits_that_turns_over_ends_the_calendar_before_that_day() {
    let row = "1001;A. Voorbeeld;pedagogisch medewerker;Kube;1-3-2024;;1-2-2024;;;110001001;1-3-47;;;;;Training Mensenhandel;1-3-2025;;;;\n";
    let inputs = [input("personeel.csv", &format!("{STAFF}{row}"))];
    let files = Files { own: &inputs, registers: &[] };
    let assessment = full(files, &Settings::default(), "2026-06-15".parse().expect("a date"));
    let outlook = outlook(&assessment);
    // On 1 March 2027 the year 2047 is twenty years away.
    assert_eq!(outlook.looked_until, "2027-02-28".parse().expect("a date"));
    assert_eq!(outlook.limit, Some(Limit::ReadOtherwise));
    check_calendar(files, &Settings::default()).unwrap_or_else(|error| panic!("{error}"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_run_on_the_day_of_a_change_gives_exactly_that_verdict(
        people in prop::collection::vec(random_person(), 1..6),
        own_norms in any::<bool>(),
        said in 0usize..4,
        registered in prop::collection::vec(random_entry(), 0..6),
    ) {
        let substantiated = ["1-1-2026", "1-9-2026", "", "31-8-2026"][said];
        let groups = format!(
            "Groep;Gespecialiseerd;Afgesproken aandeel;Onderbouwing;Datum onderbouwing\nKube;ja;1/2;ja;{substantiated}\nAsja;ja;;;\n"
        );
        let text = if own_norms { "training_refresh_months = 18\nvog_renewal_months = 30\n" } else { "" };
        let settings = Settings::parse("toetsklaar.toml", text).expect("good settings");
        let own = [input("personeel.csv", &staff(&people)), input("groepen.csv", &groups)];
        let extract = [input("skj.csv", &register(&registered))];
        let registers = if registered.is_empty() { &[][..] } else { &extract[..] };
        check_calendar(Files { own: &own, registers }, &settings)?;
    }
}
