// The fields of the operation that is chosen.

import { OPERATIONS, operationEntry, optionField, type OperationName, type OptionName } from '../fields.ts'
import { Check, Field, Select } from '../parts/field.tsx'
import { chooseOperation, set, settings } from '../store.ts'
import { errorOf } from './connection.tsx'

export function OperationField() {
  const names = Object.keys(OPERATIONS) as OperationName[]
  return (
    <Select
      label="Operation"
      value={settings.value.operation}
      choices={names.map((name) => [name, `${name}: ${operationEntry(name).does.toLowerCase()}`])}
      onChange={(operation) => chooseOperation(operation as OperationName)}
      hint="One URL is good for one operation"
      error={errorOf('operation')}
    />
  )
}

/** All options of the operation, but for some. */
export function OptionFields({ without = [] }: { without?: readonly OptionName[] }) {
  const { fields } = operationEntry(settings.value.operation)
  const shown = fields.filter((name) => !without.includes(name))
  return (
    <>
      {shown.map((name) => (
        <Option key={name} name={name} />
      ))}
    </>
  )
}

function Option({ name }: { name: OptionName }) {
  const { label, hint, kind, placeholder = '', value: ticked = '' } = optionField(name)
  const value = settings.value[name]
  const change = (value: string) => set({ [name]: value })
  if (kind === 'check') {
    return <Check label={label} hint={hint} checked={value !== ''} onChange={(on) => change(on ? ticked : '')} />
  }
  const shape = { ...(kind === 'lines' && { rows: 2 }), ...(kind === 'number' && { type: 'number' as const }) }
  return (
    <Field
      {...shape}
      label={label}
      hint={hint}
      placeholder={placeholder}
      value={value}
      error={errorOf(name)}
      onInput={change}
    />
  )
}
