// Ceph's object gateway, from Debian: the one server here with users, roles, sessions and their policies that nobody wrote
// for tests. A monitor, a store in memory and a gateway, on 127.0.0.1, in a temporary folder.

import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { iam } from './iam.mjs'
import { freePorts, ini, inFolder } from './programs.mjs'

const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
/** Of Ceph, which does not look at it. */
const region = 'us-east-1'
/** The user whose credentials these are may ask for anything of IAM's. */
const CAPS = 'roles=*;user-policy=*;oidc-provider=*'

/** Starts Ceph and waits until it listens. It stops with this process, whatever becomes of it. */
export const startCeph = () =>
  inFolder('ceph', async ({ dir, run, start, listening }) => {
    const ports = await freePorts(['mon', 'rgw'])
    const conf = configure(dir, ports)
    const at = (name) => join(dir, name)
    const monitors = ['--addv', 'a', `[v2:127.0.0.1:${ports.mon}]`]
    await run('monmaptool', ['--create', '--fsid', FSID, ...monitors, at('monmap')])
    // A map with a place for one store: it takes it when it comes.
    await run('osdmaptool', [...conf, '--createsimple', 1, at('osdmap')])
    await run('ceph-mon', [...conf, '-i', 'a', '--mkfs', '--monmap', at('monmap'), '--osdmap', at('osdmap')])
    await run('ceph-osd', [...conf, '-i', 0, '--mkfs', '--no-mon-config'])
    start('ceph-mon', [...conf, '-i', 'a', '-f'])
    start('ceph-osd', [...conf, '-i', 0, '-f'])
    start('radosgw', [...conf, '-f'])
    await listening(ports.rgw)
    const admin = (...args) => run('radosgw-admin', [...conf, ...args])
    await createUser(admin, 'root', credentials, `--caps=${CAPS}`)
    const s3 = `http://127.0.0.1:${ports.rgw}`
    return {
      s3,
      region,
      credentials,
      // Ceph's accounts have no number.
      account: '',
      iam: iam({ s3, region, credentials }),
      createUser: (name) => createUser(admin, name, keysOf(name)),
      deleteKey: (name, { accessKeyId }) => admin('key', 'rm', `--uid=${name}`, `--access-key=${accessKeyId}`),
    }
  })

const FSID = '11111111-1111-4111-8111-111111111111'

function configure(dir, ports) {
  const write = (name, sections) => writeFileSync(join(dir, name), ini(sections))
  for (const name of ['mon', 'osd', 'rgw']) mkdirSync(join(dir, name))
  const keyring = join(dir, 'keyring')
  write('keyring', {
    'mon.': { key: cephxKey(), 'caps mon': '"allow *"' },
    'client.admin': { key: cephxKey(), 'caps mon': '"allow *"', 'caps osd': '"allow *"' },
    'osd.0': { key: cephxKey(), 'caps mon': '"allow profile osd"', 'caps osd': '"allow *"' },
  })
  write('ceph.conf', { global: { ...settings(dir, ports), keyring } })
  return ['-c', join(dir, 'ceph.conf')]
}

const settings = (dir, ports) => ({
  fsid: FSID,
  'mon host': `[v2:127.0.0.1:${ports.mon}]`,
  'public addr': '127.0.0.1',
  'cluster addr': '127.0.0.1',
  'ms bind msgr1': false,
  // Nobody has to agree, so it need not wait for them: started so, Ceph takes a second instead of twelve.
  'paxos propose interval': 0.05,
  'paxos min wait': 0.01,
  'mon data': join(dir, 'mon'),
  // It would not start on a disk that is nearly full.
  'mon data avail crit': 1,
  'mon allow pool size one': true,
  'osd data': join(dir, 'osd'),
  'osd objectstore': 'memstore',
  'osd pool default size': 1,
  'osd pool default pg num': 1,
  'osd pool default pg autoscale mode': 'off',
  'osd crush chooseleaf type': 0,
  // AWS's smallest part but the last has 5 MiB; the suite's are smaller.
  'rgw multipart min part size': 1,
  'rgw data': join(dir, 'rgw'),
  'rgw frontends': `beast endpoint=127.0.0.1:${ports.rgw}`,
  'rgw s3 auth use sts': true,
  'rgw sts key': 'sixteen letters!',
  'rgw sts min session duration': 1,
  // The last that is asked says what is wrong: with another order, only that access is denied.
  'rgw s3 auth order': 'sts, local, external',
  'run dir': dir,
  'crash dir': dir,
  'admin socket': '',
  'log file': '',
  'log to stderr': true,
})

/** A key of Ceph's own: its kind, when it was made, its length, and itself. */
function cephxKey() {
  const header = Buffer.alloc(12)
  header.writeUInt16LE(1, 0)
  header.writeUInt16LE(16, 10)
  return Buffer.concat([header, randomBytes(16)]).toString('base64')
}

async function createUser(admin, name, { accessKeyId, secretAccessKey }, ...more) {
  const keys = [`--access-key=${accessKeyId}`, `--secret-key=${secretAccessKey}`]
  await admin('user', 'create', `--uid=${name}`, `--display-name=${name}`, ...keys, ...more)
  return { accessKeyId, secretAccessKey }
}

const keysOf = (name) => ({ accessKeyId: `AKIA${name.toUpperCase()}`, secretAccessKey: `example-secret-of-${name}` })
