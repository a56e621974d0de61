//! An assessment without names: the same verdicts, findings and cells, with a running number for every person.
//!
//! The names are taken out of what is shown, not out of each output: outputs get an assessment in which there are none. What is
//! free text is left out, since nobody can see who stands in it. What remains (functions, groups, headings) is looked through for
//! words of the names that are known.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::earlier::Earlier;
use super::{Assessment, InputReport};
use crate::expectations::Expectations;
use crate::finding::{Detail, FunctionClass};
use crate::fold::fold;
use crate::lexicon::{Field, FieldKind, Lexicon, Role};
use crate::record::{Fact, Reading, Records, TextId};
use crate::rules::RuleFiles;
use crate::sampling::Sample;
use crate::staff::Staff;
use crate::table::Use;

/// What stands where a name stood.
const NAME: &str = "(naam)";
/// What stands where a number stood that leads to somebody.
const NUMBER: &str = "(nummer)";
/// What stands where free text stood.
const TEXT: &str = "(tekst)";

/// Words of a name that are shorter say nobody's name: initials, "de", "El".
const SHORTEST_WORD: usize = 3;
/// Numbers that are shorter are looked for as a whole text only: "12" stands everywhere.
const SHORTEST_NUMBER: usize = 4;

/// An assessment and the same without names.
pub struct Pseudonymised {
    original: Assessment,
    shown: Assessment,
    /// By person: the running number.
    numbers: Vec<u32>,
    groups: HashMap<String, String>,
    known: Known,
}

/// Somebody, as the key file tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyLine<'a> {
    /// The running number.
    pub number: u32,
    /// The personnel number as written; empty when there is none.
    pub personnel_number: &'a str,
    /// The name as written; empty when there is none.
    pub name: &'a str,
}

impl Pseudonymised {
    /// Takes the names out. `bytes` are the inputs as they are: the order of the running numbers hangs on them, and on nothing
    /// that an output tells.
    pub fn of<'b>(original: Assessment, bytes: impl Iterator<Item = &'b [u8]>) -> Pseudonymised {
        let numbers = running_numbers(original.staff.people.len(), bytes);
        let known = Known::of(&original.staff, &original.lexicon, &original.rule_files);
        let groups = group_names(&original.staff, &known);
        let mut mask =
            Mask { original: &original, known: &known, groups: &groups, numbers: &numbers, people: HashMap::new() };
        for (person, _) in (0u32..).zip(&original.staff.people) {
            mask.people.extend(original.staff.links_of(person).iter().map(|link| (link.record, person)));
        }
        let shown = mask.assessment();
        Pseudonymised { original, shown, numbers, groups, known }
    }

    /// The assessment without names, for all that is shown.
    pub fn shown(&self) -> &Assessment {
        &self.shown
    }

    /// The assessment as it was, for what is worked out from it and holds no text.
    pub(crate) fn original(&self) -> &Assessment {
        &self.original
    }

    /// The name of a group and its location as they may be shown, also when the group is not there on the reference date.
    pub(crate) fn group(&self, name: &str, location: &str) -> (String, String) {
        let name = self.groups.get(name).cloned().unwrap_or_else(|| self.known.without(name).into_owned());
        (name, self.known.without(location).into_owned())
    }

    /// Who has which running number, in the order of those: for the key file, which must be asked for.
    pub fn key_lines(&self) -> Vec<KeyLine<'_>> {
        let staff = &self.original.staff;
        let mut lines: Vec<KeyLine<'_>> = (0u32..)
            .zip(&self.numbers)
            .map(|(person, number)| {
                let of = |field| staff.rows_of(person).find_map(|row| staff.records.text_of(row, field));
                let known = &staff.people[person as usize];
                let name = if known.name == TextId::NONE { "" } else { staff.text(known.name) };
                KeyLine { number: *number, personnel_number: of(Field::PersonnelNumber).unwrap_or(""), name }
            })
            .collect();
        lines.sort_unstable_by_key(|line| line.number);
        lines
    }
}

/// A running number for everybody, in an order that hangs on all bytes of the inputs: whoever has only an output cannot work it
/// out, nor hold a name against it.
fn running_numbers<'b>(people: usize, bytes: impl Iterator<Item = &'b [u8]>) -> Vec<u32> {
    let mut secret = Sha256::new_with_prefix("volgnummers zonder namen");
    for bytes in bytes {
        secret.update((bytes.len() as u64).to_le_bytes());
        secret.update(bytes);
    }
    let secret = secret.finalize();
    let mut order: Vec<_> = (0..people)
        .map(|person| {
            (Sha256::new().chain_update(secret).chain_update((person as u64).to_le_bytes()).finalize(), person)
        })
        .collect();
    order.sort_unstable();
    let mut numbers = vec![0; people];
    for (number, (_, person)) in (1u32..).zip(order) {
        numbers[person] = number;
    }
    numbers
}

/// What somebody is called who may not be named.
fn called(number: u32) -> String {
    format!("persoon {number}")
}

/// The words and numbers that tell who somebody is.
struct Known {
    /// Folded words of names.
    words: HashSet<String>,
    /// Folded whole names and numbers.
    whole: HashSet<String>,
    /// Folded words that mean something to the program.
    ordinary: HashSet<String>,
}

impl Known {
    fn of(staff: &Staff, lexicon: &Lexicon, rules: &RuleFiles) -> Known {
        let mut ordinary = HashSet::new();
        for (_, text) in rules.iter().filter(|(path, _)| path.starts_with("lexicon/")) {
            ordinary.extend(words(text).map(|(_, word)| fold(word)));
        }
        let mut known = Known { words: HashSet::new(), whole: HashSet::new(), ordinary: HashSet::new() };
        let mut name = |text: &str, by_word: bool| {
            let whole = fold(text);
            // Initials, and first names such as "Ja", stand for other things.
            if whole.chars().count() > 1 && !ordinary.contains(&whole) {
                known.whole.insert(whole);
            }
            for (_, word) in words(text).filter(|_| by_word) {
                let folded = fold(word);
                let says = folded.chars().count() >= SHORTEST_WORD && folded.chars().any(char::is_alphabetic);
                if says && !lexicon.is_infix(&folded) && !lexicon.is_title(&folded) && !ordinary.contains(&folded) {
                    known.words.insert(folded);
                }
            }
        };
        for person in &staff.people {
            name(staff.text(person.name), true);
        }
        for (record, known) in staff.records.iter() {
            // An extract may hold half the country: the words of its names are words of everything.
            let by_word = known.role != Role::Register;
            for fact in staff.records.facts(record) {
                match fact.field {
                    Field::Name | Field::FirstName | Field::LastName if fact.reading == Reading::Text => {
                        name(staff.text(fact.text), by_word);
                    }
                    _ => {}
                }
            }
        }
        for fact in staff.records.all_facts().filter(|fact| is_number(fact.field)) {
            let folded = fold(&staff.records.shown(fact));
            // Words such as "ja" and "aangevraagd" stand in these columns too.
            if !folded.chars().any(|c| c.is_ascii_digit()) || is_year(&folded) {
                continue;
            }
            for number in [folded.as_str(), folded.trim_start_matches('0')] {
                if number.chars().count() >= SHORTEST_NUMBER && !is_year(number) {
                    known.words.insert(number.to_owned());
                }
            }
            known.whole.insert(folded);
        }
        for whole in [&mut known.words, &mut known.whole] {
            whole.remove("");
        }
        known.ordinary = ordinary;
        known
    }

    /// Whether there is a word in a text that means nothing to the program, and may be anything.
    fn has_other_words(&self, text: &str) -> bool {
        words(text).any(|(_, word)| is_word(word) && !self.ordinary.contains(&fold(word)))
    }

    /// Whether a text is somebody's name or number.
    fn is_whole(&self, text: &str) -> bool {
        self.whole.contains(&fold(text))
    }

    /// The text without words that tell who somebody is.
    fn without<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let told = |word: &str| self.words.contains(&fold(word));
        let Some(_) = words(text).find(|(_, word)| told(word)) else {
            return Cow::Borrowed(text);
        };
        let mut clean = String::new();
        let mut done = 0;
        for (at, word) in words(text).filter(|(_, word)| told(word)) {
            clean.push_str(&text[done..at]);
            clean.push_str(if word.chars().any(char::is_alphabetic) { NAME } else { NUMBER });
            done = at + word.len();
        }
        clean.push_str(&text[done..]);
        Cow::Owned(clean)
    }

    /// The text without words of names; all of it left out when it is a name or number as a whole.
    fn told(&self, text: &str) -> Option<String> {
        if text.is_empty() {
            None
        } else if self.is_whole(text) && !text.chars().any(char::is_alphabetic) {
            // A short number is that of somebody, and of many other things.
            (text.chars().count() >= SHORTEST_NUMBER).then(|| NUMBER.to_owned())
        } else if self.is_whole(text) {
            Some(NAME.to_owned())
        } else {
            match self.without(text) {
                Cow::Borrowed(_) => None,
                Cow::Owned(clean) => Some(clean),
            }
        }
    }
}

/// Whether a number may be a year: those stand in every date.
fn is_year(number: &str) -> bool {
    number.parse::<u32>().is_ok_and(|number| (1900..2100).contains(&number))
}

fn is_number(field: Field) -> bool {
    field.kind() == FieldKind::Number
}

/// Whether it has letters enough to be a word that says something.
fn is_word(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() >= SHORTEST_WORD
}

/// The words in a text, and where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let all = text.split(|c: char| !c.is_alphanumeric());
    all.filter(|word| !word.is_empty()).map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// The groups with a name of somebody in theirs, and what those are called.
fn group_names(staff: &Staff, known: &Known) -> HashMap<String, String> {
    let mut names = HashMap::new();
    for (at, group) in (1u32..).zip(&staff.groups) {
        let name = staff.text(group.name);
        if known.told(name).is_some() {
            names.entry(name.to_owned()).or_insert_with(|| format!("groep {at}"));
        }
    }
    names
}

/// What goes over an assessment.
struct Mask<'a> {
    original: &'a Assessment,
    known: &'a Known,
    groups: &'a HashMap<String, String>,
    numbers: &'a [u32],
    /// By record.
    people: HashMap<u32, u32>,
}

impl Mask<'_> {
    /// The sample, in order of running numbers: the order of drawing follows from the personnel numbers.
    fn sample(&self) -> Option<Sample> {
        let mut sample = self.original.sample.clone()?;
        sample.drawn.sort_by_key(|drawn| (drawn.layer, self.numbers[drawn.person as usize]));
        Some(sample)
    }

    fn assessment(&self) -> Assessment {
        let original = self.original;
        let mut judgement = original.judgement.clone();
        for (_, detail) in judgement.findings.iter_mut().flat_map(|finding| finding.facts.iter_mut()) {
            match detail {
                Detail::Name(name) => *name = NAME.into(),
                Detail::Text(text) => {
                    if let Some(clean) = self.pieces(text) {
                        *text = clean.into();
                    }
                }
                Detail::Date(_) | Detail::Count(_) | Detail::People(_) => {}
            }
        }
        let mut settings = original.settings.clone();
        for value in settings.given.values_mut() {
            *value = self.known.told(value).unwrap_or_else(|| std::mem::take(value));
        }
        let provider = settings.provider.as_ref().map_or_else(|| "aanbieder".to_owned(), |name| self.clean(name));
        settings.provider = Some(provider.clone());
        Assessment {
            reference_date: original.reference_date,
            provider,
            rules: original.rules.clone(),
            lexicon: Arc::clone(&original.lexicon),
            settings,
            inputs: (1usize..)
                .zip(&original.inputs)
                .map(|(number, input)| self.input("bestand", number, input))
                .collect(),
            registers: (1usize..)
                .zip(&original.registers)
                .map(|(number, input)| self.input("uittreksel", number, input))
                .collect(),
            staff: self.staff(),
            judgement,
            rows_left_out: original.rows_left_out.clone(),
            withheld: original.withheld.clone(),
            expectations: self.expectations(),
            // Who decided what is typed by people, and their keys are made with names.
            earlier: Earlier::default(),
            rule_files: original.rule_files.clone(),
            column_map: original.column_map.clone(),
            sample: self.sample(),
            reading_problems: Vec::new(),
        }
    }

    fn clean(&self, text: &str) -> String {
        self.known.told(text).unwrap_or_else(|| text.to_owned())
    }

    /// A list of names, numbers or other values, piece by piece; None when nothing in it tells who somebody is.
    fn pieces(&self, text: &str) -> Option<String> {
        if self.known.is_whole(text) {
            return self.known.told(text);
        }
        let clean: Vec<String> = text.split(", ").map(|piece| self.clean(piece)).collect();
        let clean = clean.join(", ");
        (clean != text).then_some(clean)
    }

    /// A file under a number: its own name may be anybody's. No hash of it either: with all but the names before them, people
    /// could hold their guesses against it.
    fn input(&self, kind: &str, number: usize, input: &InputReport) -> InputReport {
        let mut shown = input.clone();
        let stem = super::stem(&input.file);
        let extension = input.file.rsplit_once('.').map_or("", |(_, extension)| extension);
        let extension = if extension.chars().all(|c| c.is_ascii_alphanumeric()) { extension } else { "" };
        shown.file = format!("{kind} {number}.{extension}");
        shown.sha256 = String::new();
        for (at, sheet) in (1u32..).zip(&mut shown.sheets) {
            let is_read = sheet.tables.iter().any(|table| table.role.is_some_and(|role| role != Role::Roster));
            if !sheet.own && (!is_read || sheet.name == stem || self.known.told(&sheet.name).is_some()) {
                sheet.name = format!("Blad {at}");
            }
            sheet.corner = sheet.corner.as_ref().map(|_| TEXT.to_owned());
            for table in &mut sheet.tables {
                table.title = None;
                // On a roster, or on a sheet that was not understood, names may be headings.
                if table.role.is_none_or(|role| role == Role::Roster) {
                    table.columns.clear();
                }
                for column in &mut table.columns {
                    column.header = self.clean(&column.header);
                    if let Use::Field { title: Some(title), .. } = &mut column.used {
                        *title = self.clean(title);
                    }
                }
            }
        }
        shown
    }

    /// What an inspector noted. Opinions are of a closed set; what else stands there is a text of the framework, or one of theirs.
    fn expectations(&self) -> Expectations {
        let mut expectations = self.original.expectations.clone();
        for noted in &mut expectations.noted {
            for text in [&mut noted.text, &mut noted.theme, &mut noted.typed] {
                *text = self.clean(text);
            }
        }
        expectations
    }

    fn staff(&self) -> Staff {
        let mut staff = self.original.staff.clone();
        let kept = staff
            .groups
            .iter()
            .flat_map(|group| [group.name, group.location])
            .filter(|id| self.group(self.original.staff.text(*id)).is_none());
        staff.records =
            self.original.staff.records.reworded(kept, |records, record, fact| self.fact(records, record, fact));
        for (person, number) in staff.people.iter_mut().zip(self.numbers) {
            person.key = staff.records.texts.intern(&number.to_string());
            person.name = staff.records.texts.intern(&called(*number));
        }
        for group in &mut staff.groups {
            for id in [&mut group.name, &mut group.location] {
                if let Some(name) = self.group(self.original.staff.text(*id)) {
                    *id = staff.records.texts.intern(&name);
                }
            }
        }
        staff.problems.clear();
        staff
    }

    /// Another name for a group, when its own tells who somebody is.
    fn group(&self, name: &str) -> Option<String> {
        self.groups.get(name).cloned().or_else(|| self.known.told(name))
    }

    /// What stands in a cell instead; None when it may stay.
    fn fact(&self, records: &Records, record: u32, fact: &Fact) -> Option<String> {
        let lexicon = &self.original.lexicon;
        let shown = records.shown(fact);
        let number = self.people.get(&record).map(|person| self.numbers[*person as usize]);
        if fact.reading == Reading::Placeholder || shown.is_empty() {
            return None;
        }
        let has_words = || words(&shown).any(|(_, word)| is_word(word));
        match fact.field {
            Field::PersonnelNumber => Some(number.map_or_else(|| NUMBER.to_owned(), |number| number.to_string())),
            Field::Name | Field::LastName => Some(number.map_or_else(|| NAME.to_owned(), called)),
            Field::ExemptionDecidedBy if fact.reading != Reading::Text && !self.known.has_other_words(&shown) => None,
            Field::FirstName | Field::Infix | Field::ExemptionDecidedBy => Some(NAME.to_owned()),
            // What was found under a heading that is not understood may go on about anybody.
            Field::RegistrationTakenAway | Field::VogStatus | Field::RegistrationKind
                if self.known.has_other_words(&shown) =>
            {
                Some(TEXT.to_owned())
            }
            Field::RegistrationDetail | Field::VogDetail | Field::TrainingDetail if fact.reading != Reading::Text => {
                self.known.told(&shown)
            }
            // What stands in a column without a heading may be anything.
            Field::SkjNumber
            | Field::BigNumber
            | Field::RegistrationNumber
            | Field::RegistrationDetail
            | Field::VogDetail
            | Field::TrainingDetail => {
                // It leads to a name in a public register. How long it is tells what is the matter with it.
                let digits = shown.chars().filter(char::is_ascii_digit).count();
                match fact.reading {
                    _ if digits == 1 => Some("(nummer: 1 cijfer)".to_owned()),
                    _ if digits > 0 => Some(format!("(nummer: {digits} cijfers)")),
                    Reading::Text | Reading::Unreadable(_) if has_words() => Some(TEXT.to_owned()),
                    _ => self.known.told(&shown),
                }
            }
            Field::ExemptionReason | Field::ExemptionGround | Field::Substantiation | Field::Remark => {
                has_words().then(|| TEXT.to_owned())
            }
            Field::Function => {
                let contract = records.text_of(record, Field::Contract).unwrap_or("");
                let is_known = lexicon.function_class(&shown, contract) != FunctionClass::Onbekend;
                if is_known { self.known.told(&shown) } else { Some(TEXT.to_owned()) }
            }
            Field::Group | Field::Location => self.group(&shown),
            // A mentor's column may name the mentor, or the child.
            Field::Mentor if !matches!(fact.reading, Reading::Yes | Reading::No) => Some(TEXT.to_owned()),
            _ if fact.reading.is_unreadable() && has_words() => Some(TEXT.to_owned()),
            _ => self.known.told(&shown),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(names: &[&str], numbers: &[&str]) -> Known {
        let mut known = Known { words: HashSet::new(), whole: HashSet::new(), ordinary: HashSet::new() };
        for name in names {
            known.whole.insert(fold(name));
            known.words.extend(words(name).map(|(_, word)| fold(word)).filter(|word| word.len() >= SHORTEST_WORD));
        }
        known.words.extend(numbers.iter().map(|number| (*number).to_owned()));
        known.whole.extend(numbers.iter().map(|number| (*number).to_owned()));
        known
    }

    #[test]
    fn words_of_names_are_found_however_they_are_written() {
        let known = known(&["Zoë Bakker-Smit", "Jo"], &["100234"]);
        for (text, clean) in [
            ("Team ZOE", "Team (naam)"),
            ("team zoë/bakker", "team (naam)/(naam)"),
            ("vervangt B. Smit (100234)", "vervangt B. (naam) ((nummer))"),
            ("Jo", "(naam)"),
            ("100234", "(nummer)"),
        ] {
            assert_eq!(known.told(text).as_deref(), Some(clean), "{text}");
        }
        for text in ["Bakkerij", "Kube", "Zetten", "10023", ""] {
            assert_eq!(known.told(text), None, "{text}");
        }
    }

    #[test]
    fn running_numbers_are_each_given_once_and_hang_on_the_bytes() {
        let numbers = |bytes: &[u8]| running_numbers(40, [bytes].into_iter());
        let mut sorted = numbers(b"een");
        assert_eq!(sorted, numbers(b"een"));
        assert_ne!(sorted, numbers(b"eeN"));
        assert!(!sorted.is_sorted());
        sorted.sort_unstable();
        assert!(sorted.into_iter().eq(1..=40));
    }
}
