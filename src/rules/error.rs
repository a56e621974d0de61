//! What is wrong with a rule file, shown with its line.

use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// A rule file that cannot be used: which, where, why, in Dutch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleError {
    /// Path relative to the rule folder.
    pub file: String,
    /// Line, counted from 1; none when the file as a whole is wrong or missing.
    pub line: Option<usize>,
    /// Column, counted in characters from 1.
    pub column: Option<usize>,
    /// What is wrong and what helps.
    pub message: String,
    shown: String,
}

impl RuleError {
    /// About a whole file.
    pub(super) fn whole(file: &str, message: impl Into<String>) -> RuleError {
        let message = message.into();
        let shown = format!("fout: {message}\n --> {file}");
        RuleError { file: file.to_owned(), line: None, column: None, message, shown }
    }

    /// About a place in a file.
    pub(super) fn at(file: &str, text: &str, span: Range<usize>, message: impl Into<String>) -> RuleError {
        let message = message.into();
        let start = floor_boundary(text, span.start);
        let line = line_of(text, start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let column = text[line_start..start].chars().count() + 1;
        // A span over a whole table would show the whole table: its first line is enough.
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = floor_boundary(text, span.end).clamp(start, line_end);
        let report = [Level::ERROR
            .with_name("fout")
            .primary_title(message.as_str())
            .element(Snippet::source(text).path(file).annotation(AnnotationKind::Primary.span(start..end)))];
        let shown = Renderer::plain().render(&report);
        RuleError { file: file.to_owned(), line: Some(line), column: Some(column), message, shown }
    }

    /// A text that is no TOML, or not the TOML that belongs there.
    pub(super) fn toml(file: &str, text: &str, error: &toml::de::Error) -> RuleError {
        let message = translate(error.message());
        match error.span() {
            // The span of something missing is the table it should stand in.
            Some(span) => RuleError::at(file, text, span, message),
            None => RuleError::whole(file, message),
        }
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl std::error::Error for RuleError {}

/// The line of a byte, counted from 1.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    text[..floor_boundary(text, at)].matches('\n').count() + 1
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The parser's English, as far as it is about content, in Dutch.
fn translate(english: &str) -> String {
    let names: Vec<&str> = english.split('`').skip(1).step_by(2).collect();
    let first = names.first().copied().unwrap_or_default();
    let known = names.get(1..).unwrap_or_default();
    if english.starts_with("unknown field") {
        return format!("De sleutel `{first}` is hier niet bekend. {}", choices(first, known));
    }
    if english.starts_with("unknown variant") {
        return format!("De waarde `{first}` is hier niet bekend. {}", choices(first, known));
    }
    // An unknown key in the table of an enum's variant has a message of its own, without quotes.
    if let Some((wrong, known)) =
        english.strip_prefix("unexpected keys in table: ").and_then(|rest| rest.split_once(", available keys: "))
    {
        let known: Vec<&str> = known.split(", ").collect();
        return format!("De sleutel `{wrong}` is hier niet bekend. {}", choices(wrong, &known));
    }
    if english.starts_with("missing field") {
        return format!("Hier ontbreekt `{first}`.");
    }
    if english.starts_with("duplicate key") || english.starts_with("duplicate field") {
        return "Deze sleutel staat er twee keer.".to_owned();
    }
    if english.starts_with("invalid type") || english.starts_with("invalid value") {
        return format!("Deze waarde is van de verkeerde soort ({english}).");
    }
    // Our own messages come through the parser unchanged; they are Dutch sentences.
    if english.ends_with('.') {
        return english.to_owned();
    }
    format!("Dit is geen geldige TOML ({english}).")
}

fn choices(wrong: &str, known: &[&str]) -> String {
    let nearest = known.iter().copied().max_by(|a, b| {
        strsim::jaro_winkler(wrong, a).total_cmp(&strsim::jaro_winkler(wrong, b)).then_with(|| b.cmp(a))
    });
    match nearest {
        None => String::new(),
        Some(nearest) if strsim::jaro_winkler(wrong, nearest) > 0.8 => format!("Bedoelt u `{nearest}`?"),
        Some(_) if known.len() > 12 => "Kijk in een bestaande regel wat er kan staan.".to_owned(),
        Some(_) => format!("Wel bekend: {}.", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_shows_its_line() {
        let text = "code = \"VOG-02\"\ntitle = \"één\" x\n";
        let error = RuleError::at("VOG/VOG-02.toml", text, 30..31, "Dit hoort hier niet.");
        assert_eq!((error.line, error.column), (Some(2), Some(13)));
        let shown = error.to_string();
        assert!(shown.starts_with("fout: Dit hoort hier niet."), "{shown}");
        assert!(shown.contains("VOG/VOG-02.toml:2:13"), "{shown}");
        assert!(shown.contains("2 | title = \"één\" x"), "{shown}");
        assert!(!shown.contains('\u{1b}'), "{shown}");
    }

    #[test]
    fn the_parser_speaks_dutch() {
        for (english, dutch) in [
            (
                "unknown field `titel`, expected one of `code`, `title`",
                "De sleutel `titel` is hier niet bekend. Bedoelt u `title`?",
            ),
            (
                "unknown field `x`, expected `code` or `title`",
                "De sleutel `x` is hier niet bekend. Wel bekend: code, title.",
            ),
            (
                "unexpected keys in table: x, available keys: code, title",
                "De sleutel `x` is hier niet bekend. Wel bekend: code, title.",
            ),
            ("missing field `code`", "Hier ontbreekt `code`."),
            ("Eigen zin.", "Eigen zin."),
        ] {
            assert_eq!(translate(english), dutch);
        }
    }
}
