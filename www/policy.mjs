// What the page may load and where it may send. Only buckets are elsewhere: over https, or on this machine.

const BUCKETS = 'https: http://127.0.0.1:* http://localhost:*'

const DIRECTIVES = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  `connect-src 'self' ${BUCKETS}`,
  `img-src 'self' blob: ${BUCKETS}`,
  `media-src blob: ${BUCKETS}`,
  `form-action ${BUCKETS}`,
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
