// What the page may load and where it may send: to buckets alone, over https or on this machine. What comes from there is
// shown from memory, so nothing is loaded from elsewhere.

const DIRECTIVES = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self' https: http://127.0.0.1:* http://localhost:*",
  "img-src 'self' blob:",
  'media-src blob:',
  "form-action 'none'",
  "base-uri 'none'",
]

/** For the page's own `<meta>`, so that it holds on any host of static files. */
export const META_POLICY = DIRECTIVES.join('; ')

/** What only a header can say comes on top. */
export const HEADERS = {
  'content-security-policy': [...DIRECTIVES, "frame-ancestors 'none'"].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
}
