// A page.

import { report } from './report.js'

report().then((made) => (globalThis.report = made))
