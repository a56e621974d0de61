//! Makes the workbooks of the benches: `cargo run --release --example make_bench_workbook ROWS OUT.xlsx [orderly]`. Nobody in them
//! exists.

#[path = "../benches/support/rows.rs"]
mod rows;

#[expect(clippy::disallowed_methods, reason = "a program of its own, with its own door")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(count), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("usage: make_bench_workbook ROWS OUT.xlsx [orderly]".into());
    };
    let workbook = match arguments.next().as_deref() {
        None => rows::workbook,
        Some("orderly") => rows::orderly_workbook,
        Some(other) => return Err(format!("no such workbook: {other}").into()),
    };
    std::fs::write(out, workbook(count.parse()?)?)?;
    Ok(())
}
