// Which view is shown: the fragment of the address, which no server sees.

import { signal } from '@preact/signals'
import { local, secrets, set, settings, typeKey } from './store.ts'
import { fromQuery, toQuery } from './settings.ts'
import { clearAttempt } from './try/state.ts'

export const VIEWS = ['build', 'try', 'inspect', 'debug', 'share'] as const
export type View = (typeof VIEWS)[number]

const parse = () => /^#\/(\w+)(?:\?(.*))?$/.exec(location.hash) ?? []
const viewOf = (name: string | undefined) => VIEWS.find((view) => view === name) ?? 'build'

export const view = signal<View>(viewOf(parse()[1]))
export const cameByLink = signal(false)

addEventListener('hashchange', openLink)

export const href = (name: View) => `#/${name}`
export const go = (name: View) => (location.hash = href(name))

/** Shows the view of the address, and takes the settings of a link over. Nothing is sent. */
export function openLink() {
  const [, name, query] = parse()
  view.value = viewOf(name)
  if (!query) return
  takeOver(query)
  history.replaceState(null, '', href(view.value))
}

function takeOver(query: string) {
  const linked = fromQuery(query)
  if (linked.provider === 'local' && !local.value) linked.provider = 'aws'
  if (linked.accessKeyId !== settings.value.accessKeyId) secrets.value = { secretAccessKey: '', sessionToken: '' }
  set(linked)
  typeKey(linked.key)
  clearAttempt()
  cameByLink.value = true
}

/** A link to all that is set, but for the secret and the session token. */
export const settingsLink = () => `${location.href.split('#')[0]}${href(view.value)}?${toQuery(settings.value)}`
