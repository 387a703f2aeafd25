// Why a signature does not match.

/** @type {import('./scope.js').Causes} */
export const OF_SIGNATURE = {
  'wrong-secret': {
    sentence: 'The URL was signed with another secret than the one of its access key.',
    tell: 'The canonical requests are equal, and the signatures still differ. Given the credentials of {signer}, diagnose tries them.',
    change: 'Take secret and access key id from the same place; look for cut characters, line breaks and quotes.',
  },
  'signature-altered': {
    sentence: 'The signature in the URL is not as it was computed.',
    tell: 'It is 64 digits of lower-case hexadecimal.',
    change: 'Use the URL as the signer returned it.',
  },
  'method-changed': {
    sentence: 'The request has another method than the one that was signed.',
    tell: 'A URL is good for one method, and {sent} was sent: one for GET refuses HEAD, which curl -I sends.',
    change: 'Send the method that was signed, or presign the one that is sent.',
  },
  'host-changed': {
    sentence: 'The request reached the server under another host name than the one that was signed.',
    tell: 'A proxy, a tunnel, a container network or a CDN put another Host header than {host}.',
    change: 'Sign for the host that the server sees, or let the proxy keep the Host header.',
  },
  'header-missing': {
    sentence: 'A header that is signed was not sent.',
    tell: 'X-Amz-SignedHeaders names {headers}; curl -v shows behind > what was sent.',
    change: 'Send all headers that the signer returned, with their values.',
  },
  'header-changed': {
    sentence: 'A signed header was sent with another value.',
    tell: 'Clients set a content type by themselves, or add ; charset=UTF-8 to it; a length is that of the very body. Compare with what the signer returned for {headers}.',
    change: 'Send the value that was signed: with fetch and XMLHttpRequest, set the header.',
  },
  'header-not-signed': {
    sentence: 'A header was sent that has to be signed and is not.',
    tell: 'Every x-amz-* header that is sent has to be in X-Amz-SignedHeaders, and so has host.',
    change: 'Do not send it, or have it signed.',
  },
  'parameter-appended': {
    sentence: 'A parameter was added to the URL after it was signed.',
    tell: 'It stands behind X-Amz-Signature, or the server has one that was never sent: trackers, cache busters, CDNs.',
    change: 'Leave the URL as it is. What has to be in the query has to be signed.',
  },
  'parameter-dropped': {
    sentence: 'A signed parameter did not reach the server.',
    tell: 'It was sent, and the server does not have it: a proxy or cache drops what it does not know.',
    change: 'Let the proxy pass the query as it is.',
  },
  'parameter-changed': {
    sentence: 'A parameter has another value than the one that was signed.',
    tell: 'It was edited in the URL, such as X-Amz-Expires, or rewritten on the way.',
    change: 'Have a new URL signed with the new value.',
  },
  'plus-reencoded': {
    sentence: 'A plus sign or a space was re-encoded.',
    tell: '%2B became + (which is a space in a query), or %20 became +, by a URL library, a form, or a proxy.',
    change: 'Pass the URL on as a string; URLSearchParams, for one, writes %20 as +.',
  },
  'key-encoded-twice': {
    sentence: 'The key was percent-encoded twice.',
    tell: 'The path has %25 where the key has no percent sign: %2520 for a space.',
    change: 'Give the signer the key as it is, and use the URL as it returns it.',
  },
  'path-normalised': {
    sentence: 'The path was cleaned up on the way.',
    tell: 'Two slashes became one, or . and .. segments were resolved.',
    change: 'Switch that off in the proxy (merge_slashes off in nginx), or use keys without // and dot segments.',
  },
  'path-changed': {
    sentence: 'The server saw another path than the one that was sent.',
    tell: 'A proxy adds or removes a prefix, or the addressing style changed.',
    change: 'Sign for the path that the server sees, or let the proxy keep it.',
  },
  'changed-on-the-way': {
    sentence: 'What was sent is signed correctly: it was changed on its way, or the server knows another secret.',
    tell: 'The signature fits the request and the credentials.',
    change: 'Send it straight to the server. If that works, it is the proxy; if not, the secret.',
  },
  'body-hash-mismatch': {
    sentence: 'The body is not the one whose SHA-256 was signed.',
    tell: 'x-amz-content-sha256 is bound; or the server does not take it in a presigned URL at all.',
    change: 'Send exactly the body that was hashed, or sign UNSIGNED-PAYLOAD.',
  },
}
