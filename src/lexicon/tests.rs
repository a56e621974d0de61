//! What headings, functions, trainings and words mean, each case as a reader would say it.

use super::*;
use crate::amount::Share;
use crate::fold::fold;

#[test]
fn names_tell_a_time_or_not() {
    let lexicon = lexicon();
    let today = Date::constant(2026, 5, 1);
    for (name, expected) in [
        ("2026", Some(((2026, 0, 0), ""))),
        ("Personeel 2026", Some(((2026, 0, 0), "personeel"))),
        ("Personeel_2026", Some(((2026, 0, 0), "personeel"))),
        ("jan 2026", Some(((2026, 1, 0), ""))),
        ("Formatie maart 2025", Some(((2025, 3, 0), "formatie"))),
        ("November", Some(((0, 11, 0), ""))),
        ("2026-11", Some(((2026, 11, 0), ""))),
        ("11-2026", Some(((2026, 11, 0), ""))),
        ("1-11-2026", Some(((2026, 11, 1), ""))),
        ("2026-11-01", Some(((2026, 11, 1), ""))),
        ("Groep 2 2026", Some(((2026, 0, 0), "groep 2"))),
        ("Groep 2 1-11-2026", Some(((2026, 11, 1), "groep 2"))),
        ("Q3 2026", Some(((2026, 7, 0), ""))),
        ("Team Q1", Some(((0, 1, 0), "team"))),
        ("2026-Q2", Some(((2026, 4, 0), ""))),
        ("1e kwartaal 2025", Some(((2025, 1, 0), ""))),
        ("kwartaal 1 2025", Some(((2025, 1, 0), ""))),
        ("Personeel tweede kwartaal 2025", Some(((2025, 4, 0), "personeel"))),
        ("Q1-25", Some(((2025, 1, 0), ""))),
        ("Q1 '25", Some(((2025, 1, 0), ""))),
        ("2e halfjaar 2025", Some(((2025, 7, 0), ""))),
        ("20260101", Some(((2026, 1, 1), ""))),
        ("per 1-1-2026", Some(((2026, 1, 1), ""))),
        ("Personeel per 1-1-2026", Some(((2026, 1, 1), "personeel"))),
        ("peildatum 1-10-2025", Some(((2025, 10, 1), ""))),
        ("Personeel 25", Some(((2025, 0, 0), "personeel"))),
        ("nu", Some(((2026, 5, 1), ""))),
        ("Personeel vorig jaar", Some(((2025, 0, 0), "personeel"))),
        ("vorig jaar", Some(((2025, 0, 0), ""))),
        ("export_20251003_1423", Some(((2025, 10, 3), "export"))),
        ("Groep 12 20251003", Some(((2025, 10, 3), "groep 12"))),
        ("Personeel actueel", Some(((2026, 5, 1), "personeel"))),
        ("2025-2026", None),
        ("jan-mrt 2026", None),
        ("Personeel", None),
        ("Personeel 2", None),
        ("Personeel 45", None),
        ("Groep 2", None),
        ("Kwartaal", None),
        ("De Linde", None),
    ] {
        let found = lexicon.time_in_name(name, today);
        let found = found.as_ref().map(|time| (time.from, time.rest.as_str()));
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn words_in_names_tell_which_people_a_list_is_about_or_not() {
    let lexicon = lexicon();
    for word in
        ["Blad1", "blad", "Sheet1", "Tabelle1", "lijst", "hr", "personeel", "Personeelslijst", "export", "medewerkers"]
    {
        assert!(lexicon.is_general_name(word), "{word}");
    }
    for word in ["Linde", "1", "12", "Team1", "vog", "flex", "nachtdienst", "inhuur", "inhuur2", "skj", "scholing"] {
        assert!(!lexicon.is_general_name(word), "{word}");
    }
}

#[test]
fn names_tell_a_version_or_not() {
    let lexicon = lexicon();
    let version = |name: &str| {
        let version = lexicon.version_in_name(name);
        (version.rank, version.rest)
    };
    for name in [
        "oud",
        "(oud)",
        "Personeel oud",
        "Personeel (oud)",
        "archief",
        "historie",
        "kopie personeel",
        "Kopie van Personeel",
        "niet gebruiken",
        "Personeel - niet gebruiken",
        "Oude versie",
        "Personeel kopie",
    ] {
        assert_eq!(version(name).0, NamedVersion::OLD, "{name}");
    }
    // Parts of names, and words that only begin alike.
    for name in ["Oud Zuid", "De Oude Linde", "Kopieerders", "Personeel", "Vera", "Vlinder 2", "Kube 2"] {
        assert_eq!(version(name), (version("Personeel").0, fold(name)), "{name}");
    }
    // From the first to the last.
    let names = [
        "Personeel oud",
        "Personeel (2)",
        "Personeel concept",
        "Personeel v1",
        "Personeel",
        "Personeel versie 2",
        "Personeel v3.1",
        "Personeel nieuw",
        "Personeel def",
    ];
    let ranks = names.map(|name| version(name).0);
    assert!(ranks.is_sorted_by(|one, other| one < other), "{ranks:?}");
    for name in names.iter().filter(|name| **name != "Personeel oud") {
        assert_eq!(version(name).1, "personeel", "{name}");
    }
}

#[test]
fn a_reason_that_is_still_to_come_is_none() {
    let lexicon = lexicon();
    for text in [
        "Nog geen onderbouwing",
        "nog te schrijven",
        "nog op te stellen",
        "nog niet klaar",
        "wordt nog geschreven",
        "in ontwikkeling",
        "in de maak",
        "te doen",
        "actie HR",
        "ter goedkeuring",
        "p.m.",
        "n.n.b.",
        "niet nodig",
        "deels",
        "moet nog",
        "wordt aangeleverd",
        "TODO",
        "TODO: navragen bij de manager",
        "wordt nog onderbouwd",
        "nog geen reden",
        "nog opstellen",
        "De onderbouwing wordt nog geschreven door het behandelteam.",
        "Moet nog worden opgesteld",
        "onderbouwing in ontwikkeling",
        "ja (verlopen)",
        "ontheffing ingetrokken per 1-1-2026",
        "in bewerking",
        "Volgt nog",
    ] {
        assert!(lexicon.is_no_reason(text), "{text}");
    }
    for text in [
        "onderbouwing ontbreekt",
        "Er is geen onderbouwing",
        "niet onderbouwd",
        "niet vastgelegd",
        "mist",
        "is zoek",
        "onvoldoende",
        "verlopen",
        "verlopen per 1-1-2026",
        "niet meer actueel",
        "in concept, nog niet vastgesteld",
        "concept",
        "gepland Q3 2026",
        "opvragen bij teamleider",
        "0",
        "reden ontbreekt",
        "afgewezen",
        "ingetrokken op 1 maart 2026",
        "in behandeling",
    ] {
        assert!(lexicon.is_no_reason(text), "{text}");
    }
    for text in [
        "In opleiding tot jeugdzorgwerker",
        "vacature, werving loopt",
        "Onvoldoende geregistreerde kandidaten",
        "SKJ ontbreekt, zij-instromer",
        "SKJ verlopen, herregistratie loopt",
        "Concept van het team is vastgesteld op 1-3-2026",
        "Registratie gepland na het examen",
        "Zie besluit MT 12-1-2026",
        "Twee van de drie diensten met een geregistreerde collega",
        "In opleiding, altijd naast een geregistreerde collega",
        "Nog niet afgestudeerd, werkt onder begeleiding",
        "Zij moet nog een jaar studeren en werkt naast een geregistreerde collega",
        "Zie notitie team Kube, maart 2026",
        "Besluit van het team",
        "Wordt begeleid door de behandelcoördinator",
        "De visie is in ontwikkeling, maar elke dienst heeft twee geregistreerde medewerkers",
    ] {
        assert!(!lexicon.is_no_reason(text), "{text}");
    }
}

#[test]
fn who_is_not_registered_is_what_a_reason_is_about() {
    let lexicon = lexicon();
    for text in [
        "Eén jeugdzorgwerker is niet geregistreerd; er is altijd een geregistreerde achterwacht in huis.",
        "Er staat altijd een geregistreerde collega naast. Twee pm zijn nog niet geregistreerd.",
    ] {
        assert!(lexicon.is_reason_beside(text), "{text}");
    }
    for text in [
        "niet geregistreerd",
        "Twee medewerkers van deze groep zijn nog niet geregistreerd bij SKJ",
        "Twee pm zijn niet geregistreerd; nee",
        "Twee pm zijn niet geregistreerd; de onderbouwing van de groep wordt nog geschreven",
        "Nee, daar zijn wij dit jaar nog niet aan toegekomen",
        "Er staat altijd een geregistreerde collega naast hen op de groep.",
    ] {
        assert!(!lexicon.is_reason_beside(text), "{text}");
    }
}

#[test]
fn a_reason_that_names_only_a_year_or_quarter_is_a_date() {
    let day = |text: &str| Some(text.parse().expect("a date"));
    check(
        &[
            ("in 2027", day("2027-01-01")),
            ("2027", day("2027-01-01")),
            ("Q3 2026", day("2026-07-01")),
            ("medio mei 2026", day("2026-05-01")),
            ("besluit 2027", None),
            ("2026 en 2027", None),
            ("in mei", None),
            ("", None),
        ],
        |text| lexicon().reason_date(text),
    );
}

#[test]
fn a_group_is_called_specialised_in_more_words_than_yes() {
    let lexicon = lexicon();
    check(
        &[
            ("gespecialiseerd", Some(true)),
            ("Specialistisch", Some(true)),
            ("loverboys", Some(true)),
            ("slachtoffers mensenhandel", Some(true)),
            ("niet gespecialiseerd", Some(false)),
            ("regulier", Some(false)),
            ("Reguliere groep", Some(false)),
            ("geen loverboys", Some(false)),
            ("gespecialiseerd en regulier", None),
            ("?", None),
            ("deels", None),
            ("crisis", None),
            ("niet regulier", None),
        ],
        |text| lexicon.specialised(text),
    );
    check(
        &[
            ("ja", false),
            ("Ja.", false),
            ("ja, gespecialiseerd", false),
            ("ja, per 1-1-2027", true),
            ("ja (oud)", true),
            ("nee", false),
            ("nee, regulier", false),
            ("nee, LVB", false),
            ("nee, wel twee plekken voor loverboyslachtoffers", true),
            ("nee, vanaf 2027 wel", true),
        ],
        |text| lexicon.is_specialised_unclear(text, text.to_lowercase().starts_with("ja")),
    );
}

#[test]
fn a_contract_may_tell_its_end() {
    let lexicon = lexicon();
    let on = |year, month, day| ContractEnd::On(Date::new(year, month, day).expect("a date"));
    let first_of_may = Date::new(2026, 5, 1).ok();
    check(
        &[
            ("onbepaalde tijd", ContractEnd::Open),
            ("vast", ContractEnd::Open),
            ("tijdelijk", ContractEnd::Unsaid),
            ("bepaalde tijd 12 mnd", ContractEnd::Unsaid),
            ("vast sinds 1-5-2020", ContractEnd::Open),
            ("vast, tot 1-5-2026", on(2026, 5, 1)),
            ("bepaalde tijd 1-5-2020", ContractEnd::Unsaid),
            ("2e contract", ContractEnd::Unsaid),
            ("tijdelijk tot 1-5-2026", on(2026, 5, 1)),
            ("Tijdelijk t/m 30-4-2026", on(2026, 4, 30)),
            ("1-1-2025 - 31-12-2025", on(2025, 12, 31)),
            ("van 1-1-2025 t/m 31-12-2025", on(2025, 12, 31)),
            ("loopt af op 1-5-2026", on(2026, 5, 1)),
            ("tot mei 2026", on(2026, 5, 31)),
            ("t/m 30-4-2026, daarna tot 1-5-2027", on(2027, 5, 1)),
            ("t/m 2025", on(2025, 12, 31)),
            ("uit dienst", ContractEnd::Over(None)),
            ("niet verlengd", ContractEnd::Over(None)),
            ("opgezegd per 1-5-2026", ContractEnd::Over(first_of_may)),
            ("uit dienst per 1-5-2026", ContractEnd::Over(first_of_may)),
        ],
        |text| lexicon.contract_end(text),
    );
}

#[test]
fn an_exemption_may_say_that_it_is_not_decided() {
    let lexicon = lexicon();
    check(
        &[
            ("bestuurder", false),
            ("J. Voorbeeld, manager zorg", false),
            ("a: doet niet af aan de kwaliteit van de hulp", false),
            ("b", false),
            ("in opleiding", false),
            ("nee", true),
            ("geen tenzij", true),
            ("a?", true),
            ("nog te besluiten", true),
            ("wacht op bestuurder", true),
            ("afgewezen door bestuurder", true),
            ("bestuurder (akkoord volgt)", true),
        ],
        |text| lexicon.is_undecided(text),
    );
}

#[test]
fn a_share_is_read_as_people_write_it_and_not_guessed() {
    let lexicon = lexicon();
    let share = |numerator, denominator| Share::new(numerator, denominator);
    check(
        &[
            ("50%", share(1, 2)),
            ("de helft", share(1, 2)),
            ("Minimaal 50%", share(1, 2)),
            ("ten minste de helft", share(1, 2)),
            ("minimaal 50 procent", share(1, 2)),
            (">= 75%", share(3, 4)),
            ("twee derde", share(2, 3)),
            ("driekwart", share(3, 4)),
            ("iedereen", share(1, 1)),
            ("1/3", share(1, 3)),
            ("maximaal 50%", None),
            ("> 50%", None),
            ("vijftig", None),
            ("?", None),
            ("2", None),
            ("minimaal 2", None),
            ("minimaal 1", None),
            ("ten minste 100%", share(1, 1)),
            ("2 pm", None),
            ("meer dan de helft", None),
            ("50/50", None),
            ("40/60", None),
            ("5/10", share(1, 2)),
        ],
        |text| lexicon.share(text),
    );
}

#[test]
fn no_group_is_no_group() {
    let lexicon = lexicon();
    for text in ["geen", "Nee", "geen vaste groep", "n.v.t.", "ja", "nog in te delen"] {
        assert!(lexicon.is_no_group(text), "{text}");
    }
    for text in ["Kube", "N", "Groep N", "Noord", "X", "De Geensteeg", "Neerland"] {
        assert!(!lexicon.is_no_group(text), "{text}");
    }
}

/// The lists of the repository.
fn lexicon() -> Lexicon {
    Lexicon::load(shipped).expect("the lists in the repository load")
}

fn shipped(name: &str) -> Option<&'static str> {
    Some(match name {
        "lexicon/fields.toml" => include_str!("../../rules/lexicon/fields.toml"),
        "lexicon/headings.toml" => include_str!("../../rules/lexicon/headings.toml"),
        "lexicon/withheld.toml" => include_str!("../../rules/lexicon/withheld.toml"),
        "lexicon/sheets.toml" => include_str!("../../rules/lexicon/sheets.toml"),
        "lexicon/functions.toml" => include_str!("../../rules/lexicon/functions.toml"),
        "lexicon/trainings.toml" => include_str!("../../rules/lexicon/trainings.toml"),
        "lexicon/words.toml" => include_str!("../../rules/lexicon/words.toml"),
        _ => return None,
    })
}

/// A heading's meaning in one word: a field, `recognised` or `no evidence` for a training, a reason, or `?`.
fn meaning(heading: Heading<'_>) -> &'static str {
    match heading {
        Heading::Field { training: Some(_), .. } => "recognised",
        Heading::Field { no_evidence: true, .. } => "no evidence",
        Heading::Field { field, .. } => field.name(),
        Heading::Withheld(reason) => reason.name(),
        Heading::Unknown => "?",
    }
}

#[track_caller]
fn check<T: PartialEq + std::fmt::Debug>(cases: &[(&str, T)], found: impl Fn(&str) -> T) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, expected)| {
            let found = found(text);
            (found != *expected).then(|| format!("{text:?}: {found:?}, expected {expected:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn headings_of_people_are_understood() {
    let lexicon = lexicon();
    let cases = [
        ("Personeelsnummer", "personnel_number"),
        ("Pers.nr", "personnel_number"),
        ("PERS.NR.", "personnel_number"),
        ("Persnr", "personnel_number"),
        ("Personeelsnr.", "personnel_number"),
        ("Personeels\nnummer", "personnel_number"),
        ("Mdw.nr", "personnel_number"),
        ("Med.code", "personnel_number"),
        ("Achternaam + voorl.", "name"),
        ("Soort contr.", "contract"),
        ("Dat. i.d.", "employment_start"),
        ("I.d.", "employment_start"),
        ("ID", "?"),
        ("Datum u.d.", "employment_end"),
        ("Opl.niveau", "education_level"),
        ("Mdw. nr.", "personnel_number"),
        ("medewerkernummer", "personnel_number"),
        ("Medewerkersnummer", "personnel_number"),
        ("Nummer medewerker", "personnel_number"),
        ("Nr. medewerker", "personnel_number"),
        ("Persoonsnummer", "personnel_number"),
        ("Werknemersnummer", "personnel_number"),
        ("Stamnummer", "personnel_number"),
        ("EmployeeId", "personnel_number"),
        ("Medewerker ID", "personnel_number"),
        ("Naam", "name"),
        ("Naam medewerker", "name"),
        ("Medewerker", "name"),
        ("Naam (voor- en achternaam)", "name"),
        ("Achternaam, voornaam", "name"),
        ("Volledige naam", "name"),
        ("NAAM:", "name"),
        ("Voornaam", "first_name"),
        ("Roepnaam", "first_name"),
        ("Voorletters", "first_name"),
        ("Tussenvoegsel", "infix"),
        ("Tussenvoegsel(s)", "infix"),
        ("Voorvoegsel", "infix"),
        ("Achternaam", "last_name"),
        ("Geslachtsnaam", "last_name"),
        ("BirthName", "last_name"),
        ("Functie", "function"),
        ("FUNCTIE *", "function"),
        ("Functienaam", "function"),
        ("Hoofdfunctie", "function"),
        ("Naam functie", "function"),
        ("Functieomschrijving", "function"),
        ("Functie (zie tabblad 2)", "function"),
        ("functieNaam", "function"),
        ("Groep", "group"),
        ("Leefgroep", "group"),
        ("Groepsnaam", "group"),
        ("Groep/team", "group"),
        ("Team", "group"),
        ("Kernteam", "group"),
        ("Afdeling", "group"),
        ("OE-omschrijving", "group"),
        ("Organisatorische eenheid", "group"),
        ("Behandelgroep", "group"),
        ("Woongroep", "group"),
        ("Locatie", "location"),
        ("Vestiging", "location"),
        ("Standplaats", "location"),
        ("Contractvorm", "contract"),
        ("Dienstverband", "contract"),
        ("Soort contract", "contract"),
        ("Contractsoort", "contract"),
        ("Type contract", "contract"),
        ("Soort dienstverband", "contract"),
        ("Werknemersgroep", "contract"),
        ("FTE", "fte"),
        ("fte's", "fte"),
        ("Aantal FTE", "fte"),
        ("Deeltijdfactor", "fte"),
        ("Deeltijdpercentage", "fte"),
        ("Parttime %", "fte"),
        ("Formatie (fte)", "fte"),
        ("Uren p/w", "hours"),
        ("Uren per week", "hours"),
        ("contracturen", "hours"),
        ("Aantal uren", "hours"),
        ("Contracturen p.w.", "hours"),
        ("Arbeidsduur per week", "hours"),
        ("Datum in dienst", "employment_start"),
        ("In dienst sinds", "employment_start"),
        ("In dienst per", "employment_start"),
        ("indienst", "employment_start"),
        ("Indiensttreding", "employment_start"),
        ("Indiensttredingsdatum", "employment_start"),
        ("Datum indiensttreding", "employment_start"),
        ("Startdatum", "employment_start"),
        ("Startdatum dienstverband", "employment_start"),
        ("Begindatum dienstverband", "employment_start"),
        ("In dienst (dd-mm-jjjj)", "employment_start"),
        ("EmploymentStart", "employment_start"),
        ("Eerste werkdag", "employment_start"),
        ("Uit dienst", "employment_end"),
        ("datum uitdienst", "employment_end"),
        ("Datum uit dienst", "employment_end"),
        ("Uitdiensttredingsdatum", "employment_end"),
        ("Einde dienstverband", "employment_end"),
        ("Einddatum", "employment_end"),
        ("Einddatum contract", "employment_end"),
        ("Contract t/m", "employment_end"),
        ("Laatste werkdag", "employment_end"),
        ("Opleidingsniveau", "education_level"),
        ("Niveau (mbo/hbo)", "education_level"),
        ("Opleiding", "education_level"),
        ("Hoogst genoten opleiding", "education_level"),
        ("Mentor", "mentor"),
        ("Mentor (ja/nee)", "mentor"),
        ("PB'er", "mentor"),
        ("Mentor / PB'er", "mentor"),
        ("Persoonlijk begeleider", "mentor"),
        ("Solistisch werkend?", "solistic"),
        ("Solistisch", "solistic"),
        ("Opmerking", "remark"),
        ("Opmerkingen", "remark"),
        ("Bijzonderheden", "remark"),
        ("Toelichting", "remark"),
    ];
    check(&cases, |text| meaning(lexicon.heading(text)));
}

#[test]
fn headings_of_registrations_trainings_and_vog_are_understood() {
    let lexicon = lexicon();
    let cases = [
        ("Bewijs in dossier", "training_certificate"),
        ("SKJ-nummer", "skj_number"),
        ("SKJ nr.", "skj_number"),
        ("skjNummer", "skj_number"),
        ("Reg.nr. SKJ", "skj_number"),
        ("Registratienummer SKJ", "skj_number"),
        ("SKJ-registratienummer", "skj_number"),
        ("SKJ", "skj_number"),
        ("SKJ-registratie (ja/nee)", "skj_number"),
        ("SKJ geldig t/m", "skj_valid_until"),
        ("SKJ geldig tot", "skj_valid_until"),
        ("SKJ-registratie geldig tot", "skj_valid_until"),
        ("Einddatum SKJ", "skj_valid_until"),
        ("Einddatum SKJ-registratie", "skj_valid_until"),
        ("SKJ vervaldatum", "skj_valid_until"),
        ("Geldig tot (SKJ)", "skj_valid_until"),
        ("Herregistratiedatum SKJ", "skj_valid_until"),
        ("SKJ registratie - geldig tot en met (zie pas)", "skj_valid_until"),
        ("Herregistratie aangevraagd", "skj_renewal_requested"),
        ("SKJ herregistratie aangevraagd op", "skj_renewal_requested"),
        ("Datum aanvraag herregistratie", "skj_renewal_requested"),
        ("SKJ-status", "skj_status"),
        ("Status SKJ", "skj_status"),
        ("Tuchtmaatregel", "registration_status"),
        ("Status beroepsregistratie", "registration_status"),
        ("BIG-status", "big_status"),
        ("Status BIG", "big_status"),
        ("Status BIG-registratie", "big_status"),
        ("BIG-nummer", "big_number"),
        ("BIG nr", "big_number"),
        ("BIG-registratienummer", "big_number"),
        ("BIG geldig tot", "big_valid_until"),
        ("Einddatum BIG-registratie", "big_valid_until"),
        ("VOG", "vog_issued"),
        ("VOG (ja/nee)", "vog_issued"),
        ("VOG\n(datum afgifte)", "vog_issued"),
        ("Datum VOG", "vog_issued"),
        ("VOG d.d.", "vog_issued"),
        ("Afgiftedatum VOG", "vog_issued"),
        ("VOG Afgiftedatum", "vog_issued"),
        ("datum_vog", "vog_issued"),
        ("vog_datum", "vog_issued"),
        ("vogDatum", "vog_issued"),
        ("VOG-datum", "vog_issued"),
        ("VOG afgegeven op", "vog_issued"),
        ("Beschikking over VOG", "vog_issued"),
        ("Datum afgifte verklaring omtrent het gedrag", "vog_issued"),
        ("VOG datum afgifte (niet ouder dan 3 maanden)", "vog_issued"),
        ("VOG nummer/profiel", "vog_profile"),
        ("VOG-profiel", "vog_profile"),
        ("Screeningsprofiel", "vog_profile"),
        ("VOG bij indiensttreding", "vog_at_start"),
        ("VOG bij start", "vog_at_start"),
        ("Datum VOG bij aanvang dienstverband", "vog_at_start"),
        ("Eerste VOG", "vog_at_start"),
        ("Training", "training"),
        ("Scholing", "training"),
        ("Naam training", "training"),
        ("Training loverboy naam", "training"),
        ("Training 2", "training"),
        ("Gevolgde scholing", "training"),
        ("Datum training", "training_date"),
        ("Training datum", "training_date"),
        ("Trainingsdatum", "training_date"),
        ("Datum training 2", "training_date"),
        ("Behaald op", "training_date"),
        ("Datum certificaat", "training_date"),
        ("Certificaat", "training_certificate"),
        ("Certificaat aanwezig?", "training_certificate"),
        ("Bewijs van deelname", "training_certificate"),
        ("Training mensenhandel", "recognised"),
        ("Loverboytraining", "recognised"),
        ("Datum training loverboys & mensenhandel", "recognised"),
        ("Signaleren #loverboys", "recognised"),
        ("Scholing seksuele uitbuiting (datum)", "recognised"),
        ("BHV", "no evidence"),
        ("EHBO", "no evidence"),
        ("GV&VG", "no evidence"),
        ("Medicatie", "no evidence"),
        ("Agressietraining", "no evidence"),
        ("Training beroepsethiek SKJ", "no evidence"),
        ("Meldcode", "no evidence"),
        ("Meldcode en mensenhandel", "training"),
        ("Soort registratie", "registration_kind"),
        ("Registratienummer", "registration_number"),
        ("SKJ/BIG-nummer", "registration_number"),
        ("Geldig tot", "registration_valid_until"),
        ("Datum afgifte", "registration_issued"),
        ("Status registratie", "registration_status"),
        ("Tenzij-grond", "exemption_ground"),
        ("Reden tenzij", "exemption_reason"),
        ("Onderbouwing tenzij", "exemption_reason"),
        ("Tenzij geldig tot", "exemption_until"),
        ("Besloten door", "exemption_decided_by"),
        ("Datum besluit", "exemption_decided_on"),
        ("Gespecialiseerd (ja/nee)", "specialised"),
        ("Specialistisch", "specialised"),
        ("Afgesproken aandeel geregistreerde pm", "agreed_share"),
        ("Norm aandeel SKJ", "agreed_share"),
        ("Contractnorm", "agreed_share"),
        ("Onderbouwing", "substantiation"),
        ("Onderbouwing aanwezig", "substantiation"),
        ("Datum onderbouwing", "substantiated_on"),
        ("Onderbouwd op", "substantiated_on"),
    ];
    check(&cases, |text| meaning(lexicon.heading(text)));
}

#[test]
fn columns_that_should_not_be_there_are_withheld_and_traps_are_not_taken() {
    let lexicon = lexicon();
    let cases = [
        ("BSN", "bsn"),
        ("BSN-nummer", "bsn"),
        ("Burgerservicenummer", "bsn"),
        ("Sofinummer", "bsn"),
        ("SOFI-nr.", "bsn"),
        ("BSN medewerker (verplicht)", "bsn"),
        ("Geboortedatum", "birth-date"),
        ("Geb. datum", "birth-date"),
        ("DateOfBirth", "birth-date"),
        ("Geboren op", "birth-date"),
        ("Adres", "address"),
        ("Woonadres", "address"),
        ("Straat + huisnummer", "address"),
        ("Straatnaam", "address"),
        ("Huisnr.", "address"),
        ("Postcode", "address"),
        ("Postcode en woonplaats", "address"),
        ("Woonplaats", "address"),
        ("NAW-gegevens", "address"),
        ("Adres medewerker", "address"),
        ("Privé telefoon", "contact"),
        ("Telefoon (privé)", "contact"),
        ("Mobiel privé", "contact"),
        ("Privé e-mailadres", "contact"),
        ("E-mail privé", "contact"),
        ("IBAN", "bank-account"),
        ("Bankrekening", "bank-account"),
        ("Bankrekeningnummer", "bank-account"),
        ("Rekeningnummer", "bank-account"),
        // About somebody or something else, or saying too little.
        ("Naam leidinggevende", "?"),
        ("Naam ouder", "?"),
        ("Naam (ouder)", "?"),
        ("Naam mentor", "?"),
        ("Manager", "?"),
        ("Contactpersoon", "?"),
        ("Telefoon", "?"),
        ("Telefoonnummer", "?"),
        ("E-mail", "?"),
        ("E-mail werk", "?"),
        ("E-mailadres", "?"),
        ("Adres locatie", "?"),
        ("Geboorteplaats", "?"),
        ("Geslacht", "?"),
        ("Datum", "?"),
        ("Nummer", "?"),
        ("Groepsleider", "?"),
        ("Startdatum training", "?"),
        ("SKJ kamer", "?"),
        ("SKJ datum", "?"),
        ("VOG aangevraagd op", "?"),
        ("Datum aanvraag VOG", "?"),
        ("Datum echtheidscontrole VOG", "?"),
        ("VOG gecontroleerd door", "?"),
        ("Datum controle VOG", "?"),
        ("Training mensenhandel uiterlijk geldig tot", "?"),
        ("Aantal slachtoffers loverboys", "?"),
        ("Salarisschaal", "?"),
        ("Functieschaal", "?"),
        ("Einddatum proeftijd", "?"),
        ("Proeftijd tot", "?"),
        ("Datum beoordelingsgesprek", "?"),
        ("Verlofuren", "?"),
        ("Werkgever", "?"),
        ("Laaddatum", "?"),
        ("Kostenplaats", "?"),
        ("", "?"),
        ("—", "?"),
        ("1", "?"),
        ("110001234", "?"),
        ("Overzicht personeel per 1 november 2026", "?"),
    ];
    check(&cases, |text| meaning(lexicon.heading(text)));
    assert_eq!(meaning(lexicon.heading("Woongroep")), "group");
}

/// The lists of a data file: what is expected, and of which texts.
fn listed(file: &str) -> Vec<(String, Vec<String>)> {
    let table: toml::Table = toml::from_str(file).expect("valid TOML");
    let texts = |list: &toml::Value| {
        let list = list.as_array().expect("a list").iter();
        list.map(|text| text.as_str().expect("a text").to_owned()).collect()
    };
    table.iter().map(|(expected, list)| (expected.clone(), texts(list))).collect()
}

#[test]
fn headings_mean_what_a_reader_says_they_mean() {
    let lexicon = lexicon();
    let mut wrong = Vec::new();
    for (expected, headings) in listed(include_str!("../../tests/data/koppen.toml")) {
        let expected = match expected.as_str() {
            "onherkend" => "?",
            "herkende training" => "recognised",
            "geen bewijs" => "no evidence",
            other => other,
        };
        for heading in headings {
            let found = meaning(lexicon.heading(&heading));
            if found != expected {
                wrong.push(format!("{heading:?}: {found}, expected {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn functions_are_in_the_class_a_reader_says() {
    let lexicon = lexicon();
    let mut wrong = Vec::new();
    for (expected, titles) in listed(include_str!("../../tests/data/functies.toml")) {
        for title in titles {
            let found = lexicon.function_class(&title, "vast").name();
            if found != expected {
                wrong.push(format!("{title:?}: {found}, expected {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_sheet_lends_its_bare_headings_a_meaning() {
    let lexicon = lexicon();
    for (role, text, expected) in [
        (Role::Trainings, "Datum", "training_date"),
        (Role::Trainings, "Titel", "training"),
        (Role::Trainings, "Personeelsnummer", "personnel_number"),
        (Role::Trainings, "Opleiding", "training"),
        (Role::Trainings, "Medewerker", "name"),
        (Role::Trainings, "Werken met loverboyslachtoffers", "recognised"),
        (Role::Staff, "Werken met loverboyslachtoffers", "?"),
        (Role::Groups, "Onderbouwing inzet", "substantiation"),
        (Role::Groups, "Motivering", "substantiation"),
        (Role::Registrations, "Soort", "registration_kind"),
        (Role::Registrations, "Nummer", "registration_number"),
        (Role::Registrations, "Datum", "registration_issued"),
        (Role::Registrations, "Einddatum", "registration_valid_until"),
        (Role::Registrations, "Status", "registration_status"),
        (Role::Groups, "Naam", "group"),
        (Role::Groups, "Norm", "agreed_share"),
        (Role::Groups, "Locatie", "location"),
        (Role::Exemptions, "Reden", "exemption_reason"),
        (Role::Exemptions, "Onderbouwing", "exemption_reason"),
        (Role::Exemptions, "Geldig tot", "exemption_until"),
        (Role::Exemptions, "Datum", "exemption_decided_on"),
        (Role::Exemptions, "Naam", "name"),
        (Role::Staff, "Datum", "?"),
        (Role::Staff, "Naam", "name"),
    ] {
        assert_eq!(meaning(lexicon.heading_on(role, text)), expected, "{text:?} on {role}");
    }
}

#[test]
fn the_better_heading_has_the_lower_rank() {
    let lexicon = lexicon();
    let rank = |text: &str| match lexicon.heading(text) {
        Heading::Field { rank, .. } => rank,
        other => panic!("{text}: {other:?}"),
    };
    for (better, worse) in [
        ("VOG datum afgifte", "VOG"),
        ("Groep", "Team"),
        ("Team", "Afdeling"),
        ("Datum uit dienst", "Einddatum contract"),
        ("SKJ-nummer", "SKJ"),
        ("SKJ", "SKJ lidmaatschap nummer"),
        ("Naam", "Medewerker"),
        ("Datum in dienst", "Startdatum"),
    ] {
        assert!(rank(better) < rank(worse), "{better} {} {worse} {}", rank(better), rank(worse));
    }
}

#[test]
fn likeness_only_suggests() {
    let lexicon = lexicon();
    for (text, expected) in [
        ("Personeelsnumer", Some(Field::PersonnelNumber)),
        ("Functei", Some(Field::Function)),
        ("SKJ numer", Some(Field::SkjNumber)),
        ("Gebortedatum", None),
        ("Kleur auto", None),
        ("BSN", None),
        ("x", None),
    ] {
        assert_eq!(lexicon.suggest(text), expected, "{text}");
    }
    assert_eq!(lexicon.heading("Functei"), Heading::Unknown);
}

#[test]
fn sheets_are_known_by_their_names() {
    let lexicon = lexicon();
    let cases = [
        ("Personeel", Some(Role::Staff)),
        ("Medewerkers 2026", Some(Role::Staff)),
        ("Formatieoverzicht", Some(Role::Staff)),
        ("Export", Some(Role::Staff)),
        ("Trainingen", Some(Role::Trainings)),
        ("Scholing personeel", Some(Role::Trainings)),
        ("Bijscholing", Some(Role::Trainings)),
        ("Registraties", Some(Role::Registrations)),
        ("SKJ-BIG", Some(Role::Registrations)),
        ("VOG's", Some(Role::Registrations)),
        ("Groepen", Some(Role::Groups)),
        ("Tenzij", Some(Role::Exemptions)),
        ("Uitzonderingen", Some(Role::Exemptions)),
        ("Rooster week 12", Some(Role::Roster)),
        ("Dienstrooster", Some(Role::Roster)),
        ("Blad1", None),
        ("Toelichting", None),
        ("Vergroepering", None),
    ];
    check(&cases, |text| lexicon.role_hint(text));
    let headings = [
        ("Dienst", true),
        ("Begintijd", true),
        ("eindtijd", true),
        ("Maandag", true),
        ("ma", true),
        ("Ma 3-11", true),
        ("Dienstverband", false),
        ("In dienst", false),
        ("Naam", false),
        ("Datum", false),
    ];
    check(&headings, |text| lexicon.is_roster_heading(text));
}

#[test]
fn function_titles_fall_into_their_class() {
    use FunctionClass::{
        Ambulant, Behandelcoordinator, Gedragswetenschapper, Leiding, Onbekend, Ondersteunend, Pm, Stagiair,
        Vaktherapeut, Vrijwilliger,
    };
    let lexicon = lexicon();
    let cases = [
        ("pedagogisch medewerker", Pm),
        ("Pedagogisch Medewerker", Pm),
        ("Pedagogisch medewerkster", Pm),
        ("pm", Pm),
        ("PM'er", Pm),
        ("pm-er", Pm),
        ("PM (nacht)", Pm),
        ("Ped. mdw.", Pm),
        ("Ped. medew. C", Pm),
        ("ped medewerker", Pm),
        ("Senior pedagogisch medewerker", Pm),
        ("1e pedagogisch medewerker", Pm),
        ("Pedagogisch medewerker A", Pm),
        ("Pedagogisch medewerker D (mbo)", Pm),
        ("Pedagogisch medewerker (nacht)", Pm),
        ("Pedagogisch medewerker / mentor", Pm),
        ("pm / mentor", Pm),
        ("pm + huishoudelijk medewerker", Pm),
        ("Pedagogisch medewerker i.o.", Pm),
        ("Coördinerend pedagogisch medewerker", Pm),
        ("Sociaal pedagogisch hulpverlener", Pm),
        ("Orthopedagogisch medewerker", Pm),
        ("Groepsleider", Pm),
        ("groepsleidster", Pm),
        ("Groepsleiding", Pm),
        ("Groepsbegeleider", Pm),
        ("Sociotherapeut", Pm),
        ("Jeugdzorgwerker D", Pm),
        ("Woonbegeleider", Pm),
        ("Begeleider", Pm),
        ("Senior begeleider", Pm),
        ("Persoonlijk begeleider", Pm),
        ("PB'er", Pm),
        ("Mentor", Pm),
        ("Slaapdienst", Pm),
        ("Nachtdienst pm", Pm),
        ("Leefgroepmedewerker", Pm),
        ("verpleegkundige / pm", Pm),
        ("Behandelcoördinator", Behandelcoordinator),
        ("Behandel-coördinator (a.i.)", Behandelcoordinator),
        ("BC", Behandelcoordinator),
        ("Regiebehandelaar", Behandelcoordinator),
        ("Gedragswetenschapper / behandelcoördinator", Behandelcoordinator),
        ("Gedragswetenschapper", Gedragswetenschapper),
        ("gw", Gedragswetenschapper),
        ("Gedragsdeskundige", Gedragswetenschapper),
        ("GZ-psycholoog", Gedragswetenschapper),
        ("gz", Gedragswetenschapper),
        ("GZ-psycholoog i.o.", Gedragswetenschapper),
        ("Orthopedagoog-generalist", Gedragswetenschapper),
        ("Orthopedagoog", Gedragswetenschapper),
        ("Psycholoog", Gedragswetenschapper),
        ("Psychotherapeut", Gedragswetenschapper),
        ("Gedragswetenschapper / manager behandeling", Gedragswetenschapper),
        ("Vaktherapeut beeldend", Vaktherapeut),
        ("PMT'er", Vaktherapeut),
        ("Muziektherapeut", Vaktherapeut),
        ("Ambulant hulpverlener", Ambulant),
        ("Ambulant begeleider", Ambulant),
        ("Systeemtherapeut", Ambulant),
        ("Gezinsbegeleider", Ambulant),
        ("Pleegzorgwerker", Ambulant),
        ("Teamleider", Leiding),
        ("Teamleider pedagogisch medewerkers", Leiding),
        ("Locatiemanager", Leiding),
        ("Teamcoach", Leiding),
        ("Directeur-bestuurder", Leiding),
        ("Kok", Ondersteunend),
        ("Afdelingssecretaresse", Ondersteunend),
        ("Secretariaat", Ondersteunend),
        ("Administratief medewerker", Ondersteunend),
        ("Ervaringsdeskundige", Ondersteunend),
        ("Leerkracht", Ondersteunend),
        ("Facilitair medewerker", Ondersteunend),
        ("HR-adviseur", Ondersteunend),
        ("Stagebegeleider", Ondersteunend),
        ("Conciërge", Ondersteunend),
        ("Stagiair", Stagiair),
        ("Stagiaire pedagogisch medewerker", Stagiair),
        ("Leerling pedagogisch medewerker", Stagiair),
        ("BBL-leerling", Stagiair),
        ("Stage pm", Stagiair),
        ("Vrijwilliger", Vrijwilliger),
        ("Vrijwilliger keuken", Vrijwilliger),
        // Two classes at once, or none that a source supports: asked, never guessed.
        ("", Onbekend),
        ("-", Onbekend),
        ("Astronaut", Onbekend),
        ("Verpleegkundige", Onbekend),
        ("Nachtwacht", Onbekend),
        ("Jeugd- en gezinsprofessional", Onbekend),
        ("Psychiater", Onbekend),
        ("Ambulant pedagogisch medewerker", Onbekend),
        ("Pedagogisch medewerker / ambulant hulpverlener", Onbekend),
        ("Meewerkend teamleider", Onbekend),
        ("Teamleider / pedagogisch medewerker", Onbekend),
        ("Behandelcoördinator + pm", Onbekend),
        ("Medewerker", Onbekend),
        ("Gezinshuisouder", Onbekend),
        ("Invalkracht", Onbekend),
    ];
    check(&cases, |title| lexicon.function_class(title, "vast"));
}

#[test]
fn a_contract_for_trainees_decides_whatever_the_function_says() {
    use FunctionClass::{Onbekend, Pm, Stagiair, Vrijwilliger};
    let lexicon = lexicon();
    for (title, contract, expected) in [
        ("Pedagogisch medewerker", "Stage", Stagiair),
        ("Pedagogisch medewerker", "stageovereenkomst", Stagiair),
        ("Teamleider", "BBL", Stagiair),
        ("pm", "BBL-leerling", Stagiair),
        ("", "Stagiair(e)", Stagiair),
        ("pm", "leer-arbeidsovereenkomst", Stagiair),
        ("pm", "leer-werkovereenkomst", Stagiair),
        ("pm", "leer/werkovereenkomst", Stagiair),
        ("pm", "leer-/arbeidsovereenkomst", Stagiair),
        ("pm", "Leer arbeidsovereenkomst", Stagiair),
        ("pm", "B.B.L.", Stagiair),
        ("pm", "geen B.B.L.", Pm),
        ("pm", "arbeidsovereenkomst", Pm),
        // A contract that says no, or no longer, leaves it to the function.
        ("pm", "geen stage", Pm),
        ("pm", "niet BBL", Pm),
        ("pm", "geen stage of BBL", Pm),
        ("pm", "vast (na stage)", Pm),
        ("pm", "ex-stagiair, nu vast", Pm),
        ("pm", "vast (stagebegeleider)", Pm),
        ("pm", "vast, begeleidt stagiairs", Pm),
        ("pm (oud-stagiair)", "vast", Onbekend),
        ("ex-stagiair, nu pm", "", Onbekend),
        ("pm", "stage beëindigd, bepaalde tijd", Pm),
        ("pm", "Meeloopstage", Stagiair),
        ("pm", "BBL, geen vast contract", Stagiair),
        ("pm", "stage t/m 1-7-2026, daarna vast", Stagiair),
        ("pm", "stage, nog niet afgerond", Stagiair),
        ("Pedagogisch medewerker", "Onbepaalde tijd", Pm),
        ("Pedagogisch medewerker", "inhuur (zzp)", Pm),
        ("Pedagogisch medewerker", "", Pm),
        ("Pedagogisch medewerker", "Vrijwilliger", Pm),
        ("", "Vrijwilligersovereenkomst", Vrijwilliger),
        ("", "oproep", Onbekend),
    ] {
        assert_eq!(lexicon.function_class(title, contract), expected, "{title:?} {contract:?}");
    }
}

#[test]
fn training_titles_are_evidence_or_not_or_a_question() {
    use TrainingTitle::{NoEvidence, Recognised, Unknown};
    let lexicon = lexicon();
    let cases = [
        ("Training Mensenhandel", Recognised),
        ("training mensenhandel (2 dagen)", Recognised),
        ("Signaleren #loverboys", Recognised),
        ("Herkennen loverboyproblematiek", Recognised),
        ("Signaleren mensenhandel & loverboys", Recognised),
        ("Training loverboys (basis)", Recognised),
        ("Loverboyslachtoffers begeleiden", Recognised),
        ("Slachtoffers van mensenhandel in de jeugdzorg", Recognised),
        ("E-learning seksuele uitbuiting", Recognised),
        ("Jeugdprostitutie herkennen", Recognised),
        ("Asja", Recognised),
        ("Methodiek Asja (Fier)", Recognised),
        ("PINQ-crisis", Recognised),
        ("BHV", NoEvidence),
        ("BHV herhaling 2025", NoEvidence),
        ("EHBO", NoEvidence),
        ("Medicatieveiligheid", NoEvidence),
        ("Omgaan met agressie", NoEvidence),
        ("GV&V", NoEvidence),
        ("GVVG", NoEvidence),
        ("Meldcode kindermishandeling", NoEvidence),
        ("Beroepsethiek SKJ", NoEvidence),
        ("Vlaggensysteem", NoEvidence),
        ("Brandveiligheid", NoEvidence),
        ("Tilcursus", NoEvidence),
        ("AVG-training", NoEvidence),
        ("Excel gevorderd", NoEvidence),
        ("Voorbehouden handelingen", NoEvidence),
        ("Teamdag", NoEvidence),
        ("Intervisie", NoEvidence),
        ("Meldcode en mensenhandel", Unknown),
        ("START-AV", Unknown),
        ("Master!", Unknown),
        ("Beschermjassen", Unknown),
        ("Bloedlink", Unknown),
        ("On the Move", Unknown),
        ("High Intensive Care & High Safety", Unknown),
        ("Beschermjassen loverboys", Unknown),
        ("Congres mensenhandel", Unknown),
        ("Training mensenhandel (niet behaald)", Unknown),
        // Around the subject, and no training by themselves.
        ("Loverboys project coördinatie overleg", Unknown),
        ("Casusoverleg loverboys", Unknown),
        ("Werkgroep loverboys", Unknown),
        ("Protocol mensenhandel gelezen", Unknown),
        ("Beleid mensenhandel", Unknown),
        ("Nulmeting loverboys", Unknown),
        ("Contactpersoon loverboys", Unknown),
        ("Themabijeenkomst mensenhandel", Unknown),
        ("Toets loverboys", Unknown),
        ("Aandachtsfunctionaris mensenhandel", Unknown),
        ("Evaluatie training loverboys", Unknown),
        ("Kosten training loverboys", Unknown),
        // A training about them is one.
        ("Training protocol mensenhandel", Recognised),
        ("Training loverboys incl. casusbespreking en toets", Recognised),
        ("Training mensenhandel met evaluatie", Recognised),
        ("Basistraining aandachtsfunctionaris mensenhandel", Recognised),
        ("Training loverboys bijeenkomst 1", Recognised),
        ("Gesprekken voeren met slachtoffers van loverboys", Recognised),
        ("Traumasensitief werken", Unknown),
        ("Rots en Water", Unknown),
        ("", Unknown),
    ];
    check(&cases, |title| lexicon.training(title));
    let titles: Vec<&str> = lexicon.split_titles("BHV; Asja\nMeldcode en mensenhandel | •EHBO;").collect();
    assert_eq!(titles, ["BHV", "Asja", "Meldcode en mensenhandel", "EHBO"]);
}

#[test]
fn words_in_cells_have_a_meaning() {
    use Word::{
        Conditional, Ended, Expired, No, NoMeasure, OpenEnd, Other, Pending, Placeholder, Preregistration, Refused,
        Registered, Renewal, Reprimand, StruckOff, Suspended, Unknown, Yes,
    };
    let lexicon = lexicon();
    let cases = [
        ("ja", Yes),
        ("JA!", Yes),
        (" j ", Yes),
        ("x", Yes),
        ("X", Yes),
        ("✓", Yes),
        ("✔", Yes),
        ("true", Yes),
        ("Waar", Yes),
        ("aanwezig", Yes),
        ("behaald", Yes),
        ("in bezit", Yes),
        ("ja, in bezit", Yes),
        ("Ja (zie dossier)", Yes),
        ("ontvangen", Yes),
        ("nee", No),
        ("nee!", No),
        ("N", No),
        ("geen", No),
        ("onwaar", No),
        ("niet", No),
        ("niet aanwezig", No),
        ("Nee, nooit gevolgd", No),
        ("niet geregistreerd", No),
        ("nog niet behaald", No),
        ("geen VOG", No),
        ("✗", No),
        ("", Placeholder),
        ("   ", Placeholder),
        ("-", Placeholder),
        ("--", Placeholder),
        ("—", Placeholder),
        ("n.v.t.", Placeholder),
        ("NVT", Placeholder),
        ("niet van toepassing", Placeholder),
        ("dd-mm-jjjj", Placeholder),
        ("Selecteer", Placeholder),
        ("selecteer een maand", Placeholder),
        ("Kies een item.", Placeholder),
        ("leeg", Placeholder),
        ("?", Unknown),
        ("???", Unknown),
        ("onbekend", Unknown),
        ("volgt", Unknown),
        ("navragen", Unknown),
        ("navragen bij HR", Unknown),
        ("nog niet bekend", Unknown),
        ("geen idee", Unknown),
        ("aangevraagd", Pending),
        ("Aangevraagd op 1-3-2026", Pending),
        ("in aanvraag", Pending),
        ("SKJ-registratie in aanvraag", Pending),
        ("loopt", Pending),
        ("loopt nog", Pending),
        ("in behandeling", Pending),
        ("onderweg", Pending),
        ("ja?", Unknown),
        ("Nee ??", Unknown),
        ("geregistreerd (?)", Unknown),
        ("ja (n.v.t.)", Unknown),
        ("n.v.t. (stagiair)", Placeholder),
        ("wordt geregistreerd", Other),
        ("31-12-9999", OpenEnd),
        ("onbepaald", OpenEnd),
        ("Onbepaalde tijd", OpenEnd),
        ("heden", OpenEnd),
        ("vooraanmelding", Preregistration),
        ("Vooraangemeld SKJ 2017", Preregistration),
        ("actief", Registered),
        ("Geregistreerd", Registered),
        ("ingeschreven", Registered),
        ("geregistreerd in SKJ", Registered),
        ("Geregistreerd als jeugd- en gezinsprofessional", Registered),
        ("actief geregistreerd sinds 1-3-2020", Registered),
        // A word that may take it back makes it no answer.
        ("geregistreerd geweest", Other),
        ("voorheen geregistreerd", Other),
        ("eerder ingeschreven", Other),
        ("stond ingeschreven", Other),
        ("oud-geregistreerd", Other),
        ("laatst geregistreerd 2023", Other),
        ("ten onrechte geregistreerd", Other),
        ("ingeschreven in wachtkamer", Other),
        ("voorwaardelijk geschorst", Conditional),
        ("voorwaardelijk geschorst tot 1-3-2027", Conditional),
        ("Voorwaardelijke schorsing (6 maanden)", Conditional),
        ("berisping", Reprimand),
        ("Waarschuwing d.d. 3-4-2025", Reprimand),
        ("geschorst", Suspended),
        ("Geschorst tot 1-3-2027", Suspended),
        ("onvoorwaardelijk geschorst", Suspended),
        ("schorsing", Suspended),
        ("doorgehaald", StruckOff),
        ("doorgehaald per 1-1-2025", StruckOff),
        ("geschrapt", StruckOff),
        ("verlopen", Expired),
        ("Verlopen sinds 2024", Expired),
        ("beëindigd", Ended),
        ("beëindigd per 1-1-2025", Ended),
        ("uitgeschreven", Ended),
        ("Ingetrokken", Ended),
        ("registratie opgezegd", Ended),
        ("aanvraag ingetrokken", Refused),
        ("aanvraag afgewezen", Refused),
        ("Aanvraag is geweigerd", Refused),
        ("herregistratie aangevraagd", Renewal),
        ("Aanvraag herregistratie ingediend op 1-3-2026", Renewal),
        ("herregistratie afgewezen", Refused),
        ("nee, BIG-geregistreerd", Unknown),
        ("nee, wel BIG 49012345630", Unknown),
        ("nee, wel in opleiding", No),
        ("nee, niet geregistreerd", No),
        ("110001234, aangevraagd", Unknown),
        ("aangevraagd op 2-1-2024, afgegeven 5-1-2024", Unknown),
        ("aangevraagd 5-1-2024, nog niet ontvangen", Pending),
        ("5-1-2024 aangevraagd", Pending),
        ("5-1-2024, opnieuw aangevraagd", Unknown),
        ("opnieuw aangevraagd", Pending),
        ("VOG geweigerd", Refused),
        ("VOG niet afgegeven", Refused),
        ("Geweigerd door Justis", Refused),
        ("afgegeven, later ingetrokken", Ended),
        ("schorsing ingetrokken", Other),
        ("schorsing beëindigd", Other),
        ("was geschorst", Other),
        ("geschorst geweest", Other),
        ("doorhaling ongedaan gemaakt", Other),
        ("niet geschorst", NoMeasure),
        ("geen tuchtmaatregelen", NoMeasure),
        ("niet actief", Expired),
        // Values, and what must not be guessed.
        ("110001234", Other),
        ("2024-02-01", Other),
        ("1-2-2024", Other),
        ("45", Other),
        ("Kube", Other),
        ("A. Voorbeeld", Other),
        ("registratie onder voorwaarden", Other),
        ("geregistreerd onder voorwaarden", Other),
        ("Training mensenhandel", Other),
    ];
    check(&cases, |text| lexicon.word(text));
}

#[test]
fn rows_that_are_no_persons_are_known_by_their_words() {
    let lexicon = lexicon();
    let totals = [
        ("Totaal", true),
        ("TOTAAL:", true),
        ("Totaal Kube", true),
        ("Subtotaal", true),
        ("Sub-totaal groep", true),
        ("Gemiddelde", true),
        ("Aantal medewerkers", true),
        ("Som", true),
        ("Som, A.", false),
        ("T. Otaal", false),
        ("", false),
    ];
    check(&totals, |text| lexicon.is_total(text));
    let vacancies = [
        ("Vacature", true),
        ("vacature 1", true),
        ("VACANT", true),
        ("Vacatureruimte", true),
        ("N.N.", true),
        ("nog in te vullen", true),
        ("Vacante plek", true),
        ("te werven", true),
        ("Onbezet", true),
        ("Formatieruimte", true),
        ("V. Acature", false),
        ("Jan Vrij", false),
        ("", false),
    ];
    check(&vacancies, |text| lexicon.is_vacancy(text));
    let sections = [
        ("Groep Kube", true),
        ("LEEFGROEP: De Haven", true),
        ("Team 1", true),
        ("Locatie Zetten", true),
        ("Afdeling", true),
        ("Groepsleider", false),
        ("Jansen", false),
        ("", false),
    ];
    check(&sections, |text| lexicon.is_section_word(text));
}

#[test]
fn registers_and_groups_are_told_apart() {
    let lexicon = lexicon();
    let kinds = [
        ("SKJ", Some(Kind::Skj)),
        ("SKJ-registratie", Some(Kind::Skj)),
        ("Kwaliteitsregister Jeugd", Some(Kind::Skj)),
        ("BIG", Some(Kind::Big)),
        ("BIG-registratie verpleegkundige", Some(Kind::Big)),
        ("VOG", Some(Kind::Vog)),
        ("Verklaring omtrent het gedrag", Some(Kind::Vog)),
        ("SKJ/BIG", Some(Kind::SkjOrBig)),
        ("Diploma", Some(Kind::Paper)),
        ("V&VN", Some(Kind::Register)),
        ("Register Vaktherapie", Some(Kind::Register)),
        ("Registerplein", Some(Kind::Register)),
        ("Beroepsregister", None),
        ("SKJ en NIP", None),
        ("", None),
    ];
    check(&kinds, |text| lexicon.registration_kind(text));
    let doubtful = [
        ("SKJ?", true),
        ("SKJ (oud)", true),
        ("was SKJ", true),
        ("SKJ aspirant", true),
        ("SKJ i.o.", true),
        ("SKJ of BIG", true),
        ("SKJ (inhuur)", false),
        ("SKJ jeugd- en gezinsprofessional", false),
        ("SKJ/BIG", false),
    ];
    check(&doubtful, |text| lexicon.is_doubtful_kind(text));
    let registrations = [
        ("SKJ", true),
        ("VOG NP", true),
        ("Registratie BIG", true),
        ("SKJ (oud)", false),
        ("NVO", false),
        ("Diploma", false),
        ("VOG-12", false),
        ("E-learning VOG", false),
        ("Verslag van het gesprek over SKJ", false),
        ("SKJ aanvragen", false),
        ("VOG ontbreekt", false),
        ("Verklaring Omtrent het Gedrag", true),
        ("SKJ jeugd- en gezinsprofessional", true),
    ];
    check(&registrations, |text| lexicon.is_registration_paper(text));
    let shares = [
        ("Verdeling %", true),
        ("Inzet %", true),
        ("Percentage", true),
        ("Verdeelsleutel", true),
        ("Kostenplaats (%)", true),
        ("Verzuim %", false),
        ("Percentage pensioen", false),
        ("Inzet", false),
        ("Kostenplaats", false),
        ("Taakverdeling", false),
    ];
    check(&shares, |heading| lexicon.may_share_work(heading));
    let trainings = [
        ("Training mensenhandel", true),
        ("Loverboyproblematiek (SKJ-geaccrediteerd)", true),
        ("Training gesprekken (SKJ-geaccrediteerd)", true),
        ("Agressie", true),
        ("Workshop grenzen", true),
        ("SKJ", false),
        ("SKJ, opleiding afgerond", false),
        ("E-learning VOG", false),
        ("BHV", false),
        ("Diploma SPH", false),
        ("Kopie ID", false),
    ];
    check(&trainings, |text| lexicon.is_training_paper(text));
    let fine = [
        ("in orde", true),
        ("kopie in dossier", true),
        ("origineel gezien 12-3-2024", true),
        ("verlopen", true),
        ("ja, profiel 45", true),
        ("kopie ontbreekt", false),
        ("niet digitaal", false),
        ("scan is zoek", false),
        ("ja, maar verkeerd profiel", false),
        ("kopie?", false),
        ("onder voorbehoud", false),
    ];
    check(&fine, |text| lexicon.is_vog_fine(text));
    assert_eq!(
        lexicon.split_groups("Kube / Fides;Asja+Lima\nTalita en Roffa"),
        ["Kube", "Fides", "Asja", "Lima", "Talita", "Roffa"]
    );
    assert_eq!(lexicon.split_groups(" Vlinderen "), ["Vlinderen"]);
    assert!(lexicon.split_groups(" / ").is_empty());
    for whole in ["De Linde (m/v)", "De Linde (t/m 1/1/2027)", "Huis 24/7", "De Linde t/m juli"] {
        assert_eq!(lexicon.split_groups(whole), [whole]);
    }
    assert_eq!(lexicon.split_groups("De Linde (0,5) / Het Anker (0,5)"), ["De Linde (0,5)", "Het Anker (0,5)"]);
    assert_eq!(lexicon.split_groups("De Linde (0,5 / Het Anker"), ["De Linde (0,5", "Het Anker"]);
}

/// Loads the lists with one file changed; the error as people see it.
fn refusal(name: &str, change: impl Fn(&str) -> String) -> String {
    let path = format!("lexicon/{name}");
    let changed = change(shipped(&path).expect("a shipped file"));
    let file = |asked: &str| if asked == path { Some(changed.as_str()) } else { shipped(asked) };
    match Lexicon::load(file) {
        Ok(_) => "loads".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn faults_in_the_lists_are_refused_with_file_and_line() {
    let with = |name: &str, from: &str, to: &str| {
        refusal(name, |text| {
            assert!(text.contains(from), "{name} holds no {from}");
            text.replacen(from, to, 1)
        })
    };
    let line = |name: &str, part: &str| {
        let text = shipped(&format!("lexicon/{name}")).expect("a shipped file");
        text.lines().position(|line| line.contains(part)).expect("the part stands in the file") + 1
    };
    assert_eq!(refusal("fields.toml", str::to_owned), "loads");
    let cases = [
        (with("fields.toml", "[fte]", "[fteee]"), line("fields.toml", "[fte]"), "Het veld `fteee` bestaat niet."),
        (
            with("fields.toml", "headings = [\"fte\",", "heading = [\"fte\"]\nheadings = ["),
            line("fields.toml", "headings = [\"fte\","),
            "De sleutel `heading` bestaat hier niet. Mogelijk zijn: headings, patterns.",
        ),
        (
            with("fields.toml", "headings = [\"fte\",", "headings = [\"Groeps-naam\", \"fte\","),
            line("fields.toml", "headings = [\"groep\""),
            "De koptekst `naam groep` staat al bij een ander veld. Laat er één staan.",
        ),
        (
            with("fields.toml", "headings = [\"tussenv", "patterns = []\nheadings = [\"tussenv"),
            line("fields.toml", "headings = [\"tussenv"),
            "De lijst `patterns` is leeg. Vul haar of haal de sleutel weg.",
        ),
        (
            with("withheld.toml", "patterns = [\"bsn\",", "patterns = [\"b*s*n\","),
            line("withheld.toml", "patterns = [\"bsn\","),
            "Het patroon `b*s*n` is niet te lezen bij `b*s*n`.",
        ),
        (
            with("withheld.toml", "patterns = [\"bsn\",", "patterns = [\"-bsn\","),
            line("withheld.toml", "patterns = [\"bsn\","),
            "Het patroon `-bsn` noemt alleen woorden die er niet in mogen staan.",
        ),
        (
            with("functions.toml", "name = \"pm\"", "name = \"pmm\""),
            line("functions.toml", "name = \"pm\""),
            "De functieklasse `pmm` bestaat niet.",
        ),
        (
            with("trainings.toml", "\"BHV\"", "\"Asja\", \"BHV\""),
            line("trainings.toml", "\"BHV\""),
            "`Asja` staat al op de andere lijst.",
        ),
        (
            with("words.toml", "\"ja\", \"j\"", "\"nee\", \"ja\", \"j\""),
            line("words.toml", "\"ja\", \"j\""),
            "`nee` staat al in een andere lijst.",
        ),
        (
            with("sheets.toml", "names = [\"personeel*\"", "names = [1, \"personeel*\""),
            line("sheets.toml", "names = [\"personeel*\""),
            "In de lijst `names` mag alleen tekst staan.",
        ),
        (
            with("headings.toml", "numbered = [", "numbered = [\"trening\","),
            line("headings.toml", "numbered = ["),
            "Het veld `trening` bestaat niet.",
        ),
    ];
    for (found, line, message) in cases {
        assert!(found.ends_with(&format!("regel {line}: {message}")), "{found}\nexpected regel {line}: {message}");
    }
    let broken = refusal("words.toml", |text| text.replacen("words = [", "words = ", 1));
    assert!(broken.contains("geen geldige TOML"), "{broken}");
    let missing = Lexicon::load(|name| if name.ends_with("words.toml") { None } else { shipped(name) });
    let missing = missing.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(missing.starts_with("rules/lexicon/words.toml: Dit bestand ontbreekt."), "{missing}");
}

#[test]
fn the_dates_in_a_status_say_from_when_to_when_it_holds() {
    let lexicon = lexicon();
    let day = |text: &str| text.parse().expect("a date");
    // Whether it certainly holds on 15 June 2026; whether what ended then, has ended.
    for (text, covers, began) in [
        ("geschorst", true, true),
        ("geschorst tot nader order", true, true),
        ("geschorst t/m 15-6-2026", true, true),
        ("geschorst tot en met 14-6-2026", false, true),
        ("geschorst tot 15-6-2026", false, true),
        ("geschorst tot 16-6-2026", true, false),
        ("geschorst (tot 1 januari 2027)", true, false),
        ("geschorst van 1-1-2025 t/m 1-3-2025", false, true),
        ("geschorst van 1 januari 2026 tot 1 januari 2027", true, false),
        ("geschorst sinds 15-6-2026", true, true),
        ("geschorst m.i.v. 16-6-2026", false, false),
        ("geschorst 1-3-2026", false, true),
        ("geschorst 1-1-2026 - 1-3-2026", false, false),
        ("doorgehaald in 2025", false, true),
        ("doorgehaald in 2026", false, false),
        ("geschorst voor 6 maanden", false, false),
    ] {
        let period = lexicon.period(text);
        assert_eq!((period.covers(day("2026-06-15")), period.began(day("2026-06-15"))), (covers, began), "{text}");
    }
}

#[test]
fn a_registration_holds_only_when_nothing_limits_it() {
    let lexicon = lexicon();
    let day = |text: &str| text.parse().expect("a date");
    // Whether it certainly holds on 15 June 2026; whether it was certainly over by then. It ends on 1 March 2029.
    for (text, holds, over) in [
        ("geregistreerd", true, false),
        ("geregistreerd t/m 15-6-2026", true, false),
        ("geregistreerd t/m 14-6-2026", false, true),
        ("geregistreerd tot 15-6-2026", false, true),
        ("geregistreerd tot 16-6-2026", true, false),
        ("geregistreerd tot 1-1-26", false, false),
        ("geregistreerd tot mei", false, false),
        ("geregistreerd tot nader order", false, false),
        ("ingeschreven per 15-6-2026", true, false),
        ("ingeschreven per 16-6-2026", false, false),
        ("ingeschreven vanaf mei", false, false),
        ("ingeschreven sinds 2025", true, false),
        ("ingeschreven sinds 2026", false, false),
        ("ingeschreven sinds mei 2019", true, false),
        ("ingeschreven 2025", false, false),
        ("geregistreerd t/m 2027", false, false),
        ("geregistreerd (1-3-2029)", true, false),
        ("geregistreerd (1-3-2026)", false, false),
    ] {
        let period = lexicon.period(text);
        let found = (period.holds(day("2026-06-15"), Some(day("2029-03-01"))), period.is_over(day("2026-06-15")));
        assert_eq!(found, (holds, over), "{text}");
    }
    for (text, firm) in
        [("ja", true), ("✓", true), ("ja, in bezit", true), ("ja, zie register", true), ("ja, geweest", false)]
    {
        assert_eq!(lexicon.is_firm(text), firm, "{text}");
    }
}

#[test]
fn every_field_is_found_by_its_own_first_heading() {
    let lexicon = lexicon();
    let fields = toml::from_str::<toml::Table>(include_str!("../../rules/lexicon/fields.toml")).expect("valid TOML");
    assert_eq!(fields.len(), Field::ALL.len());
    for (name, table) in &fields {
        for heading in table["headings"].as_array().expect("a list") {
            let heading = heading.as_str().expect("a text");
            assert_eq!(meaning(lexicon.heading(heading)), name, "{heading}");
        }
    }
}

#[test]
fn contracts_tell_who_is_hired_in_or_do_not_tell() {
    let lexicon = lexicon();
    for (text, hired) in [
        ("Inhuur", Some(true)),
        ("tijdelijke inhuur", Some(true)),
        ("ZZP'er", Some(true)),
        ("Z.Z.P.", Some(true)),
        ("uitzendkracht", Some(true)),
        ("Detachering via bureau", Some(true)),
        ("extern", Some(true)),
        ("vast", Some(false)),
        ("Vast dienstverband", Some(false)),
        ("onbepaalde tijd", Some(false)),
        ("bepaalde tijd", Some(false)),
        ("tijdelijk", Some(false)),
        ("oproepkracht", Some(false)),
        ("stage", Some(false)),
        ("geen inhuur", None),
        ("inhuur?", None),
        ("na detachering in dienst", None),
        ("vast of inhuur", None),
        ("vast/inhuur", None),
        ("flex", None),
        ("payroll", None),
        ("A", None),
        ("", None),
    ] {
        assert_eq!(lexicon.is_hired(text), hired, "{text}");
    }
}

#[test]
fn levels_of_education_are_hbo_or_lower_or_not_told() {
    let lexicon = lexicon();
    for (text, higher) in [
        ("HBO", Some(true)),
        ("hbo SPH", Some(true)),
        ("HBO+", Some(true)),
        ("havo, hbo", Some(true)),
        ("post-hbo", Some(true)),
        ("wo", Some(true)),
        ("WO master", Some(true)),
        ("Bachelor Social Work", Some(true)),
        ("mbo 4", Some(false)),
        ("MBO-4", Some(false)),
        ("mbo4 SAW", Some(false)),
        ("niveau 4", Some(false)),
        ("vmbo", Some(false)),
        ("mbo/hbo", None),
        ("hbo in opleiding", None),
        ("HBO i.o.", None),
        ("hbo werk- en denkniveau", None),
        ("vergelijkbaar hbo", None),
        ("HBO?", None),
        ("mbo (?)", None),
        ("HBO 2e jaar", None),
        ("hbo, diploma ontbreekt", None),
        ("HBO 2005", Some(true)),
        ("geen hbo", None),
        ("Social Work", None),
        ("woonbegeleiding", None),
        ("4", None),
        ("", None),
    ] {
        assert_eq!(lexicon.is_higher(text), higher, "{text}");
    }
}

#[test]
fn words_before_a_date_say_what_it_is_the_date_of() {
    let lexicon = lexicon();
    for (field, text, behind) in [
        (Field::VogIssued, "VOG 15-1-2018", Some("15-1-2018")),
        (Field::VogIssued, "VOG d.d. 15-1-2018", Some("d.d. 15-1-2018")),
        (Field::VogIssued, "vog: 15-1-2018", Some("15-1-2018")),
        (Field::VogAtStart, "Afgegeven op 15 januari 2018", Some("15 januari 2018")),
        (Field::SkjValidUntil, "t/m 1-3-2029", Some("1-3-2029")),
        (Field::BigValidUntil, "geldig tot en met 1-3-2029", Some("1-3-2029")),
        (Field::RegistrationValidUntil, "tot1-3-2029", Some("1-3-2029")),
        // Another date than the one that is asked.
        (Field::VogIssued, "ontvangen 15-1-2018", None),
        (Field::VogIssued, "aangevraagd 15-1-2018", None),
        (Field::VogIssued, "t/m 1-3-2029", None),
        (Field::VogIssued, "vogel 15-1-2018", None),
        (Field::SkjValidUntil, "herregistratie 1-3-2029", None),
        (Field::SkjRenewalRequested, "tot 1-3-2029", None),
        (Field::EmploymentEnd, "tot 1-3-2029", None),
    ] {
        assert_eq!(lexicon.behind_date_lead(field, text), behind, "{text}");
    }
}
