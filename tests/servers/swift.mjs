// OpenStack Swift with its s3api, from Debian: a production server that nobody here wrote, stricter than others about
// what is signed and by whom. One of each of its servers, on 127.0.0.1, in a temporary folder.

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** Swift's access keys have a colon in them: account and user. */
export const credentials = {
  accessKeyId: 'test:tester',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
export const region = 'us-east-1'
/** The domain whose subdomains are buckets. */
export const domain = 's3.localhost'

/** Starts Swift and waits until it listens. It stops with this process, whatever becomes of it. */
export async function startSwift() {
  const dir = mkdtempSync(join(tmpdir(), 'edgesign-swift-'))
  const programs = []
  const stop = async () => {
    await Promise.all(programs.map((program) => program.stop()))
    rmSync(dir, { recursive: true, force: true })
  }
  try {
    const ports = await freePorts(['proxy', 'memcached', ...STORES])
    configure(dir, ports)
    await Promise.all(STORES.map((kind) => buildRing(dir, kind, ports[kind])))
    programs.push(startProgram(dir, 'memcached', ['-u', user, '-l', '127.0.0.1', '-p', ports.memcached, '-m', '16']))
    for (const kind of [...STORES, 'proxy']) {
      programs.push(startProgram(dir, `swift-${kind}-server`, [join(dir, `${kind}-server.conf`), '-v']))
    }
    await Promise.all(Object.values(ports).map((port) => listening(port, programs)))
    return { s3: `http://127.0.0.1:${ports.proxy}`, port: ports.proxy, credentials, region, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const STORES = ['account', 'container', 'object']
const user = userInfo().username

function configure(dir, ports) {
  const write = (name, sections) => writeFileSync(join(dir, name), ini(sections))
  mkdirSync(join(dir, 'srv/d1'), { recursive: true })
  write('swift.conf', {
    'swift-hash': { swift_hash_path_prefix: 'edgesign', swift_hash_path_suffix: 'test' },
    'storage-policy:0': { name: 'one', default: 'yes' },
  })
  // No workers: each server is one process, with the pid that it was started with.
  const shared = { user, bind_ip: '127.0.0.1', workers: 0, swift_dir: dir }
  const store = { ...shared, devices: join(dir, 'srv'), mount_check: false, recon_cache_path: dir }
  for (const kind of STORES) {
    write(`${kind}-server.conf`, {
      DEFAULT: { ...store, bind_port: ports[kind] },
      'pipeline:main': { pipeline: `${kind}-server` },
      [`app:${kind}-server`]: { use: `egg:swift#${kind}` },
    })
  }
  write('proxy-server.conf', proxy({ ...shared, bind_port: ports.proxy }, ports.memcached))
}

/** The order of the filters is that of Swift's own sample. */
function proxy(shared, memcached) {
  const options = {
    cache: { use: 'egg:swift#memcache', memcache_servers: `127.0.0.1:${memcached}` },
    // AWS's smallest part but the last has 5 MiB; the suite's are smaller.
    s3api: { location: region, storage_domain: domain, dns_compliant_bucket_names: true, min_segment_size: 1 },
    tempauth: { [`user_${credentials.accessKeyId.replace(':', '_')}`]: `${credentials.secretAccessKey} .admin` },
    versioned_writes: { allow_object_versioning: true },
  }
  const filters = 'catch_errors cache listing_formats s3api tempauth bulk slo dlo versioned_writes symlink copy'.split(
    ' ',
  )
  const sections = filters.map((name) => [`filter:${name}`, { use: `egg:swift#${name}`, ...options[name] }])
  return {
    DEFAULT: shared,
    'pipeline:main': { pipeline: [...filters, 'proxy-server'].join(' ') },
    'app:proxy-server': { use: 'egg:swift#proxy', account_autocreate: true, allow_account_management: true },
    ...Object.fromEntries(sections),
  }
}

function ini(sections) {
  const lines = (values) => Object.entries(values).map(([name, value]) => `${name} = ${value}`)
  return Object.entries(sections)
    .map(([name, values]) => [`[${name}]`, ...lines(values), ''].join('\n'))
    .join('\n')
}

/** A ring says where things are: all of them on the one device. */
async function buildRing(dir, kind, port) {
  const file = join(dir, `${kind}.builder`)
  for (const args of [['create', 4, 1, 1], ['add', `r1z1-127.0.0.1:${port}/d1`, 1], ['rebalance']]) {
    const child = spawn('swift-ring-builder', [file, ...args.map(String)], { stdio: ['ignore', 'ignore', 'inherit'] })
    const code = await new Promise((resolve, reject) => child.on('error', reject).on('exit', resolve))
    if (code !== 0) throw new Error(`swift-ring-builder ${kind} ${args.join(' ')} failed: exit code ${code}`)
  }
}

/** Starts a program. The shell's input ends with this process: then it kills the program by its pid and tidies up. */
function startProgram(dir, name, args) {
  const log = join(dir, `${name}.log`)
  const fd = openSync(log, 'w')
  const script = '"$@" < /dev/null & cat > /dev/null; kill -KILL $!; wait; rm -rf "$0"'
  // Detached: Ctrl-C must not end the shell before it has done so.
  const options = { stdio: ['pipe', fd, fd], detached: true }
  const shell = spawn('sh', ['-c', script, dir, name, ...args.map(String)], options)
  const ended = new Promise((resolve) => shell.on('exit', resolve))
  const stop = () => {
    shell.stdin.end()
    return ended
  }
  return { name, stop, log: () => readFileSync(log, 'utf8') }
}

async function listening(port, programs) {
  const opened = () =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true))
      socket.on('error', () => resolve(false)).on('close', () => resolve(false))
    })
  for (const end = Date.now() + 60_000; Date.now() < end; await setTimeout(100)) {
    if (await opened()) return
  }
  throw new Error(programs.map(({ name, log }) => `== ${name}\n${log().slice(-2000)}`).join('\n'))
}

/** Ports that were free a moment ago: a ring holds the numbers, so that the servers cannot choose them. */
async function freePorts(names) {
  const servers = names.map(() => createServer().listen(0, '127.0.0.1'))
  const ports = servers.map(
    (server) => new Promise((resolve) => server.on('listening', () => resolve(server.address().port))),
  )
  const entries = await Promise.all(ports.map(async (port, index) => [names[index], await port]))
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return Object.fromEntries(entries)
}
