// What happens before S3 answers, or instead of it.

/** @type {import('./scope.js').Causes} */
export const OF_TRANSPORT = {
  cors: {
    sentence:
      'The browser got no answer, or hid it: most likely, the bucket does not allow this page the request (CORS).',
    tell: 'The same URL works with curl; the console says CORS, and a preflight (OPTIONS, with Access-Control-Request-Method: {method}) has no Access-Control-Allow-Origin.',
    change:
      'Set a CORS rule on the bucket: {"AllowedOrigins":["https://your.page"],"AllowedMethods":["GET","HEAD","PUT"],"AllowedHeaders":["content-type","x-amz-*"],"ExposeHeaders":["ETag"]}. On R2, name each allowed header.',
  },
  unreachable: {
    sentence: 'Nobody answers at this host.',
    tell: 'The name cannot be resolved, or the connection is refused: curl -v to {host} says which.',
    change: 'Check host and port; a bucket in the host name needs DNS that knows it: use path style there.',
  },
  certificate: {
    sentence: 'The certificate of the server is not for this host name.',
    tell: "A wildcard covers one label: a bucket with dots in its name does not fit in front of the endpoint's.",
    change: 'Use path style for a bucket with dots.',
  },
  'tls-failed': {
    sentence: 'No secure connection came about.',
    tell: 'The certificate has expired, the client does not know its issuer, or what listens there does not speak TLS.',
    change: 'Look at the certificate and the port; give the client the issuer of a private one.',
  },
  'blocked-on-the-way': {
    sentence: 'Something in between refused the request: it did not get to S3.',
    tell: 'The answer is a page of a CDN or a firewall, with a number to ask after.',
    change: 'Look that number up in the log of the CDN or firewall, and allow it there.',
  },
  'slow-down': {
    sentence: 'Too many requests at once.',
    tell: 'The signature is right; on R2, one key takes one write a second.',
    change: 'Try again with growing pauses; the URL stays good until it expires.',
  },
  'server-error': {
    sentence: 'The server failed.',
    tell: 'A status of 500 or more says nothing of the signature.',
    change: 'Try again; the URL stays good until it expires.',
  },
  unexplained: {
    sentence: 'Neither the answer nor the request says why.',
    tell: 'What was given is not enough.',
    change: 'Give the headers that were sent and the whole body of the answer; for HEAD, which has no body, try GET.',
  },
}
