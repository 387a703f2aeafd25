//! Users, the sessions they were given, and who is denied. All in memory: a restart forgets sessions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use hyper::StatusCode;
use subtle::ConstantTimeEq as _;
use time::{Duration, OffsetDateTime};

use crate::encode::hex;
use crate::error::{ApiError, ApiResult};

/// A long-lived pair.
#[derive(Clone)]
pub(crate) struct Credentials {
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: String,
}

/// What a session was given.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) credentials: Credentials,
    pub(crate) token: String,
    pub(crate) expiration: OffsetDateTime,
    /// The access key id of the user whose session it is.
    user: String,
}

#[derive(Default)]
struct State {
    secrets: BTreeMap<String, String>,
    denied: BTreeSet<String>,
    sessions: BTreeMap<String, Session>,
}

#[derive(Default)]
pub(crate) struct Users {
    state: RwLock<State>,
}

impl Users {
    pub(crate) fn put(&self, user: Credentials) {
        self.write().secrets.insert(user.access_key_id, user.secret_access_key);
    }

    /// Each user's access key id, and whether it is denied.
    pub(crate) fn list(&self) -> Vec<(String, bool)> {
        let state = self.read();
        state.secrets.keys().map(|id| (id.clone(), state.denied.contains(id))).collect()
    }

    /// False if there is no such user.
    pub(crate) fn set_denied(&self, access_key_id: &str, denied: bool) -> bool {
        let mut state = self.write();
        if !state.secrets.contains_key(access_key_id) {
            return false;
        }
        if denied {
            state.denied.insert(access_key_id.to_owned());
        } else {
            state.denied.remove(access_key_id);
        }
        true
    }

    /// The secret behind an id, if the token that came with it is right.
    pub(crate) fn secret(&self, access_key_id: &str, token: Option<&str>, now: OffsetDateTime) -> ApiResult<String> {
        let state = self.read();
        if let Some(secret) = state.secrets.get(access_key_id) {
            return token.map_or_else(|| Ok(secret.clone()), |token| Err(invalid_token(token)));
        }
        let session = state.sessions.get(access_key_id);
        let (Some(session), Some(token)) = (session, token) else { return Err(unknown_key(access_key_id)) };
        if !bool::from(session.token.as_bytes().ct_eq(token.as_bytes())) {
            return Err(invalid_token(token));
        }
        if now >= session.expiration {
            let error = ApiError::bad_request("ExpiredToken", "The provided token has expired.");
            return Err(error.with("Token-0", token));
        }
        Ok(session.credentials.secret_access_key.clone())
    }

    /// Only the secret: for s3s, which verifies aws-chunked bodies after [`Users::secret`] has been asked.
    pub(crate) fn secret_alone(&self, access_key_id: &str) -> Option<String> {
        let state = self.read();
        let session = state.sessions.get(access_key_id).map(|session| &session.credentials.secret_access_key);
        state.secrets.get(access_key_id).or(session).cloned()
    }

    /// A denied user's sessions are denied too.
    pub(crate) fn check_not_denied(&self, access_key_id: &str) -> ApiResult<()> {
        let state = self.read();
        let user = state.sessions.get(access_key_id).map_or(access_key_id, |session| session.user.as_str());
        if state.denied.contains(user) {
            return Err(ApiError::access_denied("Access Denied"));
        }
        Ok(())
    }

    /// None if there is no such user.
    pub(crate) fn start_session(&self, user: &str, expires_in: i64, now: OffsetDateTime) -> ApiResult<Option<Session>> {
        let mut state = self.write();
        if !state.secrets.contains_key(user) {
            return Ok(None);
        }
        let access_key_id = format!("ASIA{}", random(8)?.to_uppercase());
        let credentials = Credentials { access_key_id: access_key_id.clone(), secret_access_key: random(20)? };
        let expiration = now + Duration::seconds(expires_in);
        let session = Session { credentials, token: random(64)?, expiration, user: user.to_owned() };
        state.sessions.insert(access_key_id, session.clone());
        Ok(Some(session))
    }

    // No code panics while it holds the lock, and a half-made change is a whole one here.
    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unknown_key(access_key_id: &str) -> ApiError {
    let text = "The AWS Access Key Id you provided does not exist in our records.";
    ApiError::new(StatusCode::FORBIDDEN, "InvalidAccessKeyId", text).with("AWSAccessKeyId", access_key_id)
}

fn invalid_token(token: &str) -> ApiError {
    let text = "The provided token is malformed or otherwise invalid.";
    ApiError::bad_request("InvalidToken", text).with("Token-0", token)
}

/// So many random bytes in hexadecimal.
pub(crate) fn random(bytes: usize) -> ApiResult<String> {
    let mut buffer = vec![0; bytes];
    getrandom::fill(&mut buffer).map_err(ApiError::internal)?;
    Ok(hex(&buffer))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(result: ApiResult<String>) -> &'static str {
        result.unwrap_err().code
    }

    #[test]
    fn tokens_belong_to_their_session() {
        let users = Users::default();
        users.put(Credentials { access_key_id: "AK".into(), secret_access_key: "s".into() });
        let now = OffsetDateTime::UNIX_EPOCH;
        let session = users.start_session("AK", 10, now).unwrap().unwrap();
        let id = session.credentials.access_key_id.as_str();
        let token = Some(session.token.as_str());

        assert_eq!(users.secret("AK", None, now).unwrap(), "s");
        assert_eq!(code(users.secret("AK", token, now)), "InvalidToken");
        assert_eq!(users.secret(id, token, now).unwrap(), session.credentials.secret_access_key);
        assert_eq!(code(users.secret(id, None, now)), "InvalidAccessKeyId");
        assert_eq!(code(users.secret(id, Some("x"), now)), "InvalidToken");
        assert_eq!(code(users.secret(id, token, now + Duration::seconds(10))), "ExpiredToken");
        assert_eq!(code(users.secret("nobody", None, now)), "InvalidAccessKeyId");
        assert!(users.start_session("nobody", 10, now).unwrap().is_none());
    }

    #[test]
    fn denial_reaches_sessions() {
        let users = Users::default();
        users.put(Credentials { access_key_id: "AK".into(), secret_access_key: "s".into() });
        let session = users.start_session("AK", 10, OffsetDateTime::UNIX_EPOCH).unwrap().unwrap();
        let id = session.credentials.access_key_id.as_str();
        assert!(users.check_not_denied(id).is_ok());
        assert!(users.set_denied("AK", true));
        assert!(users.check_not_denied(id).is_err() && users.check_not_denied("AK").is_err());
        assert!(users.set_denied("AK", false));
        assert!(users.check_not_denied(id).is_ok());
        assert!(!users.set_denied("nobody", true));
    }
}
