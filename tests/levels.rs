//! Data flows one way: a file of `src/` imports only from lower levels.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may stop at what it did not expect")]

use std::fs;
use std::path::Path;

const LEVELS: [&[&str]; 8] = [
    &["error", "hex", "uri", "crypto"],
    &["date", "credentials", "request", "operation", "key"],
    &["endpoint", "credential_scope", "canonical_request", "expiry"],
    &["string_to_sign"],
    &["signing_key"],
    &["presign"],
    &["sign"],
    &["wasm"],
];

/// Every file of `src/` with the module it belongs to and its code, without comments and unit tests.
fn files() -> Vec<(String, String)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![source.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push((module(&source, &path), code(&path)));
            }
        }
    }
    assert!(files.len() > 15);
    files
}

fn module(source: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(source).unwrap().with_extension("");
    relative.iter().next().unwrap().to_str().unwrap().into()
}

fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn level(module: &str) -> usize {
    let found = LEVELS.iter().position(|modules| modules.contains(&module));
    found.unwrap_or_else(|| panic!("src/{module} has no level: give it one in this test"))
}

#[test]
fn imports_go_down() {
    for (module, code) in files().iter().filter(|(module, _)| module != "lib") {
        for rest in code.split("crate::").skip(1) {
            let imported = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap();
            assert!(level(imported) < level(module), "src/{module} imports {imported}");
        }
    }
}

#[test]
fn what_is_special_has_one_place() {
    for (module, code) in files() {
        let own = [("crypto", "sha2::"), ("crypto", "hmac::"), ("wasm", "wasm_bindgen"), ("wasm", "js_sys")];
        for (place, name) in own.iter().filter(|(place, _)| *place != module) {
            assert!(!code.contains(name), "{name} is for src/{place}, not for src/{module}");
        }
        assert!(!code.contains("unsafe "), "src/{module}");
        assert!(!code.contains("std::") || module == "lib", "src/{module} is no_std");
    }
}
