import { useEffect } from 'preact/hooks'
import { Check } from '../parts/field.tsx'
import { Drop } from '../parts/drop.tsx'
import { set, settings } from '../store.ts'
import { bind, bindings, canHash, file, isBinding, sendSigned, takeFile, takes } from '../try/state.ts'
import { OptionFields } from './options.tsx'
import { TryForm } from './try.tsx'

/** PUT or POST of a file. */
export function Upload() {
  // The operation may have changed since the file was chosen.
  useEffect(() => void bind(), [])
  return (
    <TryForm
      label="Upload"
      disabled={!file.value || isBinding.value}
      onSend={() => sendSigned(file.value)}
      before={
        <>
          <Drop file={file.value} onFile={takeFile} />
          <Bindings />
        </>
      }
    >
      <OptionFields
        without={['contentType', 'contentLength', 'checksum', 'ifNoneMatch', 'leastLength', 'mostLength']}
      />
    </TryForm>
  )
}

function Bindings() {
  const { operation, ifNoneMatch } = settings.value
  const change = (changes: Partial<typeof bindings.value>) => {
    bindings.value = { ...bindings.value, ...changes }
    void bind()
  }
  const { contentType, contentLength, checksum } = bindings.value
  const isHashed = takes('checksum') && canHash(file.value)
  return (
    <fieldset class="checks">
      <legend>Good for this file only: bind its</legend>
      {takes('contentType') && (
        <Check label="type" checked={contentType} onChange={(contentType) => change({ contentType })} />
      )}
      <Check label="length" checked={contentLength} onChange={(contentLength) => change({ contentLength })} />
      {isHashed && <Check label="SHA-256" checked={checksum} onChange={(checksum) => change({ checksum })} />}
      {operation === 'PutObject' && (
        <Check
          label="and only if the key is free"
          checked={ifNoneMatch !== ''}
          onChange={(on) => set({ ifNoneMatch: on ? '*' : '' })}
        />
      )}
    </fieldset>
  )
}
