import { useState } from 'preact/hooks'

interface Props {
  text: string
  label?: string
  /** What is copied, for those who do not see where the button stands. */
  what: string
  quiet?: boolean
}

/** Copies a text, and says so for a moment, in a button that keeps its width. */
export function Copy({ text, label = 'Copy', what, quiet = false }: Props) {
  const [said, say] = useState('')
  const copy = async () => {
    const copied = await write(text)
    say(copied ? 'Copied' : 'Not allowed')
    setTimeout(() => say(''), 1500)
  }
  return (
    <button type="button" class={quiet ? 'quiet copy' : 'copy'} onClick={copy} aria-label={`${label} ${what}`}>
      <span class={said && 'away'}>{label}</span>
      <span class={said ? 'said' : 'said away'} role="status">
        {said}
      </span>
    </button>
  )
}

async function write(text: string) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
