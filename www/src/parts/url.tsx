// A URL in colours. Which part is looked at is shared with the stages below it.

import { signal } from '@preact/signals'
import { isPart, type Part, type Piece } from '../url-parts.ts'

/** The id of the part under the pointer or with the focus. */
export const looked = signal<string | undefined>(undefined)

interface Props {
  pieces: Piece[]
  /** When a part is clicked. */
  onPick: (id: string) => void
}

export function ColouredUrl({ pieces, onPick }: Props) {
  return (
    <div class="url mono" role="group" aria-label="The URL, part by part">
      {pieces.map((piece) => (isPart(piece) ? <PartOfUrl part={piece} onPick={onPick} /> : piece.text))}
    </div>
  )
}

function PartOfUrl({ part: { id, kind, text, title }, onPick }: { part: Part; onPick: Props['onPick'] }) {
  const look = () => (looked.value = id)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    onPick(id)
  }
  return (
    <span
      role="button"
      tabIndex={0}
      class={`part ${kind} ${looked.value === id ? 'looked' : ''}`}
      aria-label={`${title}: ${text}`}
      aria-describedby="means"
      onMouseEnter={look}
      onFocus={look}
      onClick={() => onPick(id)}
      onKeyDown={onKeyDown}
    >
      {text}
    </span>
  )
}

/** What the part means; there is room for it before one is looked at. */
export function Meaning({ pieces }: { pieces: Piece[] }) {
  const found = pieces.find((piece) => isPart(piece) && piece.id === looked.value) as Part | undefined
  return (
    <p id="means" class="means">
      {found ? (
        <>
          <strong class={found.kind}>{found.title}.</strong> {found.means}
        </>
      ) : (
        'Point at a part of the URL to see what it means; click it to see where it enters the signature.'
      )}
    </p>
  )
}
