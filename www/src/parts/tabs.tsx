import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

interface Props {
  label: string
  names: readonly string[]
  selected: string
  onSelect: (name: string) => void
  children: ComponentChildren
}

/** https://www.w3.org/WAI/ARIA/apg/patterns/tabs/: one stop for Tab, arrows within. */
export function Tabs({ label, names, selected, onSelect, children }: Props) {
  const id = useId()
  // A space would make two ids of it.
  const idOf = (name: string) => `${id}-${name.replaceAll(' ', '-')}`
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = names.at((names.indexOf(selected) + step) % names.length)!
    onSelect(next)
    document.getElementById(idOf(next))?.focus()
  }
  return (
    <div>
      <div class="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {names.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={idOf(name)}
            aria-selected={name === selected}
            aria-controls={`${id}-panel`}
            tabIndex={name === selected ? 0 : -1}
            onClick={() => onSelect(name)}
          >
            {name}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={idOf(selected)}>
        {children}
      </div>
    </div>
  )
}
