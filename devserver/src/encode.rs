//! Percent-encoding, hexadecimal and query strings, on bytes.

use std::fmt::Write as _;

/// RFC 3986: everything but the unreserved characters becomes `%XX`.
pub(crate) fn encode(bytes: &[u8], keep_slash: bool) -> String {
    let mut out = String::with_capacity(bytes.len());
    for &b in bytes {
        if b.is_ascii_alphanumeric() || b"-._~".contains(&b) || (keep_slash && b == b'/') {
            out.push(char::from(b));
        } else {
            push_escape(&mut out, b);
        }
    }
    out
}

/// What S3 does to keys in a listing with `encoding-type=url`: as a form value, but `/` stays.
pub(crate) fn encode_listed(key: &str) -> String {
    encode(key.as_bytes(), true).replace("%20", "+")
}

fn push_escape(out: &mut String, b: u8) {
    // Writing to a String cannot fail.
    let _ = write!(out, "%{b:02X}");
}

/// Undoes `%XX` once. A `%` that starts no escape stays as it is.
pub(crate) fn decode(text: &[u8], plus_is_space: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&b, tail)) = rest.split_first() {
        rest = tail;
        match (b, escape(tail)) {
            (b'%', Some((value, after))) => {
                out.push(value);
                rest = after;
            }
            (b'+', _) if plus_is_space => out.push(b' '),
            _ => out.push(b),
        }
    }
    out
}

fn escape(tail: &[u8]) -> Option<(u8, &[u8])> {
    let (&[high, low], after) = tail.split_first_chunk::<2>()?;
    Some((hex_digit(high)? << 4 | hex_digit(low)?, after))
}

fn hex_digit(b: u8) -> Option<u8> {
    char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// The bytes of hexadecimal text as a stored part's `ETag` has it.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|&[high, low]| Some(hex_digit(high)? << 4 | hex_digit(low)?)).collect()
}

pub(crate) fn is_sha256_hex(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// One parameter of a query: as it was sent, and decoded.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) raw: String,
    pub(crate) name: Vec<u8>,
    pub(crate) value: Vec<u8>,
}

impl Pair {
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name == name.as_bytes()
    }
}

/// A `+` in a query is a space, as on AWS.
pub(crate) fn parse_query(query: &str) -> Vec<Pair> {
    query.split('&').filter(|raw| !raw.is_empty()).map(parse_pair).collect()
}

fn parse_pair(raw: &str) -> Pair {
    let (name, value) = raw.split_once('=').unwrap_or((raw, ""));
    Pair { raw: raw.to_owned(), name: decode(name.as_bytes(), true), value: decode(value.as_bytes(), true) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_all_but_unreserved() {
        assert_eq!(encode("a b+%/~é\u{1}*".as_bytes(), true), "a%20b%2B%25/~%C3%A9%01%2A");
        assert_eq!(encode(b"a/b", false), "a%2Fb");
        assert_eq!(encode_listed("a b+c/d*"), "a+b%2Bc/d%2A");
    }

    #[test]
    fn decodes_once() {
        assert_eq!(decode(b"a%2Fb%252F%zz%4", false), b"a/b%2F%zz%4");
        assert_eq!(decode(b"a+b%2B", true), b"a b+");
        assert_eq!(decode(b"a+b", false), b"a+b");
        assert_eq!(decode(b"%c3%A9", false), "é".as_bytes());
    }

    #[test]
    fn a_query_has_empty_and_valueless_parameters() {
        let pairs = parse_query("acl&&b=&c=d=e&f=x+y");
        let seen: Vec<_> = pairs.iter().map(|p| (p.name.as_slice(), p.value.as_slice())).collect();
        let want: Vec<(&[u8], &[u8])> = vec![(b"acl", b""), (b"b", b""), (b"c", b"d=e"), (b"f", b"x y")];
        assert_eq!(seen, want);
    }

    #[test]
    fn hexadecimal_both_ways() {
        assert_eq!(hex(&[0, 255]), "00ff");
        assert_eq!(unhex("00ff"), Some(vec![0, 255]));
        assert_eq!(unhex("0"), None);
        assert_eq!(unhex("zz"), None);
        assert!(!is_sha256_hex(&"A".repeat(64)));
    }
}
