//! Whether a verdict depends on who is counted and in what. Every expectation is worked out by hand; all people are made up.

use std::ops::ControlFlow;
use std::sync::Arc;

use toetsklaar::assess::{Assessment, Input, Options, assess};
use toetsklaar::check::{Depends, Kinds, Population, Sensitivity, sensitivity};
use toetsklaar::edition::Edition;
use toetsklaar::finding::{Norm, Verdict};
use toetsklaar::read::{Book, Here, Limits};
use toetsklaar::settings::{Settings, Unit};
use toetsklaar::write::workbook::{Copies, workbook};

use Population::{Everybody, Higher, WithoutHired};
use Verdict::{Insufficient, Undecided};

/// A pm of Kube: fte, contract, level, and whether registered ("ja" is to verify).
fn staff(people: &[(&str, &str, &str, &str)]) -> String {
    let mut text = "Personeelsnummer;Naam;Functie;Groep;FTE;Contract;Opleidingsniveau;In dienst;SKJ-nummer;\
                    SKJ geldig tot;VOG datum;Training mensenhandel\n"
        .to_owned();
    for (number, (fte, contract, level, registered)) in (1_u32..).zip(people) {
        let registration = match *registered {
            "geregistreerd" => format!("11000100{number};1-3-2029"),
            other => format!("{other};"),
        };
        text.push_str(&[&number.to_string(), ";Medewerker;pedagogisch medewerker;Kube"].concat());
        for cell in [*fte, *contract, *level, "1-5-2024", &registration, "1-4-2024", "6-10-2024"] {
            text.push(';');
            text.push_str(cell);
        }
        text.push('\n');
    }
    text
}

const NONE: &str = "";
const REGISTERED: &str = "geregistreerd";

fn run(people: &[(&str, &str, &str, &str)], share: &str, settings: Settings) -> Assessment {
    let groups = format!("Groep;Gespecialiseerd;Afgesproken aandeel;Onderbouwing\nKube;ja;{share};ja\n");
    let inputs = [("staf.csv", staff(people)), ("groepen.csv", groups)]
        .map(|(name, text)| Input { name: name.to_owned(), bytes: Arc::from(text.as_bytes()) });
    let options = Options { settings, ..Options::on("2026-11-23".parse().expect("a date")) };
    assess(&inputs, options, &Here).unwrap_or_else(|error| panic!("{error}")).0
}

fn of(assessment: &Assessment, norm: Norm) -> Sensitivity {
    let Assessment { staff, judgement, rules, lexicon, settings, .. } = assessment;
    let verdict = judgement.group_verdicts.iter().find(|verdict| verdict.norm == norm).expect("one group");
    sensitivity(staff, judgement, rules, &Kinds::of(staff, lexicon), settings.share_unit, verdict)
}

/// Under which choices the verdict on 5.2.1 is, or may be, another.
fn differences(people: &[(&str, &str, &str, &str)], share: &str) -> Vec<(Population, Unit, Option<Verdict>)> {
    match of(&run(people, share, Settings::default()), Norm::Registered).depends {
        Depends::On(differences) => {
            differences.iter().map(|one| (one.variant.population, one.unit, one.verdict)).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_unit_and_inhuur_decide() {
    // 3 of 6 persons is a half; 2,00 of 4,50 fte is not; without the zzp'er it is 2 of 5.
    let people = [
        ("1", "vast", "hbo", REGISTERED),
        ("0,5", "vast", "hbo", REGISTERED),
        ("0,5", "zzp", "hbo", REGISTERED),
        ("1", "vast", "mbo 4", NONE),
        ("1", "vast", "mbo 4", NONE),
        ("0,5", "vast", "mbo 4", NONE),
    ];
    assert_eq!(
        differences(&people, "1/2"),
        [(Everybody, Unit::Fte, Some(Insufficient)), (WithoutHired, Unit::Persons, Some(Insufficient))]
    );
    // At a third nothing decides: 2,00 of 4,50, 2 of 5 and 3 of 3 are all more.
    assert_eq!(differences(&people, "1/3"), []);
}

#[test]
fn the_level_decides_for_the_better() {
    // 2 of 5 persons and fte; of hbo level 2 of 3.
    let people = [
        ("1", "vast", "hbo", REGISTERED),
        ("1", "vast", "hbo", REGISTERED),
        ("1", "vast", "hbo", NONE),
        ("1", "vast", "mbo 4", NONE),
        ("1", "vast", "mbo 4", NONE),
    ];
    let assessment = run(&people, "1/2", Settings::default());
    let counted = of(&assessment, Norm::Registered);
    let Depends::On(differences) = &counted.depends else { panic!("{:?}", counted.depends) };
    assert_eq!(differences.len(), 1);
    let one = &differences[0];
    assert_eq!((one.variant.population, one.unit, one.verdict), (Higher, Unit::Persons, Some(Verdict::Sufficient)));
    assert_eq!((one.variant.tally.low, one.variant.tally.total), (2, 3));
}

#[test]
fn of_whom_it_is_not_known_both_are_tried() {
    // 2 of 4. Of hbo level 2 of 2, but if the fourth has it too 2 of 3: more than a half either way.
    let people = [
        ("1", "vast", "hbo", REGISTERED),
        ("1", "vast", "hbo", REGISTERED),
        ("1", "vast", "mbo", NONE),
        ("1", "vast", "", NONE),
    ];
    assert_eq!(differences(&people, "1/2"), []);
    // At three quarters it is not enough, but of hbo level it is, unless the fourth has it: that cannot be told.
    assert_eq!(differences(&people, "3/4"), [(Higher, Unit::Persons, None)]);
    // Nobody has a contract that tells: without inhuur nothing can be said.
    let people = [("1", "", "hbo", REGISTERED), ("1", "flex", "hbo", NONE)];
    assert_eq!(differences(&people, "1/2"), [(WithoutHired, Unit::Persons, None)]);
}

#[test]
fn a_doubt_about_registration_stays_a_doubt() {
    // 2 to 3 of 4 persons: a half for certain. Without inhuur 1 to 2 of 3: not to say.
    let people = [
        ("1", "vast", "hbo", REGISTERED),
        ("1", "inhuur", "hbo", REGISTERED),
        ("1", "vast", "hbo", "ja"),
        ("1", "vast", "hbo", NONE),
    ];
    assert_eq!(differences(&people, "1/2"), [(WithoutHired, Unit::Persons, Some(Undecided))]);
}

#[test]
fn two_choices_at_once_are_told_where_no_single_one_decides() {
    // 3 of 5 persons, 2,50 of 4,50 fte; without the zzp'er 2 of 4 persons, but 1,50 of 3,50 fte.
    let people = [
        ("1", "zzp", "hbo", REGISTERED),
        ("1", "vast", "hbo", REGISTERED),
        ("0,5", "vast", "hbo", REGISTERED),
        ("1", "vast", "hbo", NONE),
        ("1", "vast", "hbo", NONE),
    ];
    assert_eq!(differences(&people, "1/2"), [(WithoutHired, Unit::Fte, Some(Insufficient))]);
}

#[test]
fn what_is_onvoldoende_for_another_reason_depends_on_nothing() {
    // Nobody is registered (SKJ-01).
    let people = [("1", "vast", "hbo", NONE), ("1", "zzp", "", NONE)];
    assert_eq!(differences(&people, "1/2"), []);
}

#[test]
fn posts_that_are_not_known_cannot_be_told_in_fte() {
    let people = [("1", "vast", "hbo", REGISTERED), ("", "vast", "hbo", NONE)];
    assert_eq!(differences(&people, "1/2"), [(Everybody, Unit::Fte, None)]);
}

#[test]
fn in_fte_the_other_choice_is_persons() {
    // 1,50 of 2,50 fte is enough; 1 of 3 persons is not.
    let people = [("1,5", "vast", "hbo", REGISTERED), ("0,5", "vast", "hbo", NONE), ("0,5", "vast", "hbo", NONE)];
    let settings = Settings { share_unit: Unit::Fte, ..Settings::default() };
    let Depends::On(differences) = of(&run(&people, "1/2", settings), Norm::Registered).depends else {
        panic!("a share is asked")
    };
    let found: Vec<_> = differences.iter().map(|one| (one.variant.population, one.unit, one.verdict)).collect();
    assert_eq!(found, [(Everybody, Unit::Persons, Some(Insufficient))]);
}

#[test]
fn without_a_share_no_verdict_depends_on_it() {
    let people = [("1", "vast", "hbo", REGISTERED), ("1", "zzp", "mbo", NONE)];
    let assessment = run(&people, "", Settings::default());
    for norm in Norm::JUDGED {
        let counted = of(&assessment, norm);
        assert_eq!(counted.depends, Depends::NotAsked, "{norm}");
        let populations: Vec<Population> = counted.variants.iter().map(|variant| variant.population).collect();
        assert_eq!(populations, Population::of(norm), "{norm}");
        assert_eq!(counted.variants[1].tally.total, 1, "{norm}: without the zzp'er there is one");
    }
    assert_eq!(of(&run(&people, "veel", Settings::default()), Norm::Registered).depends, Depends::Unreadable);
}

/// Over everybody the counts are those of the verdict, in the large sample too.
#[test]
fn everybody_counted_is_the_share_of_the_verdict() {
    let path = format!("{}/samples/voorbeeld-instelling.xlsx", env!("CARGO_MANIFEST_DIR"));
    #[expect(clippy::disallowed_methods, reason = "a test reads its own files")]
    let bytes = std::fs::read(path).expect("the sample is in the checkout");
    let input = [Input { name: "voorbeeld-instelling.xlsx".to_owned(), bytes: Arc::from(bytes) }];
    let options = Options::on("2026-11-23".parse().expect("a date"));
    let (assessment, _) = assess(&input, options, &Here).unwrap_or_else(|error| panic!("{error}"));
    let Assessment { staff, judgement, rules, lexicon, settings, .. } = &assessment;
    let kinds = Kinds::of(staff, lexicon);
    for verdict in &judgement.group_verdicts {
        let counted = sensitivity(staff, judgement, rules, &kinds, settings.share_unit, verdict);
        let tally = judgement.groups[verdict.group as usize].tally(verdict.norm);
        assert_eq!(&counted.variants[0].tally, tally);
        assert_eq!(counted.variants[0].unknown.total, 0);
    }
}

/// The rows of `Groepen` of a staff list with one group and an agreed share of a half, as they are shown.
fn groepen(staff: &str) -> Vec<Vec<String>> {
    let groups = "Groep;Gespecialiseerd;Afgesproken aandeel;Onderbouwing\nKube;ja;1/2;ja\n";
    let inputs = [("staf.csv", staff.to_owned()), ("afspraken.csv", groups.to_owned())]
        .map(|(name, text)| Input { name: name.to_owned(), bytes: Arc::from(text.as_bytes()) });
    let (assessment, mut books) = assess(&inputs, Options::on("2026-11-23".parse().expect("a date")), &Here)
        .unwrap_or_else(|error| panic!("{error}"));
    let bytes =
        workbook(&Edition::new(&assessment), &mut books, 0, Copies::Together).unwrap_or_else(|error| panic!("{error}"));
    let mut book =
        Book::open(Arc::from(bytes), "uit.xlsx", &Limits::default()).unwrap_or_else(|error| panic!("{error}"));
    let at = book.sheets().iter().position(|sheet| sheet.name == "Groepen").expect("our sheet");
    let mut rows: Vec<Vec<String>> = Vec::new();
    book.rows(at, &mut |row| {
        let last = row.cells.last().map_or(0, |(column, _)| *column);
        rows.push(
            (0..=last).map(|column| row.cell(column).map_or(String::new(), |value| value.shown().into())).collect(),
        );
        ControlFlow::Continue(())
    })
    .unwrap_or_else(|error| panic!("{error}"));
    rows
}

#[test]
fn groepen_says_it_in_words_and_counts_it_otherwise() {
    let people = [
        ("1", "vast", "hbo", REGISTERED),
        ("0,5", "vast", "hbo", REGISTERED),
        ("0,5", "zzp", "hbo", REGISTERED),
        ("1", "vast", "mbo 4", NONE),
        ("1", "vast", "", NONE),
        ("0,5", "vast", "mbo 4", NONE),
    ];
    let rows = groepen(&staff(&people));
    let depends: Vec<&str> = rows.iter().filter(|row| row.len() == 21).map(|row| row[20].as_str()).collect();
    assert_eq!(
        depends,
        [
            "Hangt het oordeel van de keuze af?",
            "ja: in fte onvoldoende (2,00 van 4,50); zonder inhuur in personen onvoldoende (2 van 5)",
            "nee, er is geen aandeel gevraagd",
            "nee, er is geen aandeel gevraagd",
        ]
    );
    // Norm, who is counted, certain, possible and all in persons and fte, of whom it is not known, reached in persons and fte.
    let counted: Vec<String> = rows
        .iter()
        .filter(|row| row.get(4).is_some_and(|who| who.starts_with("zonder") || who.starts_with("alleen")))
        .map(|row| {
            [3, 4, 5, 6, 7, 10, 11, 12, 17, 18, 19].map(|column| row.get(column).map_or("", String::as_str)).join(" | ")
        })
        .collect();
    assert_eq!(
        counted,
        [
            "5.2.1 | zonder inhuur | 2 | 2 | 5 | 1,5 | 1,5 | 4 | 0 | nee | nee",
            "5.2.1 | alleen hbo-niveau | 3 | 3 | 3 | 2 | 2 | 2 | 1 | ja | ja",
            "5.2.1 | alleen hbo-niveau, zonder inhuur | 2 | 2 | 2 | 1,5 | 1,5 | 1,5 | 1 | ja | ja",
            "5.2.2 | zonder inhuur | 5 | 5 | 5 | 4 | 4 | 4 | 0 |  | ",
            "VOG | zonder inhuur | 5 | 5 | 5 | 4 | 4 | 4 | 0 |  | ",
        ]
    );
}

#[test]
fn what_the_file_tells_of_nobody_is_said_once() {
    let staff = "Personeelsnummer;Naam;Functie;Groep;FTE;In dienst;SKJ-nummer;SKJ geldig tot\n\
                 1;A. Bakker;pedagogisch medewerker;Kube;1;1-5-2024;110001001;1-3-2029\n";
    let rows = groepen(staff);
    let first: Vec<&str> = rows.iter().filter_map(|row| row.first()).map(String::as_str).collect();
    let told = |words: &str| first.iter().filter(|text| text.starts_with(words)).count();
    assert_eq!(told("Het bestand zegt van niemand of die is ingehuurd."), 1);
    assert_eq!(told("Het bestand zegt van niemand het niveau."), 1);
    assert_eq!(told("1"), 3, "a row per norm, and none below: {first:?}");
}
