//! Scheme and host of a URL, as a URL parser writes them.

use crate::rule::{DIGIT, HYPHEN, LOWER, UNDERSCORE, consists_of};
use crate::text::{split, split_once};

/// Scheme with its slashes, `host[:port]`, and all that stands behind; nothing where a URL parser would write any of it
/// differently. IPv6 addresses are not taken.
pub(crate) fn split_origin(url: &str) -> Option<(&str, &str, &str)> {
    let (scheme, default_port) = if url.starts_with("https") { ("https://", "443") } else { ("http://", "80") };
    let rest = url.strip_prefix(scheme)?;
    let end = rest.bytes().position(|b| matches!(b, b'/' | b'?' | b'#')).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at_checked(end)?;
    let (host, port) = split_once(authority, b':').unwrap_or((authority, "1"));
    let canonical = is_host(host) && is_number(port, 65_535) && port != "0" && port != default_port;
    canonical.then_some((scheme, authority, rest))
}

/// Whether the host is an IPv4 address as a URL parser writes it: four numbers without leading zeros.
pub(crate) fn is_ipv4_address(host: &str) -> bool {
    split(host, b'.').count() == 4 && split(host, b'.').all(|part| is_number(part, 255))
}

/// A host whose last label is a number is read as an IPv4 address.
///
/// Source: <https://url.spec.whatwg.org/#ends-in-a-number-checker>.
fn is_host(host: &str) -> bool {
    let is_label = |label: &str| !label.is_empty() && consists_of(label, &[LOWER, DIGIT, HYPHEN, UNDERSCORE]);
    let last = split(host, b'.').last().unwrap_or_default();
    let numeric = last.starts_with("0x") || consists_of(last, &[DIGIT]);
    host.len() <= 253 && split(host, b'.').all(is_label) && (!numeric || is_ipv4_address(host))
}

/// A decimal number up to `most`, of at most five digits, without leading zeros.
fn is_number(text: &str, most: u32) -> bool {
    let digits = (1..=5).contains(&text.len()) && consists_of(text, &[DIGIT]);
    let leading_zero = text.len() > 1 && text.starts_with('0');
    digits && !leading_zero && text.bytes().fold(0, |number, digit| number * 10 + u32::from(digit & 0xf)) <= most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_a_parser_writes() {
        assert_eq!(split_origin("https://a_b.x-1.co/p?q"), Some(("https://", "a_b.x-1.co", "/p?q")));
        assert_eq!(split_origin("http://127.0.0.1:443"), Some(("http://", "127.0.0.1:443", "")));
        assert_eq!(split_origin("http://h:9000#f"), Some(("http://", "h:9000", "#f")));
        assert!(split_origin(&["https://", &"a".repeat(253)].concat()).is_some());
    }

    #[test]
    fn refuses_the_rest() {
        for origin in
            ["ftp://h", "//h", "h", "https:h", "HTTPS://h", "https://", "https://u@h", "https://H", "https://ä"]
        {
            assert_eq!(split_origin(origin), None, "{origin}");
        }
        for port in ["", "0", "443", "070", "65536", "123456", "99999999999999999999", "9x", "1:2", "+1"] {
            assert_eq!(split_origin(&["https://h:", port].concat()), None, "{port}");
        }
        for host in ["h.", ".h", "a..b", "1.2", "0x7f.1", "127.0.0.01", "127.0.0.256", "1.2.3.4.5", "[::1]", "a%41"] {
            assert_eq!(split_origin(&["https://", host].concat()), None, "{host}");
        }
        assert_eq!(split_origin(&["https://", &"a".repeat(254)].concat()), None);
    }

    #[test]
    fn knows_ipv4_addresses() {
        assert!(is_ipv4_address("10.0.0.255"));
        for host in ["10.0.0.256", "10.0.0", "10.0.0.01", "10.0.0.x", "localhost"] {
            assert!(!is_ipv4_address(host), "{host}");
        }
    }
}
