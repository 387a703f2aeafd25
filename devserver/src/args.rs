//! The command line.

use std::path::PathBuf;

use clap::Parser;

use crate::users::Credentials;

/// A local S3 server that really checks signatures. It listens on 127.0.0.1 only.
#[derive(Parser)]
#[command(name = "edgesign-devserver", version)]
pub(crate) struct Args {
    /// Where buckets and objects are kept
    #[arg(long)]
    pub(crate) dir: PathBuf,
    /// Port of the S3 API; 0 takes a free one
    #[arg(long, default_value_t = 9000)]
    pub(crate) port: u16,
    /// Port of the control API; 0 takes a free one
    #[arg(long, default_value_t = 9001)]
    pub(crate) control_port: u16,
    /// The region a credential scope must name
    #[arg(long, default_value = "us-east-1")]
    pub(crate) region: String,
    /// A bucket to make at start
    #[arg(long = "bucket", value_name = "NAME")]
    pub(crate) buckets: Vec<String>,
    /// A user and its secret [default: AWS's documented example key]
    #[arg(long = "user", value_name = "ACCESS_KEY_ID:SECRET", value_parser = parse_user)]
    pub(crate) users: Vec<Credentials>,
    /// A web origin that may use the server [default: any port of localhost and 127.0.0.1]
    #[arg(long = "allow-origin", value_name = "ORIGIN")]
    pub(crate) allow_origins: Vec<String>,
    /// Exit when stdin ends, so that a test runner that dies leaves no server behind
    #[arg(long)]
    pub(crate) exit_with_stdin: bool,
}

fn parse_user(text: &str) -> Result<Credentials, String> {
    match text.split_once(':') {
        Some((id, secret)) if !id.is_empty() && !secret.is_empty() => {
            Ok(Credentials { access_key_id: id.to_owned(), secret_access_key: secret.to_owned() })
        }
        _ => Err("expected ACCESS_KEY_ID:SECRET".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_an_id_and_a_secret() {
        let user = parse_user("AKID:a:b/c").unwrap();
        assert_eq!((user.access_key_id.as_str(), user.secret_access_key.as_str()), ("AKID", "a:b/c"));
        assert!(parse_user("AKID").is_err());
        assert!(parse_user(":s").is_err());
        assert!(parse_user("AKID:").is_err());
    }
}
