//! Whose fault it is. A panic inside the libraries that parse spreadsheets is no news: damaged xls and xlsb make them
//! panic, and the program reads where a panic is one clear message. Those are swallowed, so that a run goes on to what
//! is ours: every other panic, and every allocation of more than the program may ever have, ends the run.

use std::alloc::{GlobalAlloc, Layout, System};
use std::backtrace::Backtrace;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook};

/// Libraries whose panics on damaged input are known.
const PARSERS: [&str; 3] = ["calamine", "zip", "quick-xml"];

/// The largest single piece of memory that may be asked for.
const LARGEST: usize = 1 << 30;

/// With this in the environment a panic in a parser ends the run too, for who wants to report it there.
const STRICT: &str = "TOETSKLAAR_FUZZ_PARSERS";

/// Makes every panic outside the parsers end the run. To be called once, from the `init` of a target: the hook of
/// libFuzzer stands there already, and it would end the run on every panic.
pub fn install() {
    let strict = std::env::var_os(STRICT).is_some();
    set_hook(Box::new(move |panic| {
        if strict || panic.location().is_none_or(|location| !is_of_a_parser(location.file())) {
            report(panic);
            std::process::abort();
        }
    }));
}

/// Runs what may panic in a parser; none when it did.
pub fn guarded<T>(run: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(run)).ok()
}

fn report(panic: &PanicHookInfo<'_>) {
    eprintln!("{panic}\n{}", Backtrace::force_capture());
}

/// Whether a source file belongs to one of the parsers: some folder on its path is called `calamine-0.38.0`.
fn is_of_a_parser(file: &str) -> bool {
    file.split(['/', '\\']).any(|folder| {
        PARSERS.iter().any(|parser| {
            folder.strip_prefix(parser).is_some_and(|rest| {
                rest.strip_prefix('-').is_some_and(|version| version.starts_with(|c: char| c.is_ascii_digit()))
            })
        })
    })
}

/// The memory of the system, but no giant piece of it. libFuzzer's own limit (`-malloc_limit_mb`) works with a sanitizer
/// only, and its limit on resident memory (`-rss_limit_mb`) does not see memory that was asked for and not yet touched.
struct Bounded;

#[global_allocator]
static BOUNDED: Bounded = Bounded;

fn check(size: usize) {
    if size > LARGEST {
        eprintln!("one allocation of {size} bytes\n{}", Backtrace::force_capture());
        std::process::abort();
    }
}

// SAFETY: everything is handed to the system's allocator unchanged.
unsafe impl GlobalAlloc for Bounded {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        check(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        check(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        check(size);
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[cfg(test)]
mod tests {
    use super::is_of_a_parser;

    #[test]
    fn a_parser_is_told_by_its_folder() {
        for (file, parser) in [
            ("/home/x/.cargo/registry/src/index/calamine-0.38.0/src/xls.rs", true),
            ("C:\\cargo\\registry\\src\\index\\quick-xml-0.42.0\\src\\lib.rs", true),
            ("/home/x/.cargo/registry/src/index/zip-9.8.1/src/read.rs", true),
            ("/home/x/.cargo/registry/src/index/jiff-1.0.1/src/civil.rs", false),
            ("/home/x/zip-files/src/read/xls.rs", false),
            ("/rustc/0123/library/core/src/str/mod.rs", false),
            ("src/read/xls.rs", false),
        ] {
            assert_eq!(is_of_a_parser(file), parser, "{file}");
        }
    }
}
