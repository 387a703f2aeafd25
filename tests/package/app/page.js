// A page.

import { credentialContract } from './credentials.js'
import { report } from './report.js'

report(credentialContract).then((made) => (globalThis.report = made))
