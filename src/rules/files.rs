//! The rule files: built into the program, or from a folder that somebody edited.

use std::borrow::Cow;

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use crate::seal::hexadecimal;

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// Rule files as pairs of a path relative to the rule folder (with `/`) and a text, sorted by path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFiles(Vec<(Cow<'static, str>, Cow<'static, str>)>);

impl RuleFiles {
    /// The files that are built into the program.
    pub fn embedded() -> RuleFiles {
        let mut files = Vec::with_capacity(64);
        collect(&EMBEDDED, &mut files);
        files.sort_unstable();
        RuleFiles(files)
    }

    /// Files from elsewhere. Only names that end in `.toml` count, so that a note or a backup in the folder does no harm.
    pub fn new(files: Vec<(String, String)>) -> RuleFiles {
        let mut files: Vec<_> = files
            .into_iter()
            .map(|(path, text)| (Cow::Owned(path.replace('\\', "/")), Cow::Owned(text)))
            .filter(|(path, _): &(Cow<'static, str>, _)| is_toml(path))
            .collect();
        files.sort_unstable();
        RuleFiles(files)
    }

    /// Path and text of every file.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (&**path, &**text))
    }

    /// The text of one file.
    pub fn text(&self, path: &str) -> Option<&str> {
        let at = self.0.binary_search_by(|(other, _)| (**other).cmp(path)).ok()?;
        Some(&self.0[at].1)
    }

    /// Path and SHA-256 of every file, in hexadecimal. Line ends of Windows and Unix give the same.
    pub fn hashes(&self) -> impl Iterator<Item = (&str, String)> {
        self.0.iter().map(|(path, text)| (&**path, hexadecimal(&Sha256::digest(text.replace("\r\n", "\n")))))
    }

    /// SHA-256 over all paths and texts, in hexadecimal. Line ends of Windows and Unix give the same.
    pub fn sha256(&self) -> String {
        let mut digest = Sha256::new();
        for (path, text) in &self.0 {
            let text =
                if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(&**text) };
            for part in [&**path, &*text] {
                digest.update((part.len() as u64).to_le_bytes());
                digest.update(part.as_bytes());
            }
        }
        hexadecimal(&digest.finalize())
    }
}

fn collect(folder: &'static Dir<'static>, files: &mut Vec<(Cow<'static, str>, Cow<'static, str>)>) {
    for file in folder.files() {
        let path = file.path().to_str().expect("the names of the rule files are ASCII");
        if is_toml(path) {
            let text = file.contents_utf8().expect("the rule files are UTF-8");
            let path = if path.contains('\\') { Cow::Owned(path.replace('\\', "/")) } else { Cow::Borrowed(path) };
            files.push((path, Cow::Borrowed(text)));
        }
    }
    for inner in folder.dirs() {
        collect(inner, files);
    }
}

fn is_toml(path: &str) -> bool {
    path.as_bytes().iter().rev().take(5).eq(b".toml".iter().rev())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(pairs: &[(&str, &str)]) -> RuleFiles {
        RuleFiles::new(pairs.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    #[test]
    fn the_hash_depends_on_texts_and_paths_and_not_on_order_or_line_ends() {
        let hash = |pairs: &[(&str, &str)]| files(pairs).sha256();
        let base = hash(&[("a.toml", "x = 1\n"), ("b/c.toml", "y = 2\n")]);
        assert_eq!(base.len(), 64);
        assert_eq!(base, hash(&[("b\\c.toml", "y = 2\r\n"), ("a.toml", "x = 1\r\n")]));
        assert_eq!(base, hash(&[("a.toml", "x = 1\n"), ("b/c.toml", "y = 2\n"), ("note.md", "hello")]));
        assert_ne!(base, hash(&[("a.toml", "x = 1\n"), ("b/d.toml", "y = 2\n")]));
        assert_ne!(base, hash(&[("a.toml", "x = 1\n"), ("b/c.toml", "y = 3\n")]));
        assert_ne!(hash(&[("a.toml", "bc")]), hash(&[("a.tomlb", "c"), ("a.toml", "c")]));
    }

    #[test]
    fn a_file_is_found_by_its_path() {
        let files = files(&[("set.toml", "a"), ("VOG/VOG-01.toml", "b")]);
        assert_eq!(files.text("VOG/VOG-01.toml"), Some("b"));
        assert_eq!(files.text("VOG-01.toml"), None);
    }

    #[test]
    fn what_is_built_in_is_what_stands_in_the_rule_folder() {
        #[expect(clippy::disallowed_methods, reason = "a test reads its own checkout")]
        fn count(folder: &std::path::Path) -> usize {
            std::fs::read_dir(folder)
                .expect("the rule folder can be read")
                .map(|entry| entry.expect("an entry can be read").path())
                .map(|path| {
                    if path.is_dir() {
                        count(&path)
                    } else {
                        usize::from(path.extension().is_some_and(|e| e == "toml"))
                    }
                })
                .sum()
        }
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        assert_eq!(
            RuleFiles::embedded().iter().count(),
            count(&folder),
            "a new file needs a rebuild of src/rules/files.rs"
        );
    }
}
