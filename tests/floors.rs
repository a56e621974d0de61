//! The house stands: no floor uses a higher one, and below the doors nothing touches files, the clock, the environment,
//! the network or the terminal. Both are read from the source text, so that a slip fails here and names its line.

#![expect(clippy::disallowed_methods, reason = "a test reads the sources of its own checkout")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The floors from bottom to top. On one floor a module uses only those named before it, so that there are no circles.
const FLOORS: [(&str, &[&str]); 8] = [
    ("0 words", &["calendar", "cell", "amount", "fold", "packed", "crowd", "seal", "chance"]),
    ("1 data", &["finding", "lexicon", "rules", "settings"]),
    ("2 reading", &["read"]),
    ("3 understanding", &["record", "table", "columns", "staff"]),
    ("4 judging", &["check", "expectations"]),
    ("5 the whole", &["sampling", "assess", "planning", "comparison"]),
    ("6 showing", &["edition", "overview", "write", "examples"]),
    ("7 doors", &["main", "cli"]),
];

/// What only the doors may touch.
const OUTSIDE: [&[&str]; 11] = [
    &["std", "fs"],
    &["std", "env"],
    &["std", "net"],
    &["std", "process"],
    &["SystemTime"],
    &["Instant"],
    &["now"],
    &["stdin"],
    &["stdout"],
    &["stderr"],
    &["Command"],
];
const OUTSIDE_MACROS: [&str; 5] = ["print", "println", "eprint", "eprintln", "dbg"];

#[test]
fn no_module_uses_one_that_stands_above_it() {
    let mut wrong = Vec::new();
    for source in sources() {
        wrong.extend(source.upward().into_iter().map(|(line, used)| format!("{}:{line} uses {used}", source.path)));
    }
    assert!(wrong.is_empty(), "a lower floor uses a higher one:\n{}", wrong.join("\n"));
}

#[test]
fn below_the_doors_nothing_touches_the_world() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !is_door(source.module())) {
        wrong.extend(source.outside().into_iter().map(|(line, used)| format!("{}:{line} uses {used}", source.path)));
    }
    assert!(wrong.is_empty(), "only src/main.rs and src/cli may do this:\n{}", wrong.join("\n"));
}

#[test]
fn every_module_has_a_floor_and_stands_on_the_map() {
    let named: BTreeSet<&str> = FLOORS.iter().flat_map(|(_, modules)| *modules).copied().collect();
    let sources = sources();
    let found: BTreeSet<&str> = sources.iter().map(Source::module).filter(|module| *module != "lib").collect();
    assert_eq!(named, found);
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md can be read");
    let missing: Vec<&str> = named.into_iter().filter(|module| !map.contains(&format!("`{module}"))).collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md does not name: {}", missing.join(", "));
}

#[test]
fn an_upward_use_is_seen_however_it_is_written() {
    for (path, text, upward) in [
        ("read/csv.rs", "use crate::check::Judgement;", 1),
        ("read/csv.rs", "use crate::{cell::{self, Value}, check::Judgement};", 1),
        ("check/tally.rs", "fn f() -> crate::write::json::Report { crate::assess::assess() }", 2),
        ("check/status/vog.rs", "use super::super::super::assess;", 1),
        ("check/tally.rs", "use super::status::Statuses; use crate::staff::Staff; use crate::check::Found;", 0),
        ("lexicon.rs", "use crate::rules::RuleSet;", 1),
        ("rules/load.rs", "use crate::lexicon::Field;", 0),
        ("cell.rs", "// use crate::check;\n/* crate::check */ const A: &str = \"crate::check \\\" crate::check\";", 0),
        ("cell.rs", "const A: char = '\"'; const B: &str = r#\"crate::check\"#; use crate::check;", 1),
        ("cell.rs", "#[cfg(test)]\nmod tests { fn a() { let _ = '}'; } use crate::check; }\nuse crate::check;", 1),
        ("cell.rs", "struct A<'a>(&'a str); use crate::check;", 1),
        ("cli/check.rs", "use toetsklaar::assess; use super::files;", 0),
    ] {
        let source = Source { path: path.to_owned(), text: code(text) };
        assert_eq!(source.upward().len(), upward, "{path}: {text}");
    }
}

#[test]
fn touching_the_world_is_seen_however_it_is_written() {
    for (text, count) in [
        ("use std::fs;", 1),
        ("use std::{fmt, fs::{self, File}, io};", 2),
        ("let today = std::time::SystemTime::now();", 1),
        ("let now = Timestamp::now();", 1),
        ("println!(\"{}\", 1);", 1),
        ("use std::io::Write; writeln!(out)?; let path = \"std::fs\"; env!(\"CARGO_PKG_NAME\")", 0),
        ("#[cfg(test)]\nmod tests {\n use std::fs;\n}", 0),
    ] {
        let source = Source { path: "read/csv.rs".to_owned(), text: code(text) };
        assert_eq!(source.outside().len(), count, "{text}");
    }
    let source =
        Source { path: "cell.rs".to_owned(), text: code("// a\n\n#[cfg(test)]\nmod tests {\n\n}\nuse std::fs;\n") };
    assert_eq!(source.outside(), [(7, "std::fs".to_owned())], "lines keep their number");
}

/// A file below `src/`: its code without comments, texts and tests.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The module at the top of the crate that the file belongs to.
    fn module(&self) -> &str {
        let first = self.path.split('/').next().expect("a path has a part");
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// Where the file uses a module that stands above its own.
    fn upward(&self) -> Vec<(usize, String)> {
        let own = place(self.module());
        let mut depth = self.path.matches('/').count() + 1;
        if self.path.ends_with("/mod.rs") {
            depth -= 1;
        }
        let mut upward = Vec::new();
        for (line, path) in paths(&self.text) {
            let supers = path.iter().take_while(|part| **part == "super").count();
            let from_root = match path[0] {
                "crate" => &path[1..],
                "super" if supers == depth => &path[supers..],
                _ => continue,
            };
            let Some(used) = from_root.first().filter(|used| **used != self.module()) else {
                continue;
            };
            if place(used).is_some_and(|used| own.is_some_and(|own| used > own)) {
                upward.push((line, path.join("::")));
            }
        }
        upward
    }

    /// Where the file touches files, the clock, the environment, the network or the terminal.
    fn outside(&self) -> Vec<(usize, String)> {
        let mut outside = Vec::new();
        for (line, path) in paths(&self.text) {
            let touches = |outer: &[&str]| path.len() > 1 && path.windows(outer.len()).any(|part| part == outer);
            let macros = path[0].strip_suffix('!').is_some_and(|name| OUTSIDE_MACROS.contains(&name));
            if macros || OUTSIDE.iter().any(|outer| touches(outer)) {
                outside.push((line, path.join("::")));
            }
        }
        outside
    }
}

/// Floor and place on it; none for a name that is no module at the top of the crate.
fn place(module: &str) -> Option<(usize, usize)> {
    FLOORS
        .iter()
        .enumerate()
        .find_map(|(floor, (_, modules))| Some((floor, modules.iter().position(|known| *known == module)?)))
}

fn is_door(module: &str) -> bool {
    place(module).is_some_and(|(floor, _)| floor == FLOORS.len() - 1)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `src/` but those that only tests use.
fn sources() -> Vec<Source> {
    let src = root().join("src");
    let mut files = Vec::new();
    collect(&src, &mut files);
    files.sort_unstable();
    let relative =
        |file: &Path| file.strip_prefix(&src).expect("a file below src").to_string_lossy().replace('\\', "/");
    let texts: Vec<(String, String)> = files
        .iter()
        .map(|file| (relative(file), fs::read_to_string(file).expect("a source file can be read")))
        .collect();
    let test_only: Vec<String> = texts.iter().flat_map(|(path, text)| test_files(path, text)).collect();
    assert!(texts.len() > 50, "the sources are there");
    texts
        .into_iter()
        .filter(|(path, _)| !test_only.contains(path))
        .map(|(path, text)| Source { text: code(&text), path })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the source folder can be read") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The files of modules that a file declares for tests only (`#[cfg(test)] mod tests;`).
fn test_files(path: &str, text: &str) -> Vec<String> {
    let folder = match path.strip_suffix("mod.rs") {
        Some(folder) => folder.to_owned(),
        None => path.strip_suffix(".rs").expect("a source file").to_owned() + "/",
    };
    let bare = without_comments_and_texts(text);
    let declared = bare.split("#[cfg(test)]").skip(1).filter_map(|after| after.trim_start().strip_prefix("mod "));
    declared
        .filter_map(|after| after.split_once(';'))
        .filter(|(name, _)| !name.contains('{'))
        .map(|(name, _)| format!("{folder}{}.rs", name.trim()))
        .collect()
}

/// The code that goes into the program; lines keep their number.
fn code(text: &str) -> String {
    let mut text = without_comments_and_texts(text);
    while let Some(start) = text.find("#[cfg(test)]") {
        let mut depth = 0;
        let end = text[start..].char_indices().find(|(_, c)| {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            depth == 0 && matches!(c, '}' | ';')
        });
        let end = end.map_or(text.len(), |(at, _)| start + at + 1);
        let lines = "\n".repeat(text[start..end].matches('\n').count());
        text.replace_range(start..end, &lines);
    }
    text
}

/// Only what the compiler reads as names and signs: comments and texts are gone, their line ends stay.
fn without_comments_and_texts(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let raw = rest.strip_prefix('r').map(|after| after.len() - after.trim_start_matches('#').len());
        let begins_word = !kept.ends_with(|c: char| c.is_alphanumeric() || c == '_') || kept.ends_with('b');
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(hashes) = raw.filter(|hashes| begins_word && rest[1 + hashes..].starts_with('"')) {
            let close = format!("\"{}", "#".repeat(hashes));
            let body = 2 + hashes;
            rest[body..].find(&close).map_or(rest.len(), |end| body + end + close.len())
        } else if first == '"' {
            let mut escaped = false;
            let end = rest[1..].find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            end.map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("'\\") {
            rest[3..].find('\'').map_or(rest.len(), |end| end + 4)
        } else if first == '\'' && rest.chars().nth(2) == Some('\'') {
            rest.char_indices().nth(3).map_or(rest.len(), |(at, _)| at)
        } else {
            kept.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        kept.extend(rest[..length].chars().filter(|c| *c == '\n'));
        kept.push(' ');
        rest = &rest[length..];
    }
    kept
}

/// Every path in the code with its line, groups (`a::{b, c}`) spelled out; the name of a macro ends in `!`.
fn paths(text: &str) -> Vec<(usize, Vec<&str>)> {
    let mut tokens = Vec::new();
    let mut line = 1;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            _ if first.is_alphabetic() || first == '_' => {
                let name = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                let is_macro = rest[name..].starts_with('!') && !rest[name..].starts_with("!=");
                name + usize::from(is_macro)
            }
            ':' if rest.starts_with("::") => 2,
            _ => first.len_utf8(),
        };
        line += usize::from(first == '\n');
        if !first.is_whitespace() {
            tokens.push((line, &rest[..length]));
        }
        rest = &rest[length..];
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if is_name(tokens[at].1) {
            path(&tokens, &mut at, &[], &mut found);
        } else {
            at += 1;
        }
    }
    found
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Reads one path from a name on, and the paths of its group.
fn path<'t>(tokens: &[(usize, &'t str)], at: &mut usize, before: &[&'t str], found: &mut Vec<(usize, Vec<&'t str>)>) {
    let mut parts = before.to_vec();
    let line = tokens[*at].0;
    parts.push(tokens[*at].1);
    *at += 1;
    let token = |at: usize| tokens.get(at).map_or("", |(_, token)| *token);
    while token(*at) == "::" {
        *at += 1;
        if is_name(token(*at)) {
            parts.push(token(*at));
            *at += 1;
        } else if token(*at) == "{" {
            *at += 1;
            while !matches!(token(*at), "}" | "") {
                if is_name(token(*at)) {
                    path(tokens, at, &parts, found);
                } else {
                    *at += 1;
                }
            }
            *at += 1;
            return;
        }
    }
    found.push((line, parts));
}
