//! The fields of a form before its file, and the signature among them.

use futures::Stream;

use super::form::{Bytes, Form};
use super::missing;
use crate::auth::sigv4::{self, ALGORITHM};
use crate::auth::{Checks, Origin, Scope, signature_does_not_match};
use crate::error::{ApiError, ApiResult};
use crate::s3::Given;

/// Of all that comes before the file.
const MAX_FIELDS: usize = 20_480;

/// Names in lower case, in the order they came.
#[derive(Debug, Default)]
pub(super) struct Fields {
    list: Vec<(String, String)>,
}

impl Fields {
    /// Reads up to the file's first byte.
    pub(super) async fn read<S: Stream<Item = Bytes> + Unpin>(form: &mut Form<S>) -> ApiResult<Self> {
        let mut fields = Self::default();
        let mut size = 0;
        while let Some(head) = form.next().await? {
            let name = head.name.to_lowercase();
            if name == "file" {
                fields.expand(head.file_name.as_deref().unwrap_or_default());
                return Ok(fields);
            }
            let mut value = Vec::new();
            while let Some(bytes) = form.chunk().await? {
                size += bytes.len();
                if size > MAX_FIELDS {
                    let text = "Your POST request fields preceding the upload file were too large.";
                    return Err(ApiError::bad_request("MaxPostPreDataLengthExceeded", text));
                }
                value.extend_from_slice(&bytes);
            }
            fields.add(name, String::from_utf8_lossy(&value).into_owned())?;
        }
        let text = "POST requires exactly one file upload per request.";
        Err(ApiError::bad_request("InvalidArgument", text).with("ArgumentName", "file"))
    }

    /// A policy could not say which of two it allows.
    fn add(&mut self, name: String, value: String) -> ApiResult<()> {
        if self.get(&name).is_some() {
            let text = format!("POST requires exactly one field named '{name}'.");
            return Err(ApiError::bad_request("InvalidArgument", text).with("ArgumentName", name));
        }
        self.list.push((name, value));
        Ok(())
    }

    /// `${filename}` is the last part of the client's path. It is put in before the policy is checked.
    fn expand(&mut self, file_name: &str) {
        let last = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
        let expanded = |(name, _): &&mut (String, String)| name != "policy" && !name.starts_with("x-amz-");
        for (_, value) in self.list.iter_mut().filter(expanded) {
            *value = value.replace("${filename}", last);
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.list.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|(name, _)| name.as_str())
    }

    /// As headers are given.
    pub(super) fn given(&self) -> Given<'_> {
        self.list.iter().map(|(name, value)| (name.as_str(), value.clone())).collect()
    }

    /// The policy, when its signature is right and its signer may act.
    pub(super) fn verified_policy(&self, checks: Checks<'_>) -> ApiResult<&str> {
        let Some(policy) = self.get("policy") else { return Err(ApiError::access_denied("Access Denied")) };
        let field = |name| self.get(name).ok_or_else(|| missing(name));
        if field("x-amz-algorithm")? != ALGORITHM {
            let text = format!("X-Amz-Algorithm only supports \"{ALGORITHM}\"");
            return Err(ApiError::bad_request("InvalidArgument", text));
        }
        let (credential, date) = (field("x-amz-credential")?, field("x-amz-date")?);
        let scope = Scope::parse(credential, date, checks.region, Origin::Form)?;
        let provided = field("x-amz-signature")?;
        let secret = checks.users.secret(scope.access_key_id, self.get("x-amz-security-token"), checks.now)?;
        if !sigv4::same(&sigv4::signature(&secret, scope.text, policy), provided) {
            return Err(signature_does_not_match(scope.access_key_id, policy, provided));
        }
        checks.users.check_not_denied(scope.access_key_id)?;
        Ok(policy)
    }
}

#[cfg(test)]
impl Fields {
    pub(super) fn of(list: &[(&str, &str)]) -> Self {
        Self { list: list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_the_last_part_of_a_path() {
        for (file_name, key) in
            [("a.txt", "u/a.txt"), ("C:\\x\\a.txt", "u/a.txt"), ("../../a.txt", "u/a.txt"), ("", "u/")]
        {
            let mut fields = Fields::of(&[("key", "u/${filename}"), ("policy", "${filename}")]);
            fields.expand(file_name);
            assert_eq!((fields.get("key"), fields.get("policy")), (Some(key), Some("${filename}")));
        }
    }

    #[test]
    fn a_field_comes_once() {
        let mut fields = Fields::of(&[("key", "a")]);
        assert_eq!(fields.add("key".into(), "b".into()).unwrap_err().code, "InvalidArgument");
    }
}
