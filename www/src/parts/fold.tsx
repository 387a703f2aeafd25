import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'

interface Props {
  summary: ComponentChildren
  /** Whether something in it has to be seen: it opens then, and does not close by itself. */
  mustOpen?: boolean
  children: ComponentChildren
}

export function Fold({ summary, mustOpen = false, children }: Props) {
  const [isOpen, setOpen] = useState(mustOpen)
  useEffect(() => {
    if (mustOpen) setOpen(true)
  }, [mustOpen])
  return (
    <details class="fold" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {children}
    </details>
  )
}
