//! Writes the file that an input of `read` stands for, to try it with the program or to send it to who made a parser:
//! `cargo run --manifest-path fuzz/Cargo.toml --example file -- INPUT FOLDER`.

use std::path::Path;
use std::{env, fs, io};

use toetsklaar_fuzz::package;

fn main() -> io::Result<()> {
    let mut arguments = env::args_os().skip(1);
    let (Some(input), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err(io::Error::other("name an input and a folder"));
    };
    let input = fs::read(input)?;
    let (name, bytes) = package::file(&input);
    fs::write(Path::new(&folder).join(name), &bytes)
}
