// What the entries beside `edgesign` promise, for every runtime.

import { credentialContract } from './credentials.js'
import { debugContract } from './debug.js'
import { hlsContract } from './hls.js'
import { manyContract } from './many.js'
import { verifyFormContract } from './verify-forms.js'
import { verifyContract } from './verify.js'

export const otherContracts = [
  ...credentialContract,
  ...manyContract,
  ...hlsContract,
  ...verifyContract,
  ...verifyFormContract,
  ...debugContract,
]
