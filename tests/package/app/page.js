// A page.

import { otherContracts } from './others.js'
import { report } from './report.js'

report(otherContracts).then((made) => (globalThis.report = made))
