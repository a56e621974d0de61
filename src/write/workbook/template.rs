//! `toetsklaar template`: an empty workbook to fill in, a sheet per kind of table, with choices, checks and an explanation.
//!
//! The headings are the first ones of the word lists, so that they are always understood. What must not be in a staffing
//! file (BSN, date of birth, address) is not asked.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime, Format, FormatAlign,
    Formula, IgnoreError, Note, Workbook, Worksheet, XlsxError,
};

use super::style::{DATE, Formats, Style};
use super::{WorkbookError, package, style};
use crate::assess::{DISCLAIMER, INTAKE_SHEET, OWN_MARK};
use crate::calendar;
use crate::finding::FunctionClass;
use crate::lexicon::{Field, Lexicon};
use crate::read::NOTE_AUTHOR;

/// The last row (from 0) that has choices and checks.
const LAST_ROW: u32 = 2_000;

/// More columns than this are too small to read on one page.
const MOST_ON_A_PAGE: usize = 12;

/// The width of the explanation of a column, and how many letters fit on a line of it.
const EXPLANATION_WIDTH: f64 = 84.0;
const EXPLANATION_LETTERS: usize = 92;

/// What stands in the first column of the example, so that it is never read as somebody or a group.
const EXAMPLE: &str = "Voorbeeld";

/// What may be filled in below a heading.
enum Asked {
    /// Any text.
    Text,
    /// A number that names something: kept with its zeros. With how many digits it has, where that is fixed.
    Code(Option<u32>),
    /// A day.
    Day,
    /// A number from nought to this.
    Amount(f64),
    /// A part of the whole, as a percentage.
    Share,
    /// One of these words.
    Word(&'static [&'static str]),
    /// One of these words, or something else.
    Suggestion(&'static [&'static str]),
    /// A title, by the word lists.
    Function,
    /// A group of the sheet with groups.
    Group,
}

struct Column {
    field: Field,
    /// Whether, or for what, it is needed.
    needed: &'static str,
    asked: Asked,
    width: f64,
    explanation: &'static str,
    /// A day as `2024-05-01`, a number with a point. In the first column stands [`EXAMPLE`].
    example: &'static str,
}

struct Sheet {
    tab: &'static str,
    about: &'static str,
    columns: &'static [Column],
}

const YES_NO: Asked = Asked::Word(&["ja", "nee"]);

const fn column(
    field: Field,
    needed: &'static str,
    asked: Asked,
    width: f64,
    explanation: &'static str,
    example: &'static str,
) -> Column {
    Column { field, needed, asked, width, explanation, example }
}

const NUMBER: Column = column(
    Field::PersonnelNumber,
    "ja",
    Asked::Code(None),
    20.0,
    "Het nummer waaronder de medewerker bij u bekend is. Gebruik op elk blad hetzelfde nummer. Geen BSN.",
    EXAMPLE,
);

const NAME: Column =
    column(Field::Name, "nee", Asked::Text, 24.0, "De naam, zoals op het blad Personeel.", "A. de Vries");

const STAFF: &[Column] = &[
    NUMBER,
    column(Field::Name, "ja", Asked::Text, 24.0, "De naam van de medewerker.", "A. de Vries"),
    column(
        Field::Function,
        "ja",
        Asked::Function,
        25.0,
        "De titel van de functie. Kies uit de lijst, of vul uw eigen titel in.",
        "pedagogisch medewerker",
    ),
    column(
        Field::EducationLevel,
        "nee",
        Asked::Suggestion(&["mbo 3", "mbo 4", "hbo", "wo"]),
        18.0,
        "Het niveau van de hoogste opleiding die is afgerond.",
        "hbo",
    ),
    column(
        Field::Group,
        "ja",
        Asked::Group,
        18.0,
        "De groep waar de medewerker werkt. Werkt iemand op meer groepen? Zet er een / tussen, of gebruik een rij per groep.",
        "De Linde",
    ),
    column(Field::Location, "nee", Asked::Text, 16.0, "De plaats of het gebouw.", "Zetten"),
    column(
        Field::Contract,
        "nee",
        Asked::Suggestion(&["vast", "tijdelijk", "oproep", "inhuur", "uitzend", "zzp", "detachering", "stage", "BBL"]),
        14.0,
        "De soort van het contract. Wie stage loopt of een BBL-contract heeft, telt niet mee als pedagogisch medewerker.",
        "vast",
    ),
    column(
        Field::Fte,
        "aan te raden",
        Asked::Amount(1.5),
        9.0,
        "Het deel van een volle werkweek op deze rij, zoals 0,89. Vul fte in, of uren per week.",
        "0.89",
    ),
    column(
        Field::Hours,
        "nee",
        Asked::Amount(60.0),
        9.0,
        "De uren per week van het contract. Alleen nodig als u geen fte invult.",
        "",
    ),
    column(
        Field::EmploymentStart,
        "voor de VOG",
        Asked::Day,
        15.0,
        "De eerste werkdag bij uw organisatie. Niet de start van een nieuw contract of een nieuwe functie.",
        "2024-05-01",
    ),
    column(
        Field::EmploymentEnd,
        "als er een is",
        Asked::Day,
        15.0,
        "De laatste werkdag. Leeg betekent: zonder einde.",
        "",
    ),
    column(
        Field::Mentor,
        "nee",
        YES_NO,
        10.0,
        "Is deze medewerker mentor of persoonlijk begeleider van een jeugdige?",
        "nee",
    ),
    column(
        Field::Solistic,
        "voor de VOG",
        YES_NO,
        11.0,
        "Is dit een solistisch werkende jeugdhulpverlener? Dan mag de VOG niet ouder zijn dan drie jaar.",
        "nee",
    ),
    column(
        Field::SkjNumber,
        "voor 5.2.1",
        Asked::Code(Some(9)),
        14.0,
        "Het registratienummer van SKJ: 9 cijfers. Leeg betekent: geen registratie.",
        "110001234",
    ),
    column(
        Field::SkjValidUntil,
        "voor 5.2.1",
        Asked::Day,
        15.0,
        "De dag tot en met welke de registratie bij SKJ geldt.",
        "2029-03-01",
    ),
    column(
        Field::SkjRenewalRequested,
        "als die loopt",
        Asked::Day,
        17.0,
        "De dag waarop de herregistratie bij SKJ is aangevraagd.",
        "",
    ),
    column(
        Field::SkjStatus,
        "bij een maatregel",
        Asked::Suggestion(&["geregistreerd", "geschorst", "voorwaardelijk geschorst", "doorgehaald"]),
        15.0,
        "De status in het register van SKJ, of een maatregel. Mag leeg blijven.",
        "",
    ),
    column(
        Field::BigNumber,
        "voor 5.2.1",
        Asked::Code(Some(11)),
        14.0,
        "Het nummer in het BIG-register: 11 cijfers. Alleen voor wie daarin staat.",
        "",
    ),
    column(
        Field::BigValidUntil,
        "voor 5.2.1",
        Asked::Day,
        15.0,
        "De dag tot en met welke de registratie in het BIG-register geldt.",
        "",
    ),
    column(
        Field::VogIssued,
        "voor de VOG",
        Asked::Day,
        15.0,
        "De datum die op de VOG staat, van de laatste VOG. Leeg betekent: er is geen VOG.",
        "2024-03-12",
    ),
    column(
        Field::VogAtStart,
        "na een nieuwe VOG",
        Asked::Day,
        17.0,
        "De datum op de VOG van de start. Alleen nodig als er later een nieuwe VOG kwam.",
        "",
    ),
    column(
        Field::VogProfile,
        "nee",
        Asked::Suggestion(&["45"]),
        11.0,
        "Het screeningsprofiel op de VOG. Voor werk met jeugdigen is dat 45.",
        "45",
    ),
    column(
        Field::Remark,
        "nee",
        Asked::Text,
        30.0,
        "Ruimte voor uzelf. Wij lezen deze kolom niet.",
        "Deze rij wordt overgeslagen.",
    ),
];

const TRAININGS: &[Column] = &[
    NUMBER,
    NAME,
    column(
        Field::Training,
        "voor 5.2.2",
        Asked::Text,
        44.0,
        "De naam van de scholing, zo volledig mogelijk. Eén rij per scholing.",
        "Training signaleren mensenhandel",
    ),
    column(Field::TrainingDate, "voor 5.2.2", Asked::Day, 16.0, "De dag waarop de scholing is afgerond.", "2024-10-06"),
    column(Field::TrainingCertificate, "voor 5.2.2", YES_NO, 13.0, "Is er een certificaat of een ander bewijs?", "ja"),
];

const REGISTRATIONS: &[Column] = &[
    NUMBER,
    NAME,
    column(
        Field::RegistrationKind,
        "ja",
        Asked::Word(&["SKJ", "BIG", "VOG"]),
        16.0,
        "Waar de rij over gaat: SKJ, BIG of VOG.",
        "SKJ",
    ),
    column(
        Field::RegistrationNumber,
        "bij SKJ en BIG",
        Asked::Code(None),
        18.0,
        "Het nummer in het register. Bij een VOG blijft dit leeg.",
        "110001234",
    ),
    column(
        Field::RegistrationIssued,
        "bij een VOG",
        Asked::Day,
        15.0,
        "Bij een VOG: de datum die op de VOG staat. Bij SKJ en BIG: de eerste dag van de registratie.",
        "2024-03-01",
    ),
    column(
        Field::RegistrationValidUntil,
        "bij SKJ en BIG",
        Asked::Day,
        15.0,
        "De dag tot en met welke de registratie geldt. Bij een VOG blijft dit leeg.",
        "2029-03-01",
    ),
    column(
        Field::RegistrationStatus,
        "bij een maatregel",
        Asked::Suggestion(&["geregistreerd", "geschorst", "voorwaardelijk geschorst", "doorgehaald"]),
        18.0,
        "De status in het register, of een maatregel. Mag leeg blijven.",
        "geregistreerd",
    ),
];

const GROUPS: &[Column] = &[
    column(
        Field::Group,
        "ja",
        Asked::Text,
        22.0,
        "De naam van de groep, precies zoals op het blad Personeel.",
        EXAMPLE,
    ),
    column(Field::Location, "nee", Asked::Text, 18.0, "De plaats of het gebouw.", "Zetten"),
    column(
        Field::Specialised,
        "ja",
        YES_NO,
        16.0,
        "Biedt de groep gespecialiseerde hulp aan (vermoedelijke) slachtoffers van loverboys? Bij nee toetsen wij de groep niet op 5.2.1 en 5.2.2.",
        "ja",
    ),
    column(
        Field::AgreedShare,
        "nee",
        Asked::Share,
        16.0,
        "Het deel van de pedagogisch medewerkers dat volgens uw eigen afspraak geregistreerd is. Geen norm van de inspectie.",
        "0.5",
    ),
    column(
        Field::Substantiation,
        "voor 5.2.1",
        Asked::Text,
        40.0,
        "Waar staat waarom u voor deze verhouding tussen geregistreerd en niet-geregistreerd koos? Noem het stuk, of vul ja in.",
        "Notitie samenstelling teams 2026",
    ),
    column(
        Field::SubstantiatedOn,
        "nee",
        Asked::Day,
        18.0,
        "De dag waarop die onderbouwing is vastgesteld.",
        "2026-01-15",
    ),
    column(
        Field::SubstantiatedUntil,
        "nee",
        Asked::Day,
        18.0,
        "De laatste dag waarop die onderbouwing geldt. Leeg als er geen einddatum is.",
        "",
    ),
];

const EXEMPTIONS: &[Column] = &[
    NUMBER,
    NAME,
    column(
        Field::ExemptionGround,
        "nee",
        Asked::Suggestion(&[
            "a: doet niet af aan de kwaliteit van de hulp",
            "b: is nodig voor de kwaliteit van de hulp",
        ]),
        42.0,
        "Op welke van de twee gronden mag deze medewerker zonder registratie werken?",
        "a: doet niet af aan de kwaliteit van de hulp",
    ),
    column(
        Field::ExemptionReason,
        "ja",
        Asked::Text,
        50.0,
        "Waarom deze medewerker zonder registratie werkt, in uw eigen woorden.",
        "Werkt altijd samen met een geregistreerde collega",
    ),
    column(Field::ExemptionDecidedBy, "nee", Asked::Text, 22.0, "Wie het besluit nam.", "bestuurder"),
    column(Field::ExemptionDecidedOn, "nee", Asked::Day, 15.0, "De dag van het besluit.", "2026-01-15"),
    column(
        Field::ExemptionUntil,
        "nee",
        Asked::Day,
        17.0,
        "De laatste dag waarop de uitzondering geldt. Daarna telt zij niet meer mee.",
        "2027-01-15",
    ),
];

const SHEETS: &[Sheet] = &[
    Sheet {
        tab: "Personeel",
        about: "Een rij per medewerker, ook inhuur, stagiairs en vrijwilligers. Dit blad is altijd nodig.",
        columns: STAFF,
    },
    Sheet { tab: "Trainingen", about: "Een rij per medewerker en scholing. Nodig voor 5.2.2.", columns: TRAININGS },
    Sheet {
        tab: "Registraties",
        about: "Alleen voor wie meer registraties heeft dan op Personeel passen. Mag leeg blijven.",
        columns: REGISTRATIONS,
    },
    Sheet {
        tab: "Groepen",
        about: "Een rij per groep. Zonder dit blad toetsen wij elke groep met pedagogisch medewerkers.",
        columns: GROUPS,
    },
    Sheet {
        tab: "Uitzonderingen (tenzij)",
        about: "Een rij per medewerker die zonder registratie mag werken, met de reden. Mag leeg blijven.",
        columns: EXEMPTIONS,
    },
];

const STEPS: [&str; 7] = [
    "Vul eerst het blad Personeel in. De andere bladen vult u in als zij voor u nodig zijn; zie hieronder.",
    "Laat de koppen staan zoals ze zijn. Bij elke kop staat een opmerking met uitleg.",
    "De eerste rij van elk blad is een voorbeeld. Daar staat “Voorbeeld” in de eerste kolom. Die rij slaan wij over. U mag haar weghalen.",
    "Kiest u uit een lijst, dan mag u vaak ook iets anders invullen. Excel vraagt dan of u het zeker weet.",
    "Weet u iets niet? Laat de cel leeg. Een lege cel betekent meestal: het is er niet.",
    "Zet er geen BSN, geboortedatum, huisadres, privételefoon of bankrekening in. Die horen niet in dit bestand.",
    "Klaar? Bewaar het bestand en toets het: toetsklaar check NAAM.xlsx",
];

/// The intake workbook. The same word lists give the same bytes.
///
/// # Errors
/// When the workbook cannot be put together.
pub fn template(lexicon: &Lexicon) -> Result<Vec<u8>, WorkbookError> {
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(package::LEVEL).set_properties(
        &DocProperties::new()
            .set_title("Invulbestand voor toetsklaar")
            .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?),
    );
    explanation(workbook.add_worksheet(), &formats, lexicon)?;
    for sheet in SHEETS {
        to_fill_in(workbook.add_worksheet(), sheet, &formats, lexicon)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// A heading as a reader likes it: `skj nummer` is `SKJ nummer`.
fn heading(lexicon: &Lexicon, field: Field) -> String {
    let words = lexicon.main_heading(field).split(' ').enumerate().map(|(at, word)| {
        let mut letters = word.chars();
        match (word, at, letters.next()) {
            ("skj" | "big" | "vog" | "fte", ..) => word.to_uppercase(),
            (_, 0, Some(first)) => first.to_uppercase().chain(letters).collect(),
            _ => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn printed(sheet: &mut Worksheet, pages_wide: u16) {
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(pages_wide, 0)
        .set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_footer(format!("&L&8{DISCLAIMER}&R&8&P van &N"));
}

/// What the workbook is for, and every column of it in words.
fn explanation(sheet: &mut Worksheet, formats: &Formats, lexicon: &Lexicon) -> Result<(), XlsxError> {
    sheet.set_name(INTAKE_SHEET)?.set_tab_color(style::DARK).set_screen_gridlines(false).set_active(true);
    printed(sheet, 1);
    for (column, width) in (0u16..).zip([28.0, 20.0, EXPLANATION_WIDTH, 44.0]) {
        sheet.set_column_width(column, width)?;
    }
    sheet.write_string_with_format(0, 0, format!("{OWN_MARK}{INTAKE_SHEET}"), formats.of(Style::Mark))?;
    sheet.write_string_with_format(1, 0, DISCLAIMER, formats.of(Style::Disclaimer))?;
    sheet.write_string_with_format(2, 0, "Invulbestand voor toetsklaar", formats.of(Style::Title))?;
    sheet.set_row_height(2, 30)?;
    let mut row = 4;
    for (number, step) in (1..).zip(STEPS) {
        sheet.write_string(row, 0, format!("{number}. {step}"))?;
        row += 1;
    }
    for part in SHEETS {
        row += 1;
        sheet.write_string_with_format(row, 0, part.tab, formats.of(Style::Section))?;
        for column in 1..4 {
            sheet.write_blank(row, column, formats.of(Style::Section))?;
        }
        sheet.write_string(row + 1, 0, part.about)?;
        row += 2;
        for (column, text) in (0u16..).zip(["Kolom", "Nodig?", "Wat vult u in?", "Voorbeeld"]) {
            sheet.write_string_with_format(row, column, text, formats.of(Style::Header))?;
        }
        row += 1;
        for column in part.columns {
            let name = heading(lexicon, column.field);
            let texts = [&name, column.needed, column.explanation, &shown(column)];
            for (at, text) in (0u16..).zip(texts) {
                sheet.write_string_with_format(row, at, text, formats.of(Style::Text))?;
            }
            // No program need guess how many lines the text takes.
            let lines = column.explanation.chars().count().div_ceil(EXPLANATION_LETTERS);
            sheet.set_row_height(row, if lines > 1 { 30 } else { 15 })?;
            row += 1;
        }
    }
    Ok(())
}

/// The example of a column, as it is shown in its cell.
fn shown(column: &Column) -> String {
    match (&column.asked, column.example) {
        (_, EXAMPLE) => String::new(),
        (Asked::Day, text) => calendar::parse(text).map_or(String::new(), calendar::shown),
        (Asked::Share, text) => text.parse::<f64>().map_or(String::new(), |share| format!("{:.0}%", share * 100.0)),
        (Asked::Amount(_), text) => text.replace('.', ","),
        (_, text) => text.to_owned(),
    }
}

/// A sheet to fill in: headings with a note, an example, choices and checks.
fn to_fill_in(sheet: &mut Worksheet, what: &Sheet, formats: &Formats, lexicon: &Lexicon) -> Result<(), XlsxError> {
    sheet.set_name(what.tab)?;
    printed(sheet, if what.columns.len() > MOST_ON_A_PAGE { 2 } else { 1 });
    sheet.set_repeat_columns(0, 0)?;
    sheet.set_freeze_panes(1, 1)?.set_repeat_rows(0, 0)?.set_row_height(0, 32)?;
    for (at, column) in (0u16..).zip(what.columns) {
        sheet.set_column_width(at, column.width)?;
        let plain = match column.asked {
            Asked::Day => Format::new().set_num_format(DATE),
            Asked::Code(_) => Format::new().set_num_format("@"),
            Asked::Share => Format::new().set_num_format("0%"),
            _ => Format::new(),
        };
        // As the headings stand.
        let plain = plain.set_align(FormatAlign::Left).set_indent(1);
        sheet.set_column_format(at, &plain)?;
        sheet.write_string_with_format(0, at, heading(lexicon, column.field), formats.of(Style::Header))?;
        let text = format!("{}\n\nNodig: {}", column.explanation, column.needed);
        let note = Note::new(text).set_author(NOTE_AUTHOR).add_author_prefix(false).set_width(260).set_height(110);
        sheet.insert_note(0, at, &note)?;
        let example = plain.set_italic().set_font_color(style::MUTED).set_background_color(style::PALE);
        match (&column.asked, column.example) {
            (_, "") => drop(sheet.write_blank(1, at, &example)?),
            (Asked::Day, text) => {
                let serial = calendar::parse(text).map(calendar::to_serial).expect("examples are real days");
                sheet.write_number_with_format(1, at, serial, &example)?;
            }
            (Asked::Amount(_) | Asked::Share, text) => {
                let number: f64 = text.parse().expect("examples are real numbers");
                sheet.write_number_with_format(1, at, number, &example)?;
            }
            (_, text) => drop(sheet.write_string_with_format(1, at, text, &example)?),
        }
        if matches!(column.asked, Asked::Code(_)) {
            sheet.ignore_error_range(1, at, LAST_ROW, at, IgnoreError::NumberStoredAsText)?;
        }
        if let Some(check) = check(&column.asked, lexicon)? {
            sheet.add_data_validation(1, at, LAST_ROW, at, &check)?;
        }
    }
    Ok(())
}

/// What Excel checks while somebody fills in a column.
fn check(asked: &Asked, lexicon: &Lexicon) -> Result<Option<DataValidation>, XlsxError> {
    let check = DataValidation::new;
    let (check, title, message, style) = match asked {
        Asked::Text | Asked::Code(None) => return Ok(None),
        Asked::Code(Some(digits)) => (
            check().allow_text_length(DataValidationRule::EqualTo(*digits)),
            "Aantal cijfers",
            format!("Dit nummer heeft {digits} cijfers. Wilt u het toch zo laten?"),
            DataValidationErrorStyle::Warning,
        ),
        Asked::Day => (
            check().allow_date_formula(DataValidationRule::Between(
                Formula::new("DATE(1930,1,1)"),
                Formula::new("EDATE(TODAY(),240)"),
            )),
            "Geen goede datum",
            "Vul een bestaande datum in, zoals 1-5-2024: vanaf 1930 en niet meer dan twintig jaar vooruit. Weet u de datum niet? Laat de cel leeg."
                .to_owned(),
            DataValidationErrorStyle::Stop,
        ),
        Asked::Amount(most) => (
            check().allow_decimal_number(DataValidationRule::Between(0.0, *most)),
            "Geen goed getal",
            format!("Vul een getal in van 0 tot en met {}.", most.to_string().replace('.', ",")),
            DataValidationErrorStyle::Stop,
        ),
        Asked::Share => (
            check().allow_decimal_number(DataValidationRule::Between(0.0, 1.0)),
            "Geen goed aandeel",
            "Vul een percentage in van 0% tot en met 100%.".to_owned(),
            DataValidationErrorStyle::Stop,
        ),
        Asked::Word(words) => (
            check().allow_list_strings(words)?,
            "Kies uit de lijst",
            format!("Kies: {}. Weet u het niet? Laat de cel leeg.", words.join(", ")),
            DataValidationErrorStyle::Stop,
        ),
        Asked::Suggestion(words) => (
            check().allow_list_strings(words)?,
            "Niet in de lijst",
            "Dit staat niet in de lijst. Wilt u het toch zo laten?".to_owned(),
            DataValidationErrorStyle::Warning,
        ),
        Asked::Function => {
            let titles: Vec<&str> = FUNCTIONS.iter().filter_map(|class| lexicon.main_title(*class)).collect();
            (
                check().allow_list_strings(&titles)?,
                "Niet in de lijst",
                "Deze functie staat niet in de lijst. Wilt u haar toch zo laten? De toets zegt het als wij haar niet kennen."
                    .to_owned(),
                DataValidationErrorStyle::Warning,
            )
        }
        Asked::Group => (
            // Below the example, which is no group.
            check().allow_list_formula(Formula::new("Groepen!$A$3:$A$200")),
            "Groep niet gevonden",
            "Deze groep staat niet op het blad Groepen. Wilt u haar toch zo laten?".to_owned(),
            DataValidationErrorStyle::Warning,
        ),
    };
    Ok(Some(check.set_error_title(title)?.set_error_message(message)?.set_error_style(style)))
}

/// The classes of which a title is offered, those who care first.
const FUNCTIONS: [FunctionClass; 9] = [
    FunctionClass::Pm,
    FunctionClass::Behandelcoordinator,
    FunctionClass::Gedragswetenschapper,
    FunctionClass::Ambulant,
    FunctionClass::Vaktherapeut,
    FunctionClass::Leiding,
    FunctionClass::Ondersteunend,
    FunctionClass::Stagiair,
    FunctionClass::Vrijwilliger,
];
