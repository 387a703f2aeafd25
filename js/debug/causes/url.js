// What is wrong with the URL itself, before anybody computes a signature.

/** @type {import('./scope.js').Causes} */
export const OF_URL = {
  'not-signed': {
    sentence: 'The request has no signature, and the object is not public.',
    tell: 'There is no X-Amz-Signature in the query: it was cut off, or never there.',
    change: 'Use the whole URL, query included.',
  },
  'url-cut-off': {
    sentence: 'The URL was cut off.',
    tell: 'Its last parameters are missing, or the signature has fewer than 64 digits.',
    change: 'Put the URL in quotes in a shell, where & ends a command; look for limits of where it was kept.',
  },
  'url-html-escaped': {
    sentence: 'The URL was copied out of HTML or XML: its & are written &amp;.',
    tell: 'Parameters are called amp;X-Amz-Date and so on.',
    change: 'Unescape it once, or escape it only where it is written into HTML.',
  },
  'url-encoded-twice': {
    sentence: 'The query was percent-encoded a second time.',
    tell: 'X-Amz-Credential has %252F where %2F belongs.',
    change: 'Use the URL as the signer returned it: it is encoded already.',
  },
  'parameter-missing': {
    sentence: 'A parameter of the signature is missing.',
    tell: 'All six are needed: Algorithm, Credential, Date, Expires, SignedHeaders, Signature.',
    change: 'Use the whole URL, in the upper and lower case of the signer.',
  },
  'parameter-repeated': {
    sentence: 'A parameter is there twice.',
    tell: 'The URL was presigned twice, or a parameter was appended.',
    change: 'Presign the plain URL, once.',
  },
  'algorithm-unsupported': {
    sentence: 'The server does not know the algorithm of the signature.',
    tell: 'X-Amz-Algorithm is AWS4-HMAC-SHA256 nearly everywhere; AWS4-ECDSA-P256-SHA256 is for multi-region access points.',
    change: 'Sign with AWS4-HMAC-SHA256.',
  },
  'signature-version-2': {
    sentence: 'The URL is signed by Signature Version 2, which this server or region refuses.',
    tell: 'It has AWSAccessKeyId, Signature and Expires: what boto3 and version 1 of the AWS CLI make in old regions.',
    change: "Sign with Signature Version 4: in boto3, Config(signature_version='s3v4').",
  },
  'two-signatures': {
    sentence: 'The request is signed twice: in the query, and by an Authorization header.',
    tell: 'An HTTP client, a proxy or a service worker adds its own Authorization to every request.',
    change: 'Send no Authorization header with a presigned URL.',
  },
  'mixed-dialects': {
    sentence: 'X-Amz and X-Goog names are mixed, which Google Cloud Storage refuses.',
    tell: 'Parameters or headers of both kinds are in the request.',
    change: 'Use one of both throughout.',
  },
  'no-signatures-here': {
    sentence: 'This host never looks at signatures.',
    tell: 'It is a website endpoint, r2.dev, or a custom domain of a public bucket.',
    change: "Sign for the S3 endpoint: on R2, that is the account's own host and no custom domain.",
  },
  'url-too-long': {
    sentence: 'The URL is longer than the server or a proxy takes.',
    tell: 'It has {length} characters: a session token of up to 4096 bytes and long response-* values add up.',
    change: 'Sign with a smaller session policy or without a token, and bind headers instead of parameters.',
  },
}
