//! SHA-256 and HMAC-SHA256. The only file that names RustCrypto.

use hmac::{KeyInit, Mac, SimpleHmac};
use sha2::{Digest, Sha256};

/// A SHA-256 hash or an HMAC-SHA256 tag.
pub(crate) type Sha256Output = [u8; 32];

/// What is wiped where it is dropped.
#[cfg(feature = "wipe")]
pub(crate) type Secret<T> = zeroize::Zeroizing<T>;
/// What js/module.js wipes, with all of the memory, after every call.
#[cfg(not(feature = "wipe"))]
pub(crate) type Secret<T> = T;

/// The hash of a message, given in parts.
pub(crate) fn sha256(message: &[&[u8]]) -> Sha256Output {
    let mut hash = Sha256::new();
    for part in message {
        hash.update(part);
    }
    hash.finalize().into()
}

/// The state of a hash after more blocks.
pub(crate) fn compress(state: &mut [u32; 8], blocks: &[[u8; 64]]) {
    sha2::block_api::compress256(state, blocks);
}

/// RFC 2104 over SHA-256, with a key that is given in parts, so that nobody has to put a secret together.
pub(crate) fn hmac_sha256(key: &[&[u8]], message: &str) -> Sha256Output {
    mac(key, message).finalize().into_bytes().into()
}

/// Whether `tag` is the HMAC-SHA256, compared in a time that does not tell where they differ.
pub(crate) fn is_hmac_sha256(key: &[&[u8]], message: &str, tag: &[u8]) -> bool {
    mac(key, message).verify_slice(tag).is_ok()
}

fn mac(key: &[&[u8]], message: &str) -> SimpleHmac<Sha256> {
    let block: &[u8; 64] = &key_block(key);
    let mut mac = <SimpleHmac<Sha256> as KeyInit>::new(block.into());
    mac.update(message.as_bytes());
    mac
}

/// The key as one block of SHA-256, zero-padded; hashed first if it is longer (RFC 2104, section 2).
fn key_block(key: &[&[u8]]) -> Secret<[u8; 64]> {
    let mut block: Secret<[u8; 64]> = [0; 64].into();
    let mut places = block.iter_mut();
    for byte in key.iter().copied().flatten() {
        match places.next() {
            Some(place) => *place = *byte,
            None => return key_block(&[Secret::<Sha256Output>::from(sha256(key)).as_slice()]),
        }
    }
    block
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hex::hex;

    /// FIPS 180-2, appendix B.1.
    #[test]
    fn sha256_abc() {
        assert_eq!(hex(&sha256(&[b"ab", b"c"])), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    /// RFC 4231, test cases 1 and 2, and 6 with its key longer than a block.
    #[test]
    fn hmac_rfc_4231() {
        let cases: [(&[u8], &str, &str); 3] = [
            (&[0x0b; 20], "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            (
                b"Jefe",
                "what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                &[0xaa; 131],
                "Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
        ];
        for (key, message, tag) in cases {
            assert_eq!(hex(&hmac_sha256(&[key], message)), tag);
            let (start, end) = key.split_at(3);
            assert_eq!(hex(&hmac_sha256(&[start, end], message)), tag);
        }
    }
}
