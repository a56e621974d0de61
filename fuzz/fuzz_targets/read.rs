//! Any bytes: opened, read to the end, understood, judged, and now and then written out.

#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use toetsklaar_fuzz::{guard, package, sample};

fuzz_target!(init: guard::install(), |input: &[u8]| {
    let (name, bytes) = package::file(input);
    let bytes: Arc<[u8]> = bytes.into();
    if sample::read_through(&bytes, name)
        && let Some((assessment, mut books)) = sample::assessed(&bytes, name, sample::options())
        // Writing takes longer than all the rest: one input in four is written out.
        && input.iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte)) % 4 == 0
    {
        sample::write_all(&assessment, &mut books);
    }
});
