// What `inspect` and `diagnose` found, for people.

/** @typedef {import('../debug/index.d.ts').Inspection} Inspection */
/** @typedef {import('../debug/index.d.ts').Diagnosis} Diagnosis */

const COLOURS = { bold: 1, red: 31, green: 32, yellow: 33, dim: 2 }

/** @typedef {(name: keyof typeof COLOURS, text: string) => string} Paint */

/** @param {boolean} hasColour @returns {Paint} */
const painter = (hasColour) => (name, text) => (hasColour ? `\x1b[${COLOURS[name]}m${text}\x1b[0m` : text)

/**
 * A text of a stranger's, fit for a terminal: what would move the cursor, change colours or the direction of writing is
 * written out.
 *
 * @param {string} text
 */
const safe = (text) =>
  text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (c) => `\\u{${Number(c.codePointAt(0)).toString(16)}}`)

/** @param {string[]} lines */
const join = (lines) => `${lines.join('\n')}\n`

/**
 * @param {Inspection | import('../debug/index.d.ts').NotInspected} found
 * @param {boolean} hasColour
 */
export function inspectionText(found, hasColour) {
  const paint = painter(hasColour)
  return join(found.ok ? inspectionLines(found, paint) : [paint('red', `This is ${found.problem}.`)])
}

/** @param {Inspection} found @param {Paint} paint */
function inspectionLines(found, paint) {
  const rows = rowsOf(found).filter((row) => row[1] !== undefined && row[1] !== '')
  const warnings = found.warnings.map(({ code, text }) => `  ${paint('yellow', `${code}:`)} ${text}`)
  return [
    safe(found.url),
    '',
    ...rows.map(([name, value]) => `  ${paint('dim', name.padEnd(12))}${safe(String(value))}`),
    ...titled(
      'Whoever holds it can',
      found.holderMay.map((may) => `  ${safe(may)}`),
      paint,
    ),
    ...titled('Warnings', warnings, paint),
  ]
}

/** @param {Inspection} found @returns {[name: string, value: string | undefined][]} */
function rowsOf(found) {
  const { credentialScope: scope, signedAt, expiresAt, state, token } = found
  const kind = found.addressKind === 'bucket' ? '' : (found.addressKind ?? '').replaceAll('-', ' ')
  return [
    ['provider', [found.provider ?? 'unknown', kind, `${found.addressingStyle} style`].filter(Boolean).join(', ')],
    ['region', found.region],
    ['account', found.account],
    ['access point', found.accessPoint],
    ['bucket', found.bucket],
    ['key', found.key],
    ['operation', found.operations.join(' or ')],
    ['signed by', [found.scheme, found.accessKeyId].filter(Boolean).join(', ')],
    ['scope', scope && [scope.date, scope.region, scope.service].filter(Boolean).join(', ')],
    ['from', signedAt?.toISOString()],
    ['until', expiresAt && `${expiresAt.toISOString()} (${(state ?? '').replaceAll('-', ' ')})`],
    ['bound', found.signedHeaders.join(', ')],
    ['parameters', found.parameters.map((pair) => pair.join('=')).join(', ')],
    ['token', token?.claims && JSON.stringify(token.claims)],
    ['policy', found.policy && JSON.stringify(found.policy)],
  ]
}

/** @param {string} title @param {string[]} lines @param {Paint} paint */
const titled = (title, lines, paint) => (lines.length === 0 ? [] : ['', paint('bold', title), ...lines])

/**
 * @param {Diagnosis} found
 * @param {boolean} hasColour
 */
export function diagnosisText(found, hasColour) {
  const paint = painter(hasColour)
  if (!found.inspection.ok) return inspectionText(found.inspection, hasColour)
  if (found.causes.length === 0) return join([paint('green', 'This request did not fail.')])
  const causes = found.causes.flatMap((cause, index) => [...(index === 0 ? [] : ['']), ...causeLines(cause, paint)])
  return join([...causes, ...canonicalLines(found, paint)])
}

/** @param {import('../debug/index.d.ts').Finding} cause @param {Paint} paint */
function causeLines({ code, certainty, sentence, evidence, change, tell }, paint) {
  const colour = certainty === 'certain' ? 'red' : 'yellow'
  return [
    `${paint(colour, `${certainty}:`)} ${paint('bold', sentence)} [${code}]`,
    ...evidence.map((text) => `  ${paint('dim', 'seen:')}    ${safe(text)}`),
    ...(certainty === 'certain' ? [] : [`  ${paint('dim', 'to tell:')} ${safe(tell)}`]),
    `  ${paint('dim', 'change:')}  ${change}`,
  ]
}

/** @param {Diagnosis} found @param {Paint} paint */
function canonicalLines({ canonicalRequest: canonical }, paint) {
  if (canonical === undefined) return []
  if (canonical.server === undefined)
    return titled(
      'The canonical request of what was sent; the server does not show its own',
      indented(canonical.sent),
      paint,
    )
  return titled(
    'The canonical request: - as sent, + as the server has it',
    canonical.lines.flatMap((line) => comparedLines(line, paint)),
    paint,
  )
}

/** @param {string} text */
const indented = (text) => text.split('\n').map((line) => `    ${safe(line)}`)

/** @param {import('../debug/index.d.ts').ComparedLine} line @param {Paint} paint */
function comparedLines({ sent, server, same, marks }, paint) {
  if (same) return [`    ${safe(sent ?? server ?? '')}`]
  const left = sent === undefined ? [] : [paint('red', `  - ${safe(sent)}`), ...under(sent, marks?.sent)]
  const right = server === undefined ? [] : [paint('green', `  + ${safe(server)}`), ...under(server, marks?.server)]
  return [...left, ...right]
}

/** What differs, marked under the line. @param {string} text @param {readonly [number, number] | undefined} mark */
function under(text, mark) {
  if (mark === undefined || mark[0] === mark[1]) return []
  return [`    ${' '.repeat(safe(text.slice(0, mark[0])).length)}${'^'.repeat(safe(text.slice(...mark)).length)}`]
}
