//! base64, with padding.
//!
//! Source: RFC 4648, section 4.

use alloc::string::String;

/// Four characters for every three bytes.
pub(crate) fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, at| bits << 8 | u32::from(chunk.get(at).copied().unwrap_or_default()));
        for at in 0..4 {
            out.push(if at > chunk.len() { '=' } else { character(bits >> (18 - 6 * at) & 63) });
        }
    }
    out
}

/// The character of a number under 64.
fn character(sextet: u32) -> char {
    let shifted = match sextet {
        0..26 => sextet + u32::from('A'),
        26..52 => sextet - 26 + u32::from('a'),
        52..62 => sextet - 52 + u32::from('0'),
        62 => u32::from('+'),
        _ => u32::from('/'),
    };
    char::from_u32(shifted).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Those of the RFC, section 10, and one that has every character.
    #[test]
    fn writes_the_vectors() {
        for (text, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(text.as_bytes()), expected);
        }
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let bits = (0..64_u8).flat_map(|sextet| (0..6).rev().map(move |bit| sextet >> bit & 1));
        let bits: alloc::vec::Vec<_> = bits.collect();
        let bytes: alloc::vec::Vec<_> = bits.chunks(8).map(|byte| byte.iter().fold(0, |b, bit| b << 1 | bit)).collect();
        assert_eq!(base64(&bytes), alphabet);
    }
}
