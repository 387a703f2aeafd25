//! Starting and stopping.

use crate::harness::{command, server};

fn failure(arguments: &[&str]) -> String {
    let output = command().args(arguments).output().unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b""[..]));
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    text
}

#[test]
fn it_ends_with_its_stdin() {
    assert_eq!(server().stop(), Some(0));
}

#[test]
fn what_cannot_be_is_said_in_a_line() {
    let server = server();
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().to_str().unwrap();
    let taken = failure(&["--dir", dir, "--port", &server.s3.to_string()]);
    assert!(taken.contains(&format!("cannot listen on 127.0.0.1:{}", server.s3)), "{taken}");
    let file = format!("{dir}/file");
    std::fs::write(&file, "").unwrap();
    assert!(failure(&["--dir", &file, "--port", "0"]).contains("cannot use"));
    assert!(failure(&["--dir", dir, "--port", "0", "--bucket", "../x"]).contains("bucket ../x"));
}
