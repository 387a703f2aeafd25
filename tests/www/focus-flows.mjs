// Where the focus goes by a press that takes the pressed button away, or disables it: never nowhere.

import { startProxy } from './proxy.mjs'
import { file, openTab } from './upload-flows.mjs'

const MB = 1024 * 1024

export const focusFlows = [
  [
    'a note that is closed, and an example that is taken or cleared, leave the focus at a heading',
    async (page) => {
      await page.evaluate(() => void (location.hash = '#/inspect?operation=HeadObject'))
      await press(page, 'Close')
      await isAt(page, 'Inspect a presigned URL')
      await page.view('debug')
      await press(page, 'Used too late')
      await isAt(page, 'The cause')
      await press(page, 'Clear')
      await isAt(page, 'Or look at an example')
    },
  ],
  [
    'a key that is chosen leaves the focus at what sends next',
    async (page) => {
      await openTab(page, 'List')
      await page.fill('Delimiter', '/')
      await press(page, 'List')
      await press(page, 'video/')
      await isAt(page, 'List')
      await press(page, 'video/index.m3u8')
      await isAt(page, 'Send')
    },
  ],
  [
    'an upload that is cancelled, or has ended, leaves the focus at Upload',
    async (page, servers) => {
      const held = await chooseHeldUpload(page, servers, 'Upload', 1000)
      await press(page, 'Upload')
      await press(page, 'Cancel')
      await isAt(page, 'Upload')
      await page.mayTell(/^failed: .*(PUT|OPTIONS) /)
      await page.press('Enter')
      await page.until(focusOn, 'Cancel')
      held.release()
      await page.until(() => document.querySelector('.status.good'))
      await isAt(page, 'Upload')
      held.stop()
    },
  ],
  [
    'an upload in parts always has a button for the focus, or says that it is done',
    async (page, servers) => {
      const held = await chooseHeldUpload(page, servers, 'In parts', 6 * MB)
      await press(page, 'Upload in parts')
      await isAt(page, 'Pause')
      await press(page, 'Abort')
      await page.sees('Aborted')
      await isAt(page, 'Upload in parts')
      await page.press('Enter')
      await isAt(page, 'Pause')
      await page.press('Enter')
      await isAt(page, 'Resume')
      await page.press('Enter')
      await isAt(page, 'Pause')
      held.release()
      await isAt(page, 'Done: the parts are one object')
      await page.mayTell(/^failed: .*(PUT|OPTIONS) /)
      held.stop()
    },
  ],
]

/** A file of this size is chosen, whose upload will wait on its way until it is released. */
async function chooseHeldUpload(page, servers, tab, size) {
  let release
  const released = new Promise((resolve) => (release = resolve))
  const { url, stop } = await startProxy(servers.local.s3, { before: ({ method }) => method === 'PUT' && released })
  await page.choose('Provider', 'custom')
  await page.fill('Endpoint', url)
  await openTab(page, tab)
  await page.setFile(file(servers, `${page.name}-focus-${size}.bin`, size).path)
  return { release, stop }
}

/** Presses a button by keyboard, as soon as it can be pressed. */
async function press(page, text) {
  await page.until(focusOn, text)
  await page.press('Enter')
}

function focusOn(text) {
  const buttons = [...document.querySelectorAll('main button:enabled:not([role=tab])')]
  const button = buttons.find(({ textContent }) => textContent === text)
  button?.focus()
  return button !== undefined
}

/** The focus is there, and seen; and not on a tab of that name. */
function isAt(page, text) {
  return page.until((text) => {
    const focused = document.activeElement
    const { top, bottom } = focused.getBoundingClientRect()
    const isSeen = focused.checkVisibility() && top >= 0 && bottom <= innerHeight
    return isSeen && focused.textContent === text && !focused.matches(':disabled, [role=tab]')
  }, text)
}
