//! Any column map: parsed, written and read back, and applied to a small list.

#![no_main]

use libfuzzer_sys::fuzz_target;
use toetsklaar::assess::Options;
use toetsklaar::columns::ColumnMap;
use toetsklaar_fuzz::{guard, sample};

fuzz_target!(init: guard::install(), |text: &str| {
    match ColumnMap::parse("kolommen.toml", text) {
        Err(error) => assert!(error.to_string().starts_with("kolommen.toml, regel "), "an error has its line: {error}"),
        Ok(map) => {
            // Its lines are those of the file it was read from; what it says stays.
            let again = ColumnMap::parse("kolommen.toml", &map.text()).map(|again| again.text());
            assert_eq!(again, Ok(map.text()), "a map reads back");
            if map.sheets("a.csv", "a").next().is_some() {
                sample::staff_with(Options { columns: Some(map), ..sample::options() });
            }
        }
    }
});
