//! SHA-256 of four messages side by side, which takes hardly longer than of one.
//!
//! Source: FIPS 180-4, <https://doi.org/10.6028/NIST.FIPS.180-4>; the sections are named where they are followed.

#![allow(clippy::many_single_char_names, reason = "the standard's own")]

use crate::crypto::{Secret, compress};
use alloc::vec::Vec;
use vector::{Vector, add, choose, of, rotate, shift, splat, words, xor};

/// How many messages there are.
pub(crate) const LANES: usize = 4;

/// The state of a hash between two blocks; after the last one, the hash.
pub(crate) type State = [u32; 8];

type Block = [u8; 64];

/// A hash of whole blocks that goes on.
pub(crate) struct Midstate {
    pub(crate) state: Secret<State>,
    /// Bytes.
    pub(crate) hashed: usize,
}

/// The rest of a message, padded to whole blocks (section 5.1.1).
#[derive(Default)]
pub(crate) struct Message {
    bytes: Vec<u8>,
}

impl Midstate {
    /// Before the first block (section 5.3.3).
    pub(crate) fn start() -> Self {
        let state =
            [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];
        Self { state: state.into(), hashed: 0 }
    }

    /// After more blocks, and what is left of them: less than one.
    pub(crate) fn after<'a>(&self, bytes: &'a [u8]) -> (Self, &'a [u8]) {
        let (blocks, rest) = bytes.as_chunks();
        let mut lanes = Lanes::new(&self.state);
        for block in blocks {
            lanes.update([block; LANES]);
        }
        let [state, ..] = lanes.states();
        (Self { state: state.into(), hashed: self.hashed + bytes.len() - rest.len() }, rest)
    }

    /// Makes `parts` the rest of a message that begins with what was hashed so far.
    pub(crate) fn write(&self, message: &mut Message, parts: &[&[u8]]) {
        let bytes = &mut message.bytes;
        bytes.clear();
        for part in parts {
            bytes.extend_from_slice(part);
        }
        let bits = (self.hashed + bytes.len()) as u64 * 8;
        bytes.push(0x80);
        bytes.resize((bytes.len() + 8).next_multiple_of(64) - 8, 0);
        bytes.extend_from_slice(&bits.to_be_bytes());
    }

    /// The hashes of up to four messages, which may be of different lengths. One alone is faster in no lane.
    pub(crate) fn finish(&self, messages: &[Message]) -> [State; LANES] {
        let mut blocks: [&[Block]; LANES] = Default::default();
        for (blocks, message) in blocks.iter_mut().zip(messages) {
            *blocks = message.bytes.as_chunks().0;
        }
        if messages.len() == 1 {
            let mut state = self.state.map(|word| word);
            for blocks in blocks {
                compress(&mut state, blocks);
            }
            return [state; LANES];
        }
        let mut lanes = Lanes::new(&self.state);
        let mut hashes = [[0; 8]; LANES];
        for at in 0..blocks.iter().map(|blocks| blocks.len()).max().unwrap_or_default() {
            lanes.update(blocks.map(|blocks| blocks.get(at).unwrap_or(&[0; 64])));
            if blocks.iter().any(|blocks| blocks.len() == at + 1) {
                for ((hash, state), blocks) in hashes.iter_mut().zip(lanes.states()).zip(blocks) {
                    if blocks.len() == at + 1 {
                        *hash = state;
                    }
                }
            }
        }
        hashes
    }
}

/// The states of four hashes.
struct Lanes([Vector; 8]);

impl Lanes {
    /// Four hashes that are equal so far.
    fn new(state: &State) -> Self {
        Self(state.map(splat))
    }

    /// The state of each.
    fn states(&self) -> [State; LANES] {
        let mut states = [[0; 8]; LANES];
        for (i, vector) in self.0.iter().enumerate() {
            for (state, word) in states.iter_mut().zip(words(*vector)) {
                if let Some(place) = state.get_mut(i) {
                    *place = word;
                }
            }
        }
        states
    }

    /// Hashes one more block of each.
    fn update(&mut self, blocks: [&Block; LANES]) {
        let [p, q, r, s] = blocks.map(|block| block.as_chunks::<4>().0);
        let mut w = [splat(0); 16];
        for ((((w, p), q), r), s) in w.iter_mut().zip(p).zip(q).zip(r).zip(s) {
            *w = of([p, q, r, s].map(|bytes| u32::from_be_bytes(*bytes)));
        }
        let mut state = self.0;
        for (i, constants) in K.iter().enumerate() {
            if i > 0 {
                extend(&mut w);
            }
            state = rounds(state, &w, constants);
        }
        for (old, new) in self.0.iter_mut().zip(state) {
            *old = add(*old, new);
        }
    }
}

/// Sixteen rounds (section 6.2.2, step 3).
fn rounds(mut state: [Vector; 8], w: &[Vector; 16], constants: &[u32; 16]) -> [Vector; 8] {
    for (w, constant) in w.iter().zip(constants) {
        let [a, b, c, d, e, f, g, h] = state;
        let sigma_1 = xor(xor(rotate::<6>(e), rotate::<11>(e)), rotate::<25>(e));
        let sigma_0 = xor(xor(rotate::<2>(a), rotate::<13>(a)), rotate::<22>(a));
        let first = add(add(add(h, sigma_1), choose(e, f, g)), add(splat(*constant), *w));
        let majority = choose(xor(a, b), c, a);
        state = [add(first, add(sigma_0, majority)), a, b, c, add(d, first), e, f, g];
    }
    state
}

/// The next sixteen words of the schedule (step 1).
fn extend(w: &mut [Vector; 16]) {
    for i in 0..16 {
        let at = |distance: usize| w.get((i + distance) & 15).copied().unwrap_or(splat(0));
        let (second, before_last) = (at(1), at(14));
        let sigma_0 = xor(xor(rotate::<7>(second), rotate::<18>(second)), shift::<3>(second));
        let sigma_1 = xor(xor(rotate::<17>(before_last), rotate::<19>(before_last)), shift::<10>(before_last));
        let next = add(add(at(0), sigma_0), add(at(9), sigma_1));
        if let Some(place) = w.get_mut(i) {
            *place = next;
        }
    }
}

/// Four words in one of the machine's.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::{
        u32x4, u32x4_add, u32x4_extract_lane, u32x4_shl, u32x4_shr, u32x4_splat, v128, v128_bitselect, v128_or,
        v128_xor,
    };

    pub(super) type Vector = v128;

    pub(super) fn of([a, b, c, d]: [u32; 4]) -> Vector {
        u32x4(a, b, c, d)
    }

    pub(super) fn words(a: Vector) -> [u32; 4] {
        [u32x4_extract_lane::<0>(a), u32x4_extract_lane::<1>(a), u32x4_extract_lane::<2>(a), u32x4_extract_lane::<3>(a)]
    }

    pub(super) fn splat(word: u32) -> Vector {
        u32x4_splat(word)
    }

    pub(super) fn add(a: Vector, b: Vector) -> Vector {
        u32x4_add(a, b)
    }

    pub(super) fn xor(a: Vector, b: Vector) -> Vector {
        v128_xor(a, b)
    }

    /// Bits of `a` where `mask` has ones, and else of `b`.
    pub(super) fn choose(mask: Vector, a: Vector, b: Vector) -> Vector {
        v128_bitselect(a, b, mask)
    }

    pub(super) fn shift<const BITS: u32>(a: Vector) -> Vector {
        u32x4_shr(a, BITS)
    }

    pub(super) fn rotate<const BITS: u32>(a: Vector) -> Vector {
        v128_or(u32x4_shr(a, BITS), u32x4_shl(a, 32 - BITS))
    }
}

/// Four words, one after the other.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod vector {
    pub(super) type Vector = [u32; 4];

    pub(super) fn of(words: [u32; 4]) -> Vector {
        words
    }

    pub(super) fn words(a: Vector) -> [u32; 4] {
        a
    }

    pub(super) fn splat(word: u32) -> Vector {
        [word; 4]
    }

    pub(super) fn add(a: Vector, b: Vector) -> Vector {
        each(a, b, u32::wrapping_add)
    }

    pub(super) fn xor(a: Vector, b: Vector) -> Vector {
        each(a, b, |a, b| a ^ b)
    }

    /// Bits of `a` where `mask` has ones, and else of `b`.
    pub(super) fn choose(mask: Vector, a: Vector, b: Vector) -> Vector {
        xor(each(mask, xor(a, b), |mask, differing| mask & differing), b)
    }

    pub(super) fn shift<const BITS: u32>(a: Vector) -> Vector {
        a.map(|word| word >> BITS)
    }

    pub(super) fn rotate<const BITS: u32>(a: Vector) -> Vector {
        a.map(|word| word.rotate_right(BITS))
    }

    fn each([a, b, c, d]: Vector, [p, q, r, s]: Vector, of: fn(u32, u32) -> u32) -> Vector {
        [of(a, p), of(b, q), of(c, r), of(d, s)]
    }
}

/// Section 4.2.2.
const K: [[u32; 16]; 4] = [
    [
        0x428a_2f98,
        0x7137_4491,
        0xb5c0_fbcf,
        0xe9b5_dba5,
        0x3956_c25b,
        0x59f1_11f1,
        0x923f_82a4,
        0xab1c_5ed5,
        0xd807_aa98,
        0x1283_5b01,
        0x2431_85be,
        0x550c_7dc3,
        0x72be_5d74,
        0x80de_b1fe,
        0x9bdc_06a7,
        0xc19b_f174,
    ],
    [
        0xe49b_69c1,
        0xefbe_4786,
        0x0fc1_9dc6,
        0x240c_a1cc,
        0x2de9_2c6f,
        0x4a74_84aa,
        0x5cb0_a9dc,
        0x76f9_88da,
        0x983e_5152,
        0xa831_c66d,
        0xb003_27c8,
        0xbf59_7fc7,
        0xc6e0_0bf3,
        0xd5a7_9147,
        0x06ca_6351,
        0x1429_2967,
    ],
    [
        0x27b7_0a85,
        0x2e1b_2138,
        0x4d2c_6dfc,
        0x5338_0d13,
        0x650a_7354,
        0x766a_0abb,
        0x81c2_c92e,
        0x9272_2c85,
        0xa2bf_e8a1,
        0xa81a_664b,
        0xc24b_8b70,
        0xc76c_51a3,
        0xd192_e819,
        0xd699_0624,
        0xf40e_3585,
        0x106a_a070,
    ],
    [
        0x19a4_c116,
        0x1e37_6c08,
        0x2748_774c,
        0x34b0_bcb5,
        0x391c_0cb3,
        0x4ed8_aa4a,
        0x5b9c_ca4f,
        0x682e_6ff3,
        0x748f_82ee,
        0x78a5_636f,
        0x84c8_7814,
        0x8cc7_0208,
        0x90be_fffa,
        0xa450_6ceb,
        0xbef9_a3f7,
        0xc671_78f2,
    ],
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::sha256;
    #[cfg(not(target_arch = "wasm32"))]
    use std::prelude::rust_2024::test;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// Hashes four messages, of which the first `shared` bytes are the same.
    fn hashes(messages: [&[u8]; LANES], shared: usize) -> [[u8; 32]; LANES] {
        let (start, left) = Midstate::start().after(&messages[0][..shared]);
        let mut padded: [Message; LANES] = Default::default();
        for (padded, message) in padded.iter_mut().zip(messages) {
            start.write(padded, &[left, &message[shared..]]);
        }
        start.finish(&padded).map(|hash| hash.map(u32::to_be_bytes).as_flattened().try_into().unwrap())
    }

    /// Bytes that no two places have in common (a multiplicative congruential generator).
    fn noise(seed: u32, length: usize) -> Vec<u8> {
        let step = |state: &mut u32| {
            *state = state.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
            Some((*state >> 24) as u8)
        };
        core::iter::repeat(()).scan(seed, |state, ()| step(state)).take(length).collect()
    }

    #[test]
    fn every_length_to_600() {
        for length in 0..=600 {
            let messages: [Vec<u8>; LANES] = [1, 2, 3, 4].map(|seed| noise(seed, length));
            let messages = messages.each_ref().map(Vec::as_slice);
            assert_eq!(hashes(messages, 0), messages.map(|message| sha256(&[message])), "{length}");
        }
    }

    #[test]
    fn fewer_than_four() {
        for length in 0..=600 {
            let texts = [1, 2, 3].map(|seed| noise(seed, length + seed as usize));
            let mut padded: [Message; 3] = Default::default();
            for (padded, text) in padded.iter_mut().zip(&texts) {
                Midstate::start().write(padded, &[text]);
            }
            for count in 1..=3 {
                let hashes = Midstate::start().finish(&padded[..count]);
                for (hash, text) in hashes.iter().zip(&texts).take(count) {
                    assert_eq!(hash.map(u32::to_be_bytes).as_flattened(), sha256(&[text]), "{length}, {count}");
                }
            }
        }
    }

    #[test]
    fn messages_of_different_lengths() {
        for seed in 0..2000 {
            let lengths = noise(seed, 8);
            let shared = usize::from(lengths[4]);
            let lengths = [0, 1, 2, 3].map(|lane| shared + 2 * usize::from(lengths[lane]));
            let text = noise(seed + 1, shared + 512);
            let messages = lengths.map(|length| &text[..length]);
            assert_eq!(hashes(messages, shared), messages.map(|message| sha256(&[message])), "{seed}");
        }
    }
}
