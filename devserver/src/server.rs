//! Listening, and the one line that says where.

use std::convert::Infallible;
use std::io::{self, Write as _};
use std::net::Ipv4Addr;
use std::sync::Arc;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use s3s::Body;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;

use crate::args::Args;
use crate::control::Control;
use crate::cors::AllowedOrigins;
use crate::gate::{Gate, gate};
use crate::store::Store;
use crate::users::{Credentials, Users};

/// Of a request's line and headers.
const MAX_HEAD: usize = 64 * 1024;
/// How long to wait after a failed accept: too many open files, as a rule.
const PAUSE: std::time::Duration = std::time::Duration::from_millis(50);

/// Serves until it is killed, or its stdin ends if that was asked.
pub(crate) async fn run(args: Args) -> Result<(), String> {
    let store = open_store(&args)?;
    let users = Arc::new(users(args.users));
    let origins = AllowedOrigins(args.allow_origins);
    let (s3_listener, s3_port) = bind(args.port).await?;
    let (control_listener, control_port) = bind(args.control_port).await?;
    let control = Arc::new(Control { users: Arc::clone(&users), origins: origins.clone(), port: control_port });
    let gate = Arc::new(gate(store, users, args.region, origins));
    say_ready(s3_port, control_port).map_err(|error| format!("cannot write to stdout: {error}"))?;
    tokio::spawn(serve_s3(s3_listener, gate));
    tokio::spawn(serve_control(control_listener, control));
    if args.exit_with_stdin {
        wait_for_end_of_stdin().await;
        return Ok(());
    }
    std::future::pending().await
}

fn open_store(args: &Args) -> Result<Arc<Store>, String> {
    let store = Store::open(&args.dir).map_err(|error| format!("cannot use {}: {error}", args.dir.display()))?;
    for bucket in &args.buckets {
        store.ensure_bucket(bucket).map_err(|error| format!("bucket {bucket}: {}", error.message))?;
    }
    Ok(Arc::new(store))
}

/// AWS's documented example, unless others are named.
fn users(named: Vec<Credentials>) -> Users {
    let users = Users::default();
    if named.is_empty() {
        users.put(Credentials {
            access_key_id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            secret_access_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(),
        });
    }
    for user in named {
        users.put(user);
    }
    users
}

async fn bind(port: u16) -> Result<(TcpListener, u16), String> {
    let error = |error: io::Error| format!("cannot listen on 127.0.0.1:{port}: {error}");
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(error)?;
    let port = listener.local_addr().map_err(error)?.port();
    Ok((listener, port))
}

fn say_ready(s3: u16, control: u16) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, r#"{{"s3":"http://127.0.0.1:{s3}","control":"http://127.0.0.1:{control}"}}"#)?;
    stdout.flush()
}

async fn wait_for_end_of_stdin() {
    let mut stdin = tokio::io::stdin();
    let mut buffer = [0; 1024];
    while stdin.read(&mut buffer).await.is_ok_and(|read| read > 0) {}
}

async fn serve_s3(listener: TcpListener, gate: Arc<Gate>) {
    accept(listener, move |request| {
        let gate = Arc::clone(&gate);
        async move { gate.answer(request).await }
    })
    .await;
}

async fn serve_control(listener: TcpListener, control: Arc<Control>) {
    accept(listener, move |request| {
        let control = Arc::clone(&control);
        async move { control.answer(request).await }
    })
    .await;
}

async fn accept<A, F>(listener: TcpListener, answer: A)
where
    A: Fn(Request<Incoming>) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        // Small answers must not wait for an acknowledgement; without it they are only slower.
        let _ = stream.set_nodelay(true);
        let answer = answer.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| {
                let response = answer(request);
                async { Ok::<_, Infallible>(response.await) }
            });
            // A connection that breaks off is its client's business.
            let _ = http1::Builder::new().max_buf_size(MAX_HEAD).serve_connection(TokioIo::new(stream), service).await;
        });
    }
}
