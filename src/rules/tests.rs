use super::*;

#[test]
fn every_rule_loads() {
    let files = RuleFiles::embedded();
    match RuleSet::load_all(&files) {
        Ok(set) => assert!(!set.rules.is_empty()),
        Err(error) => panic!("{error}"),
    }
}
