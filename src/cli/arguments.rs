//! What can be typed, and what is wrong with what was typed, in Dutch.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use super::Failure;

/// What the arguments ask.
pub enum Request {
    /// Do something.
    Run(Box<Command>),
    /// Show a text: the help or the version.
    Show(String),
}

const HELP: &str = "\
{about}

Gebruik:
  {usage}

{all-args}{after-help}
";

#[derive(Parser)]
#[command(
    name = "toetsklaar",
    version,
    about = "Toetsklaar houdt het personeelsbestand van een jeugdhulpaanbieder tegen de verwachtingen 5.2.1 en 5.2.2 en de VOG-norm.",
    override_usage = "toetsklaar BESTAND...\n  toetsklaar OPDRACHT [OPTIES]",
    after_help = "\
Afloop (exitstatus):
  0  elke norm die is beoordeeld, is voldoende
  1  ten minste één norm is onvoldoende of niet te beoordelen
  2  er is niets beoordeeld; de melding zegt waarom en wat u kunt doen

Indicatie op basis van het aangeleverde bestand, geen oordeel van de inspectie.",
    help_template = HELP,
    subcommand_help_heading = "Opdrachten",
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
struct Typed {
    #[command(subcommand)]
    command: Command,

    /// Toon deze hulp
    #[arg(short, long, global = true, action = ArgAction::Help, help_heading = "Algemeen")]
    help: Option<bool>,

    /// Toon de versie
    #[arg(short = 'V', long, action = ArgAction::Version, help_heading = "Algemeen")]
    version: Option<bool>,
}

/// What can be done.
#[derive(Subcommand)]
pub enum Command {
    /// Toets de bestanden van één aanbieder; ook zonder het woord check
    #[command(
        help_template = HELP,
        override_usage = "toetsklaar check [OPTIES] BESTAND...",
        after_help = "Voorbeeld:\n  toetsklaar check personeel.xlsx --date 2026-11-23"
    )]
    Check(CheckArguments),

    /// Zet veel aanbieders naast elkaar: per aanbieder één bestand of één map
    #[command(
        help_template = HELP,
        override_usage = "toetsklaar overview [OPTIES] BESTAND-OF-MAP...",
        after_help = "Voorbeeld:\n  toetsklaar overview aanbieders -o overzicht.xlsx --date 2026-11-23"
    )]
    Overview(OverviewArguments),

    /// Vergelijk twee aanleveringen van één aanbieder: wat is er gewijzigd, en wat vraagt om toelichting
    #[command(
        help_template = HELP,
        override_usage = "toetsklaar compare [OPTIES] OUD NIEUW",
        after_help = COMPARE_HELP
    )]
    Compare(CompareArguments),

    /// Toets opnieuw wat in een verslag staat, en zeg wat er anders is
    #[command(
        help_template = HELP,
        override_usage = "toetsklaar verify [OPTIES] VERSLAG.json BESTAND...",
        after_help = "\
Afloop (exitstatus):
  0  alles is gelijk
  1  er is iets anders
  2  het is niet te controleren; de melding zegt waarom

Voorbeeld:
  toetsklaar verify verslag.json personeel.xlsx"
    )]
    Verify(VerifyArguments),

    /// Toon hoe bladen en kolommen zijn herkend
    #[command(
        help_template = HELP,
        override_usage = "toetsklaar columns [OPTIES] BESTAND...",
        after_help = "Voorbeeld:\n  toetsklaar columns personeel.xlsx --write kolommen.toml\n  toetsklaar check personeel.xlsx --columns kolommen.toml"
    )]
    Columns(ColumnsArguments),

    /// Toon de regels met hun bron en gewicht
    #[command(
        help_template = HELP,
        override_usage = "toetsklaar rules\n  toetsklaar rules show CODE\n  toetsklaar rules export MAP\n  toetsklaar rules check [MAP]",
        subcommand_help_heading = "Opdrachten",
        disable_help_subcommand = true
    )]
    Rules {
        /// What to do with them.
        #[command(subcommand)]
        command: Option<RulesCommand>,
    },

    /// Maak een leeg bestand om in te vullen, met uitleg en keuzelijsten
    #[command(
        help_template = HELP,
        override_usage = "toetsklaar template [OPTIES] UITVOER.xlsx",
        after_help = "Voorbeeld:\n  toetsklaar template personeel.xlsx"
    )]
    Template(TemplateArguments),
}

const COMPARE_HELP: &str = "\
Voorbeeld:
  toetsklaar compare personeel-mei.xlsx personeel-november.xlsx -o vergelijking.xlsx

Afloop (exitstatus):
  0  niets vraagt om toelichting, geen oordeel is slechter of onbekend geworden, en alles is vergeleken
  1  iets vraagt om toelichting, een oordeel is slechter of onbekend geworden, of iets is niet te vergelijken
  2  er is niets vergeleken; de melding zegt waarom en wat u kunt doen";

/// The arguments of `compare`.
#[derive(Args)]
pub struct CompareArguments {
    /// Het oude bestand, of een map met de oude bestanden
    #[arg(value_name = "OUD", help_heading = "Bestanden")]
    pub old: PathBuf,

    /// Het nieuwe bestand, of een map met de nieuwe bestanden
    #[arg(value_name = "NIEUW", help_heading = "Bestanden")]
    pub new: PathBuf,

    /// Werkmap met de vergelijking [zonder: geen werkmap]
    #[arg(short, long, value_name = "UITVOER.xlsx", help_heading = "Opties")]
    pub output: Option<PathBuf>,

    /// Peildatum voor beide, geschreven als 2026-11-23 [zonder: vandaag]
    #[arg(long, value_name = "JJJJ-MM-DD", help_heading = "Opties")]
    pub date: Option<String>,

    /// Een andere peildatum voor het oude bestand [zonder: dezelfde]
    #[arg(long, value_name = "JJJJ-MM-DD", help_heading = "Opties")]
    pub old_date: Option<String>,

    /// Map met regels, in plaats van de ingebouwde regels
    #[arg(long, value_name = "MAP", help_heading = "Opties")]
    pub rules: Option<PathBuf>,

    /// Bestand met instellingen, voor beide [zonder: toetsklaar.toml naast het nieuwe bestand, als dat er is]
    #[arg(long, value_name = "BESTAND.toml", help_heading = "Opties")]
    pub settings: Option<PathBuf>,

    /// Kolommenbestand voor het nieuwe bestand
    #[arg(long, value_name = "KOLOMMEN.toml", help_heading = "Opties")]
    pub columns: Option<PathBuf>,

    /// Kolommenbestand voor het oude bestand
    #[arg(long, value_name = "KOLOMMEN.toml", help_heading = "Opties")]
    pub old_columns: Option<PathBuf>,

    /// Wat er op het scherm komt: text (samenvatting) of json (alles, voor andere programma's) [zonder: text]
    #[arg(long, value_name = "VORM", value_enum, default_value_t = Format::Text, hide_default_value = true, hide_possible_values = true, help_heading = "Opties")]
    pub format: Format,

    /// Vervang de werkmap ook als iemand die heeft veranderd
    #[arg(long, help_heading = "Opties", requires = "output")]
    pub force: bool,

    /// Het grootste aantal gevulde cellen per blad; meer dan 5000000 verhoogt ook de grenzen aan de grootte [zonder: 5000000]
    #[arg(long, value_name = "AANTAL", help_heading = "Opties")]
    pub max_cells: Option<u64>,
}

/// The arguments of `template`.
#[derive(Args)]
pub struct TemplateArguments {
    /// De werkmap die wordt gemaakt
    #[arg(value_name = "UITVOER.xlsx", help_heading = "Uitvoer")]
    pub output: PathBuf,

    /// Vervang de werkmap ook als er al iets is ingevuld
    #[arg(long, help_heading = "Opties")]
    pub force: bool,
}

/// The arguments of `verify`.
#[derive(Args)]
pub struct VerifyArguments {
    /// Het verslag (van check --format json) of het ontvangstbewijs (van check --receipt)
    #[arg(value_name = "VERSLAG.json", help_heading = "Bestanden")]
    pub report: PathBuf,

    /// De bestanden van de aanbieder waarover het verslag gaat
    #[arg(required = true, value_name = "BESTAND", help_heading = "Bestanden")]
    pub files: Vec<PathBuf>,

    /// Map met regels, in plaats van de ingebouwde regels
    #[arg(long, value_name = "MAP", help_heading = "Opties")]
    pub rules: Option<PathBuf>,

    /// Bestand met instellingen [zonder: de instellingen in het verslag]
    #[arg(long, value_name = "BESTAND.toml", help_heading = "Opties")]
    pub settings: Option<PathBuf>,

    /// Kolommenbestand dat bij het verslag is gebruikt
    #[arg(long, value_name = "KOLOMMEN.toml", help_heading = "Opties")]
    pub columns: Option<PathBuf>,

    /// Uittreksel uit SKJ of BIG dat bij het verslag is gebruikt; mag vaker worden gegeven
    #[arg(long, value_name = "UITTREKSEL", help_heading = "Opties")]
    pub register: Vec<PathBuf>,

    /// Wat er op het scherm komt: text of json [zonder: text]
    #[arg(long, value_name = "VORM", value_enum, default_value_t = Format::Text, hide_default_value = true, hide_possible_values = true, help_heading = "Opties")]
    pub format: Format,

    /// Het grootste aantal gevulde cellen per blad [zonder: 5000000]
    #[arg(long, value_name = "AANTAL", help_heading = "Opties")]
    pub max_cells: Option<u64>,
}

/// The arguments of `columns`.
#[derive(Args)]
pub struct ColumnsArguments {
    /// Bestanden van één aanbieder: xlsx, xlsm, xlsb, xls, ods of csv
    #[arg(required = true, value_name = "BESTAND", help_heading = "Bestanden")]
    pub files: Vec<PathBuf>,

    /// Bewaar de herkenning in dit bestand, om met de hand te verbeteren
    #[arg(long, value_name = "KOLOMMEN.toml", help_heading = "Opties")]
    pub write: Option<PathBuf>,

    /// Kolommenbestand: hoe bladen en kolommen moeten worden gelezen
    #[arg(long, value_name = "KOLOMMEN.toml", help_heading = "Opties")]
    pub columns: Option<PathBuf>,

    /// Vervang het bestand van --write als het er al is
    #[arg(long, help_heading = "Opties", requires = "write")]
    pub force: bool,

    /// Het grootste aantal gevulde cellen per blad; meer dan 5000000 verhoogt ook de grenzen aan de grootte [zonder: 5000000]
    #[arg(long, value_name = "AANTAL", help_heading = "Opties")]
    pub max_cells: Option<u64>,
}

/// What can be done with the rules.
#[derive(Subcommand)]
pub enum RulesCommand {
    /// Leg één regel uit: bron, gewicht, hoe er wordt getoetst, voorbeelden
    #[command(help_template = HELP, override_usage = "toetsklaar rules show CODE", after_help = "Voorbeeld:\n  toetsklaar rules show VOG-02")]
    Show {
        /// Code van de regel, zoals VOG-02
        #[arg(value_name = "CODE", help_heading = "Regel")]
        code: String,
    },
    /// Schrijf de ingebouwde regels naar een map, om ze aan te passen
    #[command(help_template = HELP, override_usage = "toetsklaar rules export [OPTIES] MAP")]
    Export {
        /// Nieuwe of lege map
        #[arg(value_name = "MAP", help_heading = "Map")]
        folder: PathBuf,
        /// Schrijf ook in een map waar al iets in staat
        #[arg(long, help_heading = "Opties")]
        force: bool,
    },
    /// Probeer alle voorbeelden die in de regels staan
    #[command(help_template = HELP, override_usage = "toetsklaar rules check [MAP]")]
    Check {
        /// Map met regels [zonder: de ingebouwde regels]
        #[arg(value_name = "MAP", help_heading = "Map")]
        folder: Option<PathBuf>,
    },
}

/// The arguments of `check`.
#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch on the command line")]
pub struct CheckArguments {
    /// Bestanden van één aanbieder: xlsx, xlsm, xlsb, xls, ods of csv
    #[arg(required = true, value_name = "BESTAND", help_heading = "Bestanden")]
    pub files: Vec<PathBuf>,

    /// Werkmap met de bevindingen; bij meer bestanden een map [zonder: NAAM.toetsklaar.xlsx naast het bestand]
    #[arg(short, long, value_name = "UITVOER", help_heading = "Opties", conflicts_with = "no_workbook")]
    pub output: Option<PathBuf>,

    /// Peildatum, geschreven als 2026-11-23 [zonder: vandaag]
    #[arg(long, value_name = "JJJJ-MM-DD", help_heading = "Opties")]
    pub date: Option<String>,

    /// Map met regels, in plaats van de ingebouwde regels
    #[arg(long, value_name = "MAP", help_heading = "Opties")]
    pub rules: Option<PathBuf>,

    /// Bestand met instellingen [zonder: toetsklaar.toml naast het eerste bestand, als dat er is]
    #[arg(long, value_name = "BESTAND.toml", help_heading = "Opties")]
    pub settings: Option<PathBuf>,

    /// Kolommenbestand: hoe bladen en kolommen moeten worden gelezen
    #[arg(long, value_name = "KOLOMMEN.toml", help_heading = "Opties")]
    pub columns: Option<PathBuf>,

    /// Uittreksel uit SKJ of BIG om het bestand tegen te houden; mag vaker worden gegeven
    #[arg(long, value_name = "UITTREKSEL", help_heading = "Opties")]
    pub register: Vec<PathBuf>,

    /// Wat er op het scherm komt: text (samenvatting) of json (alles, voor andere programma's) [zonder: text]
    #[arg(long, value_name = "VORM", value_enum, default_value_t = Format::Text, hide_default_value = true, hide_possible_values = true, help_heading = "Opties")]
    pub format: Format,

    /// Bewaar een ontvangstbewijs zonder namen, om later te controleren met verify
    #[arg(long, value_name = "BEWIJS.json", help_heading = "Opties")]
    pub receipt: Option<PathBuf>,

    /// Maak geen werkmap
    #[arg(long, help_heading = "Opties")]
    pub no_workbook: bool,

    /// Bouw de kopie van de bladen opnieuw op, ook als een xlsx of xlsm zelf kan worden aangevuld
    #[arg(long, help_heading = "Opties", conflicts_with = "no_workbook")]
    pub rebuild: bool,

    /// Noem niemand: volgnummers in plaats van namen en personeelsnummers [uitvoer: NAAM.zonder-namen.xlsx]
    #[arg(long, help_heading = "Opties")]
    pub pseudonymise: bool,

    /// Schrijf bij --pseudonymise apart op wie welk volgnummer heeft
    #[arg(long, value_name = "SLEUTELS.csv", help_heading = "Opties", requires = "pseudonymise")]
    pub key_file: Option<PathBuf>,

    /// Vervang de uitvoer ook als iemand die heeft veranderd
    #[arg(long, help_heading = "Opties")]
    pub force: bool,

    /// Which personnel files to open.
    #[command(flatten)]
    pub sample: SampleArguments,

    /// Het grootste aantal gevulde cellen per blad; meer dan 5000000 verhoogt ook de grenzen aan de grootte [zonder: 5000000]
    #[arg(long, value_name = "AANTAL", help_heading = "Opties")]
    pub max_cells: Option<u64>,
}

/// The arguments about a sample of personnel files.
#[derive(Args)]
pub struct SampleArguments {
    /// Trek een steekproef van zoveel personeelsdossiers
    #[arg(long, value_name = "AANTAL", help_heading = "Steekproef", conflicts_with = "at_most")]
    pub sample: Option<u32>,

    /// Trek zoveel dossiers als nodig is om te kunnen zeggen: hooguit dit percentage is niet in orde
    #[arg(long, value_name = "PERCENTAGE", help_heading = "Steekproef")]
    pub at_most: Option<String>,

    /// Met hoeveel zekerheid [zonder: 95]
    #[arg(long, value_name = "PERCENTAGE", help_heading = "Steekproef")]
    pub assurance: Option<String>,

    /// Tekst waarmee de steekproef wordt getrokken; met dezelfde tekst komt er hetzelfde uit [zonder: peildatum en bestand]
    #[arg(long, value_name = "TEKST", help_heading = "Steekproef")]
    pub seed: Option<String>,
}

/// The arguments of `overview`.
#[derive(Args)]
pub struct OverviewArguments {
    /// Per aanbieder een bestand; of een map met per aanbieder een bestand of een map
    #[arg(required = true, value_name = "BESTAND-OF-MAP", help_heading = "Bestanden")]
    pub paths: Vec<PathBuf>,

    /// Werkmap met het overzicht [zonder: alleen een samenvatting op het scherm]
    #[arg(short, long, value_name = "UITVOER.xlsx", help_heading = "Opties")]
    pub output: Option<PathBuf>,

    /// Peildatum voor alle aanbieders, geschreven als 2026-11-23 [zonder: vandaag]
    #[arg(long, value_name = "JJJJ-MM-DD", help_heading = "Opties")]
    pub date: Option<String>,

    /// Map met regels, in plaats van de ingebouwde regels
    #[arg(long, value_name = "MAP", help_heading = "Opties")]
    pub rules: Option<PathBuf>,

    /// Eén bestand met instellingen voor alle aanbieders [zonder: toetsklaar.toml naast de bestanden van een aanbieder, als dat er is]
    #[arg(long, value_name = "BESTAND.toml", help_heading = "Opties")]
    pub settings: Option<PathBuf>,

    /// Uittreksel van SKJ of BIG om alle aanbieders tegen te houden: een csv of werkmap; mag vaker
    #[arg(long, value_name = "UITTREKSEL", help_heading = "Opties")]
    pub register: Vec<PathBuf>,

    /// Wat er op het scherm komt: text (samenvatting) of json (alles, voor andere programma's) [zonder: text]
    #[arg(long, value_name = "VORM", value_enum, default_value_t = Format::Text, hide_default_value = true, hide_possible_values = true, help_heading = "Opties")]
    pub format: Format,

    /// Vervang de werkmap ook als iemand die heeft veranderd
    #[arg(long, help_heading = "Opties", requires = "output")]
    pub force: bool,

    /// Which personnel files of each provider to open.
    #[command(flatten)]
    pub sample: SampleArguments,

    /// Het grootste aantal gevulde cellen per blad; meer dan 5000000 verhoogt ook de grenzen aan de grootte [zonder: 5000000]
    #[arg(long, value_name = "AANTAL", help_heading = "Opties")]
    pub max_cells: Option<u64>,
}

/// The form of the report on standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A summary to read.
    Text,
    /// Everything, for other programs.
    Json,
}

/// The names of the commands; any other first word is a file to check.
const COMMANDS: [&str; 7] = ["check", "overview", "compare", "verify", "columns", "rules", "template"];

/// Reads the arguments.
///
/// # Errors
/// Arguments that say nothing that can be done.
pub fn parse(mut arguments: Vec<OsString>) -> Result<Request, Failure> {
    let Some(first) = arguments.get(1) else {
        return Err(Failure::new(
            "Geef een bestand om te toetsen, bijvoorbeeld: toetsklaar personeel.xlsx. Alle mogelijkheden: toetsklaar --help",
        ));
    };
    let known =
        |word: &OsString| COMMANDS.iter().chain(&["-h", "--help", "-V", "--version"]).any(|known| word == known);
    if !known(first) {
        if let Some(command) = meant(first) {
            return Err(Failure::new(format_args!(
                "Er is geen opdracht en geen bestand {:?}. Bedoelt u: toetsklaar {command}? Alle mogelijkheden: toetsklaar --help",
                first.to_string_lossy()
            )));
        }
        arguments.insert(1, "check".into());
    }
    let help = arguments.get(1).and_then(|word| word.to_str()).filter(|word| COMMANDS.contains(word));
    let help = help.map_or("toetsklaar --help".to_owned(), |command| format!("toetsklaar {command} --help"));
    let command = Typed::command();
    let typed = command.try_get_matches_from(arguments).and_then(|matches| Typed::from_arg_matches(&matches));
    match typed {
        Ok(typed) => Ok(Request::Run(Box::new(typed.command))),
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            Ok(Request::Show(error.render().to_string()))
        }
        Err(error) => Err(Failure::new(format_args!("{} Alle mogelijkheden: {help}", in_dutch(&error)))),
    }
}

/// The command that a first word was probably meant to be, when there is no such file.
fn meant(word: &OsString) -> Option<&'static str> {
    let text = word.to_str().filter(|text| !Path::new(text).exists())?;
    COMMANDS.into_iter().find(|command| strsim::jaro_winkler(text, command) > 0.85)
}

/// What is wrong, in Dutch: the parser itself only speaks English.
fn in_dutch(error: &clap::Error) -> String {
    let shown = |kind| error.get(kind).map(words).unwrap_or_default();
    let argument = shown(ContextKind::InvalidArg);
    let argument = argument.split(' ').next().unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let suggestion = shown(ContextKind::SuggestedArg);
            let hint = if suggestion.is_empty() { String::new() } else { format!(" Bedoelt u {suggestion}?") };
            format!("De optie {argument} bestaat hier niet.{hint}")
        }
        ErrorKind::InvalidValue if shown(ContextKind::InvalidValue).is_empty() => {
            format!("Achter {argument} ontbreekt een waarde.")
        }
        ErrorKind::InvalidValue => {
            let values = shown(ContextKind::ValidValue);
            format!("{argument} kan niet {:?} zijn. Kies uit: {values}.", shown(ContextKind::InvalidValue))
        }
        ErrorKind::ValueValidation => {
            format!(
                "{argument} kan niet {:?} zijn: dat is geen heel getal van 0 of meer.",
                shown(ContextKind::InvalidValue)
            )
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = shown(ContextKind::InvalidArg);
            format!("In de opdracht ontbreekt {}.", missing.replace(['<', '>'], "").trim_end_matches('.'))
        }
        ErrorKind::ArgumentConflict => {
            let other = shown(ContextKind::PriorArg);
            let other = other.split(' ').next().unwrap_or_default();
            if other == argument || other.is_empty() {
                format!("De optie {argument} staat er twee keer.")
            } else {
                format!("De opties {argument} en {other} gaan niet samen.")
            }
        }
        ErrorKind::TooManyValues | ErrorKind::NoEquals | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            format!("Achter {argument} staat niet het goede aantal waarden.")
        }
        ErrorKind::InvalidSubcommand => {
            format!("De opdracht {:?} bestaat niet.", shown(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "Er ontbreekt een opdracht.".to_owned()
        }
        ErrorKind::InvalidUtf8 => "Een van de woorden bevat tekens die niet te lezen zijn.".to_owned(),
        _ => "Deze opdracht is niet te begrijpen.".to_owned(),
    }
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => StyledStr::to_string(text),
        ContextValue::StyledStrs(texts) => texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_are_all_known() {
        Typed::command().debug_assert();
        let names: Vec<String> =
            Typed::command().get_subcommands().map(|command| command.get_name().to_owned()).collect();
        assert_eq!(names, COMMANDS);
    }
}
