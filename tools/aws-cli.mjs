// AWS's own command line, which tests/cli/ compares ours with.

import { venv } from './python.mjs'

/** The Python that has it. It brings its own botocore. */
export const awsCli = () =>
  venv('aws-cli', [
    ...['awscli==1.46.3', 'colorama==0.4.6', 'docutils==0.19', 'jmespath==1.1.0', 'pyasn1==0.6.5'],
    ...['python-dateutil==2.9.0.post0', 'PyYAML==6.0.4', 'rsa==4.7.2', 'six==1.17.0', 'urllib3==2.8.0'],
  ])
