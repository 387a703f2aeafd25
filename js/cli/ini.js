// AWS's shared files, read as the AWS CLI reads them: by the rules of Python's configparser, and one level of nesting.
//
// Source: https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html;
// https://docs.python.org/3/library/configparser.html#supported-ini-file-structure (names in lower case, `=` or `:`,
// comments on lines of their own, a deeper line goes on with the value above, nothing twice); for nesting, raw_config_parse
// of botocore (configloader.py).

import { SigningError } from '../errors.js'

/** @typedef {Map<string, string | Map<string, string>>} Section */

/**
 * The sections of a file. What is wrong is said by file and line, and never with anything of the line: it may be a secret.
 *
 * @param {string} text
 * @param {string} file its name, for messages
 * @returns {Map<string, Section>}
 */
export function readIni(text, file) {
  /** @type {Reader} */
  const reader = { sections: new Map(), section: undefined, option: undefined, indent: 0 }
  text.split(/\r\n?|\n/).forEach((line, index) => {
    const content = line.trim()
    if (content === '' || content.startsWith('#') || content.startsWith(';')) return
    const problem = readLine(reader, content, line.search(/\S/))
    if (problem) throw new SigningError('ERR_CREDENTIALS_UNAVAILABLE', `${file}, line ${index + 1}: ${problem}`)
  })
  return reader.sections
}

/**
 * @typedef {object} Reader
 * @property {Map<string, Section>} sections
 * @property {Section | undefined} section where the next option goes
 * @property {string | undefined} option what a deeper line goes on with
 * @property {number} indent how deep that option stands
 */

/**
 * Reads one line; returns what is wrong with it.
 *
 * @param {Reader} reader
 * @param {string} content
 * @param {number} indent
 */
function readLine(reader, content, indent) {
  if (reader.section && reader.option !== undefined && indent > reader.indent)
    return goOn(reader.section, reader.option, content)
  reader.indent = indent
  const header = /^\[(.+)\]/.exec(content)?.[1]
  return header === undefined ? readOption(reader, content) : openSection(reader, header)
}

/**
 * @param {Reader} reader
 * @param {string} name
 */
function openSection(reader, name) {
  if (reader.sections.has(name)) return 'this section was there before'
  reader.section = new Map()
  reader.option = undefined
  reader.sections.set(name, reader.section)
  return undefined
}

/**
 * @param {Reader} reader
 * @param {string} content
 */
function readOption(reader, content) {
  if (reader.section === undefined) return 'expected a section, such as [default], before it'
  const [, name, value = ''] = /^(.*?)\s*[=:]\s*(.*)$/.exec(content) ?? []
  if (!name) return 'expected a [section] or name = value'
  const option = name.toLowerCase()
  if (reader.section.has(option)) return 'this name was in the section before'
  reader.option = option
  reader.section.set(option, value)
  return undefined
}

/**
 * A deeper line: a nested setting under a name without a value, else more of the value.
 *
 * @param {Section} section
 * @param {string} option
 * @param {string} content
 */
function goOn(section, option, content) {
  const value = section.get(option)
  if (typeof value === 'string' && value !== '') {
    section.set(option, `${value}\n${content}`)
    return undefined
  }
  const [, name, nested = ''] = /^(.*?)\s*=\s*(.*)$/.exec(content) ?? []
  if (!name) return 'expected name = value in a nested section'
  const settings = typeof value === 'object' ? value : new Map()
  section.set(option, settings.set(name, nested))
  return undefined
}
