// The CORS rule that a bucket needs for this page.

import type { SentRequest } from './try/send.ts'

/** What an upload in parts sends, from its beginning to its end. */
const OF_UPLOAD = ['POST', 'PUT', 'DELETE', 'GET']

/** The rule for a request; for one of an upload in parts, that of all of it. */
export function corsRule({ url, method }: Pick<SentRequest, 'url' | 'method'>, headers: string[]): string {
  const isOfUpload = /[?&]upload(s|Id)=/.test(url)
  const rule = {
    AllowedOrigins: [location.origin],
    AllowedMethods: isOfUpload ? OF_UPLOAD : [method],
    // Browsers set the length by themselves, and ask for no leave.
    AllowedHeaders: headers.filter((name) => name !== 'content-length'),
    ExposeHeaders: ['ETag'],
    MaxAgeSeconds: 3600,
  }
  // As the console and the API of S3 take it.
  return JSON.stringify([rule], null, 2)
}
