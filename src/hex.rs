//! Lower-case hexadecimal.

use crate::rule::{DIGIT, consists_of};
use alloc::string::String;
use alloc::vec::Vec;

/// Two digits for every byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(2 * bytes.len());
    push_hex(&mut out, bytes);
    out
}

/// Appends two digits for every byte.
pub(crate) fn push_hex(out: &mut String, bytes: &[u8]) {
    for byte in bytes {
        out.push(digit(byte >> 4));
        out.push(digit(byte & 0xf));
    }
}

/// The eight digits of a word, worked out together, a byte of a longer word for each.
pub(crate) const fn hex_word(word: u32) -> [u8; 8] {
    let mut nibbles = word as u64;
    nibbles = (nibbles << 16 | nibbles) & 0x0000_ffff_0000_ffff;
    nibbles = (nibbles << 8 | nibbles) & 0x00ff_00ff_00ff_00ff;
    nibbles = (nibbles << 4 | nibbles) & 0x0f0f_0f0f_0f0f_0f0f;
    let letters = ((nibbles + 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101;
    (nibbles + 0x3030_3030_3030_3030 + letters * (b'a' - b'0' - 10) as u64).to_be_bytes()
}

/// The bytes of a SHA-256, if `text` [is one](is_sha256).
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let value = |digit: u8| if digit < b'a' { digit - b'0' } else { digit - b'a' + 10 };
    let pair = |pair: &[u8]| pair.iter().fold(0, |byte, digit| byte << 4 | value(*digit));
    is_sha256(text).then(|| text.as_bytes().chunks(2).map(pair).collect())
}

/// Whether `text` is a SHA-256 as AWS writes it: 64 lower-case hex digits.
pub(crate) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && consists_of(text, &[DIGIT, (b'a', b'f')])
}

/// The digit of a number under 16.
pub(crate) const fn digit(nibble: u8) -> char {
    (if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 }) as char
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_every_nibble() {
        assert_eq!(hex(&[0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef]), "0123456789abcdef");
    }

    #[test]
    fn writes_words_as_bytes() {
        for word in [0, 0x0123_4567, 0x89ab_cdef, u32::MAX] {
            assert_eq!(hex_word(word), hex(&word.to_be_bytes()).as_bytes());
        }
    }

    #[test]
    fn reads_what_it_writes() {
        let bytes: Vec<u8> = (0..32).map(|at| at * 8 + at / 4).collect();
        assert_eq!(unhex(&hex(&bytes)), Some(bytes));
        assert_eq!(unhex(&"0F".repeat(32)), None);
    }

    #[test]
    fn knows_a_sha256() {
        assert!(is_sha256(&"0f".repeat(32)));
        assert!(!is_sha256(&"0F".repeat(32)));
        assert!(!is_sha256("0f"));
    }
}
