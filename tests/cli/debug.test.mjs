// `inspect` and `diagnose`, in this process and as a program behind curl.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { presign, presignPost, sign } from 'edgesign'
import { diagnose, inspect } from 'edgesign/debug'
import { main } from '../../js/cli/main.js'
import { readTranscript } from '../../js/cli/transcript.js'
import { server } from '../run/server.mjs'
import { ID, KEYS, NOW, SECRET, makeHome } from './run.mjs'

const { s3 } = server()
const dir = mkdtempSync(join(tmpdir(), 'edgesign-transcripts-'))
after(() => rmSync(dir, { recursive: true, force: true }))
const bin = fileURLToPath(new URL('../../js/cli/bin.js', import.meta.url))
const shared = { bucket: 'media', key: 'a b.txt', credentials: { accessKeyId: ID, secretAccessKey: SECRET } }
const url = presign('GetObject', { ...shared, region: 'eu-west-1', signingDate: NOW }).url
const [, signature] = /Signature=(\w+)$/.exec(url)
const local = (operation, more) =>
  presign(operation, { ...shared, endpoint: s3, region: 'us-east-1', bucket: 'e2e', ...more }).url

const ESCAPE = '\x1b['
const run = (argv, more = {}) => main({ argv, env: {}, home: makeHome(), ...more })
/** A command line of a shell, with the program as `$EDGESIGN`. */
const sh = (command, vars = {}) =>
  spawnSync('sh', ['-c', command], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: makeHome(), EDGESIGN: `${process.execPath} ${bin}`, ...vars },
  })

test('inspect, for people and for programs', () => {
  const { status, stdout, stderr } = run(['inspect', url])
  assert.deepEqual([status, stderr], [0, ''])
  for (const line of [
    /^ {2}provider +AWS, virtual-hosted style$/m,
    /^ {2}bucket +media$/m,
    /^ {2}key +a b\.txt$/m,
    /^ {2}until +2026-.*\(expired\)$/m,
    /^Whoever holds it can$/m,
  ])
    assert.match(stdout, line)
  assert.ok(!stdout.includes(signature) && !stdout.includes(ESCAPE))
  const { stdout: json } = run(['inspect', url, '--json'])
  assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(inspect(url))))
})

test('inspect, with the method', () => {
  const { url } = presign('PutObject', { ...shared, region: 'eu-west-1', signingDate: NOW })
  const warnings = (...argv) =>
    JSON.parse(run(['inspect', url, '--json', ...argv]).stdout).warnings.map(({ code }) => code)
  assert.deepEqual(warnings(), ['content-type-not-bound-if-put'])
  assert.deepEqual(warnings('--method', 'put'), ['content-type-not-bound'])
  assert.deepEqual(warnings('--method', 'GET'), [])
  assert.match(run(['inspect', url, '--method', 'PUT']).stdout, /^ {2}operation +PutObject$/m)
})

test('forms: the fields alone, or all that presignPost returns, in a file or on standard input', () => {
  const form = presignPost({ ...shared, key: 'in/a.txt', region: 'eu-west-1', signingDate: NOW })
  const file = join(dir, 'form.json')
  for (const json of [form, form.fields].map((value) => JSON.stringify(value))) {
    writeFileSync(file, json)
    for (const [name, input] of [
      [file, ''],
      ['-', json],
    ]) {
      const { status, stdout } = run(['inspect', form.url, '--fields', name, '--json'], { input })
      assert.equal(status, 0)
      assert.deepEqual(JSON.parse(stdout), JSON.parse(JSON.stringify(inspect(form))))
      const failed = ['diagnose', form.url, '--fields', name, '--status', '403', '--json']
      const { causes, inspection } = JSON.parse(run(failed, { input }).stdout)
      assert.deepEqual([inspection.scheme, causes[0].code], ['POST', 'policy-expired'])
      assert.ok(!stdout.includes(form.fields['x-amz-signature']))
    }
  }
  assert.match(run(['inspect', form.url, '--fields', file]).stdout, /^ {2}key +in\/a\.txt$/m)
  const piped = `curl -sv -F key=in/b.txt '${form.url}' --resolve '*:443:127.0.0.1' 2>&1 | $EDGESIGN diagnose '${form.url}'`
  assert.equal(JSON.parse(sh(`${piped} --request - --fields ${file} --json`).stdout).inspection.scheme, 'POST')
  assert.match(sh(`$EDGESIGN inspect '${form.url}' --fields - < ${file}`).stdout, /PostObject/)
})

test('what is no URL: status 1, and what it is not', () => {
  for (const command of ['inspect', 'diagnose']) {
    const { status, stdout } = run([command, 's3://media/a'])
    assert.deepEqual([status, stdout], [1, 'This is no URL, but the address of an object: presign it first.\n'])
    assert.equal(run([command, SECRET, '--json']).stdout.includes(SECRET), false)
  }
})

test('diagnose, by what is told in options', () => {
  const file = join(dir, 'body.xml')
  writeFileSync(file, '<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>')
  const { status, stdout } = run(['diagnose', url, '--status', '404', '--body', file])
  assert.equal(status, 0)
  assert.match(
    stdout,
    /^certain: There is no object with this key\. \[no-such-key\]\n {2}seen: {4}the server says 404 NoSuchKey/,
  )
  assert.match(stdout, /^ {2}change: /m)
  assert.equal(
    run(['diagnose', url, '--status', '404', '--body', '-'], { input: '<Code>NoSuchKey</Code>' }).stdout.slice(0, 30),
    stdout.slice(0, 30),
  )
  const json = JSON.parse(run(['diagnose', url, '--status', '404', '--body', file, '--method', 'get', '--json']).stdout)
  assert.deepEqual(json.causes[0].code, 'no-such-key')
  assert.match(run(['diagnose', url, '--status', '200']).stdout, /^This request did not fail\.\n$/)
  const uncertain = run(['diagnose', local('GetObject'), '--status', '403', '--method', 'HEAD']).stdout
  assert.match(uncertain, /^ {2}to tell: /m)
})

test('usage that is not followed', () => {
  const wrong = [
    ...[['inspect'], ['inspect', url, url], ['inspect', url, '--status', '403'], ['inspect', url, '--region', 'a']],
    ...[
      ['diagnose', url, '--status', 'abc'],
      ['diagnose', url, '--method', 'G T'],
      ['diagnose', url, '--region', 'a'],
    ],
    ...[
      ['diagnose', '--body', '-'],
      ['diagnose', url, '--body', ''],
      ['diagnose', url, '--body', join(dir, 'none')],
    ],
    ...[
      ['diagnose', url, '--body', '-', '--request', '-'],
      ['diagnose', url, '--body', '-', '--fields', '-'],
      ['diagnose', '--fields', '-'],
      ['inspect', url, '--method', 'G T'],
      ['inspect', url, '--fields', ''],
      ['inspect', url, '--fields', join(dir, 'none')],
      ['presign', 's3://a/b', '--status', '403'],
    ],
  ]
  for (const argv of wrong) {
    const { status, stdout, stderr } = run(argv, { input: '' })
    assert.deepEqual([status, stdout], [2, ''], argv.join(' '))
    assert.match(stderr, /^edgesign: ERR_USAGE: [^\n]*\n$/, argv.join(' '))
  }
  assert.equal(run(['diagnose'], { input: 'nothing of curl' }).status, 2)
  for (const input of ['', 'null', '5', '[]', '{"key":5}', '{"fields":null}', '{"fields":["a"]}', SECRET]) {
    const { status, stderr } = run(['inspect', url, '--fields', '-'], { input })
    assert.deepEqual(
      [status, stderr.startsWith('edgesign: ERR_USAGE: --fields'), stderr.includes(SECRET)],
      [2, true, false],
    )
  }
})

test('colour is for terminals', () => {
  const argv = ['diagnose', url, '--status', '403', '--body', '-']
  assert.ok(run(argv, { input: '', hasColour: true }).stdout.includes(ESCAPE))
  assert.ok(!run(argv, { input: '' }).stdout.includes(ESCAPE))
  const inspected = `$EDGESIGN inspect '${url}'`
  const typed = (vars) => sh(`script -qec "${inspected.replaceAll('$', '\\$')}" /dev/null`, vars).stdout
  assert.ok(typed().includes(ESCAPE))
  assert.ok(!typed({ NO_COLOR: '1' }).includes(ESCAPE))
  assert.ok(!sh(inspected).stdout.includes(ESCAPE))
})

test('nothing that a stranger wrote reaches the terminal as it is', () => {
  const evil = `https://media.s3.amazonaws.com/a%1B%5B2Jb%E2%80%AEc%0Ad?X-Amz-Signature=${signature}&x=%1b%5d0`
  const outputs = [
    run(['inspect', evil], { hasColour: false }),
    run(['diagnose', local('GetObject', { key: 'a\x1b[2Jb\u202ec' }), '--status', '403', '--body', '-'], {
      input: '<Code>AccessDenied</Code>',
    }),
    run(['diagnose', evil, '--status', '403', '--body', '-'], {
      input: `<Code>NoSuchKey</Code><Message>a\x1b[2Jb\u202ec</Message>`,
    }),
  ]
  for (const { stdout } of outputs) {
    assert.doesNotMatch(stdout, /[^\P{Cc}\n]|\p{Cf}/u)
    assert.match(stdout, /\\u\{1b\}|%1b/i)
  }
})

test('nor does it in JSON, which reads as the same', () => {
  const signs = '\x07\x1b\x7f\x9b\u061c\u200f\u2028\u202e\u2066\ufeff\u{e0001}ü🙂'
  const url = local('GetObject', { key: `a${signs}b` })
  const input = `<Code>NoSuchKey</Code><Key>a${signs}b</Key>`
  const outputs = [
    [run(['inspect', url, '--json']), inspect(url)],
    [
      run(['diagnose', url, '--status', '404', '--body', '-', '--json'], { input }),
      diagnose({ url, status: 404, body: input }),
    ],
  ]
  for (const [{ stdout }, expected] of outputs) {
    assert.doesNotMatch(stdout, /[^\P{Cc}\n]|\p{Cf}|[\u2028\u2029]/u)
    assert.match(stdout, /\\u009b.*\\u202e.*\\udb40\\udc01ü🙂/)
    assert.deepEqual(JSON.parse(stdout), JSON.parse(JSON.stringify(expected)))
  }
})

test('a transcript of curl, piped in', () => {
  const put = local('PutObject', { contentType: 'text/plain' })
  const failures = {
    [`curl -v '${local('GetObject')}&utm_source=a'`]: 'parameter-appended',
    [`curl -v -X PUT -d hello '${put}'`]: 'header-changed',
    [`curl -sv -T ${bin} '${put}'`]: 'header-missing',
    [`curl -sv -H 'Authorization: Bearer a' '${local('GetObject')}'`]: 'two-signatures',
    [`curl -v -I '${local('GetObject')}'`]: 'method-changed',
    [`curl -v '${local('GetObject', { key: 'none' })}'`]: 'no-such-key',
    [`curl -v '${local('GetObject').replace(s3, 'http://127.0.0.1:1')}'`]: undefined,
  }
  for (const [command, cause] of Object.entries(failures)) {
    const { stdout, status } = sh(`${command} 2>&1 | $EDGESIGN diagnose --json`)
    if (cause === undefined) assert.equal(status, 2, 'no request was sent')
    else assert.equal(JSON.parse(stdout).causes[0].code, cause, `${command}\n${stdout}`)
  }
})

test('a connection that failed, with the URL', () => {
  const closed = local('GetObject').replace(s3, 'http://127.0.0.1:1')
  const { stdout } = sh(`curl -v '${closed}' 2>&1 | $EDGESIGN diagnose '${closed}' --request -`)
  assert.match(
    stdout,
    /^certain: Nobody answers at this host\. \[unreachable\]\n {2}seen: {4}what was said: .*(refused|connect)/,
  )
})

test('with the keys of the environment or of a profile, a wrong secret is told from all else', () => {
  const command = `curl -sv -X DELETE '${local('GetObject')}' 2>&1 | $EDGESIGN diagnose --json`
  const [right, wrong] = [KEYS, { ...KEYS, AWS_SECRET_ACCESS_KEY: 'another' }].map(
    (vars) => JSON.parse(sh(command, vars).stdout).causes[0],
  )
  assert.deepEqual(
    [right.code, right.certainty, right.evidence],
    ['method-changed', 'certain', ['the signature is that of GET']],
  )
  assert.equal(wrong.code, 'wrong-secret')
  const file = `aws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n`
  const HOME = makeHome({ credentials: `[signer]\n${file}` })
  assert.equal(JSON.parse(sh(`${command} --profile signer`, { HOME }).stdout).causes[0].code, 'method-changed')
  assert.match(sh(`${command} --profile none`, { HOME }).stderr, /^edgesign: ERR_CREDENTIALS_UNAVAILABLE/)
})

test('so it is of a signature in a header, and of a form', () => {
  const first = (command, vars) => JSON.parse(sh(command, vars).stdout).causes[0]
  const { url, headers } = sign(
    { url: `${s3}/e2e/a` },
    { service: 's3', region: 'us-east-1', credentials: shared.credentials },
  )
  const options = Object.entries(headers).map(([name, value]) => `-H '${name}: ${value}'`)
  const command = `curl -sv -X DELETE ${options.join(' ')} '${url}' 2>&1 | $EDGESIGN diagnose --json`
  assert.equal(first(command).code, 'wrong-secret')
  assert.deepEqual(first(command, KEYS).evidence, ['the signature is that of GET'])

  const post = presignPost({ ...shared, region: 'eu-west-1', endpoint: 'https://rgw.example.com' })
  writeFileSync(join(dir, 'form.json'), JSON.stringify(post.fields))
  const form = `echo '<Error><Code>AccessDenied</Code></Error>' | $EDGESIGN diagnose '${post.url}' --fields ${join(dir, 'form.json')} --status 403 --body - --json`
  assert.equal(first(form).code, 'not-allowed')
  assert.equal(first(form, { ...KEYS, AWS_SECRET_ACCESS_KEY: 'another' }).code, 'wrong-secret')
})

test('the canonical request, with what differs marked', () => {
  const transcript = `> GET /e2e/a%20b.txt?${url.split('?')[1]} HTTP/1.1\n> Host: a.example\n>\n< HTTP/1.1 403 Forbidden\n<\n`
  const body = `<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>GET\n/e2e/a%2520b.txt\n\nhost:a.example\n\nhost\nUNSIGNED-PAYLOAD</CanonicalRequest></Error>`
  const { stdout } = run(['diagnose'], { input: transcript + body })
  assert.match(stdout, /^ {2}- \/e2e\/a%20b\.txt\n( +\^+\n)? {2}\+ \/e2e\/a%2520b\.txt\n {12}\^\^$/m)
})

test('what curl writes, read', () => {
  const lines = [
    '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current',
    '                                 Dload  Upload   Total   Spent    Left  Speed',
    '\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0*   Trying 192.0.2.1:443...',
    '* Connected to media.example (192.0.2.1) port 443 (#0)',
    '> CONNECT media.example:443 HTTP/1.1',
    '> Host: media.example:443',
    '< HTTP/1.1 200 Connection established',
    '> PUT /a?b=c HTTP/2',
    '> Host: media.example',
    '> Content-Type: text/plain',
    '>',
    '< HTTP/1.1 100 Continue',
    '<',
    '} [5 bytes data]',
    '< HTTP/2 403 ',
    '< x-amz-request-id: A',
    '<',
    '{ [5 bytes data]',
    '<Error><Code>A</Code>',
    '<Message>b</Message></Error>* Connection #0 to host media.example left intact',
  ]
  assert.deepEqual(readTranscript(lines.join('\n')), {
    sent: {
      method: 'PUT',
      url: 'https://media.example/a?b=c',
      headers: { host: 'media.example', 'content-type': 'text/plain' },
    },
    status: 403,
    responseHeaders: { 'x-amz-request-id': 'A' },
    body: '<Error><Code>A</Code>\n<Message>b</Message></Error>',
  })
  // What curl 7 to 8 write behind a body without a line break.
  for (const remark of [
    'Connection #0 to host media.example left intact',
    'Connection #0 to host media.example:443 left intact',
    'Closing connection 0',
    'Closing connection',
    'closing connection #0',
    'shutting down connection #0',
    'HTTP/2 stream 1 was not closed cleanly: INTERNAL_ERROR (err 2)',
    '[HTTP/2] [1] OPENED stream for https://media.example/a',
    'TLSv1.3 (IN), TLS alert, close notify (256):',
    'transfer closed with 5 bytes remaining to read',
    'Recv failure: Connection reset by peer',
  ])
    for (const body of ['<Error><Code>A</Code></Error>', '{"code":"A"}', 'a * b']) {
      const text = ['> GET /a HTTP/2', '> Host: a.example', '>', '< HTTP/2 403 ', '<', `${body}* ${remark}`].join('\n')
      assert.equal(readTranscript(text).body, body, remark)
    }
  const plain = readTranscript('PUT /a HTTP/1.1\r\nHost: localhost:9000\r\nX-A: b\r\n\r\nbody')
  assert.deepEqual(plain.sent, {
    method: 'PUT',
    url: 'http://localhost:9000/a',
    headers: { host: 'localhost:9000', 'x-a': 'b' },
  })
  assert.equal(readTranscript('GET /a HTTP/1.1\nHost: s3.example').sent.url, 'https://s3.example/a')
  assert.equal(readTranscript('nothing').sent, undefined)
  assert.equal(diagnose({ url: 'https://a/', ...readTranscript('') }).answer.status, undefined)
})
