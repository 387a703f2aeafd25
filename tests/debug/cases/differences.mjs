// What a server does otherwise than the cases say: the cause that is found there, or that it works; why; and what is found with
// the credentials, if that is something else.

/** What is found where the server does not show its canonical request, and the credentials are given. */
export const HIDDEN = 'changed-on-the-way'
const SHOWN_NOTHING = [HIDDEN, 'it does not show its canonical request']

const ON_THE_WAY = Object.fromEntries(
  [
    'GET, which a proxy makes a POST',
    'with a Host that a proxy changes',
    'with a parameter that a proxy adds',
    'with a parameter that a proxy drops',
    'with a value that a proxy changes',
    'with a plus that a proxy decodes',
    'with a key that a proxy encodes',
    'with slashes that a proxy merges',
    'with a path that a proxy cuts',
    'with a header that a proxy drops',
    'with a header that a proxy changes',
  ].map((name) => [name, SHOWN_NOTHING]),
)

const FORMS = [
  ...['a form that has expired', 'a form with another key', 'a form with a field more', 'a form with too much'],
  ...['a form with too little', 'a form of another secret', 'a form of an unknown key'],
]
const NOT_LOOKED_AT = ['it works', 'it does not look at that']
const IN_HEADERS = {
  ...Object.fromEntries(
    [
      'signed in its header an hour ago',
      'signed in its header with another secret',
      'signed in its header, with a Host that a proxy changes',
      'signed in its header, HEAD for GET, with the credentials',
      'signed in its header, with another Host, with the credentials',
      'signed in its header, with a parameter more, with the credentials',
    ].map((name) => [name, NOT_LOOKED_AT]),
  ),
  'signed in its header, with the key encoded twice, with the credentials': ['no-such-key', 'it does not look at that'],
}
const VERSION_2 = { 'by Signature Version 2': ['it works', 'it takes both versions'] }
const QUIET = 'it says no more than that access is denied'

export const DIFFERENCES = {
  local: {},
  Swift: {
    ...VERSION_2,
    'an hour too early': NOT_LOOKED_AT,
    'with an unknown key': ['wrong-secret', 'it has the same answer for both'],
    'with a parameter of the signature twice': NOT_LOOKED_AT,
    'with an Authorization header': NOT_LOOKED_AT,
    'GET, which a proxy makes a POST': ['operation-unsupported', 'it does not look at signatures of a POST'],
    'with a header that a proxy drops': [HIDDEN, 'it shows no canonical request without a signed header'],
    'onto what is there': ['operation-unsupported', 'it has no conditional writes'],
    'without a length': NOT_LOOKED_AT,
    ...Object.fromEntries(FORMS.map((name) => [name, ['form-unsupported', 'it has no forms of this kind']])),
  },
  Ceph: {
    ...ON_THE_WAY,
    ...VERSION_2,
    'an hour too early': NOT_LOOKED_AT,
    'for another region': NOT_LOOKED_AT,
    'with a parameter of the signature twice': NOT_LOOKED_AT,
    'with metadata that is not signed': NOT_LOOKED_AT,
    'a form of another secret': ['not-allowed', QUIET, 'wrong-secret'],
    'a form of an unknown key': ['not-allowed', QUIET],
    'signed in its header, with a Host that a proxy changes': SHOWN_NOTHING,
    'of a session, with another token': ['credentials-expired', QUIET],
  },
  ministack: {
    ...ON_THE_WAY,
    ...VERSION_2,
    'with metadata that is not signed': NOT_LOOKED_AT,
    'with an Authorization header': NOT_LOOKED_AT,
    'without a length': NOT_LOOKED_AT,
  },
  LocalStack: {
    ...VERSION_2,
    ...IN_HEADERS,
    'an hour too early': NOT_LOOKED_AT,
    'for another region': NOT_LOOKED_AT,
    'with an unknown key': NOT_LOOKED_AT,
    'not signed': NOT_LOOKED_AT,
    'with a parameter of the signature twice': NOT_LOOKED_AT,
    'with an Authorization header': NOT_LOOKED_AT,
    'without a length': NOT_LOOKED_AT,
  },
}

/** What a server answers to the letter alike: nothing can tell them apart without the credentials. The first is the more likely. */
export const ALIKE = {
  Ceph: [
    ['a form of a user to whom it is denied', 'a form of another secret', 'a form of an unknown key'],
    ['of a session that has ended', 'of a session, with another token'],
    ['signed in its header with another secret', 'signed in its header, with a Host that a proxy changes'],
  ],
}
