//! A local S3 server that really checks `SigV4` signatures.
//!
//! For edgesign's demo and tests. It shares no code with edgesign, so that the two are evidence for each other.

mod args;
mod auth;
mod control;
mod cors;
mod encode;
mod error;
mod gate;
mod payload;
mod post;
mod s3;
mod server;
mod store;
mod users;
mod when;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;

#[tokio::main(worker_threads = 2)]
async fn main() -> ExitCode {
    let args = args::Args::parse();
    match server::run(args).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // Nothing is left to do if stderr is closed.
            let _ = writeln!(io::stderr(), "edgesign-devserver: {message}");
            ExitCode::FAILURE
        }
    }
}
