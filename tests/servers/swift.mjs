// OpenStack Swift with its s3api, from Debian: a production server that nobody here wrote, stricter than others about
// what is signed and by whom. One of each of its servers, on 127.0.0.1, in a temporary folder.

import { mkdirSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { freePorts, ini, inFolder } from './programs.mjs'

/** Swift's access keys have a colon in them: account and user. */
export const credentials = {
  accessKeyId: 'test:tester',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
export const region = 'us-east-1'
/** The domain whose subdomains are buckets. */
export const domain = 's3.localhost'

/** Starts Swift and waits until it listens. It stops with this process, whatever becomes of it. */
export const startSwift = () =>
  inFolder('swift', async ({ dir, run, start, listening }) => {
    const ports = await freePorts(['proxy', 'memcached', ...STORES])
    configure(dir, ports)
    await Promise.all(STORES.map((kind) => buildRing(run, join(dir, `${kind}.builder`), ports[kind])))
    start('memcached', ['-u', user, '-l', '127.0.0.1', '-p', ports.memcached, '-m', '16'])
    for (const kind of [...STORES, 'proxy']) {
      start(`swift-${kind}-server`, [join(dir, `${kind}-server.conf`), '-v'])
    }
    await Promise.all(Object.values(ports).map(listening))
    return { s3: `http://127.0.0.1:${ports.proxy}`, port: ports.proxy, credentials, region }
  })

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

/** A ring says where things are: all of them on the one device. */
async function buildRing(run, file, port) {
  for (const args of [['create', 4, 1, 1], ['add', `r1z1-127.0.0.1:${port}/d1`, 1], ['rebalance']]) {
    await run('swift-ring-builder', [file, ...args])
  }
}
