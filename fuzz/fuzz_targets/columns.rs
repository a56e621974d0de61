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
            assert_eq!(ColumnMap::parse("kolommen.toml", &map.text()).as_ref(), Ok(&map), "a map reads back");
            if map.sheet("a.csv", "a").is_some() {
                sample::staff_with(Options { columns: Some(map), ..sample::options() });
            }
        }
    }
});
