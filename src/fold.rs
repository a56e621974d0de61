//! Folding: the form in which two texts that mean the same are equal.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, no accents, punctuation and white space as single blanks, no blanks at the ends.
///
/// `"  Behandel-coördinator\n(a.i.) "` becomes `"behandel coordinator a i"`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// As [`fold`], into a buffer that is emptied first, so that a loop over many cells allocates once.
pub fn fold_into(text: &str, folded: &mut String) {
    folded.clear();
    let mut blank = false;
    let mut push = |c: char, folded: &mut String| {
        if c.is_alphanumeric() {
            if blank && !folded.is_empty() {
                folded.push(' ');
            }
            blank = false;
            folded.push(c);
        } else {
            blank = true;
        }
    };
    if text.is_ascii() {
        for byte in text.bytes() {
            push(char::from(byte.to_ascii_lowercase()), folded);
        }
        return;
    }
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        for lower in c.to_lowercase() {
            match lower {
                'ø' => push('o', folded),
                'ł' => push('l', folded),
                'ı' => push('i', folded),
                'ß' => {
                    push('s', folded);
                    push('s', folded);
                }
                other => push(other, folded),
            }
        }
    }
}

/// Whether some folded words stand in a folded text, whole and beside each other.
pub fn has_words(text: &str, words: &str) -> bool {
    format!(" {text} ").contains(&format!(" {words} "))
}

#[cfg(test)]
mod tests {
    use super::{fold, has_words};

    #[test]
    fn words_stand_in_a_text_whole_and_beside_each_other() {
        for (text, words, expected) in [
            ("skj de linde", "de linde", true),
            ("de linde", "de linde", true),
            ("skj linde", "de linde", false),
            ("skj de lindenhof", "de linde", false),
            ("groep 12", "groep 1", false),
        ] {
            assert_eq!(has_words(text, words), expected, "{text}: {words}");
        }
    }

    #[test]
    fn texts_that_mean_the_same_fold_to_the_same() {
        for (text, folded) in [
            ("  Behandel-coördinator\n(a.i.) ", "behandel coordinator a i"),
            ("PERS.NR.", "pers nr"),
            ("Zoë", "zoe"),
            ("Zoe\u{308}", "zoe"),
            ("Sørensen", "sorensen"),
            ("Groep\u{a0}Kube", "groep kube"),
            ("—", ""),
            ("ﬁnanciën", "financien"),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }
}
