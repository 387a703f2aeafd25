import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

interface Common {
  label: string
  hint?: string
  /** Stands where the hint stood, so that nothing moves. */
  error?: string | undefined
}

interface TextProps extends Common {
  value: string
  onInput: (value: string) => void
  type?: 'text' | 'password' | 'number'
  placeholder?: string
  rows?: number
  mono?: boolean
  suggestions?: readonly string[]
}

/** A field with its label, and its hint or what is wrong with it. */
export function Field({ label, hint, error, value, onInput, rows, suggestions, ...input }: TextProps) {
  const { type = 'text', placeholder, mono = true } = input
  const id = useId()
  const common = {
    id,
    value,
    placeholder,
    class: mono ? 'mono' : '',
    spellcheck: false,
    autocomplete: 'off',
    autocapitalize: 'off' as const,
    'aria-describedby': `${id}-hint`,
    'aria-invalid': error !== undefined,
    onInput: (event: Event) => onInput((event.target as HTMLInputElement).value),
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {rows ? (
        <textarea {...common} rows={rows} />
      ) : suggestions ? (
        <>
          <input {...common} type="text" role="combobox" list={`${id}-list`} />
          <Suggestions id={`${id}-list`} values={suggestions} />
        </>
      ) : (
        <input {...common} {...KINDS[type]} />
      )}
      <Hint id={`${id}-hint`} hint={hint} error={error} />
    </div>
  )
}

/** A number is typed as text: a field of type number keeps what it does not understand to itself. */
const KINDS = {
  text: { type: 'text' },
  password: { type: 'password' },
  number: { type: 'text', inputMode: 'numeric' },
} as const

function Suggestions({ id, values }: { id: string; values: readonly string[] }) {
  return (
    <datalist id={id}>
      {values.map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  )
}

function Hint({ id, hint, error }: { id: string; hint?: string | undefined; error?: string | undefined }) {
  return (
    <p id={id} class={error === undefined ? 'hint' : 'hint error'} role={error === undefined ? undefined : 'alert'}>
      {error ?? hint}
    </p>
  )
}

interface SelectProps extends Common {
  value: string
  choices: readonly (readonly [value: string, text: string])[]
  onChange: (value: string) => void
}

export function Select({ label, hint, error, value, choices, onChange }: SelectProps) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        aria-describedby={`${id}-hint`}
        aria-invalid={error !== undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {choices.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      <Hint id={`${id}-hint`} hint={hint} error={error} />
    </div>
  )
}

interface CheckProps {
  label: ComponentChildren
  checked: boolean
  onChange: (checked: boolean) => void
  hint?: string
}

export function Check({ label, checked, onChange, hint }: CheckProps) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>
        {label}
        {hint && <small>{hint}</small>}
      </span>
    </label>
  )
}
