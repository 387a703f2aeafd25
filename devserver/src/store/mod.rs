//! Buckets and objects as files: `DIR/BUCKET/SHA256-OF-KEY` has the bytes, the same name and `.json` the rest.
//!
//! A key is never part of a path, so every key is kept byte for byte. Calls block: the files are local and small
//! reads and writes of the page cache, and the server is one developer's.

mod conditions;
mod incoming;
mod list;
mod multipart;
mod object;

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use hyper::StatusCode;

pub(crate) use conditions::{Conditions, matches, precondition_failed};
pub(crate) use incoming::{Digests, Expected, Received, check_digests};
pub(crate) use list::{Asked, Item, page};
pub(crate) use multipart::{Named, Part};
pub(crate) use object::{Description, ObjectMeta};

use crate::error::{ApiError, ApiResult};

pub(crate) struct Store {
    root: PathBuf,
    /// Held while the two files of an object are read or replaced.
    pair: Mutex<()>,
}

impl Store {
    /// Makes the directory, and clears away what an earlier run left half-written.
    pub(crate) fn open(root: &Path) -> io::Result<Self> {
        let store = Self { root: root.to_owned(), pair: Mutex::new(()) };
        match fs::remove_dir_all(store.temp_dir()) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        fs::create_dir_all(store.temp_dir())?;
        fs::create_dir_all(store.uploads_dir())?;
        Ok(store)
    }

    // No bucket's name starts with a dot.
    fn temp_dir(&self) -> PathBuf {
        self.root.join(".tmp")
    }

    fn uploads_dir(&self) -> PathBuf {
        self.root.join(".uploads")
    }

    /// The directory of a bucket that exists.
    fn bucket_dir(&self, bucket: &str) -> ApiResult<PathBuf> {
        let dir = self.valid_dir(bucket)?;
        if dir.is_dir() {
            return Ok(dir);
        }
        let text = "The specified bucket does not exist";
        Err(ApiError::new(StatusCode::NOT_FOUND, "NoSuchBucket", text).with("BucketName", bucket))
    }

    fn valid_dir(&self, bucket: &str) -> ApiResult<PathBuf> {
        // Also keeps every path inside the root: no slash, no leading dot.
        if s3s::path::check_bucket_name(bucket) && !bucket.starts_with('.') && !bucket.contains(['/', '\\']) {
            return Ok(self.root.join(bucket));
        }
        let error = ApiError::bad_request("InvalidBucketName", "The specified bucket is not valid.");
        Err(error.with("BucketName", bucket))
    }

    pub(crate) fn check_bucket(&self, bucket: &str) -> ApiResult<()> {
        self.bucket_dir(bucket).map(|_| ())
    }

    pub(crate) fn create_bucket(&self, bucket: &str) -> ApiResult<()> {
        match fs::create_dir(self.valid_dir(bucket)?) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                let text = "Your previous request to create the named bucket succeeded and you already own it.";
                Err(ApiError::new(StatusCode::CONFLICT, "BucketAlreadyOwnedByYou", text).with("BucketName", bucket))
            }
            done => Ok(done?),
        }
    }

    /// As at start, when it may be there from an earlier run.
    pub(crate) fn ensure_bucket(&self, bucket: &str) -> ApiResult<()> {
        match self.create_bucket(bucket) {
            Err(error) if error.code == "BucketAlreadyOwnedByYou" => Ok(()),
            done => done,
        }
    }

    pub(crate) fn delete_bucket(&self, bucket: &str) -> ApiResult<()> {
        match fs::remove_dir(self.bucket_dir(bucket)?) {
            Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => {
                let text = "The bucket you tried to delete is not empty";
                Err(ApiError::new(StatusCode::CONFLICT, "BucketNotEmpty", text).with("BucketName", bucket))
            }
            done => Ok(done?),
        }
    }

    /// Each bucket's name and when it was made, by name.
    pub(crate) fn buckets(&self) -> ApiResult<Vec<(String, std::time::SystemTime)>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.root)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let metadata = entry.metadata()?;
            if metadata.is_dir() && self.valid_dir(&name).is_ok() {
                found.push((name, metadata.created().or_else(|_| metadata.modified())?));
            }
        }
        found.sort();
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_bucket_name_leaves_the_directory() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        for bad in ["..", ".tmp", "a/b", "../x", "ab", "UPPER", "a..b", ""] {
            assert_eq!(store.create_bucket(bad).unwrap_err().code, "InvalidBucketName", "{bad}");
        }
        assert_eq!(store.buckets().unwrap().len(), 0);
    }

    #[test]
    fn buckets_are_made_once_and_deleted_empty() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.create_bucket("one").unwrap();
        assert_eq!(store.create_bucket("one").unwrap_err().code, "BucketAlreadyOwnedByYou");
        store.ensure_bucket("one").unwrap();
        fs::write(dir.path().join("one/x"), "").unwrap();
        assert_eq!(store.delete_bucket("one").unwrap_err().code, "BucketNotEmpty");
        fs::remove_file(dir.path().join("one/x")).unwrap();
        store.delete_bucket("one").unwrap();
        assert_eq!(store.check_bucket("one").unwrap_err().code, "NoSuchBucket");
    }
}
