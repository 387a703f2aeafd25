// What a provider of credentials answers: what is read, and what is refused.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSession } from 'edgesign/credentials'
import {
  FIELDS,
  answerXml,
  asking,
  bucket,
  credentials,
  credentialsXml,
  expected,
  good,
  inResult,
  region,
  says,
  secretAccessKey,
  unavailable,
} from './sts.mjs'

const without = (name) => Object.fromEntries(Object.entries(FIELDS).filter(([field]) => field !== name))
const DOCTYPE = '<!DOCTYPE a [<!ENTITY b "c">]>'
const BOMB = `<!DOCTYPE a [<!ENTITY a0 "x">${Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i + 1} "&a${i};&a${i};">`).join('')}]>`

test('answers as providers write them', async () => {
  for (const [name, body, headers] of [
    ['STS', good],
    ['no namespace', good.replace(/ xmlns="[^"]*"/, '')],
    ['two namespaces, quoted otherwise', good.replace(/ xmlns="[^"]*"/, " xmlns='a'  xmlns:xsi='b' ")],
    ['a declaration', `<?xml version="1.0" encoding="UTF-8"?>\n${good}\n`],
    ['a byte order mark', `\ufeff${good}`],
    ['indented', good.replace(/></g, '>\n  <')],
    ['empty elements', inResult(`${credentialsXml()}<SourceIdentity/><A></A><B />`)],
    ['what is not looked at, with characters by number', inResult(`${credentialsXml()}<A>a &#39;b&#x27; é</A>`)],
    ['another content type', good, { 'content-type': 'application/xml;charset=UTF-8' }],
    ['a fraction of a second', good.replace('59Z', '59.000000000Z')],
  ]) {
    assert.deepEqual(await asking(says(body, headers)), expected, name)
  }
  const SessionToken = '&amp;&lt;&gt;&quot;&apos;'
  const answer = await asking(says(inResult(credentialsXml({ ...FIELDS, SessionToken }))))
  assert.equal(answer.sessionToken, '&<>"\'')
})

test('an answer that is not just as expected is none', async () => {
  const xml = credentialsXml()
  for (const [name, body, headers = {}] of [
    ['empty', ''],
    ['text', 'AccessDenied'],
    ['HTML', good, { 'content-type': 'text/html' }],
    ['JSON', JSON.stringify(FIELDS), { 'content-type': 'application/json' }],
    ['no content type', good, { 'content-type': '' }],
    ['XML of another kind', good, { 'content-type': 'application/xml+x' }],
    ['a document type', DOCTYPE + good],
    ['a document type after the declaration', `<?xml version="1.0"?>${DOCTYPE}${good}`],
    ['an entity bomb', BOMB + inResult(credentialsXml({ ...FIELDS, SessionToken: '&a9;' }))],
    ['an unknown entity', inResult(credentialsXml({ ...FIELDS, SessionToken: 'a&b;' }))],
    ['an unknown entity elsewhere', inResult(`${xml}<A>&b;</A>`)],
    ['a lone ampersand', inResult(`${xml}<A>a & b</A>`)],
    ['a character by number', inResult(credentialsXml({ ...FIELDS, SessionToken: 'a&#65;' }))],
    ['CDATA', inResult(credentialsXml({ ...FIELDS, SessionToken: '<![CDATA[a]]>' }))],
    ['a comment', inResult(`<!-- a -->${xml}`)],
    ['an instruction', inResult(`<?a b?>${xml}`)],
    ['an attribute', good.replace('<Credentials>', '<Credentials a="b">')],
    ['a prefix', good.replace(/(<\/?)Credentials/g, '$1sts:Credentials')],
    ['two credentials', inResult(xml + xml)],
    ['no credentials', inResult('')],
    ['credentials elsewhere', inResult(`<Other>${xml}</Other>`)],
    ['credentials deeper', inResult(`<Credentials>${xml}</Credentials>`)],
    ['credentials of another action', answerXml('GetSessionToken')],
    ['another root', good.replaceAll('AssumeRoleResponse', 'Response')],
    ['an error with success', '<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>'],
    ['no wrapping', xml],
    ['a second root', good + good],
    ['text behind', `${good}a`],
    ['text between', good.replace('<Credentials>', 'a<Credentials>')],
    ['an unfinished tag behind', `${good}<`],
    ['a comment behind', `${good}<!-- a -->`],
    ['cut off', good.slice(0, -5)],
    ['one end missing', good.replace('</AssumeRoleResponse>', '')],
    ['an attribute at an end', good.replace('</Credentials>', '</Credentials xmlns="a">')],
    ['an end that is empty', good.replace('</Credentials>', '</Credentials/>')],
    ['crossed tags', good.replace('</SessionToken>', '</Expiration>')],
    ['one more end', `${good}</AssumeRoleResponse>`],
    ['a fifth field', inResult(credentialsXml({ ...FIELDS, Endpoint: 'evil.example' }))],
    ['a field twice', inResult(xml.replace('<SessionToken>', '<SessionToken>a</SessionToken><SessionToken>'))],
    ...Object.keys(FIELDS).map((field) => [`no ${field}`, inResult(credentialsXml(without(field)))]),
    ...Object.keys(FIELDS).map((field) => [`empty ${field}`, inResult(credentialsXml({ ...FIELDS, [field]: '' }))]),
    ...Object.keys(FIELDS).map((field) => [
      `elements in ${field}`,
      inResult(credentialsXml({ ...FIELDS, [field]: `<a>${FIELDS[field]}</a>` })),
    ]),
    ...['a b', 'a\nb', ' a', 'é', '\u0000'].map((value) => [
      `a secret of ${JSON.stringify(value)}`,
      inResult(credentialsXml({ ...FIELDS, SecretAccessKey: value })),
    ]),
    ...['2020-01-01T00:00:00Z', new Date(Date.now() - 1).toISOString(), '1970-01-01T00:00:00Z'].map((Expiration) => [
      `expired ${Expiration}`,
      inResult(credentialsXml({ ...FIELDS, Expiration })),
    ]),
    ...['never', '2099-12-31', '4102444799', '2099-13-31T00:00:00Z'].map((Expiration) => [
      `an expiration of ${Expiration}`,
      inResult(credentialsXml({ ...FIELDS, Expiration })),
    ]),
  ]) {
    await assert.rejects(asking(says(body, headers)), unavailable('AssumeRole', /wrong answer/, { status: 200 }), name)
  }
  const express = async () => new Response(`<Other>${xml}</Other>`, { headers: { 'content-type': 'text/xml' } })
  await assert.rejects(
    createSession({ region, credentials, bucket, fetch: express }),
    unavailable('CreateSession', /wrong answer: no credentials/, { status: 200 }),
  )
  const invalid = Buffer.concat([Buffer.from(good), Buffer.from([0xff])])
  await assert.rejects(asking(says(invalid)), unavailable('AssumeRole', /failed/))
})

test('a refusal tells its code, the request and the status', async () => {
  const sts = (code) =>
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code>` +
    `<Message>User &#39;x&#39; of ${secretAccessKey}</Message></Error><RequestId>c6104cbe-af31</RequestId></ErrorResponse>`
  const s3 = '<?xml version="1.0"?><Error><Code>SlowDown</Code><RequestId>tx0-1</RequestId><HostId>a</HostId></Error>'
  const id = { 'x-amzn-requestid': 'from-header' }
  for (const [status, body, headers, providerCode, requestId] of [
    [403, sts('AccessDenied'), {}, 'AccessDenied', 'c6104cbe-af31'],
    [400, sts('ExpiredTokenException'), id, 'ExpiredTokenException', 'c6104cbe-af31'],
    [503, s3, {}, 'SlowDown', 'tx0-1'],
    [403, '<Error><Code>AccessDenied</Code></Error>', { 'x-amz-request-id': 'tx1' }, 'AccessDenied', 'tx1'],
    [500, '', id, undefined, 'from-header'],
    [404, '<html><body>no</body></html>', { 'content-type': 'text/html' }, undefined, undefined],
    [400, '{"Error":{"Code":"A"}}', {}, undefined, undefined],
    [400, `${DOCTYPE}${s3}`, {}, undefined, undefined],
    [400, sts(`<b>${secretAccessKey}</b>`), {}, undefined, 'c6104cbe-af31'],
    [400, sts('a b'), {}, undefined, 'c6104cbe-af31'],
    [400, sts('a'.repeat(65)), {}, undefined, 'c6104cbe-af31'],
    [400, sts(secretAccessKey), {}, undefined, 'c6104cbe-af31'],
    [201, good, {}, undefined, undefined],
    [204, '', {}, undefined, undefined],
  ]) {
    const message = new RegExp(`refused with ${[status, providerCode].filter(Boolean).join(' ')}$`)
    await assert.rejects(
      asking(says(body, headers, status)),
      unavailable('AssumeRole', message, { providerCode, requestId, status }),
    )
  }
})
