// How texts are written in the languages of the samples.

/** For a POSIX shell. */
export const shell = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

/** A JavaScript string. */
export function js(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${escaped}'`
}

/** A JavaScript literal, as one would write it. */
export function literal(value: unknown, indent = ''): string {
  if (typeof value === 'string') return js(value)
  if (Array.isArray(value)) return `[${value.map((item) => literal(item)).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Object.entries(value).map(([name, item]) => `${propertyName(name)}: ${literal(item, `${indent}  `)}`)
  const line = `{ ${entries.join(', ')} }`
  return line.length + indent.length <= 60 ? line : `{\n${entries.map((e) => `${indent}  ${e},\n`).join('')}${indent}}`
}

const propertyName = (name: string) => (/^[a-zA-Z_$][\w$]*$/.test(name) ? name : js(name))

/** A Python literal. JSON's strings are Python's. */
export function python(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([name, item]) => `${JSON.stringify(name)}: ${python(item)}`)
    .join(', ')}}`
}
