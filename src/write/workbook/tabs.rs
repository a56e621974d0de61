//! The names on the tabs: the user's own as they are, ours beside them.

use std::collections::HashSet;

use crate::assess::{Assessment, EXPLANATION_SHEET, OWN_SHEETS, SAMPLE_SHEET};
use crate::cell::SheetIndex;

/// The most letters that fit on a tab.
const LONGEST: usize = 31;

/// The names on the tabs of one workbook.
pub(super) struct Tabs {
    first: SheetIndex,
    /// Of the user's sheets, in order; none for our own from an earlier run.
    sheets: Vec<Option<String>>,
    own: Vec<String>,
    sample: String,
    explanation: String,
}

impl Tabs {
    /// The tabs of the workbook of an input.
    pub(super) fn of(assessment: &Assessment, which: usize) -> Tabs {
        let input = &assessment.inputs[which];
        let first = input.sheets.first().map_or(0, |sheet| sheet.index);
        let mut taken = HashSet::new();
        let sheets =
            input.sheets.iter().map(|sheet| (!sheet.own).then(|| free(&clean(&sheet.name), &mut taken))).collect();
        let own = OWN_SHEETS.iter().map(|name| free(name, &mut taken)).collect();
        let sample = free(SAMPLE_SHEET, &mut taken);
        let explanation = free(EXPLANATION_SHEET, &mut taken);
        Tabs { first, sheets, own, sample, explanation }
    }

    /// The tab of a sheet of this workbook; none for other files and for our own sheets of an earlier run.
    pub(super) fn of_sheet(&self, sheet: SheetIndex) -> Option<&str> {
        let at = sheet.checked_sub(self.first)?;
        self.sheets.get(usize::from(at))?.as_deref()
    }

    /// The tab of one of our own sheets, by its number in [`OWN_SHEETS`].
    pub(super) fn own(&self, number: usize) -> &str {
        &self.own[number]
    }

    /// The tab of the sheet with the personnel files to open.
    pub(super) fn sample(&self) -> &str {
        &self.sample
    }

    /// The tab of our explanation, in the workbooks without our other sheets.
    pub(super) fn explanation(&self) -> &str {
        &self.explanation
    }
}

/// A name that Excel takes on a tab; names in csv and ods files may be longer or hold other characters.
fn clean(name: &str) -> String {
    let mut clean: String =
        name.chars().map(|c| if c.is_control() || "[]:*?/\\".contains(c) { ' ' } else { c }).collect();
    while clean.encode_utf16().count() > LONGEST {
        clean.pop();
    }
    let clean = clean.trim_matches('\'');
    if clean.trim().is_empty() { "Blad".to_owned() } else { clean.to_owned() }
}

/// The name, or the name with the first number that makes it new.
fn free(name: &str, taken: &mut HashSet<String>) -> String {
    let mut free = name.to_owned();
    let mut number = 1;
    while !taken.insert(free.to_lowercase()) {
        number += 1;
        let suffix = format!(" ({number})");
        let mut start = name.to_owned();
        while start.encode_utf16().count() + suffix.len() > LONGEST {
            start.pop();
        }
        free = start + &suffix;
    }
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_fit_and_new() {
        assert_eq!(clean("Team A/B: [2026]"), "Team A B   2026 ");
        assert_eq!(clean("'"), "Blad");
        assert_eq!(clean(&"é".repeat(40)), "é".repeat(31));
        let mut taken = HashSet::new();
        assert_eq!(free("Personen", &mut taken), "Personen");
        assert_eq!(free("PERSONEN", &mut taken), "PERSONEN (2)");
        assert_eq!(free(&"x".repeat(31), &mut taken), "x".repeat(31));
        assert_eq!(free(&"x".repeat(31), &mut taken), "x".repeat(27) + " (2)");
    }
}
