// Why a presigned URL works as it does, and why it does not: `inspect` reads it, `diagnose` reads what was answered as well.

export { inspect } from './inspect.js'
export { diagnose } from './diagnose.js'
export { CAUSES } from './causes/index.js'
