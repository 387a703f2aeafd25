// IAM over its Query protocol: what changes users, roles and their policies in the tests.

import { sign } from 'edgesign'

/**
 * @param {{ s3: string, region: string, credentials: import('edgesign').Credentials }} server which has IAM at its root
 * @returns {(action: string, parameters: Record<string, string>) => Promise<string>} what is answered
 */
export function iam({ s3, region, credentials }) {
  return async (action, parameters) => {
    // A space is %20: Ceph does not decode a plus sign in what is about roles.
    const pairs = Object.entries({ Action: action, Version: '2010-05-08', ...parameters })
    const body = pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const request = sign({ url: `${s3}/`, method: 'POST', headers, body }, { service: 'iam', region, credentials })
    const response = await fetch(request.url, { ...request, body })
    const text = await response.text()
    if (!response.ok) throw new Error(`${action}: ${response.status} ${text}`)
    return text
  }
}
