//! What a sheet's name says about it, and which headings only a roster has.

use super::pattern::{Canon, Pattern, any, unordered};
use super::source::{LexiconError, Table};
use super::versions::Versions;
use crate::finding::named;

named! {
    /// What a sheet holds.
    Role {
        /// One row a person, or a row per person and group.
        Staff = "staff",
        /// A row per person and training.
        Trainings = "trainings",
        /// A row per person and registration.
        Registrations = "registrations",
        /// A row per group.
        Groups = "groups",
        /// A row per person who works on an exemption.
        Exemptions = "exemptions",
        /// A row per person with when they left, on a list that tells nothing of their work.
        Employment = "employment",
        /// A row per expectation of the framework, with an inspector's opinion.
        Expectations = "expectations",
        /// A row per shift.
        Roster = "roster",
        /// A row per registration in an extract of a register; never a sheet of the provider.
        Register = "register",
    }
}

impl Role {
    /// The role of this name.
    pub fn by_name(name: &str) -> Option<Role> {
        Role::ALL.iter().copied().find(|role| role.name() == name)
    }
}

/// In this order a sheet's name is held against the lists: the words for staff are the least telling.
const ORDER: [Role; 8] = [
    Role::Expectations,
    Role::Roster,
    Role::Trainings,
    Role::Registrations,
    Role::Exemptions,
    Role::Groups,
    Role::Employment,
    Role::Staff,
];

pub(super) struct Sheets {
    canon: Canon,
    names: Vec<(Role, Vec<Pattern>)>,
    roster_headings: Vec<String>,
    roster_patterns: Vec<Pattern>,
    pub versions: Versions,
}

impl Sheets {
    pub fn read(root: Table<'_>) -> Result<Self, LexiconError> {
        let roles = Role::ALL.iter().map(|role| role.name());
        root.only(&roles.chain([Versions::TABLE]).collect::<Vec<_>>())?;
        let canon = Canon::default();
        let mut names = Vec::new();
        for role in ORDER {
            let table = root.table(role.name())?;
            if role == Role::Roster {
                table.only(&["names", "headings", "patterns"])?;
            } else {
                table.only(&["names", "fields"])?;
            }
            table.required("names")?;
            names.push((role, Pattern::list(table, "names", &canon)?));
        }
        let roster = root.table(Role::Roster.name())?;
        let roster_headings =
            roster.required("headings")?.iter().map(|entry| unordered(&canon.canonical(entry.text))).collect();
        let roster_patterns = Pattern::list(roster, "patterns", &canon)?;
        root.table(Role::Register.name())?.only(&["fields"])?;
        let versions = Versions::read(root.table(Versions::TABLE)?)?;
        Ok(Sheets { canon, names, roster_headings, roster_patterns, versions })
    }

    pub fn role_hint(&self, name: &str) -> Option<Role> {
        let canonical = self.canon.canonical(name);
        let words: Vec<&str> = canonical.split(' ').collect();
        self.names.iter().find(|(_, patterns)| any(patterns, &words)).map(|(role, _)| *role)
    }

    pub fn is_roster_heading(&self, text: &str) -> bool {
        let canonical = self.canon.canonical(text);
        let words: Vec<&str> = canonical.split(' ').collect();
        self.roster_headings.contains(&unordered(&canonical)) || any(&self.roster_patterns, &words)
    }
}
