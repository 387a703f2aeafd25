//! One page of a listing. It knows nothing of files: keys in, items out.

/// What a listing was asked for.
#[derive(Debug, Default)]
pub(crate) struct Asked<'a> {
    pub(crate) prefix: &'a str,
    pub(crate) delimiter: &'a str,
    /// The last item of the page before, or `start-after`.
    pub(crate) after: &'a str,
    pub(crate) max_keys: usize,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Item<'a> {
    /// The place of a key among those given.
    Key(usize),
    CommonPrefix(&'a str),
}

/// `keys` are sorted. Gives the items, and the last one's name if there are more.
pub(crate) fn page<'a>(keys: &[&'a str], asked: &Asked<'_>) -> (Vec<Item<'a>>, Option<&'a str>) {
    let mut items = Vec::new();
    let mut last = None;
    for (index, key) in keys.iter().copied().enumerate() {
        let group = common_prefix(key, asked);
        // A group is listed once, and not again on the page after it.
        let listed = group.is_some() && (group == last || group == Some(asked.after));
        if listed || !key.starts_with(asked.prefix) || key <= asked.after {
            continue;
        }
        if items.len() == asked.max_keys {
            return (items, last);
        }
        last = group.or(Some(key));
        items.push(group.map_or(Item::Key(index), Item::CommonPrefix));
    }
    (items, None)
}

/// The key up to the first delimiter after the prefix.
fn common_prefix<'a>(key: &'a str, asked: &Asked<'_>) -> Option<&'a str> {
    let rest = key.strip_prefix(asked.prefix).filter(|_| !asked.delimiter.is_empty())?;
    let end = asked.prefix.len() + rest.find(asked.delimiter)? + asked.delimiter.len();
    key.get(..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 7] = ["a", "b/", "b/1", "b/2", "c//d", "c/d/e", "é"];

    /// Each page's items, a common prefix in brackets.
    fn pages(prefix: &str, delimiter: &str, after: &str, max_keys: usize) -> Vec<Vec<String>> {
        let mut pages = Vec::new();
        let mut after = after.to_owned();
        loop {
            let (items, next) = page(&KEYS, &Asked { prefix, delimiter, after: &after, max_keys });
            let name = |item: &Item<'_>| match item {
                Item::Key(index) => KEYS[*index].to_owned(),
                Item::CommonPrefix(prefix) => format!("[{prefix}]"),
            };
            pages.push(items.iter().map(name).collect());
            let Some(next) = next else { return pages };
            after = next.to_owned();
        }
    }

    #[test]
    fn all_keys_whatever_the_page_size() {
        for max_keys in 1..=8 {
            assert_eq!(pages("", "", "", max_keys).concat(), KEYS, "{max_keys}");
            assert_eq!(pages("", "/", "", max_keys).concat(), ["a", "[b/]", "[c/]", "é"], "{max_keys}");
        }
        assert_eq!(pages("", "", "", 7).len(), 1);
        assert_eq!(pages("", "", "", 6).len(), 2);
    }

    #[test]
    fn prefix_and_delimiter() {
        assert_eq!(pages("b/", "/", "", 10).concat(), ["b/", "b/1", "b/2"]);
        assert_eq!(pages("c/", "/", "", 10).concat(), ["[c//]", "[c/d/]"]);
        assert_eq!(pages("c", "//", "", 10).concat(), ["[c//]", "c/d/e"]);
        assert_eq!(pages("x", "/", "", 10).concat(), [""; 0]);
    }

    #[test]
    fn start_after() {
        assert_eq!(pages("", "", "b/1", 10).concat(), ["b/2", "c//d", "c/d/e", "é"]);
        // A key after it is left in the group.
        assert_eq!(pages("", "/", "b/1", 10).concat(), ["[b/]", "[c/]", "é"]);
        assert_eq!(pages("", "/", "b/", 10).concat(), ["[c/]", "é"]);
    }

    #[test]
    fn no_keys_asked_is_no_more_pages() {
        assert_eq!(page(&KEYS, &Asked::default()), (vec![], None));
    }
}
