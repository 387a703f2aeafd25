// The table of causes: codes are the API, sentences are for people and may change. The page in docs/ is made of it.

import { OF_FORM, OF_OBJECT } from './object.js'
import { OF_SIGNATURE } from './signature.js'
import { OF_SCOPE } from './scope.js'
import { OF_TRANSPORT } from './transport.js'
import { OF_URL } from './url.js'

/** Each group under its heading. */
export const GROUPS = {
  'The signature does not match': OF_SIGNATURE,
  'When, who and where': OF_SCOPE,
  'The URL itself': OF_URL,
  'The object and the permission': OF_OBJECT,
  Forms: OF_FORM,
  'On the way': OF_TRANSPORT,
}

const ALL = Object.values(GROUPS).flatMap((group) =>
  Object.entries(group).map(([code, cause]) => [code, Object.freeze(cause)]),
)

/** @type {typeof import('../index.d.ts').CAUSES} */
export const CAUSES = Object.freeze(Object.fromEntries(ALL))
