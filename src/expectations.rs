//! The scorecard of the framework: what an inspector noted on the other expectations, with ours filled in from the file.
//!
//! An opinion that cannot be read, or two that differ, count as niet te beoordelen: neither voldoende nor onvoldoende.

use std::collections::BTreeMap;

use crate::cell::Place;
use crate::finding::{Detail, FactName, Norm, Reason, Verdict, named};
use crate::fold::fold;
use crate::lexicon::{Field, Lexicon, Opinion, Role};
use crate::record::{Reading, Records};
use crate::rules::{RuleOfThumb, ScorecardTerms};
use crate::staff::Problem;

/// The norms of ours that are expectations of the framework. The VOG has no number that is known.
pub const OURS: [Norm; 2] = [Norm::Registered, Norm::Trained];

named! {
    /// What counts for an expectation.
    Standing {
        /// Voldoende.
        Sufficient = "voldoende",
        /// Onvoldoende.
        Insufficient = "onvoldoende",
        /// Tested, and not decided, not readable or contradicted.
        Undecided = "niet te beoordelen",
        /// Not tested: does not count.
        NotTested = "niet getoetst",
        /// Nothing is noted: does not count.
        Open = "niet ingevuld",
    }
}

/// An expectation that an inspector noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// Its number, as `1.1.1`; without one its words tell which it is.
    pub number: Option<String>,
    /// What it is about, as typed; may be empty.
    pub text: String,
    /// Its theme, as typed; may be empty.
    pub theme: String,
    /// What the inspector noted.
    pub standing: Standing,
    /// The opinion as typed.
    pub typed: String,
    /// The cell of the opinion, or of the row where there is none.
    pub cell: Place,
}

/// The lists of expectations in the inputs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expectations {
    /// Whether there is such a list.
    pub listed: bool,
    /// What is noted there, each expectation once, in the order of the rows.
    pub noted: Vec<Noted>,
}

impl Expectations {
    /// Reads the rows of expectations, and says what is the matter with them.
    pub fn read(records: &Records, lexicon: &Lexicon, listed: bool) -> (Expectations, Vec<Problem>) {
        let mut noted: Vec<Noted> = Vec::new();
        let mut problems = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for (index, _) in records.iter().filter(|(_, record)| record.role == Role::Expectations) {
            let mut row = Row { records, index, problems: &mut problems };
            let (one, key) = row.noted(lexicon);
            let earlier = key.as_ref().and_then(|key| known.get(key).copied());
            let Some(earlier) = earlier else {
                if let Some(key) = key {
                    known.insert(key, noted.len());
                }
                noted.push(one);
                continue;
            };
            let first = &mut noted[earlier];
            let name = first.number.as_ref().unwrap_or(&first.text).clone();
            let cells = vec![first.cell, one.cell];
            if first.standing == one.standing {
                row.problem(Reason::SameExpectation, cells, Some(name));
            } else if one.standing != Standing::Open && first.standing != Standing::Open {
                row.problem(Reason::ConflictingExpectation, cells, Some(name));
                first.standing = Standing::Undecided;
            } else {
                row.problem(Reason::SameExpectation, cells, Some(name));
                if first.standing == Standing::Open {
                    (first.standing, first.typed, first.cell) = (one.standing, one.typed, one.cell);
                }
            }
        }
        (Expectations { listed, noted }, problems)
    }

    /// The scorecard, with our verdicts on 5.2.1 and 5.2.2; nothing when there is no list.
    pub fn scorecard(&self, ours: [Verdict; 2], terms: &ScorecardTerms) -> Option<Scorecard> {
        if !self.listed {
            return None;
        }
        let mut entries: Vec<Entry> = self.noted.iter().map(|noted| Entry::of(noted, terms)).collect();
        for (norm, verdict) in OURS.into_iter().zip(ours) {
            let number = norm.name();
            let entry = match entries.iter_mut().find(|entry| entry.number.as_deref() == Some(number)) {
                Some(entry) => entry,
                None => {
                    entries.push(Entry {
                        number: Some(number.to_owned()),
                        text: String::new(),
                        theme: terms.theme_of(number),
                        other_theme: String::new(),
                        standing: Standing::Open,
                        typed: String::new(),
                        cell: None,
                        ours: None,
                        indicated: false,
                    });
                    entries.last_mut().expect("one was just added")
                }
            };
            entry.ours = Some(verdict);
            if entry.standing == Standing::Open {
                entry.indicated = true;
                entry.standing = match verdict {
                    Verdict::Sufficient => Standing::Sufficient,
                    Verdict::Insufficient => Standing::Insufficient,
                    Verdict::Undecided | Verdict::NotApplicable => Standing::Undecided,
                };
            }
        }
        Some(Scorecard::of(entries, terms))
    }
}

/// One row of a list.
struct Row<'r> {
    records: &'r Records,
    index: u32,
    problems: &'r mut Vec<Problem>,
}

impl Row<'_> {
    /// What stands on the row, and what tells it from other expectations.
    fn noted(&mut self, lexicon: &Lexicon) -> (Noted, Option<String>) {
        let place = |field: Field| {
            let fact = self.records.fact(self.index, field)?;
            Some(self.records.place_of(self.index, fact))
        };
        let cell = [Field::Opinion, Field::ExpectationNumber, Field::Expectation].into_iter().find_map(place);
        let cell = cell.unwrap_or_else(|| {
            let column = self.records.facts(self.index).first().map_or(0, |fact| fact.column);
            self.records.record(self.index).place(column)
        });
        let words = self.text(Field::Expectation);
        let numbered = self.text(Field::ExpectationNumber);
        let number = number_in(&numbered.replace(',', ".")).or_else(|| number_in(&words));
        let text = if words.is_empty() && number.is_none() { numbered } else { words };
        let key = number.clone().or_else(|| Some(fold(&text)).filter(|key| !key.is_empty()));
        let opinions = self.opinions(lexicon);
        let (mut standing, typed, cell) = opinions.first().cloned().unwrap_or((Standing::Open, String::new(), cell));
        let others: Vec<Place> = opinions.iter().filter(|other| other.0 != standing).map(|other| other.2).collect();
        if !others.is_empty() {
            standing = Standing::Undecided;
            if key.is_some() {
                let name = number.as_ref().unwrap_or(&text).clone();
                self.problem(Reason::ConflictingExpectation, [vec![cell], others].concat(), Some(name));
            }
        }
        if key.is_none() && standing != Standing::Open {
            self.problem(Reason::NoExpectationValue, vec![cell], None);
        }
        let theme = self.text(Field::ExpectationTheme);
        (Noted { number, text, theme, standing, typed, cell }, key)
    }

    /// What is noted on the row, by column: "Oordeel" and "Hertoets". Those in which nothing stands note nothing.
    fn opinions(&mut self, lexicon: &Lexicon) -> Vec<(Standing, String, Place)> {
        let records = self.records;
        let mut opinions = Vec::new();
        for fact in records.facts_of(self.index, Field::Opinion) {
            let (typed, cell) = (records.shown(fact).trim().to_owned(), records.place_of(self.index, fact));
            let standing = match lexicon.opinion(&typed) {
                Some(Opinion::Sufficient) => Standing::Sufficient,
                Some(Opinion::Insufficient) => Standing::Insufficient,
                Some(Opinion::NotTested) => Standing::NotTested,
                Some(Opinion::Undecided) => Standing::Undecided,
                None if fact.reading == Reading::Placeholder => continue,
                None => {
                    self.problem(Reason::NoOpinionValue, vec![cell], None);
                    Standing::Undecided
                }
            };
            opinions.push((standing, typed, cell));
        }
        opinions
    }

    /// What was typed as words; a date or an error names no expectation.
    fn text(&self, field: Field) -> String {
        let fact = self.records.fact(self.index, field).filter(|fact| {
            !fact.reading.is_unreadable() && !matches!(fact.reading, Reading::Date(_) | Reading::Placeholder)
        });
        fact.map(|fact| self.records.shown(fact).trim().to_owned()).unwrap_or_default()
    }

    fn problem(&mut self, reason: Reason, cells: Vec<Place>, which: Option<String>) {
        let facts = which.map(|which| (FactName::Other, Detail::Text(which.into()))).into_iter().collect();
        self.problems.push(Problem { reason, cells, person: None, group: None, facts });
    }
}

/// The number of an expectation in a text: "Verwachting 5.2.1", "5.2.1. De aanbieder werkt met …".
fn number_in(text: &str) -> Option<String> {
    text.split(|c: char| !c.is_ascii_digit() && c != '.').find_map(|word| {
        let word = word.trim_matches('.');
        let parts: Vec<&str> = word.split('.').collect();
        let plain = parts.iter().all(|part| (1..=2).contains(&part.len()));
        (parts.len() >= 2 && plain).then(|| word.to_owned())
    })
}

/// An expectation on the scorecard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub number: Option<String>,
    /// What it is about, as typed.
    pub text: String,
    /// The place of its theme among those of the framework.
    pub theme: Option<usize>,
    /// The theme as typed, where it is none of those.
    pub other_theme: String,
    /// What counts.
    pub standing: Standing,
    /// The opinion as typed.
    pub typed: String,
    /// The cell of the opinion; none where the list does not name the expectation.
    pub cell: Option<Place>,
    /// Our verdict from the file, for 5.2.1 and 5.2.2.
    pub ours: Option<Verdict>,
    /// Whether it counts as the file indicates, because the inspector noted nothing.
    pub indicated: bool,
}

impl Entry {
    fn of(noted: &Noted, terms: &ScorecardTerms) -> Entry {
        let typed = terms.theme(&noted.theme).filter(|_| !noted.theme.is_empty());
        let theme = typed.or_else(|| terms.theme_of(noted.number.as_deref()?));
        Entry {
            number: noted.number.clone(),
            text: noted.text.clone(),
            theme,
            other_theme: if theme.is_none() { noted.theme.clone() } else { String::new() },
            standing: noted.standing,
            typed: noted.typed.clone(),
            cell: Some(noted.cell),
            ours: None,
            indicated: false,
        }
    }

    /// Our verdict, where the inspector noted another one. The inspector's counts.
    pub fn differs_from(&self) -> Option<Verdict> {
        self.ours.filter(|ours| !self.indicated && ours.name() != self.standing.name())
    }
}

/// How many expectations have which standing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts([u32; Standing::ALL.len()]);

impl Counts {
    fn add(&mut self, standing: Standing) {
        self.0[standing as usize] += 1;
    }

    /// How many have this one.
    pub fn of(&self, standing: Standing) -> u32 {
        self.0[standing as usize]
    }

    /// How many are tested: voldoende, onvoldoende or niet te beoordelen.
    pub fn tested(&self) -> u32 {
        self.of(Standing::Sufficient) + self.of(Standing::Insufficient) + self.of(Standing::Undecided)
    }
}

/// How many expectations are voldoende, and what the rule of thumb says of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    /// Over all.
    pub counts: Counts,
    /// What the rule of thumb says when nothing undecided, and when everything undecided, turns out voldoende. Nothing when
    /// nothing was tested.
    pub rule_of_thumb: Option<[RuleOfThumb; 2]>,
    /// The framework of which exactly as many expectations are tested, by its place in the terms.
    pub framework: Option<usize>,
}

impl Score {
    /// What the rule of thumb says, if that does not depend on what is undecided.
    pub fn certain(&self) -> Option<RuleOfThumb> {
        self.rule_of_thumb.filter(|[low, high]| low == high).map(|[low, _]| low)
    }
}

/// The expectations with what counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scorecard {
    /// Every expectation, in the order of the list; ours that the list does not name at the end.
    pub entries: Vec<Entry>,
    /// Over all.
    pub score: Score,
    /// Counts per theme of the framework, and at the end those without one.
    pub themes: Vec<Counts>,
}

impl Scorecard {
    fn of(entries: Vec<Entry>, terms: &ScorecardTerms) -> Scorecard {
        let mut counts = Counts::default();
        let mut themes = vec![Counts::default(); terms.themes.len() + 1];
        for entry in &entries {
            counts.add(entry.standing);
            themes[entry.theme.unwrap_or(terms.themes.len())].add(entry.standing);
        }
        let (low, tested) = (counts.of(Standing::Sufficient), counts.tested());
        let high = low + counts.of(Standing::Undecided);
        let rule_of_thumb = terms.rule_of_thumb(low, tested).zip(terms.rule_of_thumb(high, tested));
        let score = Score {
            counts,
            rule_of_thumb: rule_of_thumb.map(|(low, high)| [low, high]),
            framework: terms.frameworks.iter().position(|framework| framework.total() == tested),
        };
        Scorecard { entries, score, themes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{RuleFiles, RuleSet};

    fn terms() -> ScorecardTerms {
        let rules = RuleSet::load(&RuleFiles::embedded(), crate::calendar::Date::constant(2017, 10, 1))
            .expect("the embedded rules load");
        rules.scorecard
    }

    fn list(standings: &[(Standing, usize)]) -> Expectations {
        let cell = Place { sheet: 0, position: crate::cell::Position::CORNER };
        let all = standings.iter().flat_map(|(standing, count)| std::iter::repeat_n(*standing, *count));
        let noted = all.enumerate().map(|(at, standing)| Noted {
            number: None,
            text: format!("verwachting {at}"),
            theme: "Veiligheid".to_owned(),
            standing,
            typed: String::new(),
            cell,
        });
        Expectations { listed: true, noted: noted.collect() }
    }

    /// What `count` voldoende, `others` onvoldoende and two of ours give.
    fn outcome(
        sufficient: usize,
        insufficient: usize,
        undecided: usize,
    ) -> (u32, Option<[RuleOfThumb; 2]>, Option<usize>) {
        let list = list(&[
            (Standing::Sufficient, sufficient),
            (Standing::Insufficient, insufficient),
            (Standing::Undecided, undecided),
        ]);
        let card = list.scorecard([Verdict::Sufficient; 2], &terms()).expect("there is a list");
        (card.score.counts.tested(), card.score.rule_of_thumb, card.score.framework)
    }

    #[test]
    fn the_frameworks_have_as_many_expectations_as_the_report_says() {
        assert_eq!(terms().frameworks.iter().map(crate::rules::Framework::total).collect::<Vec<_>>(), [33, 40]);
    }

    #[test]
    fn the_boundaries_of_the_rule_of_thumb_are_exact() {
        use RuleOfThumb::{Between, Heavier, Trust};
        let terms = terms();
        for (tested, sufficient, expected) in [
            (33, 25, Trust),
            (33, 24, Between),
            (33, 22, Between),
            (33, 21, Heavier),
            (40, 31, Trust),
            (40, 30, Between),
            (40, 26, Between),
            (40, 25, Heavier),
            (1, 1, Trust),
            (4, 3, Between),
            (20, 13, Between),
            (1, 0, Heavier),
        ] {
            assert_eq!(terms.rule_of_thumb(sufficient, tested), Some(expected), "{sufficient} of {tested}");
        }
        assert_eq!(terms.rule_of_thumb(0, 0), None);
    }

    #[test]
    fn what_is_undecided_counts_as_neither_and_may_decide() {
        use RuleOfThumb::{Between, Heavier, Trust};
        // Two of ours are voldoende: 22 + 2 of 33 is not more than 75%, 25 would be.
        assert_eq!(outcome(22, 8, 1), (33, Some([Between, Trust]), Some(0)));
        assert_eq!(outcome(23, 7, 1), (33, Some([Trust, Trust]), Some(0)));
        assert_eq!(outcome(19, 0, 19), (40, Some([Heavier, Trust]), Some(1)));
        assert_eq!(outcome(10, 0, 0), (12, Some([Trust, Trust]), None));
    }

    #[test]
    fn ours_are_filled_in_and_give_way_to_the_inspector() {
        let mut list = list(&[]);
        let cell = Place { sheet: 0, position: crate::cell::Position::CORNER };
        let own = |standing, number: &str| Noted {
            number: Some(number.to_owned()),
            text: String::new(),
            theme: String::new(),
            standing,
            typed: String::new(),
            cell,
        };
        list.noted =
            vec![own(Standing::Sufficient, "5.2.1"), own(Standing::Open, "5.2.2"), own(Standing::NotTested, "1.1.1")];
        let card = list.scorecard([Verdict::Insufficient, Verdict::Undecided], &terms()).expect("there is a list");
        assert_eq!(card.entries[0].standing, Standing::Sufficient);
        assert_eq!(card.entries[0].differs_from(), Some(Verdict::Insufficient));
        assert_eq!((card.entries[1].standing, card.entries[1].indicated), (Standing::Undecided, true));
        assert_eq!(card.entries[1].differs_from(), None);
        assert_eq!(card.entries[1].theme, Some(4));
        assert_eq!((card.score.counts.tested(), card.score.counts.of(Standing::NotTested)), (2, 1));
        assert_eq!(Expectations::default().scorecard([Verdict::Sufficient; 2], &terms()), None);
    }

    #[test]
    fn a_number_is_found_where_it_stands() {
        for (text, number) in [
            ("5.2.1", Some("5.2.1")),
            ("Verwachting 5.2.1.", Some("5.2.1")),
            ("5.2.1 De aanbieder werkt met geregistreerde professionals", Some("5.2.1")),
            ("4.3", Some("4.3")),
            ("3", None),
            ("1-2-2017", None),
            ("Toets van 12.10.2017", None),
            ("Leefklimaat", None),
        ] {
            assert_eq!(number_in(text).as_deref(), number, "{text}");
        }
    }

    #[test]
    fn a_theme_is_known_by_its_name_or_number() {
        let terms = terms();
        for (text, theme) in [
            ("Veiligheid", Some(1)),
            ("Thema Veiligheid", Some(1)),
            ("2. Veiligheid", Some(1)),
            ("2", Some(1)),
            ("Clientenpositie", Some(3)),
            ("Bestuurlijke organisatie", Some(4)),
            ("Uitvoering", Some(0)),
            ("Personeel", None),
        ] {
            assert_eq!(terms.theme(text), theme, "{text}");
        }
    }
}
