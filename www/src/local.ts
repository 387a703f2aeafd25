// The S3 server that `npm start` runs beside the page, and its control API.

import { custom } from 'edgesign/endpoints'
import type { SecretCredentials } from 'edgesign'

export interface Local {
  s3: string
  control: string
  region: string
  bucket: string
  credentials: SecretCredentials
}

/** A host of static files has `null` there. */
export async function readLocal(): Promise<Local | undefined> {
  const answer = await fetch('./local.json')
  return (await answer.json()) ?? undefined
}

export const localEndpoint = ({ s3, region }: Local) => custom({ url: s3, region })

/** Puts a user with its secret on the server. */
export const putUser = (local: Local, { accessKeyId, secretAccessKey }: SecretCredentials) =>
  control(local, 'PUT', `/users/${encodeURIComponent(accessKeyId)}`, { secretAccessKey })

/** Denies a user everything, or no longer. */
export const setDenied = (local: Local, accessKeyId: string, denied: boolean) =>
  control(local, 'POST', `/users/${encodeURIComponent(accessKeyId)}/${denied ? 'deny' : 'allow'}`, {})

async function control(local: Local, method: string, path: string, body: unknown) {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(local.control + path, { method, headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`the local server answered ${answer.status} to ${method} ${path}`)
}
