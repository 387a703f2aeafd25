//! Texts taken apart at one ASCII character and put together.
//!
//! The standard library does all of this for any pattern; what it compiles to would be a fifth of the module.

use alloc::string::String;

/// What stands before and behind the first `separator`, if there is one.
pub(crate) fn split_once(text: &str, separator: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|b| b == separator)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// The parts between the separators: one more than there are of them.
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

/// What stands behind the last `separator`, or all of it.
pub(crate) fn last(text: &str, separator: u8) -> &str {
    split(text, separator).last().unwrap_or(text)
}

/// Whether `text` has the ASCII character.
pub(crate) fn contains(text: &str, character: u8) -> bool {
    text.bytes().any(|b| b == character)
}

/// Whether `name` stands in a list of names with spaces between them, in any spelling of upper and lower case.
pub(crate) fn lists(names: &str, name: &str) -> bool {
    split(names, b' ').any(|listed| listed.eq_ignore_ascii_case(name))
}

/// The parts one behind the other.
pub(crate) fn concat(parts: &[&str]) -> String {
    let mut out = String::with_capacity(parts.iter().map(|part| part.len()).sum());
    for part in parts {
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn does_as_the_standard_library() {
        for text in ["", "/", "a", "a/b", "/a//b/", "é/ü", "a/é"] {
            assert_eq!(split(text, b'/').collect::<Vec<_>>(), text.split('/').collect::<Vec<_>>(), "{text}");
            assert_eq!(split_once(text, b'/'), text.split_once('/'), "{text}");
            assert_eq!(last(text, b'/'), text.rsplit('/').next().unwrap(), "{text}");
            assert_eq!(contains(text, b'/'), text.contains('/'), "{text}");
            assert_eq!(concat(&["<", text, ">"]), alloc::format!("<{text}>"));
        }
    }
}
