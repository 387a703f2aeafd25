//! Objects: their description, and how the two files of one are read and replaced together.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{MutexGuard, PoisonError};

use hyper::StatusCode;
use s3s::dto::ETagCondition;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Conditions, Received, Store};
use crate::encode::hex;
use crate::error::{ApiError, ApiResult};
use crate::users::random;
use crate::when;

/// What the writer says of an object. Header names are those of HTTP, in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Description {
    pub(crate) headers: BTreeMap<String, String>,
    /// Without `x-amz-meta-`.
    pub(crate) metadata: BTreeMap<String, String>,
    pub(crate) tags: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ObjectMeta {
    pub(crate) key: String,
    pub(crate) size: u64,
    pub(crate) etag: String,
    /// Seconds since 1970: HTTP has no finer time.
    pub(crate) last_modified: i64,
    pub(crate) checksums: BTreeMap<String, String>,
    /// The sizes of its parts, if it was uploaded in parts.
    pub(crate) parts: Vec<u64>,
    #[serde(flatten)]
    pub(crate) description: Description,
}

pub(super) fn no_such_key() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "NoSuchKey", "The specified key does not exist.")
}

impl ObjectMeta {
    pub(crate) fn new(key: &str, received: &Received, description: Description) -> Self {
        Self {
            key: key.to_owned(),
            size: received.size,
            etag: received.etag.clone(),
            last_modified: when::now().unix_timestamp(),
            checksums: received.checksums.clone(),
            parts: Vec::new(),
            description,
        }
    }
}

/// The name of a key's file.
fn file_name(key: &str) -> String {
    hex(&Sha256::digest(key.as_bytes()))
}

fn json_path(data: &Path) -> PathBuf {
    data.with_extension("json")
}

impl Store {
    fn data_path(&self, bucket: &str, key: &str) -> ApiResult<PathBuf> {
        Ok(self.bucket_dir(bucket)?.join(file_name(key)))
    }

    fn lock(&self) -> MutexGuard<'_, ()> {
        self.pair.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn find(&self, bucket: &str, key: &str) -> ApiResult<Option<ObjectMeta>> {
        read_json(&json_path(&self.data_path(bucket, key)?))
    }

    pub(crate) fn get(&self, bucket: &str, key: &str) -> ApiResult<ObjectMeta> {
        self.find(bucket, key)?.ok_or_else(no_such_key)
    }

    /// An open file keeps its bytes when the object is replaced or deleted.
    pub(crate) fn open_object(&self, bucket: &str, key: &str) -> ApiResult<(ObjectMeta, File)> {
        let _pair = self.lock();
        let meta = self.get(bucket, key)?;
        Ok((meta, File::open(self.data_path(bucket, key)?)?))
    }

    /// Puts a received body in the object's place.
    pub(crate) fn commit(
        &self,
        bucket: &str,
        received: &Received,
        meta: &ObjectMeta,
        conditions: &Conditions,
    ) -> ApiResult<()> {
        let data = self.data_path(bucket, &meta.key)?;
        let _pair = self.lock();
        conditions.check(self.find(bucket, &meta.key)?.as_ref())?;
        fs::rename(received.temp.path(), &data)?;
        self.write_json(&json_path(&data), meta)
    }

    /// Another description for the same bytes.
    pub(crate) fn describe(&self, bucket: &str, meta: &ObjectMeta) -> ApiResult<()> {
        let data = self.data_path(bucket, &meta.key)?;
        let _pair = self.lock();
        self.write_json(&json_path(&data), meta)
    }

    /// No error if there is no such object.
    pub(crate) fn delete(&self, bucket: &str, key: &str, if_match: Option<ETagCondition>) -> ApiResult<()> {
        let data = self.data_path(bucket, key)?;
        let _pair = self.lock();
        Conditions { if_match, if_none_match: None }.check(self.find(bucket, key)?.as_ref())?;
        for path in [json_path(&data), data] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    }

    /// All objects by key, in the order of their bytes.
    pub(crate) fn objects(&self, bucket: &str) -> ApiResult<Vec<ObjectMeta>> {
        let mut found: Vec<ObjectMeta> = Vec::new();
        for entry in fs::read_dir(self.bucket_dir(bucket)?)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                // Deleted while the directory was read: not there.
                found.extend(read_json(&path)?);
            }
        }
        found.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(found)
    }

    pub(super) fn write_json(&self, path: &Path, value: &impl Serialize) -> ApiResult<()> {
        let temp = self.temp_dir().join(random(16)?);
        fs::write(&temp, serde_json::to_vec(value).map_err(ApiError::internal)?)?;
        Ok(fs::rename(temp, path)?)
    }
}

pub(super) fn read_json<T: for<'de> Deserialize<'de>>(path: &Path) -> ApiResult<Option<T>> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(ApiError::internal),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use s3s::dto::ETag;

    use super::super::Expected;
    use super::*;

    fn put(store: &Store, key: &str, bytes: &[u8], conditions: &Conditions) -> ApiResult<()> {
        let mut incoming = store.receive(Expected::default())?;
        incoming.write(bytes)?;
        let received = incoming.finish()?;
        let meta = ObjectMeta::new(key, &received, Description::default());
        store.commit("bucket", &received, &meta, conditions)
    }

    fn bytes(store: &Store, key: &str) -> Vec<u8> {
        let (_, mut file) = store.open_object("bucket", key).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        bytes
    }

    #[test]
    fn every_key_is_its_own_object() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.create_bucket("bucket").unwrap();
        let keys =
            ["a//b", "a/b", "a/./b", "../x", "/", "t/", "t", "%2F", "é", "e\u{301}", "\"'\\", "\u{1}\n", "A", "a"];
        for key in keys {
            put(&store, key, key.as_bytes(), &Conditions::default()).unwrap();
        }
        for key in keys {
            assert_eq!(bytes(&store, key), key.as_bytes(), "{key:?}");
        }
        let mut sorted = keys.to_vec();
        sorted.sort_unstable();
        let listed: Vec<_> = store.objects("bucket").unwrap().into_iter().map(|meta| meta.key).collect();
        assert_eq!(listed, sorted);
        assert_eq!(fs::read_dir(dir.path().join("bucket")).unwrap().count(), keys.len() * 2);
    }

    #[test]
    fn the_file_is_named_by_the_hash_of_the_key() {
        assert_eq!(file_name("hello"), "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    }

    #[test]
    fn a_refused_write_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.create_bucket("bucket").unwrap();
        put(&store, "k", b"old", &Conditions::default()).unwrap();
        let none = Conditions { if_none_match: Some(ETagCondition::Any), if_match: None };
        assert_eq!(put(&store, "k", b"new", &none).unwrap_err().code, "PreconditionFailed");
        let other = || Some(ETagCondition::ETag(ETag::Strong("0".into())));
        let matching = Conditions { if_none_match: None, if_match: other() };
        assert_eq!(put(&store, "k", b"new", &matching).unwrap_err().code, "PreconditionFailed");
        assert_eq!(put(&store, "none", b"new", &matching).unwrap_err().code, "NoSuchKey");
        assert_eq!(store.delete("bucket", "k", other()).unwrap_err().code, "PreconditionFailed");
        assert_eq!(bytes(&store, "k"), b"old");
        assert_eq!(fs::read_dir(store.temp_dir()).unwrap().count(), 0);
        put(&store, "new", b"new", &none).unwrap();
    }
}
