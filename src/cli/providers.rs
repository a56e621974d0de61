//! Which files belong to which provider: a file each, or a folder each.
#![expect(clippy::disallowed_methods, reason = "the door is where folders are looked into")]

use std::cmp::Ordering;
use std::fs;
use std::path::{Path, PathBuf};

use toetsklaar::assess::{stem, unnumbered};
use toetsklaar::overview::PassedOver;

use super::files::{SETTINGS, Shown};
use super::{Failure, files};

/// What a file with staff may end on.
const EXTENSIONS: [&str; 6] = ["xlsx", "xlsm", "xlsb", "xls", "ods", "csv"];

/// The files of one provider.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The name of its folder, or of its file without the extension.
    pub name: String,
    /// Its files, in order of their names.
    pub files: Vec<PathBuf>,
    /// What is in its folder and is not read.
    pub passed_over: Vec<PassedOver>,
}

/// What was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// The providers, in the order in which they were named; those of one folder in order of their names.
    pub providers: Vec<Source>,
    /// What stands in the folders and belongs to no provider.
    pub passed_over: Vec<PassedOver>,
}

/// Finds the providers. `output` is no file of theirs, even when it stands among them.
///
/// # Errors
/// A path that is not there, a folder that cannot be read, a file that is named twice, and folders without any provider.
pub fn find(paths: &[PathBuf], output: Option<&Path>) -> Result<Sources, Failure> {
    let mut sources = Sources::default();
    for path in paths {
        if !path.is_dir() {
            let name = shown_name(path);
            let name = unnumbered(stem(&name)).0.to_owned();
            sources.providers.push(Source { name, files: vec![path.clone()], passed_over: Vec::new() });
            continue;
        }
        let content = Content::of(path, output)?;
        let mut found: Vec<Source> = Vec::new();
        for file in content.files {
            let name = shown_name(&file);
            let name = unnumbered(stem(&name)).0.to_owned();
            found.push(Source { name, files: vec![file], passed_over: Vec::new() });
        }
        for folder in content.folders {
            let inner = Content::of(&folder, output)?;
            let mut passed_over = inner.passed_over;
            passed_over.extend(inner.folders.iter().map(|folder| PassedOver {
                name: shown_name(folder),
                reason: "een map in de map van een aanbieder; zet de bestanden die meetellen een map hoger".to_owned(),
            }));
            found.push(Source { name: shown_name(&folder), files: inner.files, passed_over });
        }
        found.sort_by(|one, other| in_order(&one.name, &other.name).then_with(|| one.files.cmp(&other.files)));
        sources.providers.append(&mut found);
        sources.passed_over.extend(content.passed_over);
    }
    if sources.providers.is_empty() {
        return Err(Failure::new(format_args!(
            "In {} staat geen enkele aanbieder. Zet per aanbieder een bestand of een map in de map.",
            paths.iter().map(|path| Shown(path).to_string()).collect::<Vec<_>>().join(" en ")
        )));
    }
    let all: Vec<PathBuf> = sources.providers.iter().flat_map(|provider| provider.files.iter().cloned()).collect();
    files::named_once(&all)?;
    Ok(sources)
}

/// The files of one submission: the file itself, or all files with staff in a folder, in order of their names.
///
/// # Errors
/// A folder that cannot be read, or has no such file.
pub fn submission(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let files = Content::of(path, None)?.files;
    if files.is_empty() {
        return Err(Failure::new(format_args!(
            "In de map {} staat geen bestand dat te lezen is ({}). Geef het bestand zelf op, of een andere map.",
            Shown(path),
            EXTENSIONS.join(", ")
        )));
    }
    Ok(files)
}

/// What stands in a folder.
#[derive(Default)]
struct Content {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
    passed_over: Vec<PassedOver>,
}

impl Content {
    fn of(folder: &Path, output: Option<&Path>) -> Result<Content, Failure> {
        let unreadable = |error| files::unreadable(folder, &error);
        let mut content = Content::default();
        for entry in fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            let name = shown_name(&path);
            // Settings are read with the files; what begins with a dot belongs to the computer, not to a provider.
            if name == SETTINGS || name.starts_with('.') || output.is_some_and(|output| is_same(&path, output)) {
                continue;
            }
            let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
            if path.is_dir() {
                content.folders.push(path);
            } else if name.starts_with("~$") {
                content.pass_over(&name, "een hulpbestand van Excel: iemand heeft het bestand open");
            } else if extension.is_some_and(|extension| EXTENSIONS.contains(&&*extension)) {
                content.files.push(path);
            } else {
                content.pass_over(&name, "geen bestand met personeel (xlsx, xlsm, xlsb, xls, ods of csv)");
            }
        }
        content.files.sort_by(|one, other| in_order(&shown_name(one), &shown_name(other)));
        content.folders.sort_by(|one, other| in_order(&shown_name(one), &shown_name(other)));
        content.drop_copies();
        content.passed_over.sort_by(|one, other| in_order(&one.name, &other.name));
        Ok(content)
    }

    fn pass_over(&mut self, name: &str, reason: &str) {
        self.passed_over.push(PassedOver { name: name.to_owned(), reason: reason.to_owned() });
    }

    /// Takes out annotated copies that stand beside what they were made of: everybody in them would be counted twice.
    fn drop_copies(&mut self) {
        let names: Vec<String> = self.files.iter().map(|file| shown_name(file)).collect();
        let number = |name: &str| unnumbered(stem(name)).1;
        let originals: Vec<&str> = names.iter().filter(|name| number(name).is_none()).map(|name| stem(name)).collect();
        let is_copy = |name: &str| number(name).is_some() && originals.contains(&unnumbered(stem(name)).0);
        let copies: Vec<&String> = names.iter().filter(|name| is_copy(name)).collect();
        self.passed_over.extend(copies.iter().map(|name| PassedOver {
            name: (*name).clone(),
            reason: "een kopie met bevindingen; het bestand waarvan zij is gemaakt, staat ernaast".to_owned(),
        }));
        self.files.retain(|file| !copies.iter().any(|copy| **copy == shown_name(file)));
    }
}

fn shown_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn is_same(one: &Path, other: &Path) -> bool {
    matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}

/// As people order names: "Aanbieder 2" before "Aanbieder 10".
fn in_order(one: &str, other: &str) -> Ordering {
    let parts = |name: &str| -> Vec<(String, u64)> {
        let name = name.to_lowercase();
        let mut parts = Vec::new();
        let mut rest = name.as_str();
        while !rest.is_empty() {
            let text = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
            let (before, number) = rest.split_at(text);
            let digits = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
            let (digits, after) = number.split_at(digits);
            parts.push((before.to_owned(), digits.parse().unwrap_or(u64::MAX)));
            rest = after;
        }
        parts
    };
    parts(one).cmp(&parts(other)).then_with(|| one.cmp(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ordered_as_people_do() {
        let mut names = ["Aanbieder 10", "aanbieder 2", "Aanbieder 2b", "Aanbieder 1", "Zorg"];
        names.sort_by(|one, other| in_order(one, other));
        assert_eq!(names, ["Aanbieder 1", "aanbieder 2", "Aanbieder 2b", "Aanbieder 10", "Zorg"]);
    }

    #[test]
    fn a_folder_holds_a_file_or_a_folder_per_provider() {
        let root = std::env::temp_dir().join(format!("toetsklaar-providers-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("Zuid/oud")).expect("a folder for the test");
        fs::create_dir_all(root.join("Leeg")).expect("a folder for the test");
        for name in [
            "Noord 10.xlsx",
            "Noord 2.CSV",
            "Noord 2.toetsklaar.xlsx",
            "west.toetsklaar.xlsx",
            "~$Noord 10.xlsx",
            "brief.docx",
            "overzicht.xlsx",
            ".DS_Store",
            "toetsklaar.toml",
            "Zuid/b.csv",
            "Zuid/a.xlsx",
            "Zuid/oud/c.csv",
        ] {
            fs::write(root.join(name), "x").expect("a file for the test");
        }
        let found =
            find(std::slice::from_ref(&root), Some(&root.join("overzicht.xlsx"))).expect("a folder with providers");
        let shown: Vec<(String, Vec<String>, usize)> = found
            .providers
            .iter()
            .map(|one| {
                (one.name.clone(), one.files.iter().map(|file| shown_name(file)).collect(), one.passed_over.len())
            })
            .collect();
        let expected = [
            ("Leeg", &[][..], 0),
            ("Noord 2", &["Noord 2.CSV"], 0),
            ("Noord 10", &["Noord 10.xlsx"], 0),
            ("west", &["west.toetsklaar.xlsx"], 0),
            ("Zuid", &["a.xlsx", "b.csv"], 1),
        ];
        let expected: Vec<(String, Vec<String>, usize)> = expected
            .into_iter()
            .map(|(name, files, over)| (name.to_owned(), files.iter().map(|&file| file.to_owned()).collect(), over))
            .collect();
        assert_eq!(shown, expected);
        let over: Vec<&str> = found.passed_over.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(over, ["brief.docx", "Noord 2.toetsklaar.xlsx", "~$Noord 10.xlsx"]);
        assert!(find(&[root.join("Leeg")], None).is_err_and(|failure| failure.0.contains("geen enkele aanbieder")));
        fs::remove_dir_all(&root).expect("the test's own folder");
    }
}
