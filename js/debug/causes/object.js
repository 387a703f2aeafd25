// What is refused although the signature is right.

/** @type {import('./scope.js').Causes} */
export const OF_OBJECT = {
  'not-allowed': {
    sentence: 'The signature is right, and whoever signed may not do this.',
    tell: 'Policies are looked at when the URL is used: those of the signer, of its session, of the bucket and of the network.',
    change:
      'Allow the signer this action on this key, and look for a Deny: aws:SourceIp, aws:SourceVpce, aws:MultiFactorAuthPresent, aws:SecureTransport, s3:signatureAge.',
    example: '403 AccessDenied: … is not authorized to perform: s3:GetObject on resource …',
  },
  'network-not-allowed': {
    sentence: 'The policy of the VPC endpoint that the request came through does not allow it.',
    tell: 'Through another network, the same URL works.',
    change: 'Allow the action on the bucket in the policy of the VPC endpoint.',
    example: '403 AccessDenied: … because no VPC endpoint policy allows the s3:GetObject action',
  },
  'mfa-required': {
    sentence: 'The bucket lets nobody delete versions without a second factor (MFA Delete).',
    tell: 'Only the root user can send x-amz-mfa, and no URL has it.',
    change: 'Delete without versionId, or switch MFA Delete off.',
    example: '403 AccessDenied: Mfa Authentication must be used for this request',
  },
  'requester-pays': {
    sentence: 'The bucket lets its requesters pay, and the request does not say that it will.',
    tell: 'GetBucketRequestPayment of {bucket} says Requester, and it belongs to another account.',
    change: 'Sign x-amz-request-payer: requester, as a header or a parameter. On Google, it is x-goog-user-project.',
    example: '403 AccessDenied: Access Denied, for a bucket of somebody else (GCS: 400 UserProjectMissing)',
  },
  'maybe-not-there': {
    sentence: 'The object may not be there: a signer who may not list the bucket is not told.',
    tell: '403 for a key that does not exist, where a signer with s3:ListBucket gets 404.',
    change: 'Check the key, to the letter and its case; allow the signer s3:ListBucket to see the difference.',
    example: '403 AccessDenied: Access Denied, for a key with a typing mistake',
  },
  'no-such-key': {
    sentence: 'There is no object with this key.',
    tell: 'The signature is right; keys are case-sensitive and do not begin with a slash.',
    change: 'Check the key as the answer shows it. Behind a bucket in the host name, the path has to be the key alone.',
    example: '404 NoSuchKey: The specified key does not exist.',
  },
  'no-such-bucket': {
    sentence: 'There is no such bucket at this endpoint.',
    tell: 'The signature is right. The name may be read from the host or from the path: the addressing style decides.',
    change: 'Check name, endpoint and addressing style.',
    example: '404 NoSuchBucket: The specified bucket does not exist',
  },
  'bucket-disabled': {
    sentence: 'All access to the bucket has been disabled.',
    tell: 'The provider did that, for everybody: no policy and no signature changes it.',
    change: 'Check the name of the bucket; ask the support of the provider.',
    example: '403 AllAccessDisabled: All access to this object has been disabled',
  },
  'no-such-version': {
    sentence: 'There is no such version of the object.',
    tell: 'versionId names one that was deleted, or of another object.',
    change: 'Sign without versionId for what is there now.',
    example: '404 NoSuchVersion',
  },
  'no-such-upload': {
    sentence: 'There is no such multipart upload.',
    tell: 'It was completed or aborted, or the uploadId is of another key.',
    change: 'Start a new one with CreateMultipartUpload.',
    example: '404 NoSuchUpload',
  },
  'already-exists': {
    sentence: 'There is an object with this key already, and the upload is for a new one.',
    tell: 'If-None-Match: * is sent or signed.',
    change: 'That is what the condition is for: use a new key, or sign without it to overwrite.',
    example: '412 PreconditionFailed',
  },
  'precondition-failed': {
    sentence: 'A condition of the request does not hold.',
    tell: 'If-Match, If-None-Match, If-Modified-Since or If-Unmodified-Since is sent or signed.',
    change: 'Ask again without the condition, or with the ETag of now.',
    example: '412 PreconditionFailed',
  },
  range: {
    sentence: 'The range that was asked for is not in the object.',
    tell: 'The Range header begins behind the end of the object, which may be empty.',
    change: 'Ask for the length by HEAD first, or ask without a range.',
    example: '416 InvalidRange: The requested range is not satisfiable',
  },
  archived: {
    sentence: 'The object is archived.',
    tell: 'Its storage class is GLACIER or DEEP_ARCHIVE, and it is not restored.',
    change: 'Restore it with RestoreObject, wait, and use the URL then.',
    example: '403 InvalidObjectState',
  },
  'acl-not-supported': {
    sentence: 'The bucket takes no access control lists.',
    tell: 'x-amz-acl is sent or signed; buckets since April 2023 have ACLs switched off.',
    change: 'Sign without x-amz-acl.',
    example: '400 AccessControlListNotSupported',
  },
  'encryption-key': {
    sentence: "The object is encrypted with a key of the customer's own, and the request has none or another one.",
    tell: 'x-amz-server-side-encryption-customer-* headers are needed for reading as for writing.',
    change: 'Send the three headers of SSE-C, signed.',
    example: '400 InvalidRequest: The object was stored using a form of Server Side Encryption.',
  },
  'checksum-mismatch': {
    sentence: 'The body is not the one whose checksum was given.',
    tell: 'Content-MD5 or an x-amz-checksum-* is bound: of another body, or of an empty one, as some SDKs presign.',
    change: 'Send exactly that body; with the AWS SDK, presign with requestChecksumCalculation: "WHEN_REQUIRED".',
    example: '400 BadDigest: The Content-MD5 you specified did not match what we received.',
  },
  'length-required': {
    sentence: 'The body was sent without its length.',
    tell: 'Transfer-Encoding: chunked, which a stream as body makes, in place of Content-Length.',
    change: 'Send a Blob, a buffer, or a stream of known length.',
    example: '411 MissingContentLength',
  },
  'upload-too-large': {
    sentence: 'The upload is larger than is allowed.',
    tell: "content-length-range of the form's policy, or 5 GB for one request.",
    change: 'Upload less, sign for more, or upload in parts.',
    example: '400 EntityTooLarge',
  },
  'upload-too-small': {
    sentence: 'The upload is smaller than is allowed.',
    tell: "content-length-range of the form's policy, or 5 MiB for each part but the last.",
    change: 'Look whether the file was empty; make parts larger.',
    example: '400 EntityTooSmall',
  },
  'invalid-request': {
    sentence: 'The server refuses the request for what it says itself.',
    tell: 'The answer is about something else than the signature.',
    change: "Read the answer, and look its code up in the provider's list of errors.",
    example: '400 MalformedXML: The XML you provided was not well-formed',
  },
  'operation-unsupported': {
    sentence: 'The server does not do this.',
    tell: 'R2, Swift and others leave out operations, methods and headers of S3.',
    change: "Look at the provider's list of what it supports.",
    example: '501 NotImplemented, 405 MethodNotAllowed',
  },
}

/** Of forms. @type {import('./scope.js').Causes} */
export const OF_FORM = {
  'policy-expired': {
    sentence: "The form's policy has expired.",
    tell: 'The expiration in the policy is in the past.',
    change: 'Make a new form when it is needed.',
    example: '403 AccessDenied: Invalid according to Policy: Policy expired.',
  },
  'policy-violated': {
    sentence: 'A field of the form is not what its policy allows.',
    tell: 'The answer names the condition.',
    change: 'Send the fields as they were returned, the key within its prefix, and the content type that was agreed.',
    example: '403 AccessDenied: Invalid according to Policy: Policy Condition failed: ["eq", "$key", "a.txt"]',
  },
  'field-not-in-policy': {
    sentence: 'The form has a field that its policy does not know.',
    tell: 'Every field but file, policy, x-amz-signature and x-ignore-* needs a condition.',
    change: 'Take the field out, or make the form with it.',
    example: '403 AccessDenied: Invalid according to Policy: Extra input fields: x-amz-meta-a',
  },
  'form-malformed': {
    sentence: 'What was sent is not a form as S3 reads it.',
    tell: 'The answer speaks of POST, of the enclosure type, of a field that is missing, or of the file.',
    change:
      'Send multipart/form-data: all fields as they were returned, then the file, in one field called file; let the client write the Content-Type.',
    example: "400 InvalidArgument: Bucket POST must contain a field named 'key'.",
  },
  'form-unsupported': {
    sentence: 'This server takes no uploads by form.',
    tell: 'R2 and Swift have no POST policies.',
    change: 'Presign a PUT.',
    example: '501 NotImplemented, 405 or 412 for a POST of multipart/form-data',
  },
}
