//! Any settings text: parsed, and when it is good, assessed with.

#![no_main]

use libfuzzer_sys::fuzz_target;
use toetsklaar::assess::Options;
use toetsklaar::settings::Settings;
use toetsklaar_fuzz::{guard, sample};

fuzz_target!(init: guard::install(), |text: &str| {
    match Settings::parse("toetsklaar.toml", text) {
        Err(error) => {
            let lines = text.matches('\n').count() + 1;
            assert!(error.at.is_none_or(|(line, _)| (1..=lines).contains(&line)), "the line stands in the file: {error}");
        }
        Ok(settings) if settings == Settings::default() => {}
        Ok(settings) => sample::staff_with(Options { settings, ..sample::options() }),
    }
});
