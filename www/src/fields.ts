// What can be set besides bucket, key and expiry, and the operations that take it.

export interface OptionField {
  label: string
  hint: string
  /** Where it goes in the options of edgesign. */
  path: readonly [string, string?]
  /** The parameter of boto3. */
  boto?: string
  kind?: 'text' | 'number' | 'check' | 'lines'
  placeholder?: string
  /** What a ticked box stands for. */
  value?: string
}

export const OPTION_FIELDS = {
  versionId: { label: 'Version', hint: 'Only this version of the object', path: ['versionId'], boto: 'VersionId' },
  responseContentDisposition: {
    label: 'Answer as (Content-Disposition)',
    hint: 'Have the browser save it under a name',
    placeholder: 'attachment; filename="sunset.png"',
    path: ['response', 'contentDisposition'],
    boto: 'ResponseContentDisposition',
  },
  responseContentType: {
    label: 'Answer as (Content-Type)',
    hint: 'Instead of the stored one',
    placeholder: 'text/plain',
    path: ['response', 'contentType'],
    boto: 'ResponseContentType',
  },
  contentType: {
    label: 'Content-Type',
    hint: 'An upload of another type is refused',
    placeholder: 'image/png',
    path: ['contentType'],
    boto: 'ContentType',
  },
  contentLength: {
    label: 'Content-Length',
    hint: 'Bytes: exactly so many',
    kind: 'number',
    path: ['contentLength'],
    boto: 'ContentLength',
  },
  checksum: {
    label: 'SHA-256 of the body',
    hint: 'In base64: no other bytes are stored',
    path: ['checksum'],
    boto: 'ChecksumSHA256',
  },
  ifNoneMatch: {
    label: 'Only if there is no such object yet',
    hint: 'Signs if-none-match: *',
    kind: 'check',
    value: '*',
    path: ['ifNoneMatch'],
    boto: 'IfNoneMatch',
  },
  headers: {
    label: 'Further headers',
    hint: 'One a line, name: value. All are signed',
    placeholder: 'x-amz-meta-from: the page',
    kind: 'lines',
    path: ['headers'],
  },
  prefix: {
    label: 'Prefix',
    hint: 'Only keys that begin with this',
    placeholder: 'images/',
    path: ['prefix'],
    boto: 'Prefix',
  },
  delimiter: { label: 'Delimiter', hint: '/ shows folders', placeholder: '/', path: ['delimiter'], boto: 'Delimiter' },
  maxKeys: { label: 'Keys at most', hint: '1 to 1000', kind: 'number', path: ['maxKeys'], boto: 'MaxKeys' },
  uploadId: {
    label: 'Upload id',
    hint: 'From the answer of CreateMultipartUpload',
    path: ['uploadId'],
    boto: 'UploadId',
  },
  partNumber: {
    label: 'Part',
    hint: '1 to 10000',
    kind: 'number',
    path: ['partNumber'],
    boto: 'PartNumber',
  },
  copySource: {
    label: 'Copy from',
    hint: 'bucket/key, as it is',
    placeholder: 'media/photos/sunset.png',
    path: ['copySource'],
    boto: 'CopySource',
  },
  leastLength: { label: 'Least bytes', hint: 'Of the file', kind: 'number', path: ['leastLength'] },
  mostLength: { label: 'Most bytes', hint: 'Of the file', kind: 'number', path: ['mostLength'] },
} satisfies Record<string, OptionField>

export type OptionName = keyof typeof OPTION_FIELDS
export const optionField = (name: OptionName): OptionField => OPTION_FIELDS[name]

export interface OperationEntry {
  does: string
  fields: readonly OptionName[]
  /** What the sender sends. */
  body?: 'file' | 'parts'
  /** On the bucket: has no key. */
  noKey?: true
}

export const OPERATIONS = {
  GetObject: {
    does: 'Download an object',
    fields: ['responseContentDisposition', 'responseContentType', 'versionId', 'headers'],
  },
  PutObject: {
    does: 'Upload an object',
    fields: ['contentType', 'contentLength', 'checksum', 'ifNoneMatch', 'headers'],
    body: 'file',
  },
  PostObject: { does: 'Upload by a form', fields: ['contentType', 'leastLength', 'mostLength'], body: 'file' },
  ListObjectsV2: { does: 'List keys', fields: ['prefix', 'delimiter', 'maxKeys'], noKey: true },
  HeadObject: { does: 'Ask for headers only', fields: ['versionId', 'headers'] },
  DeleteObject: { does: 'Delete an object', fields: ['versionId'] },
  CopyObject: { does: 'Copy an object', fields: ['copySource', 'contentType', 'headers'] },
  CreateMultipartUpload: { does: 'Begin an upload in parts', fields: ['contentType', 'headers'] },
  UploadPart: {
    does: 'Upload one part',
    fields: ['partNumber', 'uploadId', 'contentLength', 'checksum'],
    body: 'file',
  },
  CompleteMultipartUpload: { does: 'Join the parts', fields: ['uploadId'], body: 'parts' },
  AbortMultipartUpload: { does: 'Throw the parts away', fields: ['uploadId'] },
  ListParts: { does: 'List the parts', fields: ['uploadId'] },
} satisfies Record<string, OperationEntry>

export type OperationName = keyof typeof OPERATIONS
export const operationEntry = (name: OperationName): OperationEntry => OPERATIONS[name]
