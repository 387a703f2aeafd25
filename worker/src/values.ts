// Values of JSON, read strictly: what is unknown or of another type is an error that names it.

export type Fields = Record<string, unknown>

/** Makes the error for a value: configuration and requests answer with different ones. */
export type Fail = (name: string, expected: string) => Error

/** Reads values and names them in errors. */
export class Reader {
  readonly #fail: Fail

  constructor(fail: Fail) {
    this.#fail = fail
  }

  /** An object with none but known fields. */
  fields(name: string, value: unknown, known: readonly string[]): Fields {
    const fields = this.object(name, value)
    const unknown = Object.keys(fields).find((field) => !known.includes(field))
    if (unknown !== undefined) throw this.#fail(unknown.slice(0, 64), `no field of this name in ${name}`)
    return fields
  }

  object(name: string, value: unknown): Fields {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
    throw this.#fail(name, 'an object')
  }

  text(name: string, value: unknown, most = 1024): string {
    if (typeof value === 'string' && value !== '' && value.length <= most) return value
    throw this.#fail(name, `a text of 1 to ${most} characters`)
  }

  integer(name: string, value: unknown, least: number, most: number): number {
    if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return Number(value)
    throw this.#fail(name, `a whole number from ${least} to ${most}`)
  }

  boolean(name: string, value: unknown): boolean {
    if (typeof value === 'boolean') return value
    throw this.#fail(name, 'true or false')
  }

  list(name: string, value: unknown, least: number, most: number): unknown[] {
    if (Array.isArray(value) && value.length >= least && value.length <= most) return value
    throw this.#fail(name, `a list of ${least} to ${most}`)
  }

  oneOf<T extends string>(name: string, value: unknown, choices: readonly T[]): T {
    const found = choices.find((choice) => choice === value)
    if (found !== undefined) return found
    throw this.#fail(name, choices.join(', '))
  }
}
