//! Instruction counts of the main job on a generated workbook of 20,000 rows: they repeat on noisy machines, seconds do not.
//!
//! Needs valgrind and `cargo install gungraun-runner` of the same version; see CONTRIBUTING.md.

#![expect(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    missing_docs,
    reason = "the harness is a program of its own"
)]

#[path = "support/rows.rs"]
mod rows;

use std::hint::black_box;
use std::sync::Arc;

use gungraun::{library_benchmark, library_benchmark_group, main};
use toetsklaar::assess::{Input, Options, assess};
use toetsklaar::edition::Edition;
use toetsklaar::read::Here;
use toetsklaar::write::workbook::{Copies, workbook};

fn input(rows: u32) -> Input {
    Input { name: "bench.xlsx".to_owned(), bytes: Arc::from(rows::workbook(rows).expect("rows fit a sheet")) }
}

fn orderly(rows: u32) -> Input {
    let bytes = rows::orderly_workbook(rows).expect("rows fit a sheet");
    Input { name: "bench.xlsx".to_owned(), bytes: Arc::from(bytes) }
}

fn options() -> Options {
    Options::on("2026-11-23".parse().expect("a date"))
}

// Reading, understanding and judging.
#[library_benchmark]
#[bench::rows_100(args = (100), setup = input)]
#[bench::rows_20000(args = (20_000), setup = input)]
fn check(input: Input) -> usize {
    let (assessment, _) = assess(&[input], options(), &Here).expect("a good workbook");
    black_box(assessment.judgement.findings.len())
}

// The same, and the annotated workbook.
#[library_benchmark]
#[bench::rows_100(args = (100), setup = input)]
#[bench::rows_20000(args = (20_000), setup = input)]
#[bench::orderly_20000(args = (20_000), setup = orderly)]
fn check_and_write(input: Input) -> usize {
    let (assessment, mut books) = assess(&[input], options(), &Here).expect("a good workbook");
    black_box(workbook(&Edition::new(&assessment), &mut books, 0, Copies::Together).expect("a good workbook").len())
}

library_benchmark_group!(name = whole, benchmarks = [check, check_and_write]);

main!(library_benchmark_groups = whole);
