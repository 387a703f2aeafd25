//! `npm run bench` runs this, and reads what criterion leaves in its folder.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use edgesign_bench::{check, edgesign_many, keys, signers};
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

fn presign_many(criterion: &mut Criterion) {
    let keys = keys(KEYS);
    let keys: Vec<_> = keys.iter().map(String::as_str).collect();
    let sign = edgesign_many();
    let urls = sign(&keys);
    assert_eq!(urls.len(), keys.len());
    urls.iter().zip(&keys).for_each(|(url, key)| check(url, key));
    let mut group = criterion.benchmark_group("many");
    group.sample_size(10);
    group.bench_function("presign_many", |bencher| bencher.iter(|| sign(black_box(&keys))));
    group.finish();
}

/// What no signer can do without.
fn sha256(criterion: &mut Criterion) {
    let blocks = vec![0; BLOCK * BLOCKS];
    let mut group = criterion.benchmark_group("sha256");
    group.throughput(Throughput::Bytes((BLOCK * BLOCKS) as u64));
    group.bench_function("blocks", |bencher| bencher.iter(|| Sha256::digest(black_box(&blocks))));
    group.finish();
}

criterion_group!(all, presigns, presign_many, sha256);
criterion_main!(all);
