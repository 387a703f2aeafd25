import type { FunctionComponent } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { giveFocus } from './focus.ts'
import { Callout } from './parts/text.tsx'
import { cameByLink, href, view, VIEWS, type View } from './route.ts'
import { Build } from './views/build.tsx'
import { Debug } from './views/debug.tsx'
import { Inspect } from './views/inspect.tsx'
import { Share } from './views/share.tsx'
import { Try } from './views/try.tsx'

const PAGES: Record<View, { name: string; Page: FunctionComponent }> = {
  build: { name: 'Build', Page: Build },
  try: { name: 'Try', Page: Try },
  inspect: { name: 'Inspect', Page: Inspect },
  debug: { name: 'Debug', Page: Debug },
  share: { name: 'Share', Page: Share },
}

export function App() {
  const { name, Page } = PAGES[view.value]
  const isFirst = useRef(true)
  useEffect(() => {
    document.title = `${name} · edgesign: presigned S3 URLs`
    if (!isFirst.current) begin()
    isFirst.current = false
  }, [name])
  return (
    <>
      <a class="skip" href="#main" onClick={skip}>
        Skip to the content
      </a>
      <Header />
      <main id="main" tabIndex={-1}>
        {cameByLink.value && <Linked />}
        <Page />
      </main>
      <Footer />
    </>
  )
}

/** Another view begins at its heading, for the eye and for the keyboard. */
function begin() {
  giveFocus(document.querySelector('h1')!)
  scrollTo(0, 0)
}

/** The fragment is the route's. */
function skip(event: Event) {
  event.preventDefault()
  document.getElementById('main')?.focus()
}

function Header() {
  return (
    <header class="top">
      <a class="name" href={href('build')}>
        edgesign
      </a>
      <nav aria-label="Views">
        {VIEWS.map((one) => (
          <a key={one} href={href(one)} aria-current={one === view.value ? 'page' : undefined}>
            {PAGES[one].name}
          </a>
        ))}
      </nav>
    </header>
  )
}

function Linked() {
  return (
    <Callout>
      These settings came with a link. No secret was in it, and nothing has been sent.{' '}
      <button type="button" class="link" onClick={() => (cameByLink.value = false)}>
        Close
      </button>
    </Callout>
  )
}

function Footer() {
  return (
    <footer>
      <p>
        All of it happens in your browser. Your secret stays in this tab’s memory: it is in no address, no storage and
        no request; what leaves is the signed request that you send, to the bucket. Nothing is loaded from anywhere
        else, which a content security policy sees to.
      </p>
    </footer>
  )
}
