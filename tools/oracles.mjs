// What others wrote and the tests hold this package against.

import { venv } from './python.mjs'

/** The Python that has botocore. */
export function botocore() {
  const needed = ['jmespath==1.1.0', 'python-dateutil==2.9.0.post0', 'six==1.17.0', 'urllib3==2.8.0']
  return venv('botocore', ['botocore==1.44.5', ...needed])
}
