//! Why an input is refused, in the user's words: file, sheet and cell, the cause, and the way out.

use std::fmt;

use crate::cell::Position;

/// An input that was refused. Shown, it is one or more full Dutch sentences.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ReadError {
    file: String,
    sheet: Option<String>,
    trouble: Trouble,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Het bestand '{}'", self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, ", werkblad '{sheet}'")?;
        }
        write!(f, ": {}", self.trouble)
    }
}

impl std::error::Error for ReadError {}

impl ReadError {
    /// The same error, on a sheet.
    pub(super) fn on(mut self, sheet: &str) -> ReadError {
        self.sheet = Some(sheet.to_owned());
        self
    }
}

/// The cause of a refusal, before the file and sheet are known.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) enum Trouble {
    Empty,
    LockFile,
    Unknown,
    WebPage,
    WebArchive,
    XmlText,
    TextNamedAsBook,
    OtherOfficeFile,
    TooOld,
    Password,
    Damaged,
    DamagedAt(Position),
    NoWorksheets,
    SheetTwice(String),
    TooManyCells(u64),
    OutsideGrid,
    CellTwice(Position),
    RowsBackwards(Position),
    UnknownError(String),
    XlsbShortRecords,
    XlsLetters(Position),
    HalfLetter,
    OpenQuote(u32),
    LooseQuote(u32),
    NoReader,
    ReaderEnded,
    ReaderSilent,
    OnSheet(String, Box<Trouble>),
    BigFile(u64),
    TooBig,
    TooManyParts,
    PartTwice(String),
    StrangePackage,
    StrangePrefixes,
    SheetMissing,
    NoCells,
    DocumentType,
    Alphabet,
    CutOff,
    TooDeep,
    LongText,
    LyingCount,
    UnclearAt(Position),
    ManySpaces(Position),
    FarApart(Position),
    CellsDiffer { counted: u64, read: u64 },
}

impl Trouble {
    /// The error that a user sees.
    pub(super) fn of(self, file: &str) -> ReadError {
        match self {
            Trouble::OnSheet(sheet, trouble) => trouble.of(file).on(&sheet),
            trouble => ReadError { file: file.to_owned(), sheet: None, trouble },
        }
    }

    /// The same trouble, on a sheet.
    pub(super) fn on(self, sheet: &str) -> Trouble {
        Trouble::OnSheet(sheet.to_owned(), Box::new(self))
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SAVE: &str = "Open het bestand in Excel en bewaar het opnieuw als .xlsx.";
        match self {
            Trouble::Empty => f.write_str("dit bestand is leeg (0 bytes). Kies het bestand waar de gegevens in staan."),
            Trouble::LockFile => f.write_str(
                "dit is een slotbestand: het zegt alleen dat iemand de werkmap open heeft. \
                 Kies de werkmap zelf. De naam van een slotbestand begint met '~$' of '.~lock'.",
            ),
            Trouble::Unknown => f.write_str(
                "dit is geen rekenblad dat wij kennen. Bewaar de gegevens als .xlsx, .xlsm, .xlsb, .xls, .ods of .csv.",
            ),
            Trouble::WebPage => {
                f.write_str("dit is geen Excel-bestand maar een webpagina. Open het in Excel en bewaar het als .xlsx.")
            }
            Trouble::WebArchive => f.write_str(
                "dit is geen Excel-bestand maar een webarchief: een webpagina met haar onderdelen. \
                 Open het in Excel en bewaar het als .xlsx.",
            ),
            Trouble::XmlText => f.write_str(
                "dit is geen Excel-bestand maar een XML-bestand. Open het in Excel en bewaar het als .xlsx.",
            ),
            Trouble::TextNamedAsBook => f.write_str(
                "dit is geen Excel-bestand maar gewone tekst. Geef het bestand een naam die eindigt op .csv, \
                 of open het in Excel en bewaar het als .xlsx.",
            ),
            Trouble::OtherOfficeFile => f.write_str(
                "dit is geen rekenblad, maar een document of presentatie. Zet de gegevens in een rekenblad (.xlsx).",
            ),
            Trouble::TooOld => write!(f, "dit is een Excel-bestand van vóór 1997. {SAVE}"),
            Trouble::Password => f.write_str(
                "dit bestand is met een wachtwoord beveiligd. Haal het wachtwoord eraf \
                 (in Excel: Bestand, Info, Werkmap beveiligen) en probeer het opnieuw.",
            ),
            Trouble::Damaged => write!(f, "dit bestand is beschadigd of geen rekenblad. {SAVE}"),
            Trouble::DamagedAt(position) => {
                write!(f, "bij cel {position} is het bestand beschadigd: de inhoud is niet te lezen. {SAVE}")
            }
            Trouble::NoWorksheets => {
                f.write_str("er staat geen werkblad met cellen in. Kies het bestand waar de gegevens in staan.")
            }
            Trouble::SheetTwice(name) => write!(
                f,
                "er zijn twee werkbladen met de naam '{name}' (hoofdletters tellen niet). Geef een van de twee een andere naam."
            ),
            Trouble::TooManyCells(limit) => write!(
                f,
                "er staan meer dan {} gevulde cellen op. Verwijder wat niet nodig is, of verhoog de grens met --max-cells.",
                Thousands(*limit)
            ),
            Trouble::OutsideGrid => {
                write!(f, "er staat een cel buiten het rooster van Excel (na XFD1048576). {SAVE}")
            }
            Trouble::CellTwice(position) => write!(f, "cel {position} staat er twee keer in. {SAVE}"),
            Trouble::RowsBackwards(position) => {
                write!(f, "bij cel {position} staan de rijen niet op volgorde. {SAVE}")
            }
            Trouble::UnknownError(text) => {
                write!(f, "er staat een foutwaarde in die wij niet kennen: {text}. Herstel die cel in Excel.")
            }
            Trouble::XlsbShortRecords => {
                f.write_str("dit .xlsb-bestand is niet volledig te lezen. Open het in Excel en bewaar het als .xlsx.")
            }
            Trouble::XlsLetters(position) => write!(
                f,
                "bij cel {position} is de tekst niet goed te lezen: het .xls-bestand noemt de verkeerde tekenset. {SAVE}"
            ),
            Trouble::HalfLetter => write!(
                f,
                "dit bestand houdt op midden in een letter, dus er kan een deel ontbreken. {SAVE} Kijk dan of het einde er staat."
            ),
            Trouble::OpenQuote(line) => write!(
                f,
                "op regel {line} begint een aanhalingsteken (\") dat nergens eindigt, zodat alles daarna één cel wordt. \
                 Zet er een sluitend aanhalingsteken achter of haal het weg."
            ),
            Trouble::LooseQuote(line) => write!(
                f,
                "op regel {line} begint een aanhalingsteken (\") dat pas een of meer regels verder eindigt, zodat hele rijen in één \
                 cel verdwijnen. Haal dat aanhalingsteken weg, of zet het twee keer (\"\") als het bij de tekst hoort."
            ),
            Trouble::NoReader => f.write_str(
                "het lezen kan niet beginnen: dit programma mag zichzelf niet starten. \
                 Zet het programma in een map waar het mag draaien, of vraag het uw beheerder.",
            ),
            Trouble::ReaderEnded => write!(
                f,
                "het lezen brak af. Het bestand is beschadigd, of vraagt meer geheugen dan een personeelsbestand nodig heeft. {SAVE}"
            ),
            Trouble::ReaderSilent => {
                write!(f, "het lezen kwam niet verder en is gestopt. Het bestand is beschadigd of te groot. {SAVE}")
            }
            Trouble::OnSheet(sheet, trouble) => write!(f, "werkblad '{sheet}': {trouble}"),
            Trouble::BigFile(limit) => write!(
                f,
                "dit bestand is groter dan {} MB, en dat is meer dan wij lezen. Verwijder wat niet nodig is, zoals \
                 afbeeldingen, of verhoog de grens met --max-cells.",
                limit >> 20
            ),
            Trouble::TooBig => f.write_str(
                "uitgepakt is dit bestand te groot om te lezen. Verwijder wat niet nodig is en bewaar het opnieuw, \
                 of verhoog de grens met --max-cells.",
            ),
            Trouble::TooManyParts => write!(
                f,
                "dit bestand heeft meer dan 2.000 onderdelen. Verwijder afbeeldingen en tekeningen en bewaar het opnieuw als .xlsx."
            ),
            Trouble::PartTwice(name) => write!(
                f,
                "het onderdeel '{name}' zit er twee keer in, en dan is niet zeker welk van de twee geldt. {SAVE}"
            ),
            Trouble::StrangePackage => {
                write!(
                    f,
                    "de onderdelen van dit bestand verwijzen naar elkaar op een manier die wij niet zeker goed lezen. {SAVE}"
                )
            }
            Trouble::StrangePrefixes => {
                write!(
                    f,
                    "de delen van dit bestand heten anders dan gewoonlijk, en dan lezen wij ze niet zeker goed. {SAVE}"
                )
            }
            Trouble::SheetMissing => {
                write!(f, "dit werkblad staat in de lijst, maar de inhoud ervan ontbreekt in het bestand. {SAVE}")
            }
            Trouble::NoCells => write!(f, "wat hier een werkblad met cellen moet zijn, is iets anders. {SAVE}"),
            Trouble::DocumentType => write!(
                f,
                "er staan eigen afkortingen in (een DOCTYPE of entiteit), die in een rekenblad niet horen en gevaarlijk kunnen zijn. {SAVE}"
            ),
            Trouble::Alphabet => write!(
                f,
                "de letters zijn niet opgeslagen als UTF-8, en dan kunnen wij ze niet zeker goed lezen. {SAVE}"
            ),
            Trouble::CutOff => write!(
                f,
                "dit bestand is beschadigd: het houdt halverwege op. Vraag het bestand opnieuw op of kopieer het opnieuw."
            ),
            Trouble::TooDeep => write!(f, "de onderdelen van dit bestand zitten dieper in elkaar dan kan. {SAVE}"),
            Trouble::LongText => write!(
                f,
                "er staat een tekst in van meer dan een miljoen tekens. In een cel passen er 32.767; kort de tekst in of verwijder de cel."
            ),
            Trouble::LyingCount => write!(
                f,
                "het bestand zegt dat er veel meer teksten in staan dan er zijn. Het is beschadigd of met opzet zo gemaakt. {SAVE}"
            ),
            Trouble::UnclearAt(position) => {
                write!(f, "bij cel {position} is de waarde zo opgeschreven dat wij haar niet zeker goed lezen. {SAVE}")
            }
            Trouble::ManySpaces(position) => write!(
                f,
                "in cel {position} staan meer dan 10.000 spaties achter elkaar. Haal ze weg en bewaar het bestand opnieuw."
            ),
            Trouble::FarApart(position) => write!(
                f,
                "cel {position} ligt zo ver van de andere cellen dat het blad te groot wordt om te lezen. \
                 Verwijder die cel als zij er niet bij hoort, of bewaar het bestand als .xlsx."
            ),
            Trouble::CellsDiffer { counted, read } => write!(
                f,
                "wij tellen {} gevulde cellen, maar lezen er {}. Dan kan er iets verloren gaan, dus lezen wij dit bestand niet. {SAVE}",
                Thousands(*counted),
                Thousands(*read)
            ),
        }
    }
}

/// A count with the Dutch full stops: `5.000.000`.
struct Thousands(u64);

impl fmt::Display for Thousands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                f.write_str(".")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_file_sheet_cell_and_the_way_out() {
        let error = Trouble::RowsBackwards(Position { row: 15, column: 9 }).of("personeel.xlsx").on("Staf");
        assert_eq!(
            error.to_string(),
            "Het bestand 'personeel.xlsx', werkblad 'Staf': bij cel J16 staan de rijen niet op volgorde. \
             Open het bestand in Excel en bewaar het opnieuw als .xlsx."
        );
    }

    #[test]
    fn counts_have_full_stops() {
        for (count, shown) in [(5, "5"), (999, "999"), (1000, "1.000"), (5_000_000, "5.000.000")] {
            assert_eq!(Thousands(count).to_string(), shown);
        }
    }
}
