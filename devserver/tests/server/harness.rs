//! A server of one's own, and HTTP byte for byte.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

pub(crate) const ID: &str = "AKIAIOSFODNN7EXAMPLE";
pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

pub(crate) struct Server {
    child: Child,
    pub(crate) s3: u16,
    pub(crate) control: u16,
    _dir: TempDir,
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

pub(crate) type Headers = Vec<(String, String)>;

pub(crate) fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_edgesign-devserver"))
}

/// `k` in `bucket` holds `old`.
pub(crate) fn server() -> Server {
    let server = Server::start(&[]);
    server.reset();
    server
}

impl Server {
    pub(crate) fn start(more: &[&str]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut command = command();
        command.arg("--dir").arg(dir.path());
        command.args(["--port", "0", "--control-port", "0", "--bucket", "bucket", "--exit-with-stdin"]).args(more);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
        let port =
            |name: &str| ready[name].as_str().unwrap().strip_prefix("http://127.0.0.1:").unwrap().parse().unwrap();
        Self { s3: port("s3"), control: port("control"), child, _dir: dir }
    }

    pub(crate) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.s3)
    }

    pub(crate) fn send(&self, method: &str, target: &str, headers: &Headers, body: &[u8]) -> Reply {
        send(self.s3, method, target, headers, body)
    }

    /// Sends less than it said, and ends.
    pub(crate) fn break_off(&self, method: &str, target: &str, headers: &Headers, body: &[u8]) {
        let mut stream = start(self.s3, method, target, headers, body);
        stream.shutdown(Shutdown::Write).unwrap();
        // The server is done with the request when it closes.
        let _ = stream.read_to_end(&mut Vec::new());
    }

    pub(crate) fn reset(&self) {
        let (target, headers) = crate::sign::Ask::new("PUT", "/bucket/k").sign(self);
        assert_eq!(self.send("PUT", &target, &headers, b"old").status, 200);
    }

    pub(crate) fn read(&self, key: &str) -> Reply {
        let (target, headers) = crate::sign::Ask::new("GET", &format!("/bucket/{key}")).sign(self);
        self.send("GET", &target, &headers, b"")
    }

    /// The refusal is this one, and `k` is as it was.
    pub(crate) fn assert_refused(&self, name: &str, reply: &Reply, status: u16, code: &str) {
        assert_eq!((reply.status, reply.element("Code")), (status, Some(code)), "{name}: {reply:?}");
        assert_eq!(self.read("k").body, "old", "{name}");
    }

    /// The upload was taken: `k` is `new`, and is `old` again afterwards.
    pub(crate) fn assert_taken(&self, name: &str, reply: &Reply) {
        assert!([200, 201, 204].contains(&reply.status), "{name}: {reply:?}");
        assert_eq!(self.read("k").body, "new", "{name}");
        self.reset();
    }

    pub(crate) fn control(&self, method: &str, path: &str, json: &str) -> Reply {
        let headers =
            headers(&[("host", &format!("127.0.0.1:{}", self.control)), ("content-type", "application/json")]);
        send(self.control, method, path, &headers, json.as_bytes())
    }

    /// Ends when its stdin does.
    pub(crate) fn stop(mut self) -> Option<i32> {
        drop(self.child.stdin.take());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn headers(list: &[(&str, &str)]) -> Headers {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// One request on a connection of its own. `Host` must be among the headers.
pub(crate) fn send(port: u16, method: &str, target: &str, headers: &Headers, body: &[u8]) -> Reply {
    let mut stream = start(port, method, target, headers, body);
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).unwrap();
    parse(&String::from_utf8(reply).unwrap())
}

/// Sends a request whose reply is still to come.
fn start(port: u16, method: &str, target: &str, headers: &Headers, body: &[u8]) -> TcpStream {
    let mut request = format!("{method} {target} HTTP/1.1\r\nconnection: close\r\n");
    if !headers.iter().any(|(name, _)| name == "content-length" || name == "transfer-encoding") {
        request.extend(["content-length: ", &body.len().to_string(), "\r\n"]);
    }
    for (name, value) in headers {
        request.extend([name, ": ", value, "\r\n"]);
    }
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    stream.write_all(b"\r\n").unwrap();
    stream.write_all(body).unwrap();
    stream
}

fn parse(reply: &str) -> Reply {
    let (head, body) = reply.split_once("\r\n\r\n").unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers =
        lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_lowercase(), value.into()));
    Reply { status, headers: headers.collect(), body: body.to_owned() }
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The text of an element of an XML answer.
    pub(crate) fn element(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.body.split_once(&format!("<{name}>"))?;
        rest.split_once(&format!("</{name}>")).map(|(text, _)| text)
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}
