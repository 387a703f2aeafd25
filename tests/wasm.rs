//! The core in a browser: the URL survives the browser's own parser, and fetches an object from the local server, whose
//! address `npm test` gives in `EDGESIGN_S3`.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, missing_docs, reason = "a test may stop at what it did not expect")]

use edgesign::{
    AddressingStyle, AmzDate, Credentials, Endpoint, Lifetime, Operation, Presigned, SigningContext, presign,
    random_key,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{RequestInit, Response, Url};

wasm_bindgen_test_configure!(run_in_browser);

const SERVER: &str = env!("EDGESIGN_S3");
const ODD_KEYS: [&str; 6] = ["a b+c", "//evil.example/x", "a%2Fb?c#d", "ü/日本/😀", "\"<>|\\^`{}[]", "tab\t\u{7f}/"];

fn presigned(operation: &str, key: &str) -> Presigned {
    let now = (js_sys::Date::now() / 1000.0) as u64;
    let date = AmzDate::from_unix(now).unwrap();
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").unwrap();
    let endpoint = Endpoint::custom(SERVER, AddressingStyle::Path).unwrap();
    let request = endpoint.request(Operation::find(operation).unwrap(), Some("e2e"), Some(key)).unwrap();
    presign(request, &SigningContext::s3(credentials, "us-east-1", &date), Lifetime::seconds(60), now).unwrap()
}

async fn send(presigned: &Presigned, body: Option<&str>) -> (u16, String) {
    let init = RequestInit::new();
    init.set_method(presigned.request.method());
    if let Some(body) = body {
        init.set_body(&body.into());
    }
    let fetched = web_sys::window().unwrap().fetch_with_str_and_init(&presigned.url, &init);
    let response: Response = JsFuture::from(fetched).await.unwrap().dyn_into().unwrap();
    let text = JsFuture::from(response.text().unwrap()).await.unwrap().as_string().unwrap();
    (response.status(), text)
}

#[wasm_bindgen_test]
fn the_browser_keeps_the_url() {
    for key in ODD_KEYS {
        let url = presigned("GetObject", key).url;
        let parsed = Url::new(&url).unwrap();
        assert_eq!(parsed.href(), url);
        assert_eq!(parsed.origin(), SERVER);
    }
}

#[wasm_bindgen_test]
async fn an_object_is_stored_and_fetched() {
    for odd in ODD_KEYS {
        let key = [&random_key("wasm/", None).unwrap(), "/", odd].concat();
        assert_eq!(send(&presigned("PutObject", &key), Some(odd)).await.0, 200);
        assert_eq!(send(&presigned("GetObject", &key), None).await, (200, odd.into()));
        let mut tampered = presigned("GetObject", &key);
        tampered.url = tampered.url.replace("X-Amz-Expires=60", "X-Amz-Expires=61");
        assert_eq!(send(&tampered, None).await.0, 403);
    }
}
