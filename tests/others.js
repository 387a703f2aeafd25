// What the entries beside `edgesign` promise, for every runtime.

import { credentialContract } from './credentials.js'
import { formContract } from './forms.js'
import { verifyContract } from './verify.js'

export const otherContracts = [...credentialContract, ...verifyContract, ...formContract]
