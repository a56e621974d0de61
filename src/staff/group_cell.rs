//! Which groups the group cell of a person names: "De Linde, Het Anker", "Leefgroep De Linde", "De Linde (0,5) / Het Anker (0,39)".
//!
//! A comma or a bracket may belong to the name of a group. It parts or adds something only where what is left is a group that
//! the groups sheet or another row names: a new group that nobody meant would be judged, and its people missed elsewhere.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::amount::Fte;
use crate::calendar;
use crate::fold::fold;
use crate::lexicon::{BehindGroup, Lexicon, Word, YearIs};

/// A group as a cell names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: String,
    /// The posts that the cell gives this group.
    pub(super) posts: Option<Fte>,
}

/// The groups that a file names beyond doubt.
pub(super) struct KnownGroups<'l> {
    lexicon: &'l Lexicon,
    on_sheet: HashSet<String>,
    known: HashSet<String>,
    /// What stands in brackets behind a name: where that differs, it is part of the name.
    in_brackets: BTreeMap<String, BTreeSet<String>>,
}

impl<'l> KnownGroups<'l> {
    /// From the names on the groups sheet, folded and without their articles, and the group cells of everybody.
    pub(super) fn new<'c>(
        lexicon: &'l Lexicon,
        on_sheet: impl Iterator<Item = String>,
        cells: impl Iterator<Item = &'c str>,
    ) -> Self {
        let on_sheet: HashSet<String> = on_sheet.collect();
        let mut known = on_sheet.clone();
        let mut in_brackets: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for part in cells.flat_map(|cell| lexicon.split_groups(cell)) {
            let (part, _) = without_posts(without_aside(part, lexicon));
            if is_no_name(part, lexicon) {
                continue;
            }
            if let Some((name, inside)) = bracketed(part) {
                in_brackets.entry(lexicon.group_key(name)).or_default().insert(fold(inside));
            } else if soft_parts(part).len() < 2 && !lexicon.is_no_group(part) {
                known.insert(lexicon.group_key(part));
            }
        }
        KnownGroups { lexicon, on_sheet, known, in_brackets }
    }

    /// The groups that one cell names, in its order.
    pub(super) fn read(&self, cell: &str) -> Vec<Named> {
        if self.on_sheet.contains(&self.lexicon.group_key(cell)) {
            return vec![Named { name: cell.trim().to_owned(), posts: None }];
        }
        let mut groups = Vec::new();
        for part in self.lexicon.split_groups(cell) {
            let on_sheet = self.on_sheet.contains(&self.lexicon.group_key(part));
            let (name, posts) = if on_sheet { (part, None) } else { without_posts(without_aside(part, self.lexicon)) };
            // "geen" names no group: who has none may count on any of them.
            if !on_sheet && (self.lexicon.is_no_group(name) || is_no_name(name, self.lexicon)) {
                continue;
            }
            let parts = soft_parts(name);
            // "De Linde, n.v.t." names one group.
            let told = |part: &&str| self.lexicon.word(part) != Word::Placeholder;
            let (name, parts) = match parts.iter().copied().filter(told).collect::<Vec<_>>()[..] {
                [only] if parts.len() > 1 && !on_sheet => (only, vec![only]),
                _ => (name, parts),
            };
            let several: Option<Vec<&str>> = parts.iter().map(|part| self.as_known(part)).collect();
            match several {
                Some(several) if several.len() > 1 && !self.on_sheet.contains(&self.lexicon.group_key(name)) => {
                    groups.extend(several.into_iter().map(|name| Named { name: name.to_owned(), posts: None }));
                }
                _ => groups.push(Named { name: self.as_known(name).unwrap_or(name).to_owned(), posts }),
            }
        }
        groups
    }

    /// The part of a text that is a known group, if there is one.
    fn as_known<'t>(&self, text: &'t str) -> Option<&'t str> {
        let text = text.trim();
        if self.on_sheet.contains(&self.lexicon.group_key(text)) {
            return Some(text);
        }
        let bare = bracketed(text).map(|(name, _)| name);
        let bare = bare
            .filter(|name| self.in_brackets.get(&self.lexicon.group_key(name)).is_none_or(|inside| inside.len() < 2));
        let shorter =
            [bare.and_then(|name| self.lexicon.without_group_word(name)), bare, self.lexicon.without_group_word(text)];
        let known = |name: &&str| self.known.contains(&self.lexicon.group_key(name));
        shorter.into_iter().flatten().find(known).or_else(|| Some(text).filter(known))
    }
}

/// Whether a text tells more than the name of a group: from when on or until when, or how much of the time somebody works where.
fn is_no_name(text: &str, lexicon: &Lexicon) -> bool {
    let ends = || lexicon.period(text).year_is != YearIs::Unsaid;
    let not_now = || bracketed(text).and_then(|(_, inside)| lexicon.behind_group(inside)) == Some(BehindGroup::NotNow);
    text.contains(['%', '>', '→', '?']) || calendar::holds_date(text) || not_now() || ends()
}

/// A name without what stands in brackets behind it about the person: "Kube (ziek)".
fn without_aside<'t>(text: &'t str, lexicon: &Lexicon) -> &'t str {
    let aside = |inside: &str| lexicon.behind_group(inside) == Some(BehindGroup::Aside);
    bracketed(text).filter(|(_, inside)| aside(inside)).map_or(text, |(name, _)| name)
}

/// The parts of a text between signs that may part groups, or stand in the name of one.
fn soft_parts(text: &str) -> Vec<&str> {
    text.split([',', '&', '|'])
        .flat_map(|part| part.split(" - "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// A name, and what stands in brackets behind it.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let (name, inside) = text.trim().strip_suffix(')')?.rsplit_once('(')?;
    let name = name.trim();
    (!name.is_empty()).then_some((name, inside.trim()))
}

/// A name without the posts in brackets behind it. A whole number there may be the number of the group.
fn without_posts(text: &str) -> (&str, Option<Fte>) {
    let Some((name, inside)) = bracketed(text) else {
        return (text.trim(), None);
    };
    let lower = inside.to_lowercase();
    let bare = lower.trim_end_matches("fte").trim().trim_end_matches('%').trim_end();
    let number = bare.replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite());
    let posts = match number {
        Some(number) if lower.contains('%') => Fte::from_number(number / 100.0),
        Some(number) if bare.contains([',', '.']) || lower.contains("fte") => Fte::from_number(number),
        _ => None,
    };
    match posts.filter(|posts| (Fte(0)..=Fte(15_000)).contains(posts)) {
        // A percentage is of the person's own posts, which the cell does not give.
        Some(_) if lower.contains('%') => (name, None),
        Some(posts) => (name, Some(posts)),
        None => (text.trim(), None),
    }
}

/// Whether two group names, folded, look like one name in two spellings. Numbers and letters tell groups apart.
pub(super) fn look_alike(one: &str, other: &str, lexicon: &Lexicon) -> bool {
    let bare = |name: &str| -> (String, Vec<String>) {
        let name = lexicon.without_group_word(name).unwrap_or(name);
        let words: Vec<&str> = name.split(' ').filter(|word| !lexicon.is_article(word)).collect();
        let telling = |word: &str| word.chars().count() < 2 || word.bytes().any(|b| b.is_ascii_digit());
        let numbers = words.iter().filter(|word| telling(word)).map(|word| (*word).to_owned()).collect();
        (words.concat(), numbers)
    };
    let ((a, a_numbers), (b, b_numbers)) = (bare(one), bare(other));
    if a_numbers != b_numbers || a.is_empty() || b.is_empty() {
        return false;
    }
    let length = a.chars().count().min(b.chars().count());
    let typing_errors = usize::from(length >= 5);
    let joined = |name: &str| name.replace(' ', "");
    a == b
        || joined(one) == joined(other)
        || a.len().abs_diff(b.len()) <= 4 && strsim::damerau_levenshtein(&a, &b) <= typing_errors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleFiles;

    fn lexicon() -> Lexicon {
        let files = RuleFiles::embedded();
        Lexicon::load(|name| files.text(name)).expect("the embedded lists load")
    }

    /// How a cell is read where other rows name De Linde, Het Anker and Groep 1, and the sheet De Brug/Oost.
    #[track_caller]
    fn check(cell: &str, expected: &[(&str, Option<i64>)]) {
        let lexicon = lexicon();
        let others = ["De Linde", "Het Anker", "Groep 1", "De Wilg (Ede)", "De Wilg (Zetten)", "De Wilg", cell];
        let known = KnownGroups::new(&lexicon, ["brug oost".to_owned()].into_iter(), others.into_iter());
        let found = known.read(cell);
        let found: Vec<(&str, Option<i64>)> =
            found.iter().map(|named| (named.name.as_str(), named.posts.map(|posts| posts.0))).collect();
        assert_eq!(found, expected, "{cell}");
    }

    #[test]
    fn signs_part_known_groups_only() {
        for cell in ["De Linde, Het Anker", "De Linde & Het Anker", "De Linde | Het Anker", "De Linde - Het Anker"] {
            check(cell, &[("De Linde", None), ("Het Anker", None)]);
        }
        check("De Linde / Het Anker", &[("De Linde", None), ("Het Anker", None)]);
        check("Rood, Wit & Blauw", &[("Rood, Wit & Blauw", None)]);
        check("De Linde, nacht", &[("De Linde, nacht", None)]);
        check("De Linde, n.v.t.", &[("De Linde", None)]);
        check("nvt/De Linde", &[("De Linde", None)]);
        check("De Linde (m/v)", &[("De Linde", None)]);
        // Of a person, whatever stands behind the name in other rows; and no group at all.
        check("De Wilg (zwangerschapsverlof)", &[("De Wilg", None)]);
        check("De Beuk (langdurig ziek)", &[("De Beuk", None)]);
        check("De Linde (oud)", &[]);
        check("De Linde (tot mei 2026)", &[]);
        check("De Linde t/m mei 2026", &[]);
        check("Groep 2025", &[("Groep 2025", None)]);
        check("De Brug/Oost", &[("De Brug/Oost", None)]);
        check("Linde / Anker", &[("Linde", None), ("Anker", None)]);
        check("Linde, Anker", &[("Linde", None), ("Anker", None)]);
    }

    #[test]
    fn what_stands_around_a_known_name_is_left_out() {
        check("Leefgroep De Linde", &[("De Linde", None)]);
        check("Groep De Linde", &[("De Linde", None)]);
        check("De Linde (Zetten)", &[("De Linde", None)]);
        check("Team de linde (Zetten)", &[("de linde", None)]);
        check("Leefgroep De Beuk", &[("Leefgroep De Beuk", None)]);
        check("Groep 1", &[("Groep 1", None)]);
        // Two brackets behind one name are two groups.
        check("De Wilg (Ede)", &[("De Wilg (Ede)", None)]);
    }

    #[test]
    fn posts_in_brackets_are_the_posts_on_that_group() {
        check("De Linde (0,5) / Het Anker (0,39)", &[("De Linde", Some(5_000)), ("Het Anker", Some(3_900))]);
        check("De Linde (0.5 fte)", &[("De Linde", Some(5_000))]);
        check("De Linde (50%)", &[("De Linde", None)]);
        check("De Linde (2)", &[("De Linde", None)]);
    }

    #[test]
    fn who_works_everywhere_has_no_group() {
        for cell in ["alle groepen", "Diverse", "flexpool", "Algemeen", "geen", "idem", "zie boven"] {
            check(cell, &[]);
        }
    }

    #[test]
    fn spellings_of_one_group_look_alike_and_numbers_tell_groups_apart() {
        let lexicon = lexicon();
        for (one, other, alike) in [
            ("de linde", "delinde", true),
            ("de linde", "linde", true),
            ("de linde", "de lindde", true),
            ("de linde", "leefgroep linde", true),
            ("de linde", "het anker", false),
            ("groep 1", "groep 2", false),
            ("linde a", "linde b", false),
            ("linde 1", "linde", false),
            ("kube", "tube", false),
        ] {
            assert_eq!(look_alike(one, other, &lexicon), alike, "{one} {other}");
        }
    }
}
