// `npm run worker`: what it prints works as pasted, and nothing of it is left when it is stopped.

import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../../tools/run.mjs'

test('both Workers in front of the local S3 server', { timeout: 300_000 }, async (t) => {
  const command = spawn(process.execPath, ['tools/worker.mjs', '--port', '0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(command, 'exit')
  t.after(() => command.kill('SIGTERM'))
  const printed = await printedUntil(command.stdout, 'Stop with Ctrl-C.')

  const [get, post, refused] = commandsOf(printed)
  assert.equal(shell(get), 'Hello from behind the Worker.\n')
  const { url, method, headers } = JSON.parse(shell(post))
  assert.equal((await fetch(url, { method, headers, body: 'new' })).status, 200)
  assert.equal(shell(get.replace('hello.txt', 'new.txt')), 'new')
  assert.equal(JSON.parse(shell(refused)).error.code, 'ERR_NOT_GRANTED')
  assert.ok(!printed.includes('wJalrXUtnFEMI'), 'secrets are not shown')

  const processes = descendants(command.pid)
  assert.ok(processes.length >= 3, 'wrangler, workerd and the S3 server')
  command.kill('SIGTERM')
  assert.deepEqual(await ended, [0, null])
  for (let i = 0; i < 50 && processes.some(isAlive); i++) await sleep(100) // theirs end a moment after they do
  assert.deepEqual(processes.filter(isAlive), [])
})

async function printedUntil(stdout, end) {
  let text = ''
  for await (const chunk of stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    text += chunk
    if (text.includes(end)) return text
  }
  throw new Error(`it ended with:\n${text}`)
}

/** The commands that are printed, each with the token that is printed before. */
function commandsOf(printed) {
  const [token] = /^TOKEN=\S+$/m.exec(printed)
  const commands = printed.replaceAll('\\\n', ' ').match(/^ +curl .*$/gm)
  return commands.map((command) => `${token}\n${command} --silent --show-error`)
}

const shell = (script) => execFileSync('sh', ['-ec', script], { encoding: 'utf8' })

/** The processes that a process has started, and those that they have. */
function descendants(pid) {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
  const pairs = lines.map((line) => line.trim().split(/ +/).map(Number))
  const below = (parent) => pairs.filter(([, of]) => of === parent).flatMap(([child]) => [child, ...below(child)])
  return below(pid)
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
