//! What holds for every form: S3 accepts it as it is, and nothing outside of its grant, read as S3 reads it.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test may stop at what it did not expect"
)]

use std::time::{Duration, SystemTime};

use aws_sigv4::sign::v4::{calculate_signature, generate_signing_key};
use edgesign::{
    AddressingStyle, AmzDate, Credentials, Endpoint, Error, Grant, Keys, Lifetime, Open, Operation, PresignedPost,
    SigningContext, presign_post,
};
use proptest::prelude::*;
use serde_json::Value;

/// 2026-11-24T12:00:00Z
const NOW: u64 = 1_795_521_600;
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const FIELDS: [&str; 12] = [
    "acl",
    "content-type",
    "Content-Type",
    "x-amz-meta-a",
    "success_action_status",
    "tagging",
    "x-amz-storage-class",
    "key",
    "bucket",
    "x-amz-copy-source",
    "x-ignore-a",
    "policy",
];

#[derive(Debug, Clone)]
struct Asked {
    key: String,
    fields: Vec<(String, String)>,
    starts_with: Vec<(String, String)>,
    range: Option<(u64, u64)>,
    path: bool,
}

fn asked() -> impl Strategy<Value = Asked> {
    let pieces = vec![
        "users/",
        "42/",
        "43/",
        "/",
        "..",
        "${filename}",
        "$",
        "{",
        "}",
        "\"",
        "\\",
        "\u{1}",
        "\n",
        "é",
        "😀",
        "a",
    ];
    let pieces = prop::collection::vec(prop::sample::select(pieces), 0..6).prop_map(|pieces| pieces.concat());
    let key = prop_oneof![1 => pieces.clone(), 3 => pieces.prop_map(|end| ["users/42/", &end].concat())];
    let value = prop_oneof![4 => "[ -~]{0,20}", 1 => Just("image/png".into()), 1 => Just("201".into())];
    let fields =
        || prop::collection::vec((prop::sample::select(FIELDS.to_vec()).prop_map(str::to_owned), value.clone()), 0..3);
    let range = prop::option::of((0..50_u64, 0..50_u64));
    (key, fields(), fields(), range, any::<bool>()).prop_map(|(key, fields, starts_with, range, path)| Asked {
        key,
        fields,
        starts_with,
        range,
        path,
    })
}

/// Most have what the grant of the test below wants.
fn limited() -> impl Strategy<Value = Asked> {
    let content_type = ("content-type".to_owned(), "image/png".to_owned());
    (asked(), 0..6).prop_map(move |(mut asked, limits)| {
        asked.range = if limits > 0 { Some((0, 25)) } else { asked.range };
        match limits {
            1 => asked.starts_with.insert(0, content_type.clone()),
            2.. => asked.fields.insert(0, content_type.clone()),
            _ => {}
        }
        asked
    })
}

impl Asked {
    fn presign(&self, grants: &[Grant<'_>]) -> Result<PresignedPost, Error> {
        let style = if self.path { AddressingStyle::Path } else { AddressingStyle::VirtualHosted };
        let endpoint = Endpoint::aws("eu-west-1", style)?;
        let mut request = endpoint.request(Operation::find("PutObject")?, Some("media"), Some(&self.key))?;
        // What is refused is left out: then the rest may be accepted.
        for (name, value) in &self.fields {
            let _ = request.header(name, value);
        }
        let starts_with: Vec<_> =
            self.starts_with.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let open = Open { starts_with: &starts_with, content_length_range: self.range };
        let date = AmzDate::from_unix(NOW)?;
        let context = SigningContext::s3(Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET)?, "eu-west-1", &date);
        presign_post(request, &open, &SigningContext { grants, ..context }, Lifetime::seconds(900), NOW)
    }

    /// What a sender adds to the fields: what is open, as it has to begin.
    fn sent(&self, post: &PresignedPost, key: &str) -> Vec<(String, String)> {
        let own = post.request.headers().map(|(name, value)| (name.to_owned(), value.to_owned()));
        let open = self.starts_with.iter().map(|(name, value)| (name.to_lowercase(), [value, "more"].concat()));
        own.chain(open).chain([("key".to_owned(), key.to_owned())]).collect()
    }
}

/// Whether S3 accepts fields, by the conditions of a policy and the names that none of them covers.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html>.
fn accepts(policy: &Value, bucket: &str, sent: &[(String, String)]) -> bool {
    let conditions: Vec<_> = policy["conditions"].as_array().unwrap().iter().filter_map(condition).collect();
    let value = |name: &str| sent.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value);
    let holds = |(is_exact, name, bound): &(bool, String, String)| {
        let value = if name == "bucket" { bucket } else { value(name) };
        if *is_exact { value == bound } else { value.starts_with(bound) }
    };
    let covered =
        |name: &str| ["policy", "x-amz-signature"].contains(&name) || conditions.iter().any(|(_, of, _)| of == name);
    conditions.iter().all(holds) && sent.iter().all(|(name, _)| covered(name))
}

/// Whether it is exact, the field and its value; nothing for the length of the file.
fn condition(condition: &Value) -> Option<(bool, String, String)> {
    if let Some(object) = condition.as_object() {
        let (name, value) = object.iter().next().unwrap();
        return Some((true, name.clone(), value.as_str().unwrap().into()));
    }
    let name = condition[1].as_str()?.strip_prefix('$').unwrap().to_lowercase();
    Some((condition[0] == "eq", name, condition[2].as_str().unwrap().into()))
}

/// Source: RFC 4648, section 4.
fn decoded(base64: &str) -> Vec<u8> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let sextets = base64.trim_end_matches('=').chars().map(|c| ALPHABET.find(c).unwrap());
    let bits: Vec<_> = sextets.flat_map(|sextet| (0..6).rev().map(move |bit| sextet >> bit & 1)).collect();
    bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |byte, bit| byte << 1 | u8::from(*bit == 1))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn s3_accepts_the_form_as_it_is(asked in asked(), file_name in "[a-z ]{0,5}") {
        let Ok(post) = asked.presign(&[]) else { return Ok(()) };
        let encoded = post.request.headers().find(|(name, _)| *name == "policy").unwrap().1;
        prop_assert_eq!(decoded(encoded), post.policy.as_bytes());
        let policy: Value = serde_json::from_str(&post.policy).unwrap();
        prop_assert_eq!(&policy["expiration"], "2026-11-24T12:15:00.000Z");
        let sent = asked.sent(&post, &asked.key.replace("${filename}", &file_name));
        prop_assert!(accepts(&policy, "media", &sent), "{}", post.policy);
        prop_assert!(!accepts(&policy, "other", &sent));
        let range = policy["conditions"].as_array().unwrap().iter().find(|condition| condition[0] == "content-length-range");
        let range = range.map(|range| (range[1].as_u64().unwrap(), range[2].as_u64().unwrap()));
        prop_assert_eq!(range, asked.range);
        let url = if asked.path { "https://s3.eu-west-1.amazonaws.com/media" } else { "https://media.s3.eu-west-1.amazonaws.com/" };
        prop_assert_eq!(post.url, url);

        let key = generate_signing_key(SECRET, SystemTime::UNIX_EPOCH + Duration::from_secs(NOW), "eu-west-1", "s3");
        let signature = calculate_signature(key, encoded.as_bytes());
        prop_assert!(post.request.headers().any(|field| field == ("x-amz-signature", &signature)));
    }

    #[test]
    fn s3_accepts_nothing_outside_of_the_grant(
        asked in limited(), key in prop::sample::select(vec!["users/43/a", "users/42", "a", "/users/42/a", "users/4", ""]),
        field in prop::sample::select(vec!["acl", "tagging", "x-amz-storage-class", "x-amz-copy-source", "x-amz-meta-b"]),
    ) {
        let Ok(post) = asked.presign(&[grant()]) else { return Ok(()) };
        let policy: Value = serde_json::from_str(&post.policy).unwrap();
        let sent = asked.sent(&post, &asked.key);
        prop_assert!(accepts(&policy, "media", &sent));
        prop_assert!(!accepts(&policy, "media", &asked.sent(&post, key)), "{}", post.policy);
        prop_assert!(sent.contains(&("content-type".into(), "image/png".into())));
        prop_assert!(asked.range.unwrap().1 <= 25);
        prop_assert!(sent.iter().all(|(name, _)| !["acl", "tagging", "x-amz-storage-class"].contains(&name.as_str())));
        let more = [&sent[..], &[(field.into(), "x".into())]].concat();
        prop_assert!(!accepts(&policy, "media", &more));
        let others: Vec<_> = sent.iter().filter(|(name, _)| name != "content-type").cloned().collect();
        for other in ["image/png2", "image/png,text/html", "text/html", ""] {
            prop_assert!(!accepts(&policy, "media", &[&others[..], &[("content-type".into(), other.into())]].concat()));
        }
    }
}

fn grant() -> Grant<'static> {
    Grant {
        keys: Keys::Prefix("users/42/"),
        content_types: &["image/png"],
        max_content_length: Some(25),
        ..Grant::new("media", &["PutObject"])
    }
}

/// The two above say nothing of what is refused: what may be asked has to come through.
#[test]
fn forms_are_made() {
    let plain = Asked {
        key: "users/42/${filename}".into(),
        fields: vec![("content-type".into(), "image/png".into())],
        starts_with: vec![("x-amz-meta-a".into(), "b".into())],
        range: Some((1, 25)),
        path: true,
    };
    let post = plain.presign(&[grant()]).unwrap();
    let policy: Value = serde_json::from_str(&post.policy).unwrap();
    assert!(accepts(&policy, "media", &plain.sent(&post, "users/42/x")));
    assert!(!accepts(&policy, "media", &plain.sent(&post, "users/4")));
}
