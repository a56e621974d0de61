//! What words mean: headings, sheet names, function titles, training titles and the words in cells. The lists are data
//! (`rules/lexicon/`); texts are compared folded and in canonical words, never by likeness.

mod certificate;
mod contract;
mod employment;
mod functions;
mod group_names;
mod headings;
mod hints;
mod kinds;
mod mark;
mod opinions;
mod participants;
mod parts;
mod pattern;
mod period;
mod shares;
mod sheets;
mod source;
mod trainings;
mod versions;
mod words;

pub use contract::ContractEnd;
pub use headings::{Field, FieldKind, Heading};
pub use hints::Hint;
pub use kinds::Kind;
pub use opinions::Opinion;
pub use parts::TrainingParts;
pub use period::{Period, YearIs};
pub use sheets::Role;
pub use source::LexiconError;
pub use trainings::{TrainingPart, TrainingTitle};
pub use versions::{Moment, NamedTime, NamedVersion};
pub use words::{BehindGroup, Word};

use functions::Functions;
use headings::Headings;
use sheets::Sheets;
use source::{Source, Table};
use trainings::Trainings;
use words::Words;

use crate::amount::Share;
use crate::calendar::Date;
use crate::finding::FunctionClass;

/// The word lists, loaded and checked.
pub struct Lexicon {
    headings: Headings,
    sheets: Sheets,
    functions: Functions,
    trainings: Trainings,
    words: Words,
}

impl Lexicon {
    /// Loads the lists. `file` gives the text of a file by its path below `rules/`: `lexicon/fields.toml`.
    ///
    /// # Errors
    /// A file that is missing or is no TOML, an unknown key, an empty list, a heading, title or word on two lists, or a
    /// pattern that cannot be read; always with file and, where there is one, line.
    pub fn load<'a>(file: impl Fn(&str) -> Option<&'a str>) -> Result<Self, LexiconError> {
        let open = |name: &'static str| Source::open(name, &file);
        let sheets = open("lexicon/sheets.toml")?;
        let sheet_tables = sheets.parse()?;
        let sheet_root = Table::root(sheets, &sheet_tables);
        Ok(Lexicon {
            sheets: Sheets::read(sheet_root)?,
            headings: Headings::read(
                open("lexicon/headings.toml")?,
                open("lexicon/fields.toml")?,
                open("lexicon/withheld.toml")?,
                sheet_root,
            )?,
            functions: Functions::read(open("lexicon/functions.toml")?)?,
            trainings: Trainings::read(open("lexicon/trainings.toml")?)?,
            words: Words::read(open("lexicon/words.toml")?)?,
        })
    }

    /// What a column heading means: by its meaning, not its spelling or word order.
    pub fn heading(&self, text: &str) -> Heading<'_> {
        self.headings.heading(text, &self.trainings)
    }

    /// Whether the words of a heading, a title or the name of a sheet hint at something.
    pub fn hints(&self, hint: Hint, text: &str) -> bool {
        self.headings.hints(hint, text)
    }

    /// The first heading in the list of a field: the one to ask for it with.
    pub fn main_heading(&self, field: Field) -> &str {
        self.headings.main(field)
    }

    /// The first title in the list of a class; nothing for a class that is known by patterns only.
    pub fn main_title(&self, class: FunctionClass) -> Option<&str> {
        self.functions.main_title(class)
    }

    /// What a heading means on a sheet of a known role, where a bare "Datum", "Naam" or "Einddatum" says enough.
    pub fn heading_on(&self, role: Role, text: &str) -> Heading<'_> {
        self.headings.heading_on(role, text, &self.trainings)
    }

    /// The word for a second line that says little by itself: "Van" below "Dienstverband" is "vanaf".
    pub fn under<'t>(&'t self, text: &'t str) -> &'t str {
        self.headings.under(text)
    }

    /// The field whose headings look most like this text, to suggest; nothing is decided by it.
    pub fn suggest(&self, text: &str) -> Option<Field> {
        self.headings.suggest(text)
    }

    /// What a sheet's name says about its role.
    pub fn role_hint(&self, sheet_name: &str) -> Option<Role> {
        self.sheets.role_hint(sheet_name)
    }

    /// The time that the name of a sheet or file says that it is of: "2025", "Q1 2026", "per 1-1-2026".
    pub fn time_in_name(&self, name: &str, today: Date) -> Option<NamedTime> {
        self.sheets.versions.time_in(name, today)
    }

    /// The version that the name of a sheet or file says that it is: "oud", "(2)", "v1", "def".
    pub fn version_in_name(&self, name: &str) -> NamedVersion {
        self.sheets.versions.version_in(name)
    }

    /// Whether a word in the name of a sheet or file says no more than that it is a list of staff: "lijst", "personeel", "Blad1".
    pub fn is_general_name(&self, word: &str) -> bool {
        let of_staff = || self.role_hint(word) == Some(Role::Staff) && !word.bytes().any(|b| b.is_ascii_digit());
        self.sheets.versions.is_general(word) || of_staff()
    }

    /// A heading in canonical words without order and without what numbers it: equal for "Groep" and "2e groep".
    pub fn unnumbered(&self, text: &str) -> String {
        self.headings.unnumbered(text)
    }

    /// The name of a group without the word for a group before it: "De Linde" of "Leefgroep De Linde".
    pub fn without_group_word<'t>(&self, name: &'t str) -> Option<&'t str> {
        self.words.without_group_word(name)
    }

    /// A name of a group, folded and without the article before it: "De Boei" and "boei" are one group.
    pub fn group_key(&self, name: &str) -> String {
        self.words.group_key(name)
    }

    /// The names in one cell of a list of trainings.
    pub fn names_in(&self, text: &str) -> Vec<String> {
        self.words.participants.names(text)
    }

    /// Whether a text in the place of a name stands for everybody, or for everybody of the group that it names.
    pub fn is_everybody(&self, text: &str) -> bool {
        self.words.participants.is_everybody(text)
    }

    /// Whether a folded word is an article.
    pub fn is_article(&self, word: &str) -> bool {
        self.words.is_article(word)
    }

    /// Whether somebody left, says a status of employment; nothing when the text is no such status.
    pub fn has_left(&self, text: &str) -> Option<bool> {
        self.words.employment.has_left(text)
    }

    /// Whether it may stand under a heading that is not understood which part of the posts on a row belongs to the group on it:
    /// "Verdeling %", "Inzetpercentage".
    pub fn may_share_work(&self, heading: &str) -> bool {
        self.headings.may_share_work(heading)
    }

    /// Whether a heading is that of a last day, and says no more: "Tot", "t/m".
    pub fn is_bare_end(&self, heading: &str) -> bool {
        self.headings.is_bare_end(heading)
    }

    /// Whether a heading says that a number stands below it, and not of what: "Nr.".
    pub fn is_bare_number(&self, heading: &str) -> bool {
        self.headings.is_bare_number(heading)
    }

    /// The same in a column that is about that: "Beëindigd", "Historisch".
    pub fn status_says_left(&self, text: &str) -> Option<bool> {
        self.words.employment.status_says_left(text)
    }

    /// Whether a name, or what stands in brackets behind it, says that whoever has it left: "Bo Bakker (weg per 1-4)".
    pub fn name_says_left(&self, name: &str) -> bool {
        self.words.employment.name_says_left(name)
    }

    /// Whether a status of employment may stand under a heading: "Dienststatus".
    pub fn may_tell_employment(&self, heading: &str) -> bool {
        self.words.employment.may_tell_employment(heading)
    }

    /// The same, where it is the status of a registration on a list of those: "Actief".
    pub fn may_tell_registration(&self, heading: &str) -> bool {
        self.words.employment.may_tell_registration(heading)
    }

    /// Whether something about a registration or VOG itself may stand under a heading that is not understood.
    pub fn may_be_about_registration(&self, heading: &str) -> bool {
        self.headings.may_be_about_registration(heading)
    }

    /// Whether a heading is about a contract: "Einddatum contract".
    pub fn is_about_contract(&self, heading: &str) -> bool {
        self.headings.is_about_contract(heading)
    }

    /// Whether a heading is about how long something lasts: "Contract verlengd tot".
    pub fn is_about_term(&self, heading: &str) -> bool {
        self.headings.is_about_term(heading)
    }

    /// Whether a training of the people may stand under a heading that is not understood: "Training LB".
    pub fn may_be_about_training(&self, heading: &str) -> bool {
        self.headings.may_be_about_training(heading)
    }

    /// Whether a heading only says something together with the column to its left: "Geldig tot".
    pub fn is_bare(&self, text: &str) -> bool {
        self.headings.is_bare(text)
    }

    /// Whether a heading is that of a beginning or an end, and does not say of what: "Einddatum".
    pub fn is_period(&self, heading: &str) -> bool {
        self.headings.is_period(heading)
    }

    /// Whether a heading is about the repetition of a training, and does not say of which: "Herhaling".
    pub fn is_bare_repeat(&self, heading: &str) -> bool {
        self.headings.is_bare_repeat(heading)
    }

    /// What a heading says beside that it is about a plan: "Training loverboys" of "Training loverboys gepland". None where it says
    /// nothing of a plan, or that it is still to happen.
    pub fn without_plan(&self, heading: &str) -> Option<String> {
        if !self.hints(Hint::Plan, heading) || self.hints(Hint::Wish, heading) {
            return None;
        }
        let others: Vec<&str> = heading.split_whitespace().filter(|word| !self.hints(Hint::Plan, word)).collect();
        Some(others.join(" "))
            .filter(|others| others.chars().any(char::is_alphanumeric) && !self.hints(Hint::Plan, others))
    }

    /// Whether what a title or the name of a sheet is about may not have happened yet, or has not: one of both.
    pub fn is_ahead(&self, text: &str) -> bool {
        self.hints(Hint::Plan, text) || self.hints(Hint::Wish, text)
    }

    /// Whether a heading is one that only a roster has: a shift, a begin time, a weekday.
    pub fn is_roster_heading(&self, text: &str) -> bool {
        self.sheets.is_roster_heading(text)
    }

    /// The class of a function title; a contract for trainees decides whatever the title says.
    pub fn function_class(&self, title: &str, contract: &str) -> FunctionClass {
        self.functions.class(title, contract)
    }

    /// What one training title is worth.
    pub fn training(&self, title: &str) -> TrainingTitle {
        self.trainings.title(title).0
    }

    /// Whether a title is about the target group, be it a training that was followed or not: "Congres mensenhandel" is.
    pub fn names_target_group(&self, title: &str) -> bool {
        self.trainings.names_target_group(title)
    }

    /// Whether a heading names a training for the target group where days stand below it, and else perhaps something that asks for
    /// one: "Training loverboys (verplicht)".
    pub fn is_title_if_dated(&self, heading: &str) -> bool {
        self.headings.is_title_if_dated(heading, &self.trainings)
    }

    /// Whether a heading that is not understood may be the title of a training that nobody listed.
    pub fn may_be_unknown_title(&self, heading: &str) -> bool {
        self.headings.may_be_unknown_title(heading)
    }

    /// Whether a paper on a list with a row per paper is a training, and no registration, VOG or diploma: "Training mensenhandel",
    /// "Training gesprekken (SKJ-geaccrediteerd)".
    pub fn is_training_paper(&self, text: &str) -> bool {
        match self.training(text) {
            TrainingTitle::Recognised => true,
            title => {
                (self.registration_kind(text).is_none() || self.words.kinds.is_accredited(text))
                    && (title == TrainingTitle::NoEvidence || self.is_about_learning(text))
            }
        }
    }

    /// Whether a paper is about learning, be it about a registration or a VOG: "E-learning VOG aanvragen".
    pub fn is_about_learning(&self, text: &str) -> bool {
        self.words.kinds.is_about_learning(text)
    }

    /// Whether a text is a registration that counts or a VOG, and nothing else: "SKJ", "VOG NP", "Registratie BIG". "SKJ aanvragen" is
    /// something to do, and "VOG-12" is the number of one.
    pub fn is_registration_paper(&self, text: &str) -> bool {
        let kind = self.registration_kind(text);
        matches!(kind, Some(Kind::Skj | Kind::Big | Kind::SkjOrBig | Kind::Vog)) && self.words.kinds.is_alone(text)
    }

    /// The training titles in one cell.
    pub fn split_titles<'t>(&self, cell: &'t str) -> impl Iterator<Item = &'t str> + use<'t, '_> {
        self.trainings.split_titles(cell)
    }

    /// What the word in a cell means.
    pub fn word(&self, text: &str) -> Word {
        self.words.word(text)
    }

    /// Whether a text begins a row of totals.
    pub fn is_total(&self, text: &str) -> bool {
        self.words.is_total(text)
    }

    /// Whether a text is about the list itself: its source, its maker, its end.
    pub fn is_note(&self, text: &str) -> bool {
        self.words.is_note(text)
    }

    /// Whether a text says that its row is an example of how to fill in the others.
    pub fn is_example(&self, text: &str) -> bool {
        self.words.is_example(text)
    }

    /// Whether a text says nothing else than that its row is an example: sorting may have moved that row anywhere.
    pub fn is_only_example(&self, text: &str) -> bool {
        self.words.is_only_example(text)
    }

    /// Whether the name of a sheet says nothing about what stands on it: "Blad1", "januari".
    pub fn is_sheet_word(&self, text: &str) -> bool {
        self.words.is_sheet_word(text)
    }

    /// The group that a heading between the rows names: "Groep: De Linde" names De Linde, "Flexpool" none.
    pub fn section_group<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.words.section_group(text)
    }

    /// Whether a folded word of a name is a title, such as "mevrouw".
    pub fn is_title(&self, word: &str) -> bool {
        self.words.is_title(word)
    }

    /// Whether a folded word of a name is a tussenvoegsel.
    pub fn is_infix(&self, word: &str) -> bool {
        self.words.is_infix(word)
    }

    /// Whether a text stands for a place that nobody fills.
    pub fn is_vacancy(&self, text: &str) -> bool {
        self.words.is_vacancy(text)
    }

    /// Whether a text in the place of a name stands for people who are not named: "flexpool", "uitzendkracht".
    pub fn is_pool(&self, text: &str) -> bool {
        self.words.is_pool(text)
    }

    /// Whether a text begins as a section heading does: "Groep", "Team", "Locatie".
    pub fn is_section_word(&self, text: &str) -> bool {
        self.words.is_section_word(text)
    }

    /// Whether a heading between the rows tells of the people below it, and nothing of their group: "Zwangerschapsverlof".
    pub fn is_aside_section(&self, text: &str) -> bool {
        self.words.is_aside_section(text)
    }

    /// Whether a heading between the rows, or the name of a sheet, says that these people left or are still to come: "Uit dienst",
    /// "Nog te starten".
    pub fn is_gone_section(&self, text: &str) -> bool {
        self.has_left(text) == Some(true) || self.words.is_gone_section(text)
    }

    /// Whether a text begins a block that explains the list, or tells whom to call: "Legenda", "Afkorting".
    pub fn is_legend(&self, text: &str) -> bool {
        self.words.is_legend(text)
    }

    /// What an inspector's opinion on an expectation is; nothing when it is not understood.
    pub fn opinion(&self, text: &str) -> Option<Opinion> {
        self.words.opinions.of(text)
    }

    /// What stands in brackets behind the name of a group, where it is known to be no part of the name.
    pub fn behind_group(&self, inside: &str) -> Option<BehindGroup> {
        self.words.behind_group(inside)
    }

    /// Whether a text in a group cell says that there is no group: "geen".
    pub fn is_no_group(&self, text: &str) -> bool {
        self.words.is_no_group(text)
    }

    /// Whether a text says that somebody is not registered and gives, apart from that, a reason.
    pub fn is_reason_beside(&self, text: &str) -> bool {
        self.words.is_reason_beside(text)
    }

    /// Whether a text that stands where a reason belongs says that the reason is still to be written.
    pub fn is_no_reason(&self, text: &str) -> bool {
        self.words.is_no_reason(text)
    }

    /// Whether the ground of an exemption (tenzij), or who decided on it, says that it is not, or not yet, decided.
    pub fn is_undecided(&self, text: &str) -> bool {
        self.words.is_undecided(text)
    }

    /// What the text of a contract tells of its end.
    pub fn contract_end(&self, text: &str) -> ContractEnd {
        contract::end_of(&self.words, text)
    }

    /// Whether a contract says that somebody is hired in (inhuur, zzp, uitzend, detachering); nothing when it does not tell.
    pub fn is_hired(&self, text: &str) -> Option<bool> {
        self.words.is_hired(text)
    }

    /// Whether an education is hbo or higher; nothing when it does not tell.
    pub fn is_higher(&self, text: &str) -> Option<bool> {
        self.words.is_higher(text)
    }

    /// Whether a text calls a group specialised; nothing when it says neither, or both.
    pub fn specialised(&self, text: &str) -> Option<bool> {
        self.words.specialised(text)
    }

    /// Whether a text that begins with yes or no says more than that about whether a group is specialised, so that it does not tell.
    pub fn is_specialised_unclear(&self, text: &str, yes: bool) -> bool {
        self.words.is_specialised_unclear(text, yes)
    }

    /// Whether a text says that somebody works solistically; nothing when it says neither, or both.
    pub fn solistic(&self, text: &str) -> Option<bool> {
        self.words.solistic(text)
    }

    /// Whether a text says yes and nothing else.
    pub fn is_only_yes(&self, text: &str) -> bool {
        self.words.is_only_yes(text)
    }

    /// What stands behind the words that say of a date what it is the date of: "t/m 1-3-2029" below "Geldig tot". None where
    /// there are no such words, or the heading asks for another date.
    pub fn behind_date_lead<'t>(&self, field: Field, text: &'t str) -> Option<&'t str> {
        self.words.behind_date_lead(field, text)
    }

    /// What stands before words that add nothing to the date of a VOG: "1-1-2019 (profiel 45)".
    pub fn before_date_tail<'t>(&self, field: Field, text: &'t str) -> Option<&'t str> {
        self.words.before_date_tail(field, text)
    }

    /// Whether a text beside a date only says yes, so that the date is the one that is asked.
    pub fn is_yes_beside_date(&self, text: &str) -> bool {
        self.words.is_yes_beside_date(text)
    }

    /// Whether a text about a training says that it was finished; nothing when that is not understood.
    pub fn certificate(&self, text: &str) -> Option<bool> {
        self.words.certificate(text)
    }

    /// Whether a text says how a training ended, and more than yes or no.
    pub fn is_outcome(&self, text: &str) -> bool {
        self.words.certificate.is_outcome(text)
    }

    /// Whether words beside the date of a training leave it the day on which that was followed: "12-3-2024 (online)".
    pub fn is_clear_beside_training_date(&self, text: &str) -> bool {
        self.words.certificate.is_clear_beside_date(text)
    }

    /// What a heading that names a training is about, and the training without the words that say so.
    pub fn training_part(&self, heading: &str) -> (TrainingPart, String) {
        self.trainings.part(heading)
    }

    /// The parts of a training that a title names: "Training loverboys dag 1".
    pub fn training_parts(&self, title: &str) -> Option<TrainingParts> {
        self.trainings.parts(title)
    }

    /// Whether a heading says which part of a training, and not of which: "Dag 1", "Datum 2e dag".
    pub fn is_bare_part(&self, heading: &str) -> bool {
        self.trainings.is_bare_part(heading)
    }

    /// The share that a text asks: `50%`, "minimaal 50%", "de helft".
    pub fn share(&self, text: &str) -> Option<Share> {
        self.words.shares.of(text)
    }

    /// Which kind of registration a text names; nothing when it names none, or kinds that exclude each other.
    pub fn registration_kind(&self, text: &str) -> Option<Kind> {
        self.words.kinds.of(text)
    }

    /// Whether a text names a kind of registration and another one as well: "SKJ en VOG".
    pub fn names_among_others(&self, text: &str, kind: Kind) -> bool {
        self.words.kinds.names_among_others(text, kind)
    }

    /// Whether a text says that a registration or VOG is not there, no longer there, or not whole: "doorgehaald", "geweigerd".
    pub fn takes_registration(&self, text: &str) -> bool {
        matches!(
            self.word(text),
            Word::Refused
                | Word::Suspended
                | Word::StruckOff
                | Word::Ended
                | Word::Expired
                | Word::Preregistration
                | Word::Conditional
                | Word::Reprimand
        )
    }

    /// Whether what stands as status of a VOG leaves its date of issue certain: "in orde", "digitaal".
    pub fn is_vog_fine(&self, text: &str) -> bool {
        self.words.is_vog_fine(text)
    }

    /// Whether what stands beside a kind of registration leaves open whether there is one now: "SKJ (oud)", "SKJ?", "Cursus VOG".
    pub fn is_doubtful_kind(&self, text: &str) -> bool {
        self.words.kinds.is_doubtful(text)
    }

    /// Whether a status that says yes or registered says nothing beside it that may take it back.
    pub fn is_firm(&self, text: &str) -> bool {
        self.words.is_firm(text)
    }

    /// The first day of the year, quarter or month that is all a reason names: "in 2027", "Q3 2026".
    pub fn reason_date(&self, text: &str) -> Option<Date> {
        self.words.reason_date(text)
    }

    /// The dates in a text about a status, with what they are.
    pub fn period(&self, text: &str) -> Period {
        self.words.period.read_in(text)
    }

    /// The groups that one cell names: parted by `/`, `;`, `+`, a line break or " en ".
    pub fn split_groups<'t>(&self, cell: &'t str) -> Vec<&'t str> {
        group_names::split(cell)
    }
}

#[cfg(test)]
mod tests;
