//! Data flows one way: a file of `src/` imports only from lower levels.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may stop at what it did not expect")]

use std::fs;
use std::path::Path;

const LEVELS: [&[&str]; 14] = [
    &["text"],
    &["error", "pairs", "base64", "refusal"],
    &["rule"],
    &["hex", "uri", "crypto", "origin", "operation", "credential_scope"],
    &["date", "credentials", "key", "lanes"],
    &["copy_source", "payload_hash"],
    &["request"],
    &["endpoint", "canonical_request", "grant", "recognize"],
    &["string_to_sign", "expiry"],
    &["signing_key", "claim"],
    &["signing"],
    &["presign", "sign", "verify"],
    &["post_policy", "batch"],
    &["wasm"],
];

/// A file of `src/`.
struct File {
    /// The module of the crate's root that it belongs to.
    module: String,
    /// Its code, without comments.
    code: String,
}

impl File {
    fn read(source: &Path, path: &Path) -> Self {
        let relative = path.strip_prefix(source).unwrap().with_extension("");
        let module = relative.iter().next().unwrap().to_str().unwrap().into();
        let text = fs::read_to_string(path).unwrap();
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        Self { module, code: lines.collect::<Vec<_>>().join("\n") }
    }

    /// What ships: without the unit tests, which have to come last, so that nothing hides behind them.
    fn shipped(&self) -> &str {
        let Some((shipped, tests)) = self.code.split_once("#[cfg(test)]\nmod tests {\n") else {
            return &self.code;
        };
        let (_, after) = tests.split_once("\n}").unwrap();
        assert!(after.is_empty(), "src/{} goes on after its tests", self.module);
        shipped
    }
}

fn files() -> Vec<File> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![source.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(File::read(&source, &path));
            }
        }
    }
    assert!(files.len() > 15);
    files
}

fn level(module: &str) -> usize {
    let found = LEVELS.iter().position(|modules| modules.contains(&module));
    found.unwrap_or_else(|| panic!("src/{module} has no level: give it one in this test"))
}

#[test]
fn imports_go_down() {
    for file in files().iter().filter(|file| file.module != "lib") {
        let (module, own) = (&file.module, level(&file.module));
        for rest in file.shipped().split("crate::").skip(1) {
            let imported = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap();
            assert!(imported == module || level(imported) < own, "src/{module} imports {imported}");
        }
        // `super` is the root in all files but those of a folder: a way around the levels.
        assert!(module == "wasm" || !file.shipped().contains("super::"), "src/{module} imports through super");
    }
}

#[test]
fn what_is_special_has_one_place() {
    for file in files() {
        let (module, code) = (file.module.as_str(), file.shipped());
        let own = [("crypto", "sha2::"), ("crypto", "hmac::"), ("wasm", "wasm_bindgen::")];
        for (place, name) in own.iter().filter(|(place, _)| *place != module) {
            assert!(!file.code.contains(name), "{name} is for src/{place}, not for src/{module}");
        }
        assert!(!file.code.contains("unsafe"), "src/{module}");
        assert!(!code.contains("std::") || module == "lib", "src/{module} is no_std");
    }
}
