//! How a rule tests, in words: its kind, whom it looks at, and its parameters.

use crate::calendar;
use crate::rules::{Check, PersonStatus, Rule, RuleSet, Statuses, Subject, Who};

/// The check of a rule and its parameters, a sentence each.
pub fn of(rule: &Rule, set: &RuleSet) -> Vec<String> {
    let mut lines = Vec::new();
    match &rule.check {
        Check::PersonStatus(parameters) => person_status(parameters, set, &mut lines),
        Check::GroupWithout { possible: false } => lines.push("Bevinding: een groep heeft pedagogisch medewerkers, en niemand van hen is geregistreerd of te verifiëren.".to_owned()),
        Check::GroupWithout { possible: true } => lines.push("Bevinding: niemand op een groep is zeker geregistreerd, en één of meer zijn te verifiëren.".to_owned()),
        Check::Substantiation {} => lines.push("Bevinding: niet alle pedagogisch medewerkers van een groep zijn zeker geregistreerd, er is geen onderbouwing voor de groep en niet ieder van hen heeft een eigen reden.".to_owned()),
        Check::Share { subject, setting, agreed, undecided } => {
            lines.push(format!("Bevinding: het aandeel van een groep ({}) ligt onder wat gevraagd is.", topic(*subject)));
            lines.push(format!("Gevraagd: de instelling {setting}{}.", if *agreed { ", of wat bij de groep is afgesproken; dat gaat voor" } else { "" }));
            lines.push(format!("Beslissen de twijfels over het aandeel, dan is het effect: {undecided}."));
        }
        Check::EndsWithin { setting } => lines.push(format!("Bevinding: een registratie die telt, eindigt binnen het aantal maanden van de instelling {setting}.")),
        Check::OlderThan { subject, setting } => {
            lines.push(format!("Bevinding: {} is ouder dan het aantal maanden van de instelling {setting}. Zonder die instelling staat de regel uit.", topic(*subject)));
            lines.push("Is misschien een latere datum bedoeld die niet te lezen of niet ingevuld is, dan is het effect: niet te beoordelen.".to_owned());
        }
        Check::Profile { expected, other } => {
            lines.push(format!("Bevinding: er is een VOG-profiel ingevuld dat niet past. Passend: {}.", expected.join(", ")));
            if !other.is_empty() {
                lines.push(format!("Profielen zonder nummer die niet dat profiel zijn: {}.", other.join(", ")));
            }
        }
        Check::GroupWithoutPm {} => lines.push("Bevinding: een gespecialiseerde groep heeft geen pedagogisch medewerkers, of er is geen enkele groep om te beoordelen.".to_owned()),
        Check::FunctionUnknown {} => lines.push("Bevinding: op een groep die wordt beoordeeld, is een functie leeg of onbekend.".to_owned()),
        Check::GroupMissing {} => lines.push("Bevinding: een medewerker in de zorg, of met een onbekende functie, heeft geen groep.".to_owned()),
        Check::Problem { reasons } => {
            let labels: Vec<&str> = reasons.iter().map(|reason| set.label(*reason)).collect();
            lines.push(format!("Bevinding: {}.", labels.join("; ")));
        }
        Check::Withheld {} => lines.push("Bevinding: het bestand heeft een kolom met persoonsgegevens die hier niet horen. De kolom wordt niet gelezen en niet overgenomen.".to_owned()),
    }
    lines
}

fn person_status(parameters: &PersonStatus, set: &RuleSet, lines: &mut Vec<String>) {
    let who = match parameters.who {
        Who::Pm => "de pedagogisch medewerkers van groepen die worden beoordeeld",
        Who::Care => "de professionals in de zorg van groepen die worden beoordeeld",
        Who::Mentors => "wie in het bestand mentor is",
        Who::Active => "iedereen die op de peildatum in dienst is",
    };
    lines.push(format!("Kijkt naar: {} van {who}.", topic(parameters.subject())));
    let names: Vec<&str> = match &parameters.statuses {
        Statuses::Registration(some) => some.iter().map(|status| status.name()).collect(),
        Statuses::Training(some) => some.iter().map(|status| status.name()).collect(),
        Statuses::Vog(some) => some.iter().map(|status| status.name()).collect(),
    };
    if !names.is_empty() {
        lines.push(format!("Bevinding bij de status: {}.", names.join(", ")));
    }
    if !parameters.reasons.is_empty() {
        let labels: Vec<&str> = parameters.reasons.iter().map(|reason| set.label(*reason)).collect();
        lines.push(format!("Alleen om deze redenen: {}.", labels.join("; ")));
    }
    if let Some(setting) = parameters.signal_when {
        lines.push(format!("Staat de instelling {setting} lager dan 1, dan is een bevinding alleen een signaal."));
    }
    match parameters.subject() {
        Subject::Vog => lines.push(format!(
            "Termijnen: afgegeven in de {} maanden voor de start, voor wie begon vanaf {}; bij solistisch werk niet ouder dan {} jaar.",
            set.vog.months_before_start,
            calendar::shown(set.vog.law_from),
            set.vog.solistic_years
        )),
        Subject::Registration => {
            let counts: Vec<String> = set.registration.big_professions.iter().filter(|profession| profession.counts).map(|profession| format!("{} ({})", profession.name, profession.code)).collect();
            lines.push(format!(
                "Een SKJ-nummer heeft {} cijfers, een BIG-nummer {}. Na de einddatum kan herregistratie nog {} maanden lopen. BIG-beroepen die tellen: {}.",
                set.registration.skj_digits,
                set.registration.big_digits,
                set.registration.renewal_months,
                counts.join(", ")
            ));
        }
        Subject::Training => {}
    }
}

fn topic(subject: Subject) -> &'static str {
    match subject {
        Subject::Registration => "de registratie",
        Subject::Training => "de scholing",
        Subject::Vog => "de VOG",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleFiles;

    #[test]
    fn every_parameter_of_a_rule_is_said() {
        let set = RuleSet::load_all(&RuleFiles::embedded()).expect("the built-in rules");
        let said = |code: &str| {
            let rule = set.rules.iter().find(|rule| rule.code == code).expect("a rule");
            of(rule, &set).join("\n")
        };
        // Contract §3: three months before the start; solistic work at most three years; 9 and 11 digits; six months; profile 45.
        for (code, parts) in [
            ("VOG-02", &["in de 3 maanden voor de start", "1-1-2015"][..]),
            ("VOG-04", &["niet ouder dan 3 jaar"]),
            ("VOG-07", &["Passend: 45"]),
            ("SKJ-06", &["SKJ-nummer heeft 9 cijfers", "een BIG-nummer 11"]),
            ("SKJ-07", &["nog 6 maanden lopen", "orthopedagoog-generalist (31)"]),
            ("SKJ-08", &["instelling warn_months"]),
        ] {
            for part in parts {
                assert!(said(code).contains(part), "{code}: {part} is not in {}", said(code));
            }
        }
        for rule in &set.rules {
            assert!(!of(rule, &set).is_empty(), "{}", rule.code);
        }
    }
}
