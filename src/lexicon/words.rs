//! What the word in a cell means: yes, no, not known, requested, a status.

use hashbrown::{HashMap, HashSet};

use super::certificate::Certificate;
use super::employment::Employment;
use super::headings::Field;
use super::kinds::Kinds;
use super::mark::{Answers, Mark, folded, says, yes_and_no};
use super::opinions::Opinions;
use super::participants::Participants;
use super::pattern::{Canon, Pattern, Triggers, any};
use super::period::{PeriodWords, month_of, quarter};
use super::shares::Shares;
use super::source::{LexiconError, Source, Table};
use crate::calendar::{self, Date};
use crate::fold::fold;

/// The meaning of a whole cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Word {
    /// Yes, without more.
    Yes,
    /// No.
    No,
    /// Nothing: empty, a dash, "n.v.t.", "selecteer".
    Placeholder,
    /// Not known.
    Unknown,
    /// Requested and not given.
    Refused,
    /// Requested, not there yet.
    Pending,
    /// Requested again, beside what is there already.
    Renewal,
    /// No end: "onbepaald", 31-12-9999.
    OpenEnd,
    /// Vooraanmelding (2015-2018).
    Preregistration,
    /// Registered.
    Registered,
    /// Conditionally suspended: counts.
    Conditional,
    /// A warning or reprimand: counts.
    Reprimand,
    /// Suspended.
    Suspended,
    /// Struck off.
    StruckOff,
    /// Expired.
    Expired,
    /// Withdrawn, given up, ended.
    Ended,
    /// No measure: says nothing about the registration itself.
    NoMeasure,
    /// None of these: a value, or something not understood.
    Other,
}

/// What in brackets behind the name of a group is no part of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BehindGroup {
    /// It is about the person: "Kube (ziek)".
    Aside,
    /// The person does not work there, not any more, or not yet: "Kube (oud)".
    NotNow,
}

/// The names of the word lists. The patterns are tried in this order: the first that fits wins.
const WORDS: [(&str, Word); 17] = [
    ("conditional", Word::Conditional),
    ("no_measure", Word::NoMeasure),
    ("struck_off", Word::StruckOff),
    ("suspended", Word::Suspended),
    ("ended", Word::Ended),
    ("reprimand", Word::Reprimand),
    ("preregistration", Word::Preregistration),
    ("expired", Word::Expired),
    ("refused", Word::Refused),
    ("renewal", Word::Renewal),
    ("pending", Word::Pending),
    ("unknown", Word::Unknown),
    ("registered", Word::Registered),
    ("open_end", Word::OpenEnd),
    ("placeholder", Word::Placeholder),
    ("no", Word::No),
    ("yes", Word::Yes),
];

pub(super) struct Words {
    /// Folded words.
    exact: HashMap<String, Word>,
    /// Texts of signs only, which fold to nothing.
    signs: HashMap<Box<str>, Word>,
    patterns: Vec<(Word, Vec<Pattern>)>,
    triggers: Triggers,
    /// First words that decide whatever follows: "ja, in bezit".
    leading: HashMap<Box<str>, Word>,
    filler: HashSet<Box<str>>,
    /// Words that may stand beside a firm yes without taking anything from it.
    beside_registered: HashSet<Box<str>>,
    yes_beside_date: Vec<Box<str>>,
    /// Words that deny what stands beside them.
    negations: HashSet<Box<str>>,
    /// Words for yes that do not take back a no: "nee, wel in opleiding".
    weak_yes: HashSet<Box<str>>,
    /// Words that tell that what was asked for was there before.
    again: HashSet<Box<str>>,
    /// What may stand before the date of a VOG, and before an end date; the longest first.
    date_leads: [Vec<Box<str>>; 2],
    /// Words that may stand behind the date of a VOG.
    vog_tails: Vec<Box<str>>,
    total: Mark,
    vacancy: Mark,
    pool: Mark,
    section: Mark,
    no_group: Mark,
    /// What in brackets behind the name of a group is about the person, and what says that the person is not there now.
    group_brackets: [Mark; 2],
    no_reason: Mark,
    no_reason_short: Mark,
    undecided: Mark,
    no_reason_beside: HashSet<Box<str>>,
    no_reason_about: Vec<Box<str>>,
    specialised: [(bool, Mark); 2],
    /// Words beside which a no does not say that a group is not specialised.
    specialised_doubt: Mark,
    hired: Answers,
    higher: Answers,
    pub(super) opinions: Opinions,
    solistic: [(bool, Mark); 2],
    pub(super) certificate: Certificate,
    pub(super) shares: Shares,
    /// Section headings that name no group: a location, a kind of contract.
    other_section: Mark,
    /// Section headings that tell of the people below them, and not of their group: "Zwangerschapsverlof".
    aside_section: Mark,
    /// Section headings above people who left or who are still to come.
    gone_section: Mark,
    /// What says in a heading that the rows of the page before go on.
    continued: Mark,
    legend: Mark,
    note: Mark,
    example: Mark,
    sheet: Mark,
    titles: HashSet<Box<str>>,
    infixes: HashSet<Box<str>>,
    pub(super) period: PeriodWords,
    pub(super) kinds: Kinds,
    /// What changes nothing as status of a VOG.
    vog_fine: Vec<Pattern>,
    pub(super) employment: Employment,
    /// Words before the name of a group that are no part of it.
    group_words: Vec<Box<str>>,
    pub(super) participants: Participants,
    articles: Vec<Box<str>>,
}

impl Words {
    pub fn read(source: Source<'_>) -> Result<Self, LexiconError> {
        let tables = source.parse()?;
        let root = Table::root(source, &tables);
        let mut keys: Vec<&str> = WORDS.iter().map(|(key, _)| *key).collect();
        keys.extend([
            "filler",
            "yes_beside_date",
            "negations",
            "weak_yes",
            "again",
            "no_reason_beside",
            "no_reason_about",
            "total",
            "vacancy",
            "pool",
            "section",
            "no_group",
            "group_brackets",
            "no_reason",
            "no_reason_short",
            "undecided",
        ]);
        keys.extend([
            "note",
            "legend",
            "example",
            "sheet",
            "name",
            "specialised",
            "solistic",
            "certificate",
            "share",
            "period",
        ]);
        keys.extend([
            "employment",
            "group_word",
            "participants",
            "registration_kind",
            "vog_status",
            "hired",
            "higher",
            "opinion",
            "date_lead",
            "date_tail",
        ]);
        root.only(&keys)?;
        let canon = Canon::default();
        let (mut exact, mut signs, mut leading, mut patterns) =
            (HashMap::with_capacity(256), HashMap::new(), HashMap::new(), Vec::new());
        for (key, word) in WORDS {
            let table = root.table(key)?;
            table.only(if word == Word::Registered {
                &["words", "beside"]
            } else {
                &["words", "first", "patterns"]
            })?;
            for entry in table.required("words")? {
                let key = fold(entry.text);
                let old =
                    if key.is_empty() { signs.insert(entry.text.trim().into(), word) } else { exact.insert(key, word) };
                if old.is_some_and(|old| old != word) {
                    return Err(table.fault_at(entry.at, format!("`{}` staat al in een andere lijst.", entry.text)));
                }
            }
            leading.extend(folded(table, "first")?.into_iter().map(|first| (first, word)));
            patterns.push((word, Pattern::list(table, "patterns", &canon)?));
        }
        root.table("section")?.only(&["group", "other", "aside", "gone", "continued"])?;
        let names = root.table("name")?;
        names.only(&["titles", "infixes"])?;
        let vog_status = root.table("vog_status")?;
        vog_status.only(&["fine"])?;
        let date_lead = root.table("date_lead")?;
        date_lead.only(&["vog", "until"])?;
        let leads = |key| {
            let entries = date_lead.required(key)?;
            let mut leads: Vec<Box<str>> = entries.iter().map(|entry| entry.text.to_lowercase().into()).collect();
            leads.sort_by_key(|lead| std::cmp::Reverse(lead.len()));
            Ok(leads)
        };
        let date_tail = root.table("date_tail")?;
        date_tail.only(&["vog"])?;
        let group_word = root.table("group_word")?;
        group_word.only(&["words", "articles"])?;
        let (specialised, solistic) = (root.table("specialised")?, root.table("solistic")?);
        specialised.only(&["yes", "no", "doubt"])?;
        solistic.only(&["yes", "no"])?;
        let group_brackets = root.table("group_brackets")?;
        group_brackets.only(&["aside", "not_now"])?;
        Ok(Words {
            group_words: folded(group_word, "words")?,
            participants: Participants::read(root.table("participants")?)?,
            articles: folded(group_word, "articles")?,
            employment: Employment::read(root.table("employment")?)?,
            triggers: Triggers::of(patterns.iter().flat_map(|(_, patterns)| patterns)),
            filler: folded(root, "filler")?.into_iter().collect(),
            beside_registered: folded(root.table("registered")?, "beside")?.into_iter().collect(),
            date_leads: [leads("vog")?, leads("until")?],
            vog_tails: folded(date_tail, "vog")?,
            yes_beside_date: root
                .required("yes_beside_date")?
                .iter()
                .map(|entry| Some(fold(entry.text)).filter(|yes| !yes.is_empty()).unwrap_or(entry.text.to_owned()))
                .map(String::into_boxed_str)
                .collect(),
            negations: folded(root, "negations")?.into_iter().collect(),
            weak_yes: folded(root, "weak_yes")?.into_iter().collect(),
            again: folded(root, "again")?.into_iter().collect(),
            total: Mark::read(root.table("total")?)?,
            vacancy: Mark::read(root.table("vacancy")?)?,
            pool: Mark::read(root.table("pool")?)?,
            section: Mark::read(root.table("section")?.table("group")?)?,
            other_section: Mark::read(root.table("section")?.table("other")?)?,
            aside_section: Mark::read(root.table("section")?.table("aside")?)?,
            gone_section: Mark::read(root.table("section")?.table("gone")?)?,
            continued: Mark::read(root.table("section")?.table("continued")?)?,
            legend: Mark::read(root.table("legend")?)?,
            note: Mark::read(root.table("note")?)?,
            example: Mark::read(root.table("example")?)?,
            sheet: Mark::read(root.table("sheet")?)?,
            titles: folded(names, "titles")?.into_iter().collect(),
            infixes: folded(names, "infixes")?.into_iter().collect(),
            no_group: Mark::read(root.table("no_group")?)?,
            group_brackets: [
                Mark::read(group_brackets.table("aside")?)?,
                Mark::read(group_brackets.table("not_now")?)?,
            ],
            no_reason: Mark::read(root.table("no_reason")?)?,
            no_reason_short: Mark::read(root.table("no_reason_short")?)?,
            undecided: Mark::read(root.table("undecided")?)?,
            no_reason_beside: folded(root, "no_reason_beside")?.into_iter().collect(),
            no_reason_about: folded(root, "no_reason_about")?.into_iter().collect(),
            specialised: yes_and_no(specialised)?,
            specialised_doubt: Mark::read(specialised.table("doubt")?)?,
            hired: Answers::read(root.table("hired")?)?,
            higher: Answers::read(root.table("higher")?)?,
            opinions: Opinions::read(root.table("opinion")?)?,
            solistic: yes_and_no(solistic)?,
            certificate: Certificate::read(root.table("certificate")?)?,
            shares: Shares::read(root.table("share")?)?,
            period: PeriodWords::read(root.table("period")?)?,
            exact,
            signs,
            patterns,
            leading,
            kinds: Kinds::read(root.table("registration_kind")?)?,
            vog_fine: Pattern::list(vog_status, "fine", &canon)?,
        })
    }

    pub fn word(&self, text: &str) -> Word {
        let text = text.trim();
        if text.is_empty() {
            return Word::Placeholder;
        }
        let folded = fold(text);
        if folded.is_empty() {
            return self.sign(text);
        }
        match self.told_by(&folded) {
            Word::Other => Word::Other,
            // "Ja?" asks, and so does "nee?".
            _ if text.contains('?') => Word::Unknown,
            Word::No | Word::Pending if self.is_taken_back(text, &folded) => Word::Unknown,
            word => word,
        }
    }

    /// Whether a text that says no, or that something was asked for, also tells that it is there: "nee, BIG-geregistreerd", "aangevraagd op
    /// 2-1-2024, afgegeven 5-1-2024", "110001234, aangevraagd", "5-1-2024, opnieuw aangevraagd".
    fn is_taken_back(&self, text: &str, folded: &str) -> bool {
        let words: Vec<&str> = folded.split(' ').collect();
        let has = |list: &HashSet<Box<str>>| words.iter().any(|word| list.contains(*word));
        // "nog niet ontvangen"
        if has(&self.negations) {
            return false;
        }
        let says_yes = |word: &&str| {
            word.len() > 1
                && !self.weak_yes.contains(*word)
                && matches!(self.exact.get(*word), Some(Word::Yes | Word::Registered))
        };
        let is_number = |word: &&str| word.len() >= REGISTRATION_DIGITS && word.bytes().all(|b| b.is_ascii_digit());
        words.iter().any(says_yes) || words.iter().any(is_number) || has(&self.again) && calendar::holds_date(text)
    }

    /// The word that a folded text says.
    fn told_by(&self, folded: &str) -> Word {
        if let Some(word) = self.exact.get(folded) {
            return *word;
        }
        if !folded.bytes().any(|b| b.is_ascii_lowercase()) {
            return Word::Other;
        }
        let words: Vec<&str> = folded.split(' ').collect();
        if self.triggers.fire(folded)
            && let Some((word, _)) = self.patterns.iter().find(|(_, patterns)| any(patterns, &words))
        {
            // "Ja (n.v.t.)" is no way to leave a cell empty. The "v" in it is no yes.
            let says_yes =
                |word: &&str| word.len() > 1 && matches!(self.exact.get(*word), Some(Word::Yes | Word::Registered));
            let contradicts = *word == Word::Placeholder && words.iter().any(says_yes);
            return if contradicts { Word::Unknown } else { *word };
        }
        let told = self.told(&words);
        if told.len() < words.len()
            && let Some(word) = self.exact.get(told.join(" ").as_str())
        {
            return *word;
        }
        if self.firm(&told) == Some(Word::Registered) {
            return Word::Registered;
        }
        self.leading.get(words[0]).copied().unwrap_or(Word::Other)
    }

    /// Without the words and figures that stand around the meaning.
    fn told<'t>(&self, words: &[&'t str]) -> Vec<&'t str> {
        let figures = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
        words.iter().copied().filter(|word| !figures(word) && !self.filler.contains(*word)).collect()
    }

    /// Registered or yes, when every word says so or takes nothing from it. Only a list of what may stand beside it is safe:
    /// there is no end to the words that take a yes back.
    fn firm(&self, told: &[&str]) -> Option<Word> {
        let mut firm = None;
        for word in told {
            match self.exact.get(*word) {
                Some(Word::Registered) => firm = Some(Word::Registered),
                Some(Word::Yes) => firm = firm.or(Some(Word::Yes)),
                _ if self.beside_registered.contains(*word) => {}
                _ => return None,
            }
        }
        firm
    }

    /// Whether a status that says yes or registered says nothing beside it that may take it back.
    pub fn is_firm(&self, text: &str) -> bool {
        if text.contains('?') {
            return false;
        }
        let folded = fold(text);
        let words: Vec<&str> = folded.split(' ').collect();
        let told = self.told(&words);
        let whole = |text: &str| matches!(self.exact.get(text), Some(Word::Yes | Word::Registered));
        folded.is_empty() || whole(&folded) || whole(&told.join(" ")) || self.firm(&told).is_some()
    }

    /// A text without letters or digits. Repeated signs mean what one means.
    fn sign(&self, text: &str) -> Word {
        if let Some(word) = self.signs.get(text) {
            return *word;
        }
        let mut letters = text.chars().filter(|c| !c.is_whitespace());
        let first = letters.next().unwrap_or(' ');
        if letters.all(|letter| letter == first) {
            self.signs.get(first.encode_utf8(&mut [0; 4]) as &str).copied().unwrap_or(Word::Placeholder)
        } else {
            Word::Placeholder
        }
    }

    pub fn is_total(&self, text: &str) -> bool {
        self.total.fits(text)
    }

    pub fn is_vacancy(&self, text: &str) -> bool {
        self.vacancy.fits(text)
    }

    pub fn is_pool(&self, text: &str) -> bool {
        self.pool.fits(text)
    }

    pub fn is_section_word(&self, text: &str) -> bool {
        self.section.fits(text) || self.names_no_group(text)
    }

    fn names_no_group(&self, text: &str) -> bool {
        [&self.other_section, &self.aside_section, &self.gone_section].iter().any(|mark| mark.fits(text))
    }

    pub fn is_aside_section(&self, text: &str) -> bool {
        self.aside_section.fits(text)
    }

    pub fn is_gone_section(&self, text: &str) -> bool {
        self.gone_section.fits(text)
    }

    pub fn is_legend(&self, text: &str) -> bool {
        self.legend.fits(text)
    }

    /// "De Linde" of "Vervolg De Linde" and "De Linde (vervolg)".
    fn without_continued<'t>(&self, text: &'t str) -> &'t str {
        let said = |word: &str| self.continued.is_whole(&fold(word));
        let signs = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | ':' | '-' | '–');
        let first = text.split_once([' ', ':']).filter(|(first, _)| said(first)).map(|(_, rest)| rest);
        let last = text.rsplit_once([' ', '(']).filter(|(_, last)| said(last)).map(|(name, _)| name);
        let name = first.map(|rest| rest.trim_start_matches(signs)).or(last.map(|name| name.trim_end_matches(signs)));
        name.filter(|name| !name.is_empty()).unwrap_or(text)
    }

    pub fn is_note(&self, text: &str) -> bool {
        self.note.fits(text)
    }

    pub fn is_example(&self, text: &str) -> bool {
        self.example.fits(text)
    }

    pub fn is_only_example(&self, text: &str) -> bool {
        self.example.is_whole(&fold(text))
    }

    pub fn is_sheet_word(&self, text: &str) -> bool {
        self.sheet.fits(text)
    }

    pub fn section_group<'t>(&self, text: &'t str) -> Option<&'t str> {
        if self.names_no_group(text) {
            return None;
        }
        let text = self.without_continued(text.trim());
        // "De Linde (4 medewerkers)": how many there are is no part of the name.
        let text = match text.rsplit_once('(') {
            Some((name, count)) if count.bytes().any(|b| b.is_ascii_digit()) && !name.trim().is_empty() => name.trim(),
            _ => text,
        };
        let (first, rest) = text.split_once([' ', ':']).unwrap_or((text, ""));
        let rest = rest.trim_start_matches([':', '-', '–', ' ']).trim();
        let said = self.section.is_first(&fold(first));
        Some(if said && !rest.is_empty() { rest } else { text }).filter(|name| !fold(name).is_empty())
    }

    pub fn is_title(&self, word: &str) -> bool {
        self.titles.contains(word)
    }

    pub fn is_infix(&self, word: &str) -> bool {
        self.infixes.contains(word)
    }

    pub fn is_no_group(&self, text: &str) -> bool {
        self.no_group.fits(text)
    }

    pub fn behind_group(&self, inside: &str) -> Option<BehindGroup> {
        let [aside, not_now] = &self.group_brackets;
        if not_now.fits(inside) { Some(BehindGroup::NotNow) } else { aside.fits(inside).then_some(BehindGroup::Aside) }
    }

    pub fn is_no_reason(&self, text: &str) -> bool {
        let folded = fold(text);
        let beside = |word: &str| word.bytes().all(|b| b.is_ascii_digit()) || self.no_reason_beside.contains(word);
        let told: Vec<&str> = folded.split(' ').filter(|word| !beside(word)).collect();
        self.no_reason.fits(text)
            || !told.is_empty() && self.no_reason.is_whole(&told.join(" "))
            || text.split_whitespace().count() <= SHORT_REASON && self.no_reason_short.fits(text)
    }

    /// Whether the ground of an exemption, or who decided on it, says that it is not decided: "nee", "nog te besluiten".
    pub fn is_undecided(&self, text: &str) -> bool {
        text.contains('?')
            || self.undecided.fits(text)
            || match self.word(text) {
                Word::No | Word::Refused | Word::Unknown => true,
                // "in opleiding" is a ground of sorts; "loopt" is none.
                Word::Pending | Word::Renewal => !text.contains(' '),
                _ => false,
            }
    }

    /// Whether a text says that somebody is not registered and gives, apart from that, a reason: "Eén pm is niet geregistreerd;
    /// er is altijd een geregistreerde collega in huis."
    pub fn is_reason_beside(&self, text: &str) -> bool {
        let about = |folded: &str| self.no_reason_about.iter().any(|words| folded.contains(&**words));
        let (no, other): (Vec<&str>, Vec<&str>) = text.split([';', '.', ':']).partition(|part| about(&fold(part)));
        let says_no = |part: &str| matches!(self.word(part), Word::No | Word::Refused) || self.is_no_reason(part);
        let reason = |part: &&str| part.split_whitespace().count() > SHORT_REASON && !says_no(part);
        !no.is_empty()
            && !self.is_no_reason(text)
            && !other.iter().any(|part| says_no(part))
            && other.iter().any(reason)
    }

    /// The first day of the year, quarter or month that is all a reason names: "in 2027", "Q3 2026".
    pub fn reason_date(&self, text: &str) -> Option<Date> {
        let folded = fold(text);
        let (mut year, mut month) = (None, 1);
        for word in folded.split(' ') {
            let number = word.parse::<i16>().ok().filter(|number| word.len() == 4 && (1900..2100).contains(number));
            if let Some(number) = number {
                if year.replace(number).is_some() {
                    return None;
                }
            } else if let Some(named) = month_of(word) {
                month = named;
            } else if !self.no_reason_beside.contains(word) {
                month = quarter(word)?;
            }
        }
        Date::new(year?, month, 1).ok()
    }

    /// Whether a contract says that somebody is hired in; nothing when it does not tell.
    pub fn is_hired(&self, text: &str) -> Option<bool> {
        self.hired.says(text)
    }

    /// Whether an education is hbo or higher; nothing when it does not tell.
    pub fn is_higher(&self, text: &str) -> Option<bool> {
        self.higher.says(text)
    }

    /// Whether a text calls a group specialised; nothing when it says neither, or both.
    pub fn specialised(&self, text: &str) -> Option<bool> {
        says(&self.specialised, text)
    }

    /// Whether a text that begins with yes or no says more than that about whether a group is specialised, so that it does not tell:
    /// "ja, per 1-1-2027", "nee, wel twee plekken".
    pub fn is_specialised_unclear(&self, text: &str, yes: bool) -> bool {
        match (yes, self.specialised(text)) {
            (true, Some(true)) => false,
            (true, _) => !self.is_only_yes(text),
            (false, says) => says == Some(true) || self.specialised_doubt.fits(text),
        }
    }

    /// Whether a text says that somebody works solistically; nothing when it says neither, or both.
    pub fn solistic(&self, text: &str) -> Option<bool> {
        says(&self.solistic, text)
    }

    /// Whether a text says yes and nothing else.
    pub fn is_only_yes(&self, text: &str) -> bool {
        self.exact.get(&fold(text)) == Some(&Word::Yes) || self.signs.get(text.trim()) == Some(&Word::Yes)
    }

    /// What stands behind the words that say of a date what it is the date of: "t/m 1-3-2029" below "Geldig tot".
    pub fn behind_date_lead<'t>(&self, field: Field, text: &'t str) -> Option<&'t str> {
        let leads = match field {
            Field::VogIssued | Field::VogAtStart => &self.date_leads[0],
            Field::SkjValidUntil | Field::BigValidUntil | Field::RegistrationValidUntil | Field::ExemptionUntil => {
                &self.date_leads[1]
            }
            _ => return None,
        };
        leads.iter().find_map(|lead| {
            let (before, behind) = text.split_at_checked(lead.len())?;
            let apart = !behind.starts_with(char::is_alphabetic);
            (apart && before.to_lowercase() == **lead).then(|| behind.trim_start_matches([' ', ':', '\u{a0}']))
        })
    }

    /// What stands before words that add nothing to the date of a VOG: "1-1-2019 (profiel 45)".
    pub fn before_date_tail<'t>(&self, field: Field, text: &'t str) -> Option<&'t str> {
        if !matches!(field, Field::VogIssued | Field::VogAtStart) {
            return None;
        }
        let is_tail = |word: &str| self.vog_tails.iter().any(|tail| **tail == *fold(word));
        let is_number = |word: &str| word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
        let start =
            text.match_indices(|c: char| c.is_whitespace() || matches!(c, '(' | ',' | ';')).find(|(at, sign)| {
                let mut words =
                    text[at + sign.len()..].split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
                words.next().is_some_and(is_tail) && words.all(|word| is_tail(word) || is_number(word))
            });
        start.map(|(at, _)| text[..at].trim_end_matches(|c: char| !c.is_alphanumeric()))
    }

    /// Whether a text beside a date only says yes, so that the date is the one that is asked. "Ontvangen" is another date.
    pub fn is_yes_beside_date(&self, text: &str) -> bool {
        let text = text.trim();
        let folded = fold(text);
        let text = if folded.is_empty() { text } else { &folded };
        self.yes_beside_date.iter().any(|yes| **yes == *text)
    }

    /// Whether a text about a training says that it was finished; nothing when that is not understood.
    pub fn certificate(&self, text: &str) -> Option<bool> {
        if self.certificate.no.fits(text) {
            return Some(false);
        }
        // Whether less is how far somebody got, or a mark, nobody can tell.
        if text.trim().strip_suffix('%').is_some_and(|number| number.trim() == "100") {
            return Some(true);
        }
        match self.word(text) {
            Word::Yes => Some(true),
            Word::No | Word::Refused | Word::Pending | Word::Renewal => Some(false),
            _ if self.certificate.yes.fits(text) || self.certificate.is_number(text) => Some(true),
            _ => None,
        }
    }

    pub fn without_group_word<'t>(&self, name: &'t str) -> Option<&'t str> {
        let (word, rest) = name.trim().split_once([' ', ':'])?;
        let rest = rest.trim_start_matches([' ', ':', '-']);
        (!rest.is_empty() && self.group_words.iter().any(|known| **known == *fold(word))).then_some(rest)
    }

    /// A name of a group, folded and without the article before it: "De Boei" and "boei" are one group.
    pub fn group_key(&self, name: &str) -> String {
        let folded = fold(name);
        match folded.split_once(' ') {
            Some((first, rest)) if self.is_article(first) => rest.to_owned(),
            _ => folded,
        }
    }

    pub fn is_article(&self, word: &str) -> bool {
        self.articles.iter().any(|article| **article == *word)
    }

    pub fn is_vog_fine(&self, text: &str) -> bool {
        let folded = fold(text);
        let words: Vec<&str> = folded.split(' ').collect();
        // As with a yes: every word must be known to take nothing back. "Kopie" does not, "kopie ontbreekt" does.
        let is_fine = |word: &&str| any(&self.vog_fine, &[*word]) || self.firm(&[*word]).is_some();
        match self.word(text) {
            Word::Placeholder | Word::NoMeasure | Word::Renewal => true,
            // "Verlopen" may be the word for one that was in time at the start; "ongeldig" is not.
            Word::Yes | Word::Registered | Word::Expired | Word::Other => {
                self.is_firm(text) || !text.contains('?') && self.told(&words).iter().all(is_fine)
            }
            _ => false,
        }
    }
}

/// So many digits are a registration's, and no day.
const REGISTRATION_DIGITS: usize = 9;

/// In so few words nobody gives a reason and says beside it that something is still to come.
const SHORT_REASON: usize = 5;
