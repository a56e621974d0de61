//! Why a copy is rebuilt instead of made in place.

use crate::read::Format;

/// Why a copy is rebuilt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::write::workbook) enum Reason {
    /// The user asks for it.
    Asked,
    /// Nobody may be named.
    Unnamed,
    /// A column may not be in the copy.
    Withheld,
    /// Only xlsx and xlsm can be changed in place.
    Format(Format),
    /// The stricter edition of the format, with other namespaces.
    Strict,
    /// A signature would no longer hold.
    Signed,
    /// No sheets may be added.
    Locked,
    /// People work in it together, with a log of their changes.
    Shared,
    /// The name says macros and the content does not, or the other way round.
    Kind,
    /// A part is not as expected.
    Part(String),
}

impl Reason {
    /// The reason as a sentence for the user.
    pub(in crate::write::workbook) fn sentence(&self) -> String {
        match self {
            Reason::Asked => "U vroeg erom met --rebuild.".to_owned(),
            Reason::Unnamed => "U vroeg om een werkmap zonder namen, met --pseudonymise.".to_owned(),
            Reason::Withheld => "Er is een kolom die niet in de kopie mag staan (PRV-01).".to_owned(),
            Reason::Format(format) => {
                format!("Dit is een {}-bestand. Alleen in xlsx en xlsm kunnen wij in het bestand zelf merken.", format.extension())
            }
            Reason::Strict => {
                "Het bestand is bewaard als ‘strikt Open XML’. Bewaar het als gewone Excel-werkmap om alles te houden.".to_owned()
            }
            Reason::Signed => {
                "Het bestand heeft een digitale handtekening. Die geldt niet meer als er iets in verandert.".to_owned()
            }
            Reason::Locked => {
                "De structuur van de werkmap is beveiligd: er mogen geen bladen bij. Haal de beveiliging weg om alles te houden."
                    .to_owned()
            }
            Reason::Shared => {
                "De werkmap wordt gedeeld, en een logboek houdt alle wijzigingen bij. Zet het delen uit om alles te houden."
                    .to_owned()
            }
            Reason::Kind => {
                "De naam van het bestand past niet bij de inhoud: alleen een xlsm-bestand mag macro’s hebben.".to_owned()
            }
            Reason::Part(part) => {
                format!("Het onderdeel {part} van het bestand is anders dan wij verwachten. Bewaar het bestand opnieuw in Excel om alles te houden.")
            }
        }
    }
}
