//! Uploads in parts: `.uploads/ID/upload.json`, and for each part its bytes and a JSON file.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::PathBuf;

use hyper::StatusCode;
use md5::{Digest as _, Md5};
use serde::{Deserialize, Serialize};

use super::object::read_json;
use super::{Conditions, Description, Expected, ObjectMeta, Received, Store};
use crate::encode::{hex, unhex};
use crate::error::{ApiError, ApiResult};
use crate::users::random;
use crate::when;

const LAST_PART: i32 = 10_000;

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Upload {
    pub(crate) id: String,
    pub(crate) bucket: String,
    pub(crate) key: String,
    pub(crate) initiated: i64,
    pub(crate) description: Description,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Part {
    pub(crate) number: i32,
    pub(crate) size: u64,
    pub(crate) etag: String,
    pub(crate) last_modified: i64,
    pub(crate) checksums: BTreeMap<String, String>,
}

/// What `CompleteMultipartUpload` names: a part's number, its `ETag` and its checksums.
pub(crate) struct Named {
    pub(crate) number: i32,
    pub(crate) etag: String,
    pub(crate) checksums: BTreeMap<String, String>,
}

impl Store {
    pub(crate) fn start_upload(&self, bucket: &str, key: &str, description: Description) -> ApiResult<Upload> {
        self.check_bucket(bucket)?;
        let (bucket, key) = (bucket.to_owned(), key.to_owned());
        let upload = Upload { id: random(16)?, bucket, key, initiated: when::now().unix_timestamp(), description };
        let dir = self.uploads_dir().join(&upload.id);
        fs::create_dir(&dir)?;
        self.write_json(&dir.join("upload.json"), &upload)?;
        Ok(upload)
    }

    /// An upload's id is ours and hexadecimal: no other leads to a path.
    fn upload_dir(&self, id: &str) -> ApiResult<PathBuf> {
        if id.len() == 32 && unhex(id).is_some() {
            return Ok(self.uploads_dir().join(id));
        }
        Err(no_such_upload())
    }

    /// The upload, if it is one of this bucket and key.
    pub(crate) fn upload(&self, bucket: &str, key: &str, id: &str) -> ApiResult<Upload> {
        self.check_bucket(bucket)?;
        let found: Option<Upload> = read_json(&self.upload_dir(id)?.join("upload.json"))?;
        found.filter(|upload| upload.bucket == bucket && upload.key == key).ok_or_else(no_such_upload)
    }

    pub(crate) fn add_part(&self, upload: &Upload, number: i32, received: &Received) -> ApiResult<Part> {
        if !(1..=LAST_PART).contains(&number) {
            let text = "Part number must be an integer between 1 and 10000, inclusive";
            return Err(ApiError::bad_request("InvalidArgument", text));
        }
        let part = Part {
            number,
            size: received.size,
            etag: received.etag.clone(),
            last_modified: when::now().unix_timestamp(),
            checksums: received.checksums.clone(),
        };
        let path = self.part_path(&upload.id, number)?;
        fs::rename(received.temp.path(), &path)?;
        self.write_json(&path.with_extension("json"), &part)?;
        Ok(part)
    }

    fn part_path(&self, id: &str, number: i32) -> ApiResult<PathBuf> {
        Ok(self.upload_dir(id)?.join(format!("{number:05}")))
    }

    pub(crate) fn parts(&self, upload: &Upload) -> ApiResult<BTreeMap<i32, Part>> {
        let mut parts = BTreeMap::new();
        // Not there: completed or aborted a moment ago.
        for entry in fs::read_dir(self.upload_dir(&upload.id)?).map_err(|_| no_such_upload())? {
            let path = entry?.path();
            let is_part = path.extension().is_some() && path.file_stem().is_some_and(|stem| stem != "upload");
            if let Some(part) = is_part.then(|| read_json::<Part>(&path)).transpose()?.flatten() {
                parts.insert(part.number, part);
            }
        }
        Ok(parts)
    }

    /// A bucket's uploads by key.
    pub(crate) fn uploads(&self, bucket: &str) -> ApiResult<Vec<Upload>> {
        self.check_bucket(bucket)?;
        let mut found: Vec<Upload> = Vec::new();
        for entry in fs::read_dir(self.uploads_dir())? {
            found.extend(read_json::<Upload>(&entry?.path().join("upload.json"))?);
        }
        found.retain(|upload| upload.bucket == bucket);
        found.sort_by(|a, b| (&a.key, &a.id).cmp(&(&b.key, &b.id)));
        Ok(found)
    }

    pub(crate) fn abort_upload(&self, upload: &Upload) -> ApiResult<()> {
        Ok(fs::remove_dir_all(self.upload_dir(&upload.id)?)?)
    }

    /// Joins the named parts into the object. A refused completion leaves the upload as it was.
    pub(crate) fn complete_upload(
        &self,
        upload: &Upload,
        named: &[Named],
        expected: Expected,
        conditions: &Conditions,
    ) -> ApiResult<ObjectMeta> {
        let parts = choose_parts(&self.parts(upload)?, named)?;
        let mut received = self.join(upload, &parts, expected)?;
        received.etag = joint_etag(&parts);
        let mut meta = ObjectMeta::new(&upload.key, &received, upload.description.clone());
        meta.parts = parts.iter().map(|part| part.size).collect();
        self.commit(&upload.bucket, &received, &meta, conditions)?;
        self.abort_upload(upload)?;
        Ok(meta)
    }

    fn join(&self, upload: &Upload, parts: &[Part], expected: Expected) -> ApiResult<Received> {
        let mut whole = self.receive(expected)?;
        let mut buffer = vec![0; 256 * 1024];
        for part in parts {
            let mut file = File::open(self.part_path(&upload.id, part.number)?)?;
            loop {
                let read = file.read(&mut buffer)?;
                let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
                whole.write(bytes)?;
            }
        }
        whole.finish()
    }
}

fn choose_parts(stored: &BTreeMap<i32, Part>, named: &[Named]) -> ApiResult<Vec<Part>> {
    if named.is_empty() {
        return Err(ApiError::bad_request("MalformedXML", "You must specify at least one part"));
    }
    if !named.is_sorted_by(|a, b| a.number < b.number) {
        let text = "The list of parts was not in ascending order. Parts must be ordered by part number.";
        return Err(ApiError::bad_request("InvalidPartOrder", text));
    }
    named.iter().map(|part| choose_part(stored, part)).collect()
}

fn choose_part(stored: &BTreeMap<i32, Part>, named: &Named) -> ApiResult<Part> {
    let same = |part: &&Part| {
        let sums = named.checksums.iter();
        part.etag == named.etag && sums.into_iter().all(|(name, sum)| part.checksums.get(name) == Some(sum))
    };
    stored.get(&named.number).filter(same).cloned().ok_or_else(|| {
        let text = "One or more of the specified parts could not be found.  The part may not have been uploaded, or \
                    the specified entity tag may not match the part's entity tag.";
        ApiError::bad_request("InvalidPart", text).with("PartNumber", named.number.to_string())
    })
}

/// The MD5 of the parts' MD5s, and how many they are.
fn joint_etag(parts: &[Part]) -> String {
    let md5s: Vec<u8> = parts.iter().filter_map(|part| unhex(&part.etag)).flatten().collect();
    format!("{}-{}", hex(&Md5::digest(&md5s)), parts.len())
}

fn no_such_upload() -> ApiError {
    let text = "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted \
                or completed.";
    ApiError::new(StatusCode::NOT_FOUND, "NoSuchUpload", text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(store: &Store, upload: &Upload, number: i32, bytes: &[u8]) -> Named {
        let mut incoming = store.receive(Expected::default()).unwrap();
        incoming.write(bytes).unwrap();
        let part = store.add_part(upload, number, &incoming.finish().unwrap()).unwrap();
        Named { number, etag: part.etag, checksums: BTreeMap::new() }
    }

    fn complete(store: &Store, upload: &Upload, named: &[Named]) -> Result<ObjectMeta, &'static str> {
        let done = store.complete_upload(upload, named, Expected::default(), &Conditions::default());
        done.map_err(|error| error.code)
    }

    #[test]
    fn parts_are_joined_in_order() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.create_bucket("bucket").unwrap();
        let upload = store.start_upload("bucket", "k", Description::default()).unwrap();
        let (two, one) = (add(&store, &upload, 2, b"world"), add(&store, &upload, 1, b"hello "));
        let wrong = Named { number: 1, etag: two.etag.clone(), checksums: BTreeMap::new() };
        assert_eq!(complete(&store, &upload, &[wrong]).unwrap_err(), "InvalidPart");
        let mut parts = [two, one];
        assert_eq!(complete(&store, &upload, &parts).unwrap_err(), "InvalidPartOrder");
        assert_eq!(complete(&store, &upload, &[]).unwrap_err(), "MalformedXML");
        assert!(store.find("bucket", "k").unwrap().is_none());
        parts.reverse();
        let meta = complete(&store, &upload, &parts).unwrap();
        // md5(md5("hello ") + md5("world")), by other software.
        assert_eq!((meta.etag.as_str(), meta.size), ("e09e4fd6265b36115fe3db32df945d84-2", 11));
        assert_eq!(meta.parts, [6, 5]);
        assert_eq!(complete(&store, &upload, &parts).unwrap_err(), "NoSuchUpload");
    }

    #[test]
    fn an_id_is_no_path() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.create_bucket("bucket").unwrap();
        for id in ["", "..", "../../etc", "../.uploads/00000000000000000000", &"0".repeat(32)] {
            assert_eq!(store.upload("bucket", "k", id).unwrap_err().code, "NoSuchUpload");
        }
    }
}
