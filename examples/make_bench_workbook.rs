//! Makes the workbook of the benches: `cargo run --release --example make_bench_workbook ROWS OUT.xlsx`. Nobody in it exists.

#[path = "../benches/support/rows.rs"]
mod rows;

#[expect(clippy::disallowed_methods, reason = "a program of its own, with its own door")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(count), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("usage: make_bench_workbook ROWS OUT.xlsx".into());
    };
    std::fs::write(out, rows::workbook(count.parse()?)?)?;
    Ok(())
}
