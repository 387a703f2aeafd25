// Where the focus goes when what has it is taken away or disabled. Browsers leave it nowhere: a keyboard would begin at the top
// again, and a screen reader fall silent.

/** What has the focus, and all that it stands in. */
let path: Element[] = []

/** Moves it to what comes first, a heading or a button, in the nearest place that still has one. */
export function keepFocus() {
  // By a click, too: one beside everything takes the focus away, which no event tells.
  for (const type of ['focusin', 'click']) addEventListener(type, remember, true)
  new MutationObserver(restore).observe(document.body, {
    subtree: true,
    childList: true,
    attributeFilter: ['disabled'],
  })
}

export function giveFocus(to: HTMLElement) {
  if (!to.matches('button')) to.tabIndex = -1
  to.focus()
}

function remember() {
  path = []
  for (let at = document.activeElement; at && at !== document.body; at = at.parentElement) path.push(at)
}

function restore() {
  const [focused, ...places] = path
  if (!focused || (focused.isConnected && !focused.matches(':disabled'))) return
  for (const place of places) {
    const found = [...place.querySelectorAll<HTMLElement>('h1, h2, button:enabled')]
    const next = found.find((one) => one.checkVisibility())
    if (!next) continue
    giveFocus(next)
    return remember()
  }
}
