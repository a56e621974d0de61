//! Makes the folders for what the targets find, and in that of `read` the inputs that replace one part of a workbook.
//! They come from the samples; everything else that serves as a seed is a file as it is.

use std::path::Path;
use std::{fs, io};

use toetsklaar_fuzz::package::{KINDS, XLS, input, parts};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for target in ["read", "rules", "settings", "columns"] {
        fs::create_dir_all(root.join("corpus").join(target))?;
    }
    let corpus = root.join("corpus/read");
    for folder in ["../samples", "../tests/files"] {
        for entry in fs::read_dir(root.join(folder))? {
            let path = entry?.path();
            let (Some(stem), Some(extension)) = (path.file_stem(), path.extension()) else {
                continue;
            };
            let (stem, extension) = (stem.to_string_lossy(), extension.to_string_lossy());
            let bytes = fs::read(&path)?;
            if let Some(kind) = KINDS.iter().find(|kind| kind.file.ends_with(&*extension)) {
                let parts = parts(&bytes);
                for (letter, name) in kind.parts {
                    if let Some((_, content)) = parts.iter().find(|(other, _)| other == name) {
                        let seed = format!("{stem}-{extension}-{}", char::from(*letter));
                        fs::write(corpus.join(seed), input(kind, *letter, content))?;
                    }
                }
            }
            if extension == "xls"
                && let Some(start) = bytes.windows(8).position(|window| window == [9, 8, 16, 0, 0, 6, 5, 0])
            {
                fs::write(corpus.join(format!("{stem}-xls")), [&[XLS], &bytes[start..]].concat())?;
            }
        }
    }
    Ok(())
}
