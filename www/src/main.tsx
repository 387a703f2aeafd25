import { render } from 'preact'
import { App } from './app.tsx'
import { keepFocus } from './focus.ts'
import { readLocal } from './local.ts'
import { openLink } from './route.ts'
import { local, takeLocal } from './store.ts'

const found = await readLocal()
if (found) takeLocal(found)
openLink()
render(<App />, document.getElementById('app')!)
keepFocus()

// Not beside a local server: another program may listen on its port tomorrow.
if (!local.value && 'serviceWorker' in navigator) void navigator.serviceWorker.register('./offline.js')
