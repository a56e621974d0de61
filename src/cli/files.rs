//! Reading and writing files, and saying in Dutch why that did not work.
#![expect(clippy::disallowed_methods, reason = "the door is where files are read and written")]

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use toetsklaar::assess::{AssessError, Input};
use toetsklaar::columns::ColumnMap;
use toetsklaar::read::Limits;
use toetsklaar::rules::RuleFiles;
use toetsklaar::settings::Settings;

use super::Failure;

/// The file with settings beside the inputs.
pub const SETTINGS: &str = "toetsklaar.toml";

/// Refuses a file that is named twice: everybody in it would be counted as if two lists said so.
///
/// # Errors
/// A file that is named twice, also by another path.
pub fn named_once(paths: &[PathBuf]) -> Result<(), Failure> {
    let mut seen: Vec<PathBuf> = Vec::new();
    for path in paths {
        // What is not there is told when it is read.
        let Ok(real) = fs::canonicalize(path) else {
            continue;
        };
        if seen.contains(&real) {
            return Err(Failure::new(format_args!(
                "Hetzelfde bestand staat er twee keer: {}. Noem elk bestand één keer.",
                Shown(path)
            )));
        }
        seen.push(real);
    }
    Ok(())
}

/// Reads the inputs.
///
/// # Errors
/// A file that is not there or cannot be read, and two files of one name: cells are named by their file.
pub fn inputs(paths: &[PathBuf], limits: &Limits) -> Result<Vec<Input>, Failure> {
    let mut inputs: Vec<Input> = Vec::new();
    for path in paths {
        let bytes = at_most(path, limits.file).map_err(|error| unreadable(path, &error))?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        if inputs.iter().any(|other| other.name == name) {
            return Err(two_of_one_name(&name));
        }
        inputs.push(Input { name, bytes: bytes.into() });
    }
    Ok(inputs)
}

fn two_of_one_name(name: &str) -> Failure {
    Failure::new(format_args!(
        "Er zijn twee bestanden met de naam '{name}'. Dan is niet te zien bij welk bestand een bevinding hoort. Geef een van de twee een andere naam."
    ))
}

/// Reads the extracts of registers.
///
/// # Errors
/// As [`inputs`], and an extract with the name of a file of the provider.
pub fn registers(paths: &[PathBuf], others: &[Input], limits: &Limits) -> Result<Vec<Input>, Failure> {
    let registers = inputs(paths, limits)?;
    match registers.iter().find(|one| others.iter().any(|other| other.name == one.name)) {
        Some(same) => Err(two_of_one_name(&same.name)),
        None => Ok(registers),
    }
}

/// The bytes of a file: of one that is too big, so many that it is seen to be.
fn at_most(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = opened(path)?;
    let room = file.metadata()?.len().min(most).saturating_add(1);
    let mut bytes = Vec::with_capacity(usize::try_from(room).unwrap_or(0));
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A file to read from. A pipe or device may never give anything, or never end.
fn opened(path: &Path) -> io::Result<fs::File> {
    let kind = fs::metadata(path)?.file_type();
    if kind.is_file() || kind.is_dir() { fs::File::open(path) } else { Err(io::ErrorKind::Unsupported.into()) }
}

/// Reads a column map.
///
/// # Errors
/// A file that cannot be read or is no column map.
pub fn column_map(path: &Path) -> Result<ColumnMap, Failure> {
    ColumnMap::parse(&path.display().to_string(), &text(path)?).map_err(Failure::new)
}

/// Reads a text file.
///
/// # Errors
/// A file that is not there, cannot be read, or is no UTF-8.
pub fn text(path: &Path) -> Result<String, Failure> {
    let bytes = at_most(path, u64::MAX).map_err(|error| unreadable(path, &error))?;
    let text = String::from_utf8(bytes);
    text.map_err(|_| {
        Failure::new(format_args!("Het bestand {} is geen tekst in UTF-8. Bewaar het opnieuw als UTF-8.", Shown(path)))
    })
}

/// The settings: a file that was named, else `toetsklaar.toml` beside an input, if it is there.
///
/// # Errors
/// A file that cannot be read or holds no settings.
pub fn settings(named: Option<&Path>, input: &Path) -> Result<Settings, Failure> {
    let (path, text) = match named {
        Some(path) => (path.to_owned(), Some(text(path)?)),
        None => {
            let path = input.parent().unwrap_or(Path::new("")).join(SETTINGS);
            let text = text_if_there(&path)?;
            (path, text)
        }
    };
    let Some(text) = text else {
        return Ok(Settings::default());
    };
    Settings::parse(&path.display().to_string(), &text).map_err(Failure::new)
}

/// Reads a text file if it is there.
///
/// # Errors
/// A file that is there and cannot be read, or is no UTF-8.
pub fn text_if_there(path: &Path) -> Result<Option<String>, Failure> {
    if path.is_file() { text(path).map(Some) } else { Ok(None) }
}

/// Reads the rule files below a folder.
///
/// # Errors
/// A folder that is not there, holds no rule files, or holds one that cannot be read.
pub fn rules(folder: &Path) -> Result<RuleFiles, Failure> {
    let mut files = Vec::new();
    collect(folder, "", &mut files)?;
    if files.is_empty() {
        return Err(Failure::new(format_args!(
            "De map {} bevat geen regels (bestanden die eindigen op .toml). Maak een map met alle regels met: toetsklaar rules export MAP",
            Shown(folder)
        )));
    }
    Ok(RuleFiles::new(files))
}

/// An error; where it is about rule files, with the folder they come from.
pub fn in_rules(folder: Option<&Path>, error: &AssessError) -> Failure {
    match (folder, error) {
        (Some(folder), AssessError::Rules(_) | AssessError::Lexicon(_)) => {
            Failure::new(format_args!("De regels in {} zijn niet te gebruiken.\n{error}", Shown(folder)))
        }
        _ => Failure::new(error),
    }
}

fn collect(folder: &Path, before: &str, files: &mut Vec<(String, String)>) -> Result<(), Failure> {
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(folder, &error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        if path.is_dir() {
            collect(&path, &format!("{before}{name}/"), files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push((format!("{before}{name}"), text(&path)?));
        }
    }
    Ok(())
}

/// Writes a text file of its own: not one that holds what somebody typed, unless that is asked.
///
/// # Errors
/// A file that is already there, or cannot be written.
pub fn write_new(path: &Path, text: &str, replace: bool) -> Result<(), Failure> {
    let mut options = fs::OpenOptions::new();
    options.write(true);
    let file =
        if replace { options.create(true).truncate(true).open(path) } else { options.create_new(true).open(path) };
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::new(format_args!(
            "{} bestaat al. Kies een andere naam, of vervang het bestand met --force.",
            Shown(path)
        )),
        _ => unwritable(path, &error),
    })
}

/// Writes rule files below a folder.
///
/// # Errors
/// A folder in which something stands already, unless that is asked; a folder or file that cannot be written.
pub fn export(folder: &Path, files: &RuleFiles, force: bool) -> Result<usize, Failure> {
    let filled = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if filled && !force {
        return Err(Failure::new(format_args!(
            "De map {} is niet leeg. Kies een nieuwe map, of schrijf over wat er staat met --force.",
            Shown(folder)
        )));
    }
    let mut count = 0;
    for (path, text) in files.iter() {
        let path = folder.join(path);
        if let Some(inner) = path.parent() {
            fs::create_dir_all(inner).map_err(|error| unwritable(inner, &error))?;
        }
        fs::write(&path, text).map_err(|error| unwritable(&path, &error))?;
        count += 1;
    }
    Ok(count)
}

/// Why something cannot be written.
pub fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let shown = Shown(path);
    Failure::new(match error.kind() {
        io::ErrorKind::PermissionDenied => {
            format!(
                "{shown} mag niet worden geschreven. Staat het bestand nog open in Excel? Sluit het, of kies een andere plaats."
            )
        }
        io::ErrorKind::StorageFull => {
            format!("{shown} past niet meer op de schijf. Maak ruimte, of kies een andere plaats.")
        }
        io::ErrorKind::NotFound => format!("{shown} kan daar niet staan: de map is er niet. Kies een andere plaats."),
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            format!("{shown} kan daar niet staan: een deel van het pad is een bestand. Kies een andere plaats.")
        }
        _ => format!("{shown} kan niet worden geschreven ({error}). Kies een andere plaats."),
    })
}

/// Why something cannot be read.
pub fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let shown = Shown(path);
    Failure::new(match error.kind() {
        io::ErrorKind::NotFound => format!("{shown} is er niet. Kijk of de naam en de map kloppen."),
        io::ErrorKind::PermissionDenied => format!(
            "{shown} mag niet worden gelezen. Vraag toegang tot dit bestand, of kopieer het naar een eigen map."
        ),
        io::ErrorKind::IsADirectory => format!("{shown} is een map, geen bestand. Geef de bestanden zelf op."),
        io::ErrorKind::NotADirectory => format!("{shown} is een bestand, geen map. Geef de map op."),
        io::ErrorKind::Unsupported => {
            format!(
                "{shown} is geen gewoon bestand maar een pijp of apparaat. Bewaar de gegevens eerst in een bestand."
            )
        }
        _ if path.is_dir() => format!("{shown} is een map, geen bestand. Geef de bestanden zelf op."),
        _ => format!("{shown} kan niet worden gelezen ({error}). Staat het bestand nog open in een ander programma?"),
    })
}

/// A path between quotation marks.
pub struct Shown<'p>(pub &'p Path);

impl std::fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "'{}'", self.0.display())
    }
}
