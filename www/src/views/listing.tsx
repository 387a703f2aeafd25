import { useEffect, useState } from 'preact/hooks'
import { Callout, size } from '../parts/text.tsx'
import { chooseOperation, set, typeKey } from '../store.ts'
import { attempt, sendSigned } from '../try/state.ts'
import { elementText, isOk, parseXml } from '../try/send.ts'
import { OptionFields } from './options.tsx'
import { TryForm } from './try.tsx'

interface Entry {
  key: string
  size: number
  modified: string
}

interface Page {
  folders: string[]
  entries: Entry[]
  isTruncated: boolean
}

export function Listing() {
  const page = usePage()
  return (
    <>
      <TryForm label="List" onSend={() => sendSigned()} before={<OptionFields />} />
      {page && <Keys page={page} />}
    </>
  )
}

/** What the last answer lists. */
function usePage(): Page | undefined {
  const [page, setPage] = useState<Page | undefined>(undefined)
  const found = attempt.value
  useEffect(() => {
    let isCurrent = true
    setPage(undefined)
    if (found.state === 'answered' && isOk(found.answer))
      void parseXml(found.answer).then((xml) => isCurrent && setPage(read(xml)))
    return () => void (isCurrent = false)
  }, [found])
  return page
}

function read(xml: Document): Page {
  const all = (name: string) => Array.from(xml.getElementsByTagName(name))
  return {
    folders: all('CommonPrefixes').map((element) => elementText(element, 'Prefix')),
    entries: all('Contents').map((element) => ({
      key: elementText(element, 'Key'),
      size: Number(elementText(element, 'Size')),
      modified: elementText(element, 'LastModified'),
    })),
    isTruncated: elementText(xml, 'IsTruncated') === 'true',
  }
}

function Keys({ page: { folders, entries, isTruncated } }: { page: Page }) {
  if (folders.length + entries.length === 0) return <Callout>There is no such key.</Callout>
  return (
    <section class="card" aria-label="The keys">
      <table>
        <caption>Choose a key to download it</caption>
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Size</th>
            <th scope="col">Modified</th>
          </tr>
        </thead>
        <tbody>
          {folders.map((prefix) => (
            <Row key={prefix} text={prefix} onPick={() => openFolder(prefix)} />
          ))}
          {entries.map((entry) => (
            <Row key={entry.key} text={entry.key} entry={entry} onPick={() => openKey(entry.key)} />
          ))}
        </tbody>
      </table>
      {isTruncated && <p class="quiet-text">There are more: set a prefix.</p>}
    </section>
  )
}

function Row({ text, entry, onPick }: { text: string; entry?: Entry; onPick: () => void }) {
  return (
    <tr>
      <td>
        <button type="button" class="link mono" onClick={onPick}>
          {text}
        </button>
      </td>
      <td>{entry && size(entry.size)}</td>
      <td>
        {entry && new Date(entry.modified).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}
      </td>
    </tr>
  )
}

function openFolder(prefix: string) {
  set({ prefix })
  void sendSigned()
}

function openKey(key: string) {
  chooseOperation('GetObject')
  typeKey(key)
}
