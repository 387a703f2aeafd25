//! `npm run bench` runs this, and reads what criterion leaves in its folder.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use edgesign_bench::{check, keys, signers};
use sha2::{Digest, Sha256};
use std::hint::black_box;

const KEYS: usize = 10_000;
const BLOCK: usize = 64;
const BLOCKS: usize = 8192;

fn presigns(criterion: &mut Criterion) {
    let keys = keys(KEYS);
    for (name, sign) in signers() {
        keys.iter().for_each(|key| check(&sign(key), key));
        criterion.bench_function(&format!("one {name}"), |bencher| bencher.iter(|| sign(black_box(&keys[1]))));
        let mut group = criterion.benchmark_group("many");
        group.sample_size(10);
        group.bench_function(name, |bencher| {
            bencher.iter(|| keys.iter().map(|key| sign(key)).collect::<Vec<_>>());
        });
        group.finish();
    }
}

/// What no signer can do without.
fn sha256(criterion: &mut Criterion) {
    let blocks = vec![0; BLOCK * BLOCKS];
    let mut group = criterion.benchmark_group("sha256");
    group.throughput(Throughput::Bytes((BLOCK * BLOCKS) as u64));
    group.bench_function("blocks", |bencher| bencher.iter(|| Sha256::digest(black_box(&blocks))));
    group.finish();
}

criterion_group!(all, presigns, sha256);
criterion_main!(all);
