import { useState } from 'preact/hooks'
import { size } from './text.tsx'

interface Props {
  file: File | undefined
  onFile: (file: File | undefined) => void
}

/** A file, dropped or chosen: the input itself covers the zone. */
export function Drop({ file, onFile }: Props) {
  const [isOver, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [dropped] = event.dataTransfer?.files ?? []
    if (dropped) onFile(dropped)
  }
  return (
    <label class={isOver ? 'drop over' : 'drop'} onDragEnter={() => setOver(true)} onDragLeave={() => setOver(false)}>
      <input type="file" onDrop={drop} onChange={(event) => onFile(event.currentTarget.files?.[0])} />
      {file ? (
        <span>
          <strong>{file.name}</strong> {size(file.size)}
          {file.type && `, ${file.type}`}
        </span>
      ) : (
        <span>
          <strong>Drop a file here</strong> or choose one
        </span>
      )}
    </label>
  )
}
