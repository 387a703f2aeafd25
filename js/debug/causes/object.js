// What is refused although the signature is right.

/** @type {import('./scope.js').Causes} */
export const OF_OBJECT = {
  'not-allowed': {
    sentence: 'The signature is right, and whoever signed may not do this.',
    tell: 'Policies are looked at when the URL is used: those of the signer, of its session, of the bucket and of the network. Without a presigned URL, {signer} is refused as well.',
    change:
      'Allow the signer this action on this key, and look for a Deny: aws:SourceIp, aws:SourceVpce, aws:MultiFactorAuthPresent, aws:SecureTransport, s3:signatureAge.',
  },
  'network-not-allowed': {
    sentence: 'The policy of the VPC endpoint that the request came through does not allow it.',
    tell: 'Through another network, the same URL works.',
    change: 'Allow the action on the bucket in the policy of the VPC endpoint.',
  },
  'mfa-required': {
    sentence: 'The bucket lets nobody delete versions without a second factor (MFA Delete).',
    tell: 'Only the root user can send x-amz-mfa, and no URL has it.',
    change: 'Delete without versionId, or switch MFA Delete off.',
  },
  'requester-pays': {
    sentence: 'The bucket lets its requesters pay, and the request does not say that it will.',
    tell: 'GetBucketRequestPayment of {bucket} says Requester, and it belongs to another account.',
    change: 'Sign x-amz-request-payer: requester, as a header or a parameter. On Google, it is x-goog-user-project.',
  },
  'maybe-not-there': {
    sentence: 'The object may not be there: a signer who may not list the bucket is not told.',
    tell: 'For {key}, a signer with s3:ListBucket gets 404 if it does not exist, and 403 if it does.',
    change: 'Check the key, to the letter; allow the signer s3:ListBucket to be told.',
  },
  'no-such-key': {
    sentence: 'There is no object with this key.',
    tell: 'The signature is right, and {key} was asked for: keys are case-sensitive and do not begin with a slash.',
    change: 'Check the key as the answer shows it; with the bucket in the host name, the path is the key alone.',
  },
  'no-such-bucket': {
    sentence: 'There is no such bucket at this endpoint.',
    tell: 'The signature is right, and {bucket} was read from the host or the path: the addressing style decides.',
    change: 'Check name, endpoint and addressing style.',
  },
  'bucket-disabled': {
    sentence: 'All access to the bucket has been disabled.',
    tell: 'The provider did that, for everybody: no policy and no signature changes it. A test or an example may name the bucket of somebody else.',
    change: 'Check the name of the bucket; ask the support of the provider.',
  },
  'no-such-version': {
    sentence: 'There is no such version of the object.',
    tell: 'versionId names one that was deleted, or of another object.',
    change: 'Sign without versionId for what is there now.',
  },
  'no-such-upload': {
    sentence: 'There is no such multipart upload.',
    tell: 'It was completed or aborted, or the uploadId is of another key.',
    change: 'Start a new one with CreateMultipartUpload.',
  },
  'already-exists': {
    sentence: 'There is an object with this key already, and the upload is for a new one.',
    tell: 'If-None-Match: * is sent or signed.',
    change: 'Use a new key, or sign without the condition to overwrite.',
  },
  'precondition-failed': {
    sentence: 'A condition of the request does not hold.',
    tell: 'If-Match, If-None-Match, If-Modified-Since or If-Unmodified-Since is sent or signed.',
    change: 'Ask again without the condition, or with the ETag of now.',
  },
  range: {
    sentence: 'The range that was asked for is not in the object.',
    tell: 'The Range header begins behind the end of the object, which may be empty.',
    change: 'Ask for the length by HEAD first, or ask without a range.',
  },
  archived: {
    sentence: 'The object is archived.',
    tell: 'Its storage class is GLACIER or DEEP_ARCHIVE, and it is not restored.',
    change: 'Restore it with RestoreObject, wait, and use the URL then.',
  },
  'acl-not-supported': {
    sentence: 'The bucket takes no access control lists.',
    tell: 'x-amz-acl is sent or signed; buckets since April 2023 have ACLs switched off.',
    change: 'Sign without x-amz-acl.',
  },
  'encryption-key': {
    sentence: "The object is encrypted with a key of the customer's own, and the request has none or another one.",
    tell: 'x-amz-server-side-encryption-customer-* headers are needed for reading as for writing.',
    change: 'Send the three headers of SSE-C, signed.',
  },
  'checksum-mismatch': {
    sentence: 'The body is not the one whose checksum was given.',
    tell: 'Content-MD5 or an x-amz-checksum-* is bound: of another body, or of an empty one, as some SDKs presign.',
    change: 'Send exactly that body; with the AWS SDK, presign with requestChecksumCalculation: "WHEN_REQUIRED".',
  },
  'length-required': {
    sentence: 'The body was sent without its length.',
    tell: 'Transfer-Encoding: chunked, which a stream as body makes, in place of Content-Length.',
    change: 'Send a Blob, a buffer, or a stream of known length.',
  },
  'upload-too-large': {
    sentence: 'The upload is larger than is allowed.',
    tell: "content-length-range of the form's policy, or 5 GB for one request.",
    change: 'Upload less, sign for more, or upload in parts.',
  },
  'upload-too-small': {
    sentence: 'The upload is smaller than is allowed.',
    tell: "content-length-range of the form's policy, or 5 MiB for each part but the last.",
    change: 'Look whether the file was empty; make parts larger.',
  },
  'invalid-request': {
    sentence: 'The server refuses the request for what it says itself.',
    tell: 'The answer is about something else than the signature.',
    change: "Read the answer, and look its code up in the provider's list of errors.",
  },
  'operation-unsupported': {
    sentence: 'The server does not do this.',
    tell: 'R2, Swift and others leave out operations, methods and headers of S3.',
    change: "Look at the provider's list of what it supports.",
  },
}

/** Of forms. @type {import('./scope.js').Causes} */
export const OF_FORM = {
  'policy-expired': {
    sentence: "The form's policy has expired.",
    tell: 'The expiration in the policy is in the past.',
    change: 'Make a new form when it is needed.',
  },
  'policy-violated': {
    sentence: 'A field of the form is not what its policy allows.',
    tell: 'The answer names the condition.',
    change: 'Send the fields as they were returned, and the key within its prefix.',
  },
  'field-not-in-policy': {
    sentence: 'The form has a field that its policy does not know.',
    tell: 'Every field but file, policy, x-amz-signature and x-ignore-* needs a condition.',
    change: 'Take the field out, or make the form with it.',
  },
  'form-malformed': {
    sentence: 'What was sent is not a form as S3 reads it.',
    tell: 'The answer speaks of POST, of the enclosure type, of a field that is missing, or of the file.',
    change:
      'Send multipart/form-data: all fields as they were returned, then the file, in one field called file; let the client write the Content-Type.',
  },
  'form-unsupported': {
    sentence: 'This server takes no uploads by form.',
    tell: 'R2 and Swift have no POST policies.',
    change: 'Presign a PUT.',
  },
}
