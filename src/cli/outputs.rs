//! Where the annotated workbooks go, and how they get there: whole or not at all, and never over somebody's work.
#![expect(clippy::disallowed_methods, reason = "the door is where files are written")]

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use toetsklaar::seal::is_sealed;
use toetsklaar::write::workbook::{Copies, copy_extension};

use super::Failure;
use super::files::{Shown, unwritable};

/// The place of one output.
#[derive(Debug)]
pub struct Target {
    path: PathBuf,
}

impl Target {
    /// The path, to show.
    pub fn shown(&self) -> String {
        self.path.display().to_string()
    }
}

/// Decides where the output of every input goes, before anything is read or computed. `named` gives the name of an output by that
/// of its input.
///
/// # Errors
/// An output that would change an input, that somebody worked in, or that cannot be.
pub fn plan(
    inputs: &[PathBuf],
    output: Option<&Path>,
    named: fn(&str) -> String,
    force: bool,
) -> Result<Vec<Target>, Failure> {
    if let Some(folder) = output.filter(|folder| inputs.len() > 1 && !folder.is_dir()) {
        if folder.is_file() || ["xlsx", "xlsm"].iter().any(|extension| has_extension(folder, extension)) {
            return Err(Failure::new(format_args!(
                "{} is {}. Bij meer dan één bestand noemt --output een map voor de uitvoer.",
                Shown(folder),
                if folder.is_file() { "een bestand" } else { "een naam voor een bestand" }
            )));
        }
        has_a_place(folder)?;
    }
    let mut targets: Vec<Target> = Vec::new();
    for input in inputs {
        let name = input.file_name().unwrap_or(input.as_os_str()).to_string_lossy();
        let name = named(&name);
        let path = match output {
            Some(folder) if inputs.len() > 1 || folder.is_dir() => folder.join(name),
            Some(file) => file.to_owned(),
            None => input.with_file_name(name),
        };
        let target = Target { path };
        target.check(inputs, copy_extension(&input.to_string_lossy()), force)?;
        // Of several outputs the folder itself may be new; its own place was looked at above. Beside an input is always a place.
        if inputs.len() == 1 && output.is_some() {
            has_a_place(&target.path)?;
        }
        if let Some(other) = targets.iter().find(|other| same_name(&other.path, &target.path)) {
            return Err(Failure::new(format_args!(
                "Twee bestanden zouden dezelfde uitvoer krijgen: {}. Geef een van de twee een andere naam.",
                Shown(&other.path)
            )));
        }
        targets.push(target);
    }
    Ok(targets)
}

/// The place of the file that tells who has which running number.
///
/// # Errors
/// A place that is one of the inputs or outputs, where something stands, or that cannot be.
pub fn key_place(path: &Path, inputs: &[PathBuf], outputs: &[Target], force: bool) -> Result<Target, Failure> {
    let shown = Shown(path);
    let target = Target { path: path.to_owned() };
    if !has_extension(path, "csv") {
        return Err(Failure::new(format_args!(
            "Het sleutelbestand {shown} is een csv-bestand. Kies een naam die eindigt op .csv."
        )));
    }
    if target.is_one_of(inputs) || outputs.iter().any(|other| same_name(&other.path, path)) {
        return Err(Failure::new(format_args!(
            "Het sleutelbestand {shown} is ook een bestand dat wordt getoetst of geschreven. Kies een andere naam met --key-file."
        )));
    }
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => has_a_place(path)?,
        Ok(known) if known.is_file() && force => {}
        Ok(known) if known.is_file() => {
            return Err(Failure::new(format_args!(
                "Het sleutelbestand {shown} bestaat al. Kies een andere naam met --key-file, of vervang het bestand met --force."
            )));
        }
        Ok(_) => {
            return Err(Failure::new(format_args!(
                "Het sleutelbestand {shown} is geen gewoon bestand. Kies een andere naam met --key-file."
            )));
        }
        Err(error) => return Err(unwritable(path, &error)),
    }
    Ok(target)
}

/// The place of an output that stands by itself.
///
/// # Errors
/// An output that would change an input, that somebody worked in, or that cannot be.
pub fn place(path: &Path, inputs: &[PathBuf], force: bool) -> Result<Target, Failure> {
    let target = Target { path: path.to_owned() };
    target.check(inputs, "xlsx", force)?;
    has_a_place(&target.path)?;
    Ok(target)
}

/// The place of a text beside the workbooks, for which no seal says that nobody worked in it.
///
/// # Errors
/// A file that is there already, unless that is asked; an input; a place that cannot be.
pub fn text_place(path: &Path, inputs: &[PathBuf], outputs: &[Target], force: bool) -> Result<Target, Failure> {
    let shown = Shown(path);
    let target = Target { path: path.to_owned() };
    if target.is_one_of(inputs) || outputs.iter().any(|other| same_name(&other.path, path)) {
        return Err(Failure::new(format_args!(
            "{shown} is ook een bestand dat wordt getoetst of geschreven. Kies een andere naam."
        )));
    }
    if path.exists() && (!path.is_file() || !force) {
        let way_out = if path.is_file() { ", of vervang het bestand met --force" } else { "" };
        return Err(Failure::new(format_args!("{shown} bestaat al. Kies een andere naam{way_out}.")));
    }
    has_a_place(path)?;
    Ok(target)
}

fn has_extension(path: &Path, wanted: &str) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(wanted))
}

/// Whether the outputs stand in one folder.
pub fn stand(targets: &[Target]) -> Copies {
    let folders = || targets.iter().map(|target| target.path.parent());
    if folders().all(|folder| folders().next() == Some(folder)) { Copies::Together } else { Copies::Apart }
}

/// Refuses a place in a folder that is not there: a slip of the pen makes no folders.
fn has_a_place(path: &Path) -> Result<(), Failure> {
    match missing_folder(path) {
        Some(_) => Err(unwritable(path, &io::Error::from(io::ErrorKind::NotFound))),
        None => Ok(()),
    }
}

/// The folder of a path, where it is not there.
fn missing_folder(path: &Path) -> Option<&Path> {
    path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists())
}

/// Windows and macOS take `A.xlsx` and `a.xlsx` for one file.
fn same_name(one: &Path, other: &Path) -> bool {
    one.to_string_lossy().to_lowercase() == other.to_string_lossy().to_lowercase()
}

impl Target {
    fn is_one_of(&self, inputs: &[PathBuf]) -> bool {
        inputs.iter().any(|input| match (fs::canonicalize(input), fs::canonicalize(&self.path)) {
            (Ok(input), Ok(output)) => input == output,
            _ => false,
        })
    }

    fn check(&self, inputs: &[PathBuf], extension: &str, force: bool) -> Result<(), Failure> {
        let shown = Shown(&self.path);
        // Without inputs the place is an argument, and no option.
        let other = if inputs.is_empty() { "Kies een andere naam" } else { "Kies een andere naam met --output" };
        if !has_extension(&self.path, extension) {
            let macros = if extension == "xlsm" { " met macro’s" } else { "" };
            return Err(Failure::new(format_args!(
                "De uitvoer {shown} is een Excel-werkmap{macros}. Kies een naam die eindigt op .{extension}."
            )));
        }
        if self.is_one_of(inputs) {
            return Err(Failure::new(format_args!(
                "De uitvoer {shown} is ook een van de bestanden die worden getoetst. Die worden nooit veranderd. {other}."
            )));
        }
        if self.path.is_dir() {
            return Err(Failure::new(format_args!("De uitvoer {shown} is een map. {other}.")));
        }
        // A pipe would keep us waiting, and nobody means to replace one, or a device.
        if fs::metadata(&self.path).is_ok_and(|known| !known.is_file()) {
            return Err(Failure::new(format_args!("De uitvoer {shown} is geen gewoon bestand. {other}.")));
        }
        if force {
            return Ok(());
        }
        match fs::read(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Ok(bytes) if is_sealed(&bytes) => Ok(()),
            Ok(_) => Err(Failure::new(format_args!(
                "De uitvoer {shown} bestaat al en is niet meer zoals toetsklaar het bestand maakte: er kan werk van iemand in staan. \
                 {other}, of vervang het bestand met --force."
            ))),
            Err(error) => Err(unwritable(&self.path, &error)),
        }
    }
}

/// Outputs in the making. Everything stands whole beside its place before the first old output is replaced; when anything fails,
/// nothing is left behind.
pub struct Outputs {
    waiting: Vec<Waiting>,
    folder: NewFolder,
}

impl Outputs {
    /// None yet.
    pub fn new() -> Outputs {
        Outputs { waiting: Vec::new(), folder: NewFolder(None) }
    }

    /// Writes one more, beside its place.
    ///
    /// # Errors
    /// A folder or file that cannot be written, or what kept the output from being made.
    pub fn add<E: fmt::Display>(
        &mut self,
        target: &Target,
        write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
    ) -> Result<(), Failure> {
        let failed = |error: &io::Error| unwritable(&target.path, error);
        self.folder.make(&target.path).map_err(|error| failed(&error))?;
        let (waiting, file) = Waiting::open(target).map_err(|error| failed(&error))?;
        self.waiting.push(waiting);
        let mut aside = Aside { file: BufWriter::with_capacity(PIECE, file), failed: None };
        let made = write(&mut aside);
        let flushed = aside.flush();
        match (aside.failed, made, flushed) {
            (Some(error), ..) => Err(failed(&error)),
            (None, Err(error), _) => Err(Failure::new(error)),
            (None, Ok(()), flushed) => flushed.map_err(|error| failed(&error)),
        }
    }

    /// Puts all in their places, or none.
    ///
    /// # Errors
    /// A file that cannot be replaced.
    pub fn put(mut self) -> Result<(), Failure> {
        let mut done = Vec::new();
        for waiting in self.waiting.drain(..) {
            let path = waiting.path.clone();
            if let Err(error) = waiting.put() {
                for path in done {
                    // What cannot be removed either is named by the failure of its neighbour.
                    let _ = fs::remove_file(path);
                }
                return Err(unwritable(&path, &error));
            }
            done.push(path);
        }
        self.folder.0 = None;
        Ok(())
    }
}

/// Writes outputs that stand in memory: all, or none.
///
/// # Errors
/// A folder or file that cannot be written; then nothing is left behind.
pub fn write(outputs: &[(Target, Vec<u8>)]) -> Result<(), Failure> {
    let mut made = Outputs::new();
    for (target, bytes) in outputs {
        made.add(target, |out| out.write_all(bytes))?;
    }
    made.put()
}

/// How much is written to a file at once.
const PIECE: usize = 1 << 18;

/// The file of an output in the making. It keeps why it could not be written: what is written through others comes back as theirs.
struct Aside {
    file: BufWriter<fs::File>,
    failed: Option<io::Error>,
}

impl Aside {
    fn kept<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| {
            let kind = error.kind();
            self.failed.get_or_insert(error);
            kind.into()
        })
    }
}

impl Write for Aside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes);
        self.kept(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.file.flush();
        self.kept(flushed)
    }
}

/// The folder that was made for the outputs; gone when they are not put in it.
struct NewFolder(Option<PathBuf>);

impl NewFolder {
    fn make(&mut self, path: &Path) -> io::Result<()> {
        if let Some(folder) = missing_folder(path) {
            fs::create_dir(folder)?;
            self.0 = Some(folder.to_owned());
        }
        Ok(())
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        if let Some(folder) = &self.0 {
            // Only an empty folder goes; the failure that brought us here is being reported.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// An output under another name; gone when it is not put in its place.
struct Waiting {
    path: PathBuf,
    aside: PathBuf,
    put: bool,
}

impl Waiting {
    fn open(target: &Target) -> io::Result<(Waiting, fs::File)> {
        let path = target.path.clone();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for number in 0..100 {
            let aside = path.with_file_name(format!("{name}.deel{number}"));
            match OpenOptions::new().write(true).create_new(true).open(&aside) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
                Ok(file) => return Ok((Waiting { path, aside, put: false }, file)),
            }
        }
        Err(io::Error::from(io::ErrorKind::AlreadyExists))
    }

    fn put(mut self) -> io::Result<()> {
        fs::rename(&self.aside, &self.path)?;
        self.put = true;
        Ok(())
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if !self.put {
            // There is nobody left to tell: the failure that brought us here is being reported.
            let _ = fs::remove_file(&self.aside);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use toetsklaar::write::workbook::copy_name;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("toetsklaar-outputs-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder for the test");
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("the folder is there");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn all_outputs_are_written_or_none() {
        let folder = folder("all");
        let good = || Target { path: folder.join("a.toetsklaar.xlsx") };
        fs::write(folder.join("bestand"), "x").expect("a file");
        let bad = Target { path: folder.join("bestand").join("b.toetsklaar.xlsx") };
        let failure = write(&[(good(), b"een".to_vec()), (bad, b"twee".to_vec())]).expect_err("a file is no folder");
        assert!(
            failure.0.contains("b.toetsklaar.xlsx") && failure.0.contains("Kies een andere plaats"),
            "{}",
            failure.0
        );
        assert_eq!(names(&folder), ["bestand"]);
        write(&[(good(), b"een".to_vec())]).expect("a folder that can be written");
        assert_eq!(names(&folder), ["a.toetsklaar.xlsx", "bestand"]);
        assert_eq!(fs::read(good().path).expect("the output"), b"een");
        fs::remove_dir_all(&folder).expect("the test's own folder");
    }

    #[test]
    fn a_new_folder_goes_when_nothing_comes_in_it() {
        let folder = folder("new");
        let target = |name: &str| Target { path: folder.join("uit").join(name) };
        let too_long = format!("{}.xlsx", "b".repeat(300));
        write(&[(target("a.xlsx"), b"een".to_vec()), (target(&too_long), b"twee".to_vec())])
            .expect_err("no file has so long a name");
        assert_eq!(names(&folder), Vec::<String>::new());
        write(&[(target("a.xlsx"), b"een".to_vec())]).expect("a folder that can be written");
        assert_eq!(names(&folder.join("uit")), ["a.xlsx"]);
        fs::remove_dir_all(&folder).expect("the test's own folder");
    }

    #[test]
    fn nothing_is_left_of_an_output_that_could_not_be_made() {
        let folder = folder("unmade");
        let target = |name: &str| Target { path: folder.join(name) };
        fs::write(target("a.xlsx").path, "oud").expect("a file");
        let mut made = Outputs::new();
        made.add(&target("a.xlsx"), |out| out.write_all(b"nieuw")).expect("a folder that can be written");
        let failure =
            made.add(&target("b.xlsx"), |out| out.write_all(b"half").and(Err(io::Error::other("niet te maken"))));
        assert_eq!(failure.expect_err("it was not made").0, "niet te maken");
        drop(made);
        assert_eq!(names(&folder), ["a.xlsx"]);
        assert_eq!(fs::read(target("a.xlsx").path).expect("the old output"), b"oud");
        fs::remove_dir_all(&folder).expect("the test's own folder");
    }

    #[test]
    fn an_output_takes_its_name_from_the_input() {
        let shown = |inputs: &[&str], output: Option<&str>| -> Result<Vec<String>, String> {
            let inputs: Vec<PathBuf> = inputs.iter().map(PathBuf::from).collect();
            let targets = plan(&inputs, output.map(Path::new), copy_name, false).map_err(|failure| failure.0)?;
            Ok(targets.iter().map(|target| target.path.to_string_lossy().replace('\\', "/")).collect())
        };
        assert_eq!(shown(&["map/staf.2026.xlsx"], None), Ok(vec!["map/staf.2026.toetsklaar.xlsx".to_owned()]));
        assert_eq!(shown(&["a.xlsx"], Some("src/b.xlsx")), Ok(vec!["src/b.xlsx".to_owned()]));
        assert!(shown(&["a.xlsx"], Some("uit/b.xlsx")).is_err_and(|message| message.contains("de map is er niet")));
        assert_eq!(
            shown(&["m/a.csv", "n/b.csv"], Some("uit")),
            Ok(vec!["uit/a.toetsklaar.xlsx".to_owned(), "uit/b.toetsklaar.xlsx".to_owned()])
        );
        assert!(shown(&["a.csv", "b.csv"], Some("u/it")).is_err_and(|message| message.contains("de map is er niet")));
        assert!(
            shown(&["a.csv", "b.csv"], Some("uit.xlsx"))
                .is_err_and(|message| message.contains("noemt --output een map"))
        );
        assert!(shown(&["a.csv", "a.xlsx"], None).is_err_and(|message| message.contains("dezelfde uitvoer")));
        assert!(shown(&["a.csv"], Some("uit.csv")).is_err_and(|message| message.contains(".xlsx")));
    }
}
