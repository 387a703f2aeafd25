//! Signature Version 4: the canonical request, the string to sign and the signature.

use hmac::{Hmac, KeyInit as _, Mac as _};
use hyper::HeaderMap;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::encode::{Pair, decode, encode, hex};

pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The parts of a request that are signed.
pub(crate) struct Signed<'a> {
    pub(crate) method: &'a str,
    /// As the request line has it.
    pub(crate) path: &'a str,
    pub(crate) query: &'a [Pair],
    pub(crate) headers: &'a HeaderMap,
    pub(crate) header_names: &'a [&'a str],
    pub(crate) payload: &'a str,
}

pub(crate) fn canonical_request(signed: &Signed<'_>) -> String {
    // Decoded once and encoded anew, so that `%7e` and `~` are one; never normalised: `//` and `..` are keys.
    let path = encode(&decode(signed.path.as_bytes(), false), true);
    let mut names = signed.header_names.to_vec();
    names.sort_unstable();
    let headers = names.iter().fold(String::new(), |headers, name| {
        let value = canonical_header(signed.headers, name);
        headers + name + ":" + &value + "\n"
    });
    [signed.method, &path, &canonical_query(signed.query), &headers, &names.join(";"), signed.payload].join("\n")
}

fn canonical_query(query: &[Pair]) -> String {
    let signed = query.iter().filter(|pair| !pair.is("X-Amz-Signature"));
    let mut pairs: Vec<_> = signed.map(|pair| (encode(&pair.name, false), encode(&pair.value, false))).collect();
    pairs.sort_unstable();
    let lines: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    lines.join("&")
}

/// Trimmed, inner runs of spaces are one space; a header sent twice is one with a comma.
fn canonical_header(headers: &HeaderMap, name: &str) -> String {
    let values = headers.get_all(name).into_iter().map(|value| collapse(&String::from_utf8_lossy(value.as_bytes())));
    values.collect::<Vec<_>>().join(",")
}

fn collapse(value: &str) -> String {
    value.split([' ', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `date` is X-Amz-Date, `scope` is `DATE/REGION/s3/aws4_request`.
pub(crate) fn string_to_sign(date: &str, scope: &str, canonical_request: &str) -> String {
    let hash = hex(&Sha256::digest(canonical_request.as_bytes()));
    [ALGORITHM, date, scope, &hash].join("\n")
}

/// `scope` is as in [`string_to_sign`]: each of its four parts derives the next key.
pub(crate) fn signature(secret_access_key: &str, scope: &str, string_to_sign: &str) -> String {
    let first = format!("AWS4{secret_access_key}").into_bytes();
    let signing_key = scope.split('/').fold(first, |key, part| hmac(&key, part.as_bytes()));
    hex(&hmac(&signing_key, string_to_sign.as_bytes()))
}

fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    // HMAC takes a key of any length: there is no error to handle.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

/// In constant time. The hexadecimal must be lower case, as AWS wants it.
pub(crate) fn same(computed: &str, provided: &str) -> bool {
    computed.as_bytes().ct_eq(provided.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use hyper::header::HeaderValue;

    use super::*;
    use crate::encode::parse_query;

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    const SCOPE: &str = "20130524/us-east-1/s3/aws4_request";

    fn headers(list: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in list {
            map.append(*name, HeaderValue::from_static(value));
        }
        map
    }

    /// AWS's documented presigned GET.
    #[test]
    fn documented_presigned_get() {
        let query = parse_query(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3\
             %2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
             &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
        );
        let request = canonical_request(&Signed {
            method: "GET",
            path: "/test.txt",
            query: &query,
            headers: &headers(&[("host", "examplebucket.s3.amazonaws.com")]),
            header_names: &["host"],
            payload: "UNSIGNED-PAYLOAD",
        });
        let text = string_to_sign("20130524T000000Z", SCOPE, &request);
        let signed = signature(SECRET, SCOPE, &text);
        assert_eq!(signed, "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
    }

    #[test]
    fn canonical_form() {
        let request = canonical_request(&Signed {
            method: "PUT",
            path: "/a//b/../%7e%2f+%zz",
            query: &parse_query("b=2&a=x+y&B&X-Amz-Signature=00&a=%2a"),
            headers: &headers(&[("host", "h"), ("x-amz-meta-a", "  a   b "), ("x-amz-meta-a", "c")]),
            header_names: &["x-amz-meta-a", "host"],
            payload: "P",
        });
        let want = "PUT\n/a//b/../~/%2B%25zz\nB=&a=%2A&a=x%20y&b=2\nhost:h\nx-amz-meta-a:a b,c\n\nhost;x-amz-meta-a\nP";
        assert_eq!(request, want);
    }

    /// AWS's documented POST policy is signed as it is: base64, with no canonical request.
    #[test]
    fn documented_post_policy() {
        let policy = "eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7ImJ1Y2tldCI6ICJzaWd2NGV4YW1wbGVidWNrZXQifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNlci91c2VyMS8iXSwNCiAgICB7ImFjbCI6ICJwdWJsaWMtcmVhZCJ9LA0KICAgIHsic3VjY2Vzc19hY3Rpb25fcmVkaXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhhbXBsZWJ1Y2tldC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nlc3NmdWxfdXBsb2FkLmh0bWwifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sDQogICAgeyJ4LWFtei1tZXRhLXV1aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAgICB7IngtYW16LXNlcnZlci1zaWRlLWVuY3J5cHRpb24iOiAiQUVTMjU2In0sDQogICAgWyJzdGFydHMtd2l0aCIsICIkeC1hbXotbWV0YS10YWciLCAiIl0sDQoNCiAgICB7IngtYW16LWNyZWRlbnRpYWwiOiAiQUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEyMjkvdXMtZWFzdC0xL3MzL2F3czRfcmVxdWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSEEyNTYifSwNCiAgICB7IngtYW16LWRhdGUiOiAiMjAxNTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9";
        let signed = signature(SECRET, "20151229/us-east-1/s3/aws4_request", policy);
        assert_eq!(signed, "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e");
    }

    #[test]
    fn comparison_is_exact() {
        assert!(same("ab", "ab"));
        assert!(!same("ab", "AB"));
        assert!(!same("ab", "a"));
        assert!(!same("ab", ""));
    }
}
