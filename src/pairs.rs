//! Names with their values, as the text that they are in the end.

use crate::text::{concat, split, split_once};
use alloc::string::String;

/// Query parameters or headers, in canonical order from the moment they are added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pairs {
    text: String,
    form: Form,
}

/// What the pairs are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `name=value&`, percent-encoded: in order of names, then of values.
    Query,
    /// `name:value` and a line break, in lower case: in order of names; values of one name stay as they came.
    Headers,
}

impl Form {
    const fn within(self) -> &'static str {
        if matches!(self, Self::Query) { "=" } else { ":" }
    }

    const fn behind(self) -> &'static str {
        if matches!(self, Self::Query) { "&" } else { "\n" }
    }
}

impl Pairs {
    pub(crate) const fn new(form: Form) -> Self {
        Self { text: String::new(), form }
    }

    /// Every name with its value.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let within = first(self.form.within());
        split(&self.text, first(self.form.behind())).filter_map(move |pair| split_once(pair, within))
    }

    /// Adds a pair in its place.
    pub(crate) fn add(&mut self, name: &str, value: &str) {
        let mut at = 0;
        for (own, of_own) in self.iter() {
            // Of two pairs that are the same, either may come first: >= for the values would do as well.
            if own > name || (own == name && self.form == Form::Query && of_own > value) {
                break;
            }
            at += own.len() + of_own.len() + 2;
        }
        self.text.insert_str(at, &concat(&[name, self.form.within(), value, self.form.behind()]));
    }

    /// The first value of a name.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.iter().find(|(own, _)| *own == name).map(|(_, value)| value)
    }

    /// All of them with what stands between two, and nothing behind the last.
    pub(crate) fn joined(&self) -> &str {
        self.text.strip_suffix(self.form.behind()).unwrap_or_default()
    }
}

fn first(separator: &str) -> u8 {
    separator.bytes().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn query_is_in_order_of_names_then_values() {
        let mut query = Pairs::new(Form::Query);
        assert_eq!(query.joined(), "");
        for (name, value) in [("a-b", "1"), ("a", "2"), ("a", ""), ("A", "3"), ("a", "1")] {
            query.add(name, value);
        }
        assert_eq!(query.joined(), "A=3&a=&a=1&a=2&a-b=1");
        assert_eq!((query.value("a"), query.value("b")), (Some(""), None));
    }

    #[test]
    fn headers_keep_the_order_of_their_values() {
        let mut headers = Pairs::new(Form::Headers);
        for (name, value) in [("x-l", "b:c"), ("host", "h:9"), ("x-l", "a"), ("x", "")] {
            headers.add(name, value);
        }
        let pairs: Vec<_> = headers.iter().collect();
        assert_eq!(pairs, [("host", "h:9"), ("x", ""), ("x-l", "b:c"), ("x-l", "a")]);
    }
}
