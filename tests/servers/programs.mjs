// Starts servers that others wrote, each in a temporary folder of its own. Neither a process nor a folder outlives this
// process, whatever becomes of it.

import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, openSync, readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'

/**
 * Starts a server in a new folder.
 *
 * @template T
 * @param {string} name
 * @param {(place: { dir: string, run: typeof run, start: (name: string, args: unknown[], env?: object) => void,
 *   listening: (port: number) => Promise<void> }) => Promise<T>} start
 * @returns {Promise<T & { stop: () => Promise<void> }>}
 */
export async function inFolder(name, start) {
  const dir = mkdtempSync(join(tmpdir(), `edgesign-${name}-`))
  const [folder, programs] = [guard(dir), []]
  const stop = async () => {
    await Promise.all(programs.map((program) => program.stop()))
    await folder.stop()
  }
  try {
    const place = {
      dir,
      run,
      start: (...args) => programs.push(startProgram(dir, ...args)),
      listening: (port) => listening(port, programs),
    }
    return { ...(await start(place)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Ports that were free a moment ago: for servers that are told the numbers of others. */
export async function freePorts(names) {
  const servers = names.map(() => createServer().listen(0, '127.0.0.1'))
  const ports = servers.map(
    (server) => new Promise((resolve) => server.on('listening', () => resolve(server.address().port))),
  )
  const entries = await Promise.all(ports.map(async (port, index) => [names[index], await port]))
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return Object.fromEntries(entries)
}

/** A configuration file: sections of names and values. */
export function ini(sections) {
  const lines = (values) => Object.entries(values).map(([name, value]) => `${name} = ${value}`)
  return Object.entries(sections)
    .map(([name, values]) => [`[${name}]`, ...lines(values), ''].join('\n'))
    .join('\n')
}

/** The kernel kills it when this process ends: also what waits for a server that is gone. */
const dying = (name, args) => ['setpriv', ['--pdeathsig', 'KILL', name, ...args.map(String)]]

/** Runs a program to its end and returns what it prints. */
async function run(name, args) {
  const { stdout } = await promisify(execFile)(...dying(name, args), { timeout: 60_000 })
  return stdout
}

/** Starts a program that stays in the foreground: it is this child, and no other. */
function startProgram(dir, name, args, env = {}) {
  const log = join(dir, `${basename(name)}.log`)
  const fd = openSync(log, 'w')
  const child = spawn(...dying(name, args), { stdio: ['ignore', fd, fd], env: { ...process.env, ...env } })
  const ended = new Promise((resolve) => child.on('exit', resolve).on('error', resolve))
  const stop = () => {
    child.kill('SIGKILL')
    return ended
  }
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  const state = () => (hasEnded() ? `ended with ${child.exitCode ?? child.signalCode}` : 'runs')
  return { name, stop, hasEnded, log: () => `${state()}\n${readFileSync(log, 'utf8').slice(-2000)}` }
}

/** Removes the folder when its input ends, which it does with this process. */
function guard(dir) {
  // Twice: what the kernel kills at that moment may still have written a file.
  const script = 'cat > /dev/null; rm -rf "$0" || { sleep 1; rm -rf "$0"; }'
  // Detached: Ctrl-C must not end the shell before it has done so.
  const shell = spawn('sh', ['-c', script, dir], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  const ended = new Promise((resolve) => shell.on('exit', resolve))
  const stop = () => {
    shell.stdin.end()
    return ended
  }
  return { stop }
}

async function listening(port, programs) {
  const opened = () =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true))
      socket.on('error', () => resolve(false)).on('close', () => resolve(false))
    })
  for (const end = Date.now() + 60_000; Date.now() < end; await setTimeout(100)) {
    if (await opened()) return
    if (programs.some(({ hasEnded }) => hasEnded())) break
  }
  throw new Error(programs.map(({ name, log }) => `== ${name} ${log()}`).join('\n'))
}
