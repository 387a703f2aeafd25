// What others wrote and the tests hold this package against.

import { apt } from './apt.mjs'
import { output } from './run.mjs'
import { venv } from './python.mjs'

/** The Python that has botocore. */
export function botocore() {
  const needed = ['jmespath==1.1.0', 'python-dateutil==2.9.0.post0', 'six==1.17.0', 'urllib3==2.8.0']
  return venv('botocore', ['botocore==1.44.5', ...needed])
}

/** The Python that has parliament, which knows IAM's actions, what they act on and which conditions they take. */
export function parliament() {
  const botocore = [
    'botocore==1.44.8',
    'jmespath==1.1.0',
    'python-dateutil==2.9.0.post0',
    'six==1.17.0',
    'urllib3==2.8.0',
  ]
  const needed = [
    ...botocore,
    'boto3==1.44.8',
    's3transfer==0.19.3',
    'json-cfg==0.4.2',
    'kwonly-args==1.0.10',
    'PyYAML==6.0.4',
  ]
  return venv('parliament', ['parliament==1.6.4', 'setuptools==65.5.0', ...needed])
}

/** OpenStack Swift: a server of each kind, and the cache that its proxy cannot do without. */
export function swift() {
  const programs = ['proxy', 'account', 'container', 'object'].map((kind) => `swift-${kind}`)
  const isThere = (program) => output('which', [program]) !== undefined
  if ([...programs.map((name) => `${name}-server`), 'swift-ring-builder', 'memcached'].every(isThere)) return
  apt([...programs, 'python3-swift', 'memcached'])
}

/** Ceph's object gateway, its monitor and its store; OpenSSL makes the keys of the tests' identity tokens. */
export function ceph() {
  const packages = ['radosgw', 'ceph-mon', 'ceph-osd', 'openssl'] // each has the program of its name
  const missing = packages.filter((program) => output('which', [program]) === undefined)
  if (missing.length > 0) apt(missing)
}

/** The Python that has ministack, an emulator of AWS, and what it cannot start without. */
export function ministack() {
  const server = ['Hypercorn==0.18.0', 'h11==0.16.0', 'h2==4.4.1', 'hpack==4.2.0', 'hyperframe==6.1.0']
  const botocore = ['botocore==1.43.106', 'jmespath==1.1.0', 'python-dateutil==2.9.0.post0', 'six==1.17.0']
  const more = ['priority==2.0.0', 'wsproto==1.3.2', 'urllib3==2.8.0', 'PyYAML==6.0.4', 'defusedxml==0.7.1']
  const unused = ['jsonata-python==0.7.1', 'graphql-core==3.2.12']
  return venv('ministack', ['ministack==1.5.33', ...server, ...botocore, ...more, ...unused])
}
