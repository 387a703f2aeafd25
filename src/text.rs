//! Texts taken apart at one ASCII character and put together.
//!
//! The standard library does all of this for any pattern; what it compiles to would be a fifth of the module.

use alloc::string::String;

/// What stands before and behind the first `separator`, if there is one.
pub(crate) fn split_once(text: &str, separator: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|b| b == separator)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// What stands before and behind the last `separator`, if there is one.
pub(crate) fn rsplit_once(text: &str, separator: u8) -> Option<(&str, &str)> {
    let at = text.bytes().rposition(|b| b == separator)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// What stands before the last `separator`, if there is one.
pub(crate) fn before_last(text: &str, separator: u8) -> &str {
    rsplit_once(text, separator).unwrap_or_default().0
}

/// The parts between the separators: one more than there are of them.
#[inline(never)] // what walks over a constant list would each get code of its own
pub(crate) const fn split(text: &str, separator: u8) -> Split<'_> {
    Split { rest: Some(text), separator }
}

/// See [`split`].
#[derive(Debug)]
pub(crate) struct Split<'a> {
    rest: Option<&'a str>,
    separator: u8,
}

impl<'a> Iterator for Split<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest?;
        let cut = split_once(rest, self.separator);
        self.rest = cut.map(|(_, behind)| behind);
        Some(cut.map_or(rest, |(before, _)| before))
    }
}

/// What stands before and behind the first `separator`, if there is one.
pub(crate) fn split_at<'a>(text: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    let behind = |at| text.get(at..).and_then(|rest| rest.strip_prefix(separator));
    (0..text.len()).find_map(|at| Some((text.get(..at)?, behind(at)?)))
}

/// Whether `text` has the ASCII character.
pub(crate) fn contains(text: &str, character: u8) -> bool {
    text.bytes().any(|b| b == character)
}

/// Whether `name` stands in a list of names with spaces between them.
pub(crate) fn lists(names: &str, name: &str) -> bool {
    split(names, b' ').any(|listed| listed == name)
}

/// Whether `text` begins with one of a list of words with spaces between them.
pub(crate) fn starts_with_any(text: &str, words: &str) -> bool {
    split(words, b' ').any(|word| text.starts_with(word))
}

/// Texts put one behind the other.
pub(crate) trait Put {
    /// Appends `text`.
    fn put(&mut self, text: &str) -> &mut Self;
}

impl Put for String {
    #[inline(never)]
    fn put(&mut self, text: &str) -> &mut Self {
        self.push_str(text);
        self
    }
}

/// The parts one behind the other.
pub(crate) fn concat(parts: &[&str]) -> String {
    let mut out = String::with_capacity(parts.iter().map(|part| part.len()).sum());
    for part in parts {
        out.push_str(part);
    }
    out
}

/// What an error repeats of somebody's own name: the beginning, on one line.
pub(crate) fn printable(name: &str) -> String {
    name.bytes().take(NAME_SHOWN).map(|b| if b.is_ascii_graphic() { char::from(b) } else { '?' }).collect()
}

/// Bytes of a name that an error repeats.
const NAME_SHOWN: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn does_as_the_standard_library() {
        for text in ["", "/", "a", "a/b", "/a//b/", "é/ü", "a/é"] {
            assert_eq!(split(text, b'/').collect::<Vec<_>>(), text.split('/').collect::<Vec<_>>(), "{text}");
            assert_eq!(split_once(text, b'/'), text.split_once('/'), "{text}");
            assert_eq!(split_at(text, "a/"), text.split_once("a/"), "{text}");
            assert_eq!(rsplit_once(text, b'/'), text.rsplit_once('/'), "{text}");
            assert_eq!(before_last(text, b'/'), text.rsplit_once('/').map_or("", |(before, _)| before), "{text}");
            assert_eq!(starts_with_any(text, "b a/"), text.starts_with('b') || text.starts_with("a/"), "{text}");
            assert_eq!(contains(text, b'/'), text.contains('/'), "{text}");
            assert_eq!(concat(&["<", text, ">"]), alloc::format!("<{text}>"));
        }
    }
}
