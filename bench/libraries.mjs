// Who is measured, in the order of the tables.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../tools/run.mjs'

/**
 * @typedef {object} Library
 * @property {string} file in `libraries/`: what makes its client, as its documentation shows
 * @property {string} name
 * @property {boolean} [onlyNode] it is made for Node
 * @property {boolean} [noTokens] it knows no session tokens
 */

/** This package's, which all are compared with; the first is `presign`. */
export const OURS = [
  { file: 'edgesign-presign', name: '`presign`' },
  { file: 'edgesign-many', name: '`presignMany`' },
]

/** @type {Library[]} */
export const LIBRARIES = [
  ...OURS,
  { file: 'edgesign-again', name: '`presign` of `edgesign/many`' },
  { file: 'edgesign-hls', name: '`presignPlaylist`' },
  { file: 'aws4fetch', name: versioned('aws4fetch') },
  { file: 'smithy', name: `${versioned('@smithy/signature-v4')} with ${versioned('@aws-crypto/sha256-js')}` },
  { file: 'aws-sdk', name: versioned('@aws-sdk/s3-request-presigner') },
  { file: 'aws4', name: versioned('aws4'), onlyNode: true },
  { file: 's3mini', name: versioned('s3mini'), noTokens: true },
  { file: 's3-lite-client', name: versioned('@bradenmacdonald/s3-lite-client') },
]

/** What is subtracted where only the whole of a request can be timed. */
export const NOTHING = { file: 'nothing', name: 'nothing' }

/** The hash alone, as the module has it. */
export const SHA256 = { file: 'edgesign-sha256', name: 'SHA-256' }

function versioned(name) {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'))
  return `${name} ${version}`
}
