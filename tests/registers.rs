//! Extracts of registers: how they are read, and that nothing of the provider's own files changes for them. All people are made up.

use std::fmt::Write as _;
use std::sync::Arc;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use toetsklaar::assess::{AssessError, Assessment, Input, Options, assess};
use toetsklaar::check::InExtract;
use toetsklaar::edition::Edition;
use toetsklaar::finding::{Reason, Registration};
use toetsklaar::read::{Book, Here, Limits};
use toetsklaar::staff::Likeness;
use toetsklaar::write::workbook::{Copies, workbook};

const STAFF: &str = "Personeelsnummer;Naam;Functie;Groep;In dienst;SKJ-nummer;SKJ geldig tot;VOG afgegeven\n\
    1001;Anna de Vries;pedagogisch medewerker;Kube;1-5-2024;110001234;1-3-2029;1-4-2024\n\
    1002;Bram Jansen;pedagogisch medewerker;Kube;1-5-2024;110001235;1-3-2029;1-4-2024\n";

fn input(name: &str, bytes: impl AsRef<[u8]>) -> Input {
    Input { name: name.to_owned(), bytes: Arc::from(bytes.as_ref()) }
}

fn run(registers: Vec<Input>) -> Result<(Assessment, Vec<Book>), AssessError> {
    let options = Options { registers, ..Options::on("2026-11-23".parse().expect("a date")) };
    assess(&[input("personeel.csv", STAFF)], options, &Here)
}

fn held(registers: Vec<Input>) -> Assessment {
    run(registers).unwrap_or_else(|error| panic!("{error}")).0
}

fn registration(
    assessment: &Assessment,
    person: usize,
) -> (Registration, Reason, Option<(InExtract, Option<Likeness>)>) {
    let status = assessment.judgement.statuses[person].registration;
    (status.status, status.reason, status.held.map(|held| (held.result, held.likeness)))
}

/// A workbook with a title, a date beside a label, and numbers and dates as Excel keeps them.
fn as_workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("dd-mm-yyyy");
    let day = |year, month, day| ExcelDateTime::from_ymd(year, month, day).expect("a date");
    let about = book.add_worksheet().set_name("Toelichting").expect("a name");
    about.write(0, 0, "Dit overzicht is gemaakt voor een test.").expect("a cell");
    let sheet = book.add_worksheet().set_name("Blad2").expect("a name");
    sheet.write(0, 1, "Overzicht werkgever").expect("a cell");
    sheet.write(1, 1, "Peildatum:").expect("a cell");
    sheet.write_with_format(1, 2, day(2026, 11, 1), &date).expect("a cell");
    for (column, heading) in (1u16..).zip(["REGISTRATIE-NR.", "Naam", "Herregistratiedatum", "Status"]) {
        sheet.write(4, column, heading).expect("a cell");
    }
    for (row, (number, name, until, status)) in (5u32..).zip([
        (110_001_234, "Vries, A.B. de", day(2029, 3, 1), "Geregistreerd"),
        (110_001_235, "Jansen, B.", day(2028, 5, 1), "Geregistreerd"),
    ]) {
        sheet.write(row, 1, number).expect("a cell");
        sheet.write(row, 2, name).expect("a cell");
        sheet.write_with_format(row, 3, &until, &date).expect("a cell");
        sheet.write(row, 4, status).expect("a cell");
    }
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn a_workbook_with_a_title_and_a_date_is_an_extract() {
    let assessment = held(vec![input("uittreksel.xlsx", as_workbook())]);
    let fits = Some((InExtract::Confirmed, Some(Likeness::Initials)));
    assert_eq!(registration(&assessment, 0), (Registration::Registered, Reason::Confirmed, fits));
    assert_eq!(registration(&assessment, 1), (Registration::Registered, Reason::RegisterDate, fits));
    let extract = &assessment.staff.extracts.extracts[0];
    let (day, place) = extract.date.expect("the day stands beside its label");
    assert_eq!((day.to_string().as_str(), place.position.to_string().as_str()), ("2026-11-01", "C2"));
    assert_eq!(assessment.sheet(place.sheet).0.file, "uittreksel.xlsx");
}

#[test]
fn every_reading_of_one_extract_gives_the_same() {
    let whole =
        "Nr;Naam;Geldig tot;Status\n110001234;A.B. de Vries;1-3-2029;actief\n110001235;W. Pietersen;1-3-2029;actief\n";
    let parts = "SKJ-nummer;Voorletters;Voorvoegsel;Achternaam;Datum einde registratie\n110001235;W.;;Pietersen;1-3-2029\n110001234;A.B.;de;Vries;1-3-2029\n";
    let spaced = "Inschrijfnummer,Naam professional,Herregistratie voor\n\"110 001 234\",\"Vries, A.B. de\",2029-03-01\n\"110 001 235\",Pietersen W.,2029-03-01\n";
    for text in [whole, parts, spaced] {
        let assessment = held(vec![input("skj.csv", text)]);
        assert_eq!(registration(&assessment, 0).1, Reason::Confirmed, "{text}");
        assert_eq!(registration(&assessment, 1).1, Reason::RegisterOtherName, "{text}");
    }
}

#[test]
fn an_extract_without_a_number_or_a_list_of_staff_is_refused() {
    let employed = "Personeelsnummer;Naam;Functie;Fte;SKJ-nummer\n1;A. Bos;pedagogisch medewerker;1;110001234\n";
    for text in ["Naam;Status;Einddatum\nA. Bos;actief;1-3-2029\n", "zomaar iets\n", employed] {
        let error = run(vec![input("lijst.csv", text)]).err().expect("no extract").to_string();
        assert!(error.contains("lijst.csv") && error.contains("Registratienummer"), "{error}");
    }
}

#[test]
fn the_same_header_far_below_is_still_of_the_extract() {
    let mut text = "Registratienummer;Naam;Geldig tot\n".to_owned();
    for number in 0..400 {
        writeln!(text, "12000{number:04};N. Iemand{number};1-3-2029").expect("a string takes all");
    }
    text.push_str("\nPersoneelsnummer;Naam;Functie;SKJ-nummer;SKJ geldig tot\n1001;Anna de Vries;pedagogisch medewerker;110001234;1-3-2020\n");
    let assessment = held(vec![input("skj.csv", text)]);
    assert_eq!(assessment.staff.people.len(), 2, "nobody works here because an extract names them");
    assert_eq!(registration(&assessment, 0).1, Reason::RegisterStale);
}

#[test]
fn who_left_is_not_missed_in_an_extract() {
    let left = STAFF
        .replace("In dienst;", "In dienst;Uit dienst;")
        .replace("1-5-2024;110001234", "1-5-2024;1-6-2026;110001234");
    let left = left.replace("1-5-2024;110001235", "1-5-2024;;110001235");
    let registers = vec![input("skj.csv", "Registratienummer;Naam\n110009999;Z. Iemand\n")];
    let options = Options { registers, ..Options::on("2026-11-23".parse().expect("a date")) };
    let (assessment, _) =
        assess(&[input("personeel.csv", left)], options, &Here).unwrap_or_else(|error| panic!("{error}"));
    let problems = &assessment.staff.problems;
    let absent = problems.iter().find(|problem| problem.reason == Reason::NotInExtract).expect("one is missed");
    let cells: Vec<String> = absent.cells.iter().map(|place| place.position.to_string()).collect();
    assert_eq!(cells, ["G3"], "Bram works here, Anna left");
}

#[test]
fn copies_are_made_of_the_providers_files_only() {
    let registers = || vec![input("skj.csv", "Registratienummer;Naam;Status\n110001234;A. de Vries;doorgehaald\n")];
    let (assessment, mut books) = run(registers()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((books.len(), assessment.inputs.len(), assessment.registers.len()), (1, 1, 1));
    let make = |books: &mut Vec<Book>| {
        let edition = Edition::new(&assessment);
        workbook(&edition, books, 0, Copies::Together).unwrap_or_else(|error| panic!("{error}"))
    };
    let bytes = make(&mut books);
    assert_eq!(bytes, make(&mut books));
    let book = Book::open(Arc::from(bytes), "uit.xlsx", &Limits::default()).unwrap_or_else(|error| panic!("{error}"));
    let names: Vec<&str> = book.sheets().iter().map(|sheet| sheet.name.as_str()).collect();
    assert!(names.contains(&"personeel") && !names.contains(&"skj"), "{names:?}");
    let struck = assessment.judgement.findings.iter().find(|finding| finding.reason == Some(Reason::RegisterStruckOff));
    let cells: Vec<String> = struck
        .expect("a finding")
        .cells
        .iter()
        .map(|place| format!("{}!{}", assessment.sheet(place.sheet).0.file, place.position))
        .collect();
    assert_eq!(cells, ["personeel.csv!F2", "skj.csv!C2"]);
}
