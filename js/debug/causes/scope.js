// What is wrong with when, who and where a URL was signed for.

/** @typedef {Record<string, import('../index.d.ts').Cause>} Causes */

/** @type {Causes} */
export const OF_SCOPE = {
  expired: {
    sentence: 'The URL has expired.',
    tell: 'X-Amz-Date and X-Amz-Expires seconds together are in the past.',
    change:
      'Make a new URL when it is needed, or one that lives longer (a week at most). A download that has begun goes on.',
  },
  'not-yet-valid': {
    sentence: 'The URL was signed with a date in the future.',
    tell: "X-Amz-Date is ahead of the server's clock by more than 15 minutes.",
    change: 'Set the clock of the machine that signs, and write the date in UTC.',
  },
  'clock-skew': {
    sentence: 'The clocks of signer and server are too far apart.',
    tell: 'A signature in the Authorization header is good for 15 minutes around its x-amz-date.',
    change: 'Set the clock of the machine that signs.',
  },
  'expires-out-of-range': {
    sentence: 'X-Amz-Expires is not a whole number of seconds from 1 to 604800.',
    tell: 'A week is the longest that a presigned URL can live.',
    change: 'Sign for a week or less; for longer, link to a server of your own that makes new URLs.',
  },
  'date-malformed': {
    sentence: 'X-Amz-Date is no date as in 20261125T120000Z.',
    tell: 'It has no dashes, colons or milliseconds, and ends in Z.',
    change: 'Write it as YYYYMMDD, T, HHMMSS, Z, in UTC.',
  },
  'credentials-expired': {
    sentence: 'The temporary credentials that signed have expired, and the URL with them.',
    tell: 'The URL itself would still be valid: X-Amz-Expires is only the longest that it can live. STS refuses {signer} as well.',
    change: 'Sign with fresh credentials, which live as long as the URL has to.',
  },
  'token-invalid': {
    sentence: 'The session token is not the one of this access key.',
    tell: 'X-Amz-Security-Token was cut, re-encoded, or belongs to other credentials than {signer}.',
    change: 'Take access key id, secret and token out of the same answer, and percent-encode the token once.',
  },
  'token-missing': {
    sentence: 'The access key is a temporary one, and its session token is missing.',
    tell: 'The access key id begins with ASIA, and there is no X-Amz-Security-Token.',
    change: 'Give the session token to the signer: it becomes a part of what is signed.',
  },
  'unknown-access-key': {
    sentence: 'The server does not know the access key, or it is not active.',
    tell: 'Where the bucket is, {signer} is deleted, deactivated, or of another account, partition or provider.',
    change: 'Sign with a key of this provider and account that is active.',
  },
  'user-suspended': {
    sentence: 'The account or user of the access key is suspended.',
    tell: 'All its URLs stopped working at once.',
    change: 'Have the account enabled again, or sign with a key of another one.',
  },
  'wrong-region': {
    sentence: 'The URL was signed for another region or endpoint than that of the bucket.',
    tell: 'The region in X-Amz-Credential is not the one that the server expects.',
    change:
      'Sign for the region of the bucket, and for the host of that region: a signature does not survive a redirect.',
  },
  'wrong-service': {
    sentence: 'The URL was signed for another service than the one that got it.',
    tell: 'The fourth part of X-Amz-Credential is not s3 (s3express for directory buckets).',
    change: 'Sign with the service s3.',
  },
  'scope-date-mismatch': {
    sentence: 'The date in X-Amz-Credential is another day than X-Amz-Date.',
    tell: 'Two clocks or two time zones were read, or a signing key of another day was used.',
    change: 'Read the clock once, in UTC, and take both from it.',
  },
  'credential-malformed': {
    sentence: 'X-Amz-Credential is not of the form KEY/YYYYMMDD/REGION/SERVICE/aws4_request.',
    tell: 'It has five parts between slashes, which are %2F in the query.',
    change: 'Leave the URL as the signer returned it.',
  },
}
