// Dates in headers: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7.

const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)'
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)'
const TIME = String.raw`\d\d:\d\d:\d\d`

/** The form of today, and two that are obsolete: the last names no zone, and in Workers that is UTC. */
const FORMS = [
  String.raw`${DAY}, \d\d ${MONTH} \d{4} ${TIME} GMT`,
  String.raw`${DAY}[a-z]{3,6}, \d\d-${MONTH}-\d\d ${TIME} GMT`,
  String.raw`${DAY} ${MONTH} [ \d]\d ${TIME} \d{4}`,
]

const HTTP_DATE = new RegExp(`^(?:${FORMS.join('|')})$`)

/** Milliseconds; NaN for all that is no date there, but is one to `Date.parse`: years, numbers, days of ISO 8601. */
export const parseHttpDate = (text: string | null) => (text !== null && HTTP_DATE.test(text) ? Date.parse(text) : NaN)
