// The samples of what is set, always in step with it.

import type { Outcome, Signer } from '../signing.ts'
import { operationEntry } from '../fields.ts'
import * as sending from './sending.ts'
import { awsCli, boto3, edgesign } from './signing.ts'

export interface Sample {
  name: string
  code: string
}

export function samplesOf(signer: Signer, outcome: Outcome): Sample[] {
  if (outcome.kind === 'error') return []
  const fileName = signer.settings.key.split('/').at(-1)?.replace('${filename}', 'file') || 'file'
  const signing = [
    { name: 'edgesign', code: edgesign(signer) },
    { name: 'boto3', code: boto3(signer) },
  ]
  if (outcome.kind === 'form') {
    const { post } = outcome
    const form = [
      { name: 'curl', code: sending.curlForm(post, fileName) },
      { name: 'fetch', code: sending.fetchForm(post) },
    ]
    return [...form, ...signing]
  }
  const { body } = operationEntry(signer.settings.operation)
  const sent = { presigned: outcome.presigned, body, fileName }
  const cli = awsCli(signer)
  return [
    { name: 'curl', code: sending.curl(sent) },
    { name: 'fetch', code: sending.fetchCode(sent) },
    { name: 'XHR', code: sending.xhr(sent) },
    ...signing,
    ...(cli ? [{ name: 'AWS CLI', code: cli }] : []),
  ]
}
