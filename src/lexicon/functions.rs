//! Which class a function title belongs to.

use hashbrown::HashMap;

use super::pattern::{Canon, Pattern, any};
use super::source::{LexiconError, Source, Table};
use crate::finding::FunctionClass;

struct Class {
    name: FunctionClass,
    main_title: Option<Box<str>>,
    patterns: Vec<Pattern>,
    contracts: Vec<Pattern>,
    /// Contracts that name such a form and say that it is not, or no longer, that.
    contracts_not: Vec<Pattern>,
    contracts_without_function: Vec<Pattern>,
}

pub(super) struct Functions {
    canon: Canon,
    titles: HashMap<String, FunctionClass>,
    classes: Vec<Class>,
    /// What makes a function one of earlier, of later, or of nobody.
    not_now: Vec<Pattern>,
}

impl Functions {
    pub fn read(source: Source<'_>) -> Result<Self, LexiconError> {
        let tables = source.parse()?;
        let root = Table::root(source, &tables);
        root.only(&["same", "ignore", "heads", "tails", "not_now", "class"])?;
        let canon = Canon::read(root)?;
        let mut titles = HashMap::with_capacity(512);
        let mut classes = Vec::new();
        for table in root.array("class")? {
            table.only(&["name", "titles", "patterns", "contracts", "contracts_not", "contracts_without_function"])?;
            let name = table.text("name")?;
            let Some(class) = FunctionClass::ALL.iter().copied().find(|class| class.name() == name.text) else {
                return Err(table.fault_at(name.at, format!("De functieklasse `{}` bestaat niet.", name.text)));
            };
            let listed = table.list("titles")?;
            let main_title = listed.first().map(|entry| entry.text.into());
            for entry in listed {
                let key = canon.canonical(entry.text);
                if titles.insert(key, class).is_some_and(|old| old != class) {
                    let message = format!("De functie `{}` staat al in een andere klasse.", entry.text);
                    return Err(table.fault_at(entry.at, message));
                }
            }
            classes.push(Class {
                name: class,
                main_title,
                patterns: Pattern::list(table, "patterns", &canon)?,
                contracts: Pattern::list(table, "contracts", &canon)?,
                contracts_not: Pattern::list(table, "contracts_not", &canon)?,
                contracts_without_function: Pattern::list(table, "contracts_without_function", &canon)?,
            });
        }
        let not_now = Pattern::list(root, "not_now", &canon)?;
        Ok(Functions { canon, titles, classes, not_now })
    }

    pub fn main_title(&self, class: FunctionClass) -> Option<&str> {
        self.classes.iter().filter(|known| known.name == class).find_map(|known| known.main_title.as_deref())
    }

    pub fn class(&self, title: &str, contract: &str) -> FunctionClass {
        let contract = self.canon.canonical(contract);
        let contract: Vec<&str> = contract.split(' ').collect();
        let decides = |class: &&Class| any(&class.contracts, &contract) && !any(&class.contracts_not, &contract);
        if let Some(class) = self.classes.iter().find(decides) {
            return class.name;
        }
        match self.of_title(title) {
            FunctionClass::Onbekend => self
                .classes
                .iter()
                .find(|class| any(&class.contracts_without_function, &contract))
                .map_or(FunctionClass::Onbekend, |class| class.name),
            class => class,
        }
    }

    /// The class of a title of one or more parts: "pm / mentor". Support beside other work does not weigh, nor does a
    /// part that nobody knows. A pm who is something else too is a question: whichever class is taken, somebody could
    /// be counted who is not on the group, or be left out who is.
    fn of_title(&self, title: &str) -> FunctionClass {
        // "Pedagogisch medewerker?" asks, and "pm -> gw" tells of two times.
        if title.contains(['?', '→', '>']) {
            return FunctionClass::Onbekend;
        }
        // The stroke of "t/m" parts no functions.
        let title = &*title.to_lowercase().replace("t/m", "tm");
        let whole = self.of_part(title);
        let listed = self.titles.contains_key(self.canon.canonical(title).as_str());
        // "Pedagogisch medewerker, vacature" is no pm, whatever its other part says.
        let other_time = || any(&self.not_now, &self.canon.canonical(title).split(' ').collect::<Vec<_>>());
        if whole == Some(FunctionClass::Onbekend) && other_time() {
            return FunctionClass::Onbekend;
        }
        let parts = || title.split(['/', '+', ';', '&', ',', '\n']).flat_map(|part| part.split(" en "));
        if listed || parts().nth(1).is_none() {
            return whole.unwrap_or(FunctionClass::Onbekend);
        }
        let mut classes: Vec<FunctionClass> = parts()
            .filter_map(|part| self.of_part(part))
            .filter(|class| !matches!(class, FunctionClass::Onbekend | FunctionClass::Ondersteunend))
            .collect();
        classes.dedup();
        let holds = |class: FunctionClass| classes.contains(&class);
        if holds(FunctionClass::Stagiair) {
            return FunctionClass::Stagiair;
        }
        if holds(FunctionClass::Pm) && classes.iter().any(|class| *class != FunctionClass::Pm) {
            return FunctionClass::Onbekend;
        }
        // Care weighs before the rest, so that nobody drops out of 5.2.2; among care the order of the file decides.
        let first = |care: bool| {
            self.classes.iter().map(|class| class.name).find(|class| class.is_care() == care && holds(*class))
        };
        first(true).or_else(|| first(false)).or(whole).unwrap_or(FunctionClass::Onbekend)
    }

    fn of_part(&self, title: &str) -> Option<FunctionClass> {
        let canonical = self.canon.canonical(title);
        if canonical.is_empty() {
            return None;
        }
        if let Some(class) = self.titles.get(canonical.as_str()) {
            return Some(*class);
        }
        let words: Vec<&str> = canonical.split(' ').collect();
        let unknown = |class: &Class| class.name == FunctionClass::Onbekend && any(&self.not_now, &words);
        self.classes.iter().find(|class| unknown(class) || any(&class.patterns, &words)).map(|class| class.name)
    }
}
