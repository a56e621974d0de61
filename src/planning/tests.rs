//! The list against all other lists: nothing smaller, and nothing cheaper of the same size, makes the norm voldoende.

use std::fmt::Write as _;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::assess::{Input, Options, assess};
use crate::calendar;
use crate::read::Here;
use crate::rules::Subject;
use crate::settings::Settings;

const STAFF: &str = "Pers.nr;Naam;Functie;Opleiding;Groep;FTE;In dienst;Uit dienst;VOG;SKJ-nummer;SKJ geldig tot;Training mensenhandel;Reden tenzij;Tenzij geldig tot\n";
const GROUPS: &str = "Groep;Gespecialiseerd;Afgesproken aandeel;Onderbouwing;Datum onderbouwing\n";

/// The assessment of a staff list and a list of groups on 15 June 2026.
fn assessed(staff: &str, groups: &str, settings: &str) -> Assessment {
    let input = |name: &str, text: String| Input { name: name.to_owned(), bytes: Arc::from(text.into_bytes()) };
    let mut inputs = vec![input("personeel.csv", format!("{STAFF}{staff}"))];
    if !groups.is_empty() {
        inputs.push(input("groepen.csv", format!("{GROUPS}{groups}")));
    }
    let settings = Settings::parse("toetsklaar.toml", settings).expect("good settings");
    let options = Options { settings, ..Options::on(calendar::parse("15-6-2026").expect("a date")) };
    assess(&inputs, options, &Here).unwrap_or_else(|error| panic!("{error}")).0
}

fn of_norm(assessment: &Assessment, norm: Norm) -> NormPlan {
    plan(assessment).norms.into_iter().find(|plan| plan.norm == norm).expect("the norm is not voldoende")
}

/// The kinds of step and the personnel numbers, as `show-vog 1001`.
fn steps(assessment: &Assessment, norm: Norm) -> Vec<String> {
    let named = |action: &Action| match (action.person, action.group) {
        (Some(person), _) => assessment.staff.text(assessment.staff.people[person as usize].key),
        (_, Some(group)) => assessment.staff.text(assessment.staff.groups[group as usize].name),
        _ => "",
    };
    let plan = of_norm(assessment, norm);
    plan.actions.iter().map(|action| format!("{} {}", action.kind, named(action)).trim().to_owned()).collect()
}

/// A person with everything in order but for these cells.
fn person(number: u32, function: &str, group: &str, rest: &str) -> String {
    format!("{number};P. {number};{function};;{group};1,0;1-3-2024;;1-2-2024;{rest}\n")
}

const PM: &str = "pedagogisch medewerker";
const GOOD: &str = "11000ID;1-1-2029;1-3-2025;;";

fn good(number: u32, group: &str) -> String {
    person(number, PM, group, &GOOD.replace("ID", &number.to_string()))
}

#[test]
fn every_doubt_or_gap_about_a_vog_is_one_step() {
    let mut staff = good(1001, "Kube");
    for (number, start, vog) in
        [(1002, "1-3-2024", ""), (1003, "1-3-2024", "ja"), (1004, "1-3-2024", "1-1-2023"), (1005, "", "1-2-2024")]
    {
        writeln!(staff, "{number};P. {number};kok;;;1,0;{start};;{vog};;;;;").expect("a string takes all");
    }
    let assessment = assessed(&staff, "Kube;ja;;ja;1-1-2026\n", "");
    assert_eq!(
        steps(&assessment, Norm::Vog),
        ["show-vog 1003", "earlier-vog 1004", "start-date 1005", "obtain-vog 1002"],
        "what can be looked up comes first"
    );
    let plan = of_norm(&assessment, Norm::Vog);
    assert_eq!((plan.before, plan.after, plan.smallest), (Verdict::Insufficient, Verdict::Sufficient, true));
    assert_eq!(plan.stuck, []);
}

#[test]
fn a_share_asks_for_no_more_people_than_it_needs() {
    // Six pm, two registered; half is agreed, and there is a substantiation: one more will do, and a doubt is cheapest.
    let mut staff = good(1001, "Kube") + &good(1002, "Kube");
    for number in 1003..1006 {
        staff += &person(number, PM, "Kube", ";;1-3-2025;;");
    }
    staff += &person(1006, PM, "Kube", "110001006;;1-3-2025;;");
    let assessment = assessed(&staff, "Kube;ja;1/2;ja;1-1-2026\n", "");
    assert_eq!(steps(&assessment, Norm::Registered), ["show-registration 1006"]);
    let plan = of_norm(&assessment, Norm::Registered);
    let [group] = plan.groups.as_slice() else { panic!("one group") };
    assert_eq!((group.tally.low, group.tally.total, group.verdict), (3, 6, Verdict::Sufficient));
    assert_eq!(group.required.expect("a share").to_string(), "1/2");
    // Four of six: the doubt and one of three who are alike.
    let assessment = assessed(&staff, "Kube;ja;2/3;ja;1-1-2026\n", "");
    assert_eq!(steps(&assessment, Norm::Registered), ["show-registration 1006", "register 1003"]);
    assert_eq!(of_norm(&assessment, Norm::Registered).actions[1].instead.len(), 2, "1004 and 1005 would do as well");
}

#[test]
fn one_explanation_for_a_group_beats_one_for_each_of_them() {
    let staff =
        good(1001, "Kube") + &person(1002, PM, "Kube", ";;1-3-2025;;") + &person(1003, PM, "Kube", ";;1-3-2025;;");
    let assessment = assessed(&staff, "Kube;ja;;;\n", "");
    assert_eq!(steps(&assessment, Norm::Registered), ["substantiate Kube"]);
    // Somebody on two groups, the only one there without a registration: one exemption beats two substantiations.
    let staff = good(1001, "Kube") + &good(1002, "Asja") + &person(1003, PM, "Kube / Asja", ";;1-3-2025;;");
    let assessment = assessed(&staff, "Kube;ja;;;\nAsja;ja;;;\n", "");
    assert_eq!(steps(&assessment, Norm::Registered), ["exempt 1003"]);
    // With a doubt on one of the two groups, an exemption and that doubt are less work than two substantiations.
    let staff = staff + &person(1004, PM, "Asja", "110001004;;1-3-2025;;");
    let assessment = assessed(&staff, "Kube;ja;;;\nAsja;ja;;;\n", "");
    assert_eq!(steps(&assessment, Norm::Registered), ["show-registration 1004", "exempt 1003"]);
}

#[test]
fn who_works_at_mbo_level_is_not_asked_to_register() {
    let staff = "1001;P. 1001;pedagogisch medewerker;mbo 4;Kube;1,0;1-3-2024;;1-2-2024;;;1-3-2025;;\n";
    let plan = of_norm(&assessed(staff, "Kube;ja;;ja;1-1-2026\n", ""), Norm::Registered);
    assert_eq!(plan.actions, []);
    assert_eq!(plan.stuck, [Stuck { group: Some(0), person: None, why: Why::TooFew }]);
    assert!(plan.after < Verdict::Sufficient);
}

#[test]
fn what_no_step_solves_is_told() {
    // A specialised group without pm.
    let staff = good(1001, "Kube") + &person(1002, "behandelcoördinator", "Asja", ";;1-3-2025;;");
    let plan = of_norm(&assessed(&staff, "Kube;ja;;ja;1-1-2026\nAsja;ja;;ja;1-1-2026\n", ""), Norm::Registered);
    assert_eq!(plan.stuck, [Stuck { group: Some(1), person: None, why: Why::NoPm }]);
    // An agreed share that cannot be read is a doubt that can be removed.
    let assessment = assessed(&good(1001, "Kube"), "Kube;ja;meer dan genoeg;ja;1-1-2026\n", "");
    assert_eq!(steps(&assessment, Norm::Registered), ["agreed-share Kube"]);
}

#[test]
fn doubts_about_functions_groups_and_employment_come_first() {
    let staff = good(1001, "Kube")
        + &person(1002, "", "Kube", &GOOD.replace("ID", "1002"))
        + &person(1003, PM, "", &GOOD.replace("ID", "1003"))
        + "1004;P. 1004;pedagogisch medewerker;;Kube;1,0;1-3-2024;onbekend;1-2-2024;;;1-3-2025;;\n";
    let assessment = assessed(&staff, "Kube;ja;;;\n", "");
    let plan = of_norm(&assessment, Norm::Registered);
    assert_eq!(steps(&assessment, Norm::Registered), ["group 1003", "function 1002", "presence 1004"]);
    assert_eq!(plan.after, Verdict::Sufficient, "whoever left needs no explanation");
}

#[test]
fn trainings_are_one_step_each_or_as_many_as_the_share_asks() {
    let staff = good(1001, "Kube")
        + &person(1002, PM, "Kube", "110001002;1-1-2029;;;")
        + &person(1003, PM, "Kube", "110001003;1-1-2029;;;")
        + &person(1004, PM, "Kube", "110001004;1-1-2029;ja;;");
    let assessment = assessed(&staff, "Kube;ja;;ja;1-1-2026\n", "");
    assert_eq!(
        steps(&assessment, Norm::Trained),
        ["show-training 1004", "follow-training 1002", "follow-training 1003"]
    );
    let assessment = assessed(&staff, "Kube;ja;;ja;1-1-2026\n", "minimum_share_trained = \"3/4\"");
    assert_eq!(steps(&assessment, Norm::Trained), ["show-training 1004", "follow-training 1002"]);
}

const VOG_STAFF: &str =
    "Pers.nr;Naam;Functie;Groep;In dienst;VOG datum afgifte;VOG bij indiensttreding;Solistisch;SKJ-nummer\n";
const START: usize = 4;
const ISSUED: usize = 5;
const AT_START: usize = 6;
const SOLISTIC: usize = 7;
const TODAY: &str = "15-6-2026";

fn of_rows(name: &str, rows: &[(&str, String)], settings: &str) -> Assessment {
    let input = |(of, text): &(&str, String)| Input {
        name: format!("{name}-{of}.csv"),
        bytes: Arc::from(text.clone().into_bytes()),
    };
    let inputs: Vec<Input> = rows.iter().map(input).collect();
    let settings = Settings::parse("toetsklaar.toml", settings).expect("good settings");
    let options = Options { settings, ..Options::on(calendar::parse(TODAY).expect("a date")) };
    assess(&inputs, options, &Here).unwrap_or_else(|error| panic!("{error}")).0
}

fn verdict_on(assessment: &Assessment, norm: Norm) -> Verdict {
    let verdicts = &assessment.judgement.provider_verdicts;
    verdicts.iter().find(|verdict| verdict.norm == norm).expect("every norm is judged").verdict
}

/// A cook with these cells about the VOG, beside somebody with everything in order.
fn with_vog(cells: &[String], settings: &str) -> Assessment {
    let text = format!("{VOG_STAFF}1001;P. 1001;kok;;1-3-2026;1-2-2026;;nee;\n{}\n", cells.join(";"));
    of_rows("personeel", &[("vog", text)], settings)
}

/// Does what a step about a VOG says, as the one who reads it would.
fn carry_out(action: &Action, cells: &mut [String]) {
    let is_date = |cell: &str| calendar::parse(cell).is_some();
    let set = |cells: &mut [String], at: usize, value: &str| value.clone_into(&mut cells[at]);
    let start = Some(cells[START].clone()).filter(|start| is_date(start) && !start.ends_with("2014"));
    let of_start = start.unwrap_or_else(|| TODAY.to_owned());
    match (action.kind, action.reason) {
        (StepKind::ShowVog, Some(Reason::SolisticUnclear)) => set(cells, SOLISTIC, "nee"),
        (StepKind::ShowVog, Some(Reason::LaterUnclear)) => {
            set(cells, usize::from(action.cell.expect("a cell to mend").position.column), TODAY);
        }
        (StepKind::ShowVog | StepKind::ObtainVog | StepKind::EarlierVog, _) => {
            let at = usize::from(action.cell.expect("a cell to mend").position.column);
            // Beside a date goes another one, in a column of its own.
            set(cells, if is_date(&cells[at]) && at == ISSUED { AT_START } else { at }, &of_start);
        }
        (StepKind::RenewVog, _) => {
            if is_date(&cells[ISSUED]) && !is_date(&cells[AT_START]) {
                cells[AT_START] = cells[ISSUED].clone();
            }
            set(cells, ISSUED, TODAY);
        }
        (StepKind::StartDate, _) => {
            let at = if is_date(&cells[AT_START]) { AT_START } else { ISSUED };
            cells[START] = cells[at].clone();
        }
        (kind, _) => panic!("no step about a VOG: {kind}"),
    }
}

#[test]
fn steps_about_a_vog_keep_their_promise_when_they_are_carried_out() {
    let mut plans = 0;
    for start in ["", "1-6-2014", "1-6-2022", "1-6-2025"] {
        for issued in ["", "ja", "1-1-2021", "1-5-2022", "1-3-2025", "1-5-2025", "1-1-2030", TODAY] {
            for at_start in ["", "ja", "1-1-2021", "1-5-2022"] {
                for solistic in ["nee", "ja", "soms"] {
                    for settings in ["", "vog_renewal_months = 36"] {
                        let row = ["1002", "P. 1002", "kok", "", start, issued, at_start, solistic, ""];
                        let mut cells: Vec<String> = row.map(str::to_owned).to_vec();
                        let assessment = with_vog(&cells, settings);
                        if verdict_on(&assessment, Norm::Vog) == Verdict::Sufficient {
                            continue;
                        }
                        let plan = of_norm(&assessment, Norm::Vog);
                        let told = format!("{row:?} {settings}: {:?}", steps(&assessment, Norm::Vog));
                        assert_eq!((plan.after, plan.stuck.as_slice()), (Verdict::Sufficient, &[][..]), "{told}");
                        // The start follows from the VOG, so that is looked up first.
                        let (last, first): (Vec<&Action>, Vec<&Action>) =
                            plan.actions.iter().partition(|action| action.kind == StepKind::StartDate);
                        first.into_iter().chain(last).for_each(|action| carry_out(action, &mut cells));
                        let then = verdict_on(&with_vog(&cells, settings), Norm::Vog);
                        assert_eq!(then, Verdict::Sufficient, "{told}\n{cells:?}");
                        plans += 1;
                    }
                }
            }
        }
    }
    assert!(plans > 300, "{plans}");
}

#[test]
fn a_vog_that_is_too_old_for_today_and_wrong_at_the_start_takes_two_steps() {
    for (start, issued, solistic, settings, expected) in [
        // The VOG of the start is too old by now, whatever its day.
        ("1-6-2022", "", "ja", "", &["obtain-vog 1002", "renew-vog 1002"][..]),
        ("1-6-2022", "", "nee", "vog_renewal_months = 36", &["obtain-vog 1002", "renew-vog 1002"]),
        ("1-6-2022", "ja", "ja", "", &["show-vog 1002", "renew-vog 1002"]),
        ("1-6-2022", "ja", "nee", "vog_renewal_months = 36", &["show-vog 1002", "renew-vog 1002"]),
        // A new one does not mend the start.
        ("1-6-2022", "1-1-2022", "ja", "", &["earlier-vog 1002", "renew-vog 1002"]),
        ("1-6-2019", "1-1-2021", "ja", "", &["show-vog 1002", "renew-vog 1002"]),
        ("", "ja", "nee", "", &["show-vog 1002", "start-date 1002"]),
        // One is enough here.
        ("1-6-2025", "1-1-2021", "ja", "", &["earlier-vog 1002"]),
        ("1-6-2025", "1-1-2021", "nee", "vog_renewal_months = 36", &["earlier-vog 1002"]),
        ("1-6-2022", "1-5-2022", "ja", "", &["renew-vog 1002"]),
        ("1-6-2025", "", "ja", "", &["obtain-vog 1002"]),
        ("1-6-2022", "", "nee", "", &["obtain-vog 1002"]),
        ("1-6-2014", "", "ja", "", &["obtain-vog 1002"]),
        ("", "1-3-2024", "nee", "", &["start-date 1002"]),
    ] {
        let row = ["1002", "P. 1002", "kok", "", start, issued, "", solistic, ""].map(str::to_owned);
        assert_eq!(steps(&with_vog(&row, settings), Norm::Vog), expected, "{row:?} {settings}");
    }
}

#[test]
fn a_planned_training_keeps_its_promise_when_it_is_followed() {
    let trained = |title: &str, date: &str, certificate: &str| {
        let staff = format!("{STAFF}{}", person(1001, PM, "Kube", ";;;;"));
        let staff = staff.replace(";Training mensenhandel", ";Opmerking");
        let list = format!(
            "Pers.nr;Naam;Training;Datum training;Certificaat\n1001;P. 1001;{title};{date};{certificate}\n1001;P. 1001;BHV;1-1-2024;ja\n"
        );
        of_rows("p", &[("personeel", staff), ("scholing", list)], "")
    };
    for (title, certificate, reason, then) in [
        ("Training mensenhandel", "", Reason::Planned, ("Training mensenhandel", "")),
        ("Verdiepingsdag Zonnewende", "", Reason::UnknownTitle, ("Training mensenhandel", "")),
        ("Training mensenhandel", "nee", Reason::NoCertificate, ("Training mensenhandel", "ja")),
    ] {
        let assessment = trained(title, "1-9-2026", certificate);
        let plan = of_norm(&assessment, Norm::Trained);
        let [action] = plan.actions.as_slice() else { panic!("{title}: one step") };
        assert_eq!((action.kind, action.reason), (StepKind::FollowTraining, Some(reason)), "{title} {certificate}");
        assert_eq!(plan.after, Verdict::Sufficient, "{title}");
        assert_eq!(verdict_on(&trained(then.0, TODAY, then.1), Norm::Trained), Verdict::Sufficient, "{title}");
        // Following it alone is enough only where the step asks no more.
        let alone = verdict_on(&trained(title, TODAY, certificate), Norm::Trained) == Verdict::Sufficient;
        assert_eq!(alone, reason == Reason::Planned, "{title} {certificate}");
    }
}

/// Every step that could be taken for a norm.
fn universe(assessment: &Assessment, norm: Norm) -> Vec<Action> {
    let mut all = Vec::new();
    let subject = if norm == Norm::Registered { Subject::Registration } else { Subject::Training };
    for (person, _) in assessment.staff.active() {
        let statuses = &assessment.judgement.statuses[person as usize];
        if !groups_of(assessment, norm, person).is_empty() && !crate::check::certain_and_possible(norm, statuses).0 {
            let kind = needed::of_status(assessment, statuses, subject, person);
            all.extend(kind.map(|kind| needed::about_person(assessment, norm, kind, person, None, None)));
            if norm == Norm::Registered {
                all.push(needed::about_person(assessment, norm, StepKind::Exempt, person, None, None));
            }
        }
    }
    for group in 0..u32::try_from(assessment.staff.groups.len()).expect("few groups") {
        if norm == Norm::Registered {
            all.push(needed::about_group(assessment, StepKind::Substantiate, group, None, None));
        }
    }
    all
}

/// Every set of so many things out of a list.
fn subsets<'l>(all: &'l [Action], size: usize) -> Box<dyn Iterator<Item = Vec<Action>> + 'l> {
    if size == 0 {
        return Box::new(std::iter::once(Vec::new()));
    }
    Box::new((0..all.len()).flat_map(move |first| {
        subsets(&all[first + 1..], size - 1).map(move |mut rest| {
            rest.push(all[first].clone());
            rest
        })
    }))
}

/// What a set costs: the number of steps per kind of cost, the dearest first.
fn cost(actions: &[Action]) -> [usize; 4] {
    [Cost::Months, Cost::Arrange, Cost::WriteDown, Cost::LookUp]
        .map(|cost| actions.iter().filter(|action| action.cost == cost).count())
}

/// The size and cost of the best set of all, by trying them all.
fn best_of_all(assessment: &Assessment, norm: Norm) -> Option<(usize, [usize; 4])> {
    let all = universe(assessment, norm);
    let mut bench = Bench::new(assessment);
    let staff = Cow::Borrowed(&assessment.staff);
    for size in 0..=all.len() {
        let good = subsets(&all, size).filter(|set| {
            let mut trying = Trying::of(&mut bench, &staff);
            trying.restore();
            let outcome = trying.judge(norm, set);
            let verdict = outcome.provider.iter().find(|verdict| verdict.norm == norm).expect("every norm is judged");
            verdict.verdict == Verdict::Sufficient && !gets_worse(assessment, &outcome)
        });
        if let Some(cost) = good.map(|set| cost(&set)).min() {
            return Some((size, cost));
        }
    }
    None
}

/// What the cells about registration, training and exemption of a random person hold.
fn random_person() -> impl Strategy<Value = (u8, u8, u8, u8)> {
    // Registration, groups, exemption and level, training.
    (0u8..5, 0u8..4, 0u8..6, 0u8..3)
}

fn random_file(people: &[(u8, u8, u8, u8)], shares: [u8; 2], said: [bool; 2]) -> (String, String) {
    let mut staff = String::new();
    for (number, (registration, group, other, training)) in (1001..).zip(people) {
        let group = ["Kube", "Asja", "Kube / Asja", "Kube"][usize::from(*group)];
        let (skj, until) = match registration {
            0 => (format!("11000{number}"), "1-1-2029"),
            1 => (format!("11000{number}"), ""),
            2 => ("ja".to_owned(), ""),
            3 => (format!("11000{number}"), "1-1-2020"),
            _ => (String::new(), ""),
        };
        let (reason, level) = match other {
            0 => ("in opleiding tot jeugdwerker", ""),
            1 => ("", "mbo"),
            2 => ("", "hbo"),
            _ => ("", ""),
        };
        let training = ["1-3-2025", "ja", ""][usize::from(*training)];
        writeln!(
            staff,
            "{number};P. {number};{PM};{level};{group};0,{};1-3-2024;;1-2-2024;{skj};{until};{training};{reason};",
            5 + number % 3
        )
        .expect("a string takes all");
    }
    let share = |share: u8| ["", "1/2", "3/4"][usize::from(share)];
    let explained = |said: bool| if said { "ja;1-1-2026" } else { ";" };
    let groups = format!(
        "Kube;ja;{};{}\nAsja;ja;{};{}\n",
        share(shares[0]),
        explained(said[0]),
        share(shares[1]),
        explained(said[1])
    );
    (staff, groups)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_smaller_or_cheaper_will_do(
        people in prop::collection::vec(random_person(), 2..6),
        shares in [0u8..3, 0u8..3],
        said in any::<[bool; 2]>(),
        by_fte in any::<bool>(),
        share_trained in any::<bool>(),
    ) {
        let (staff, groups) = random_file(&people, shares, said);
        let mut settings = String::new();
        if by_fte {
            settings.push_str("share_unit = \"fte\"\n");
        }
        if share_trained {
            settings.push_str("minimum_share_trained = \"2/3\"\n");
        }
        let assessment = assessed(&staff, &groups, &settings);
        for plan in plan(&assessment).norms.iter().filter(|plan| plan.norm != Norm::Vog) {
            let found = (plan.after == Verdict::Sufficient).then(|| (plan.actions.len(), cost(&plan.actions)));
            // A group without pm is no matter of steps, and is told as such.
            if plan.stuck.iter().any(|stuck| stuck.why == Why::NoPm) {
                continue;
            }
            prop_assert!(plan.smallest);
            prop_assert_eq!(found, best_of_all(&assessment, plan.norm), "{}\n{}{}", plan.norm, staff, groups);
        }
    }
}
