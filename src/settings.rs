//! The provider's own choices: `toetsklaar.toml`. Everything has a default; own norms are off.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::amount::{Fte, Share};
use crate::finding::FunctionClass;
use crate::fold::fold;

/// In what a share is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Persons: the leading unit unless a setting says otherwise.
    #[default]
    Persons,
    /// Full-time posts.
    Fte,
}

/// Settings, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Name of the provider; none: the name of the first file.
    pub provider: Option<String>,
    /// Hours of a full-time week (cao Jeugdzorg: 36).
    pub full_time_hours: Fte,
    /// Leading unit of shares.
    pub share_unit: Unit,
    /// Own norm: share of registered pm that every group must have.
    pub minimum_share_registered: Option<Share>,
    /// Share of professionals that must be demonstrably trained; 1 (everybody) reads 5.2.2 literally.
    pub minimum_share_trained: Share,
    /// Own norm: months after which a training must be refreshed.
    pub training_refresh_months: Option<u32>,
    /// Own norm: months after which a VOG must be renewed.
    pub vog_renewal_months: Option<u32>,
    /// Months ahead in which the end of a registration is announced.
    pub warn_months: u32,
    /// Folded function titles of this provider and their classes.
    pub functions: BTreeMap<String, FunctionClass>,
    /// What was typed, for the report: name and value of every setting given.
    pub given: BTreeMap<String, String>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            provider: None,
            full_time_hours: Fte(360_000),
            share_unit: Unit::Persons,
            minimum_share_registered: None,
            minimum_share_trained: Share::ALL,
            training_refresh_months: None,
            vog_renewal_months: None,
            warn_months: 6,
            functions: BTreeMap::new(),
            given: BTreeMap::new(),
        }
    }
}

/// A settings file that cannot be used: line, column and what to do, in Dutch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError {
    /// Name of the file.
    pub file: String,
    /// One-based line and column, when known.
    pub at: Option<(usize, usize)>,
    /// A full sentence.
    pub message: String,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            Some((line, column)) => write!(f, "{}, regel {line}, teken {column}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

impl std::error::Error for SettingsError {}

/// As typed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    provider: Option<Spanned<String>>,
    full_time_hours: Option<Spanned<toml::Value>>,
    share_unit: Option<Spanned<String>>,
    minimum_share_registered: Option<Spanned<toml::Value>>,
    minimum_share_trained: Option<Spanned<toml::Value>>,
    training_refresh_months: Option<Spanned<toml::Value>>,
    vog_renewal_months: Option<Spanned<toml::Value>>,
    warn_months: Option<Spanned<toml::Value>>,
    #[serde(default)]
    functions: BTreeMap<Spanned<String>, Spanned<String>>,
}

/// The names of the settings, for suggestions.
const NAMES: [&str; 9] = [
    "provider",
    "full_time_hours",
    "share_unit",
    "minimum_share_registered",
    "minimum_share_trained",
    "training_refresh_months",
    "vog_renewal_months",
    "warn_months",
    "functions",
];

impl Settings {
    /// Reads a settings file.
    ///
    /// # Errors
    /// A name that is no setting, or a value that does not fit, with its line.
    pub fn parse(file: &str, text: &str) -> Result<Settings, SettingsError> {
        let reader = Reader { file, text };
        let typed: Typed = toml::from_str(text).map_err(|error| reader.syntax(&error))?;
        let mut settings = Settings::default();
        if let Some(value) = &typed.share_unit {
            settings.share_unit = match value.get_ref().as_str() {
                "persons" => Unit::Persons,
                "fte" => Unit::Fte,
                other => {
                    return Err(
                        reader.error(value.span(), format!("share_unit is {other:?}; kies \"persons\" of \"fte\"."))
                    );
                }
            };
            settings.note("share_unit", value.get_ref());
        }
        if let Some(value) = &typed.full_time_hours {
            let hours =
                number(value.get_ref()).and_then(Fte::from_number).filter(|hours| hours.0 > 0 && hours.0 <= 600_000);
            settings.full_time_hours = hours.ok_or_else(|| {
                reader.error(
                    value.span(),
                    "full_time_hours is geen aantal uren per week tussen 0 en 60, bijvoorbeeld 36.".into(),
                )
            })?;
            settings.note("full_time_hours", value.get_ref());
        }
        let share = |name: &str, value: &Spanned<toml::Value>| {
            let read = match value.get_ref() {
                toml::Value::String(text) => Share::parse(text),
                other => number(other).and_then(Share::from_number),
            };
            read.ok_or_else(|| {
                reader.error(value.span(), format!("{name} is geen aandeel. Schrijf het als \"1/2\", \"50%\" of 0.5."))
            })
        };
        if let Some(value) = &typed.minimum_share_registered {
            settings.minimum_share_registered = Some(share("minimum_share_registered", value)?);
            settings.note("minimum_share_registered", value.get_ref());
        }
        if let Some(value) = &typed.minimum_share_trained {
            settings.minimum_share_trained = share("minimum_share_trained", value)?;
            settings.note("minimum_share_trained", value.get_ref());
        }
        let months = |name: &str, value: &Spanned<toml::Value>| {
            let read = value
                .get_ref()
                .as_integer()
                .and_then(|months| u32::try_from(months).ok())
                .filter(|months| (1..=600).contains(months));
            read.ok_or_else(|| {
                reader.error(value.span(), format!("{name} is geen heel aantal maanden van 1 tot en met 600."))
            })
        };
        if let Some(value) = &typed.training_refresh_months {
            settings.training_refresh_months = Some(months("training_refresh_months", value)?);
            settings.note("training_refresh_months", value.get_ref());
        }
        if let Some(value) = &typed.vog_renewal_months {
            settings.vog_renewal_months = Some(months("vog_renewal_months", value)?);
            settings.note("vog_renewal_months", value.get_ref());
        }
        if let Some(value) = &typed.warn_months {
            settings.warn_months = months("warn_months", value)?;
            settings.note("warn_months", value.get_ref());
        }
        if let Some(value) = &typed.provider {
            settings.provider = Some(value.get_ref().trim().to_owned());
            settings.note("provider", value.get_ref());
        }
        for (title, class) in &typed.functions {
            let known = FunctionClass::ALL.iter().copied().find(|known| known.name() == class.get_ref());
            let Some(known) = known.filter(|known| *known != FunctionClass::Onbekend) else {
                let names: Vec<_> =
                    FunctionClass::ALL.iter().filter(|c| **c != FunctionClass::Onbekend).map(|c| c.name()).collect();
                return Err(reader.error(
                    class.span(),
                    format!("{:?} is geen functieklasse. Kies uit: {}.", class.get_ref(), names.join(", ")),
                ));
            };
            if settings.functions.insert(fold(title.get_ref()), known).is_some() {
                return Err(
                    reader.error(title.span(), format!("de functie {:?} staat hier twee keer.", title.get_ref()))
                );
            }
            settings.note(&format!("functions.{}", title.get_ref()), class.get_ref());
        }
        Ok(settings)
    }

    /// The settings that a report gives back: names and values as [`Settings::given`] has them.
    ///
    /// # Errors
    /// As [`Settings::parse`].
    pub fn of_given(file: &str, given: &BTreeMap<String, String>) -> Result<Settings, SettingsError> {
        let mut functions = toml::Table::new();
        let mut table = toml::Table::new();
        for (name, value) in given {
            let text = toml::Value::String(value.clone());
            match name.strip_prefix("functions.") {
                Some(title) => functions.insert(title.to_owned(), text),
                None if matches!(name.as_str(), "provider" | "share_unit") => table.insert(name.clone(), text),
                None => {
                    let number = value.parse().map(toml::Value::Integer);
                    let number = number.or_else(|_| value.parse().map(toml::Value::Float));
                    table.insert(name.clone(), number.unwrap_or(text))
                }
            };
        }
        if !functions.is_empty() {
            table.insert("functions".to_owned(), toml::Value::Table(functions));
        }
        Settings::parse(file, &table.to_string())
    }

    fn note(&mut self, name: &str, value: &(impl fmt::Display + ?Sized)) {
        self.given.insert(name.to_owned(), value.to_string().trim_matches('"').to_owned());
    }
}

#[expect(clippy::cast_precision_loss, reason = "settings are small numbers")]
fn number(value: &toml::Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().map(|number| number as f64))
}

/// Gives errors their line.
struct Reader<'t> {
    file: &'t str,
    text: &'t str,
}

impl Reader<'_> {
    fn error(&self, span: Range<usize>, message: String) -> SettingsError {
        let before = &self.text[..span.start.min(self.text.len())];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        SettingsError { file: self.file.to_owned(), at: Some((line, column)), message }
    }

    fn syntax(&self, error: &toml::de::Error) -> SettingsError {
        let span = error.span().unwrap_or(0..0);
        let word = self.text.get(span.clone()).unwrap_or("").trim();
        if error.message().starts_with("unknown field") {
            let near =
                NAMES.iter().max_by(|a, b| strsim::jaro_winkler(word, a).total_cmp(&strsim::jaro_winkler(word, b)));
            let hint = near.filter(|name| strsim::jaro_winkler(word, name) > 0.8).map_or_else(
                || format!("De instellingen zijn: {}.", NAMES.join(", ")),
                |name| format!("Bedoelt u {name}?"),
            );
            return self.error(span, format!("{word} is geen instelling. {hint}"));
        }
        self.error(span, "hier klopt de schrijfwijze niet. Een regel heeft de vorm: naam = waarde; tekst staat tussen aanhalingstekens.".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read() {
        let text = "share_unit = \"fte\"\nminimum_share_registered = \"60%\"\nfull_time_hours = 38.5\nwarn_months = 3\n[functions]\n\"Coach B\" = \"pm\"\n";
        let settings = Settings::parse("toetsklaar.toml", text).expect("good settings");
        assert_eq!(settings.share_unit, Unit::Fte);
        assert_eq!(settings.minimum_share_registered, Share::new(3, 5));
        assert_eq!(settings.full_time_hours, Fte(385_000));
        assert_eq!(settings.warn_months, 3);
        assert_eq!(settings.functions.get("coach b"), Some(&FunctionClass::Pm));
        assert_eq!(settings.given.len(), 5);
        assert_eq!(settings.given["minimum_share_registered"], "60%");
        assert_eq!(Settings::parse("x", ""), Ok(Settings::default()));
    }

    #[test]
    fn what_was_given_gives_the_same_settings_back() {
        let text = "share_unit = \"fte\"\nprovider = \"De \\\"Linde\\\" 3\"\nminimum_share_registered = \"60%\"\nminimum_share_trained = 0.5\nfull_time_hours = 38.5\nwarn_months = 3\n[functions]\n\"Coach B\" = \"pm\"\n";
        for text in [text, "minimum_share_registered = \"1/2\"\nvog_renewal_months = 36\n", ""] {
            let settings = Settings::parse("toetsklaar.toml", text).expect("good settings");
            assert_eq!(Settings::of_given("verslag.json", &settings.given), Ok(settings), "{text}");
        }
    }

    #[test]
    fn a_mistake_is_named_with_its_line_and_the_way_out() {
        for (text, line, part) in [
            ("warn_month = 3", 1, "Bedoelt u warn_months?"),
            ("\nshare_unit = \"uren\"", 2, "\"persons\" of \"fte\""),
            ("minimum_share_trained = 2.5e9", 1, "geen aandeel"),
            ("minimum_share_registered = 1.5", 1, "geen aandeel"),
            ("vog_renewal_months = 0", 1, "van 1 tot en met 600"),
            ("[functions]\ncoach = \"chef\"", 2, "geen functieklasse"),
            ("full_time_hours = ", 1, "schrijfwijze"),
            ("full_time_hours = -3", 1, "uren per week"),
        ] {
            let error = Settings::parse("toetsklaar.toml", text).expect_err(text);
            assert_eq!(error.at.map(|at| at.0), Some(line), "{text}: {error}");
            assert!(error.message.contains(part), "{text}: {error}");
        }
    }
}
