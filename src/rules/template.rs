//! Dutch sentences with holes: `De VOG van {person} is van {issued}.`

use std::fmt;

use crate::finding::FactName;

/// A text with `{facts}` and `{count|singular|plural}`, checked when it was loaded.
#[derive(Clone, PartialEq, Eq)]
pub struct Template(Box<str>);

/// What a template is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'t> {
    Text(&'t str),
    Fact(FactName),
    Counted { fact: FactName, one: &'t str, many: &'t str },
}

/// Why a text is no template, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NoTemplate {
    pub(super) at: usize,
    pub(super) message: String,
}

impl Template {
    /// Checks a text against the facts that its kind of check gives.
    pub(super) fn new(text: &str, given: impl Fn(FactName) -> bool) -> Result<Template, NoTemplate> {
        let mut at = 0;
        while at < text.len() {
            let (piece, next) = piece(text, at)?;
            if let Piece::Fact(fact) | Piece::Counted { fact, .. } = piece
                && !given(fact)
            {
                let known: Vec<_> = FactName::ALL.iter().filter(|f| given(**f)).map(|f| f.name()).collect();
                let known = known.join(", ");
                let message = format!("Deze controle geeft geen feit `{fact}`. Wel: {known}.");
                return Err(NoTemplate { at, message });
            }
            if let Piece::Counted { fact, .. } = piece
                && !is_number(fact)
            {
                let message = format!("`{fact}` is geen aantal. Enkelvoud en meervoud kunnen alleen bij een aantal.");
                return Err(NoTemplate { at, message });
            }
            at = next;
        }
        Ok(Template(text.into()))
    }

    /// The sentence. `fact` writes the text of a fact, and says how many it is where the fact is a number.
    pub fn fill(&self, mut fact: impl FnMut(FactName, &mut String) -> Option<u64>) -> String {
        let mut filled = String::with_capacity(self.0.len() + 40);
        let mut at = 0;
        while at < self.0.len() {
            let (piece, next) = piece(&self.0, at).expect("the text was checked when it was loaded");
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Fact(name) => {
                    fact(name, &mut filled);
                }
                Piece::Counted { fact: name, one, many } => {
                    let number = fact(name, &mut filled);
                    filled.push(' ');
                    filled.push_str(if number == Some(1) { one } else { many });
                }
            }
            at = next;
        }
        filled
    }

    /// The facts that the template names, in order, each as often as it stands there.
    pub fn facts(&self) -> impl Iterator<Item = FactName> {
        let mut at = 0;
        std::iter::from_fn(move || {
            while at < self.0.len() {
                let (piece, next) = piece(&self.0, at).expect("the text was checked when it was loaded");
                at = next;
                if let Piece::Fact(fact) | Piece::Counted { fact, .. } = piece {
                    return Some(fact);
                }
            }
            None
        })
    }

    /// The text with its holes, as the rule file has it.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// The piece that starts at a byte, and where the next one starts.
fn piece(text: &str, at: usize) -> Result<(Piece<'_>, usize), NoTemplate> {
    let rest = &text[at..];
    let wrong = |at: usize, message: &str| NoTemplate { at, message: message.to_owned() };
    let Some(inner) = rest.strip_prefix('{') else {
        let end = rest.find(['{', '}']).unwrap_or(rest.len());
        if rest[end..].starts_with('}') {
            return Err(wrong(at + end, "Hier sluit een accolade die nergens opent."));
        }
        return Ok((Piece::Text(&rest[..end]), at + end));
    };
    let Some(end) = inner.find(['{', '}']).filter(|end| inner[*end..].starts_with('}')) else {
        return Err(wrong(at, "Deze accolade wordt niet gesloten."));
    };
    let mut parts = inner[..end].split('|');
    let name = parts.next().unwrap_or_default();
    let Some(fact) = FactName::ALL.iter().copied().find(|fact| fact.name() == name) else {
        return Err(wrong(at, &format!("Er bestaat geen feit met de naam `{name}`.")));
    };
    let piece = match (parts.next(), parts.next(), parts.next()) {
        (None, ..) => Piece::Fact(fact),
        (Some(one), Some(many), None) => Piece::Counted { fact, one, many },
        _ => {
            return Err(wrong(
                at,
                "Schrijf een aantal als {count|rij|rijen}: het feit, het enkelvoud en het meervoud.",
            ));
        }
    };
    Ok((piece, at + end + 2))
}

fn is_number(fact: FactName) -> bool {
    use FactName::{Certain, Count, Months, Possible, Total, Uncertain};
    matches!(fact, Certain | Count | Months | Possible | Total | Uncertain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str, count: u64) -> String {
        let template = Template::new(text, |_| true).expect("a template");
        template.fill(|fact, out| match fact {
            FactName::Count => {
                out.push_str(&count.to_string());
                Some(count)
            }
            other => {
                out.push_str(&other.name().to_uppercase());
                None
            }
        })
    }

    #[test]
    fn facts_and_counts_are_filled_in() {
        for (text, count, expected) in [
            ("De VOG van {person} is van {issued}.", 0, "De VOG van PERSON is van ISSUED."),
            ("{count|rij|rijen} zijn dubbel", 2, "2 rijen zijn dubbel"),
            ("{count|rij|rijen}", 1, "1 rij"),
            ("{count|rij|rijen}", 0, "0 rijen"),
            ("geen gaten", 0, "geen gaten"),
            ("", 0, ""),
            ("coördinator {group}é", 0, "coördinator GROUPé"),
        ] {
            assert_eq!(filled(text, count), expected);
        }
    }

    #[test]
    fn what_cannot_be_filled_is_refused_at_its_place() {
        for (text, at, part) in [
            ("De {person is weg", 3, "niet gesloten"),
            ("De {person {group}", 3, "niet gesloten"),
            ("De person} is weg", 9, "nergens opent"),
            ("De {persoon} is weg", 3, "`persoon`"),
            ("é {title}", 3, "geen feit `title`. Wel: person, group, count."),
            ("{person|man|mannen}", 0, "geen aantal"),
            ("{count|rij}", 0, "{count|rij|rijen}"),
            ("{count|rij|rijen|veel}", 0, "{count|rij|rijen}"),
        ] {
            let given = |fact| matches!(fact, FactName::Person | FactName::Group | FactName::Count);
            let wrong = Template::new(text, given).expect_err(text);
            assert_eq!(wrong.at, at, "{text}");
            assert!(wrong.message.contains(part), "{text}: {}", wrong.message);
        }
    }
}
