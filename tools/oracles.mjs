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

/**
 * The Python that has LocalStack's S3, the newest that Python 3.11 runs: what newer ones of cbor2, pyOpenSSL and cryptography
 * have dropped, it needs.
 */
export function localstack() {
  return venv('localstack', ['localstack-core==4.12.0', ...LOCALSTACK_NEEDS.trim().split(/\s+/)])
}

const LOCALSTACK_NEEDS = `
annotated-types==0.8.0 asn1crypto==1.5.1 attrs==26.1.0 awscrt==0.38.1 boto3==1.42.4 botocore==1.42.4
cachetools==8.0.2 cbor2==5.7.1 certifi==2026.10.19.post1 cffi==2.1.1 charset-normalizer==3.5.3 click==8.5.1
constantly==23.10.4 cryptography==45.0.7 dill==0.3.6 dnslib==0.9.26 dnspython==2.9.2 docker==7.2.0 h11==0.16.0
h2==4.4.1 hpack==4.2.0 Hypercorn==0.18.0 hyperframe==6.1.0 hyperlink==21.0.0 idna==3.20 Incremental==24.11.0
isodate==0.7.2 jmespath==1.1.0 jsonpatch==1.48 jsonpointer==3.12 jsonschema==4.26.0 jsonschema-path==0.4.6
jsonschema-specifications==2025.9.1 lazy-object-proxy==1.13.0 localstack-twisted==26.4.0 markdown-it-py==4.3.0
MarkupSafe==3.0.4 mdurl==0.1.2 more-itertools==11.2.1 openapi-core==0.23.1 openapi-schema-validator==0.8.1
openapi-spec-validator==0.8.5 packaging==26.4 pathable==0.5.0 plux==1.16.0 priority==1.3.0 psutil==7.2.2
pyasn1==0.6.5 pyasn1_modules==0.4.2 pycparser==3.12 pydantic==2.14.4 pydantic-settings==2.16.3 pydantic_core==2.50.5
Pygments==2.21.0 pyOpenSSL==25.1.0 python-dateutil==2.9.0.post0 python-dotenv==1.2.4 PyYAML==6.0.4
readerwriterlock==1.0.10 referencing==0.37.0 requests==2.34.2 requests-aws4auth==1.4.0 rfc3339-validator==0.1.4
rich==15.0.0 rolo==0.8.9 rpds-py==2026.9.1 s3transfer==0.16.1 semver==3.1.2 service-identity==24.2.0 six==1.17.0
typing-inspection==0.4.5 typing_extensions==4.16.0 urllib3==2.8.0 Werkzeug==3.1.9 wsproto==1.3.2 xmltodict==1.0.4
zope.interface==8.7
`
