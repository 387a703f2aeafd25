// Writes docs/why-does-my-presigned-url-fail.md out of the table of causes that `diagnose` has, and an example of each:
// `node tools/docs.mjs`. A test
// holds the file to it.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { GROUPS, tellOf } from '../js/debug/causes/index.js'
import { EXAMPLES } from './examples.mjs'
import { root } from './run.mjs'

export const pagePath = join(root, 'docs/why-does-my-presigned-url-fail.md')

const INTRODUCTION = `
# Why does my presigned URL fail?

<!-- Written by tools/docs.mjs out of js/debug/causes/ and tools/examples.mjs: change it there. -->

Ask the program: it takes what was sent and what was answered, and names the cause, what says so, and what to change. It
sends nothing, and prints neither signatures nor tokens nor secrets.

\`\`\`sh
curl -v 'URL' 2>&1 | npx edgesign diagnose                  # all of it, from curl
npx edgesign diagnose 'URL' --status 403 --body answer.xml  # what you have
npx edgesign diagnose 'URL' --fields form.json --status 403 # an upload by form; its fields, as presignPost returned them
npx edgesign inspect 'URL' --method PUT                     # what the URL itself says
\`\`\`

Or in a program, where the request fails:

\`\`\`js
import { diagnose } from 'edgesign/debug'

const response = await fetch(url, { method, headers, body })
if (!response.ok) {
  const { causes } = diagnose({ url, method, headers, status: response.status, body: await response.text() })
  console.log(causes[0].code, causes[0].sentence, causes[0].evidence, causes[0].change)
}
\`\`\`

Put the URL in quotes: without them, a shell ends the command at the first \`&\`.
`

/** The page as it has to be. */
export async function page() {
  const sections = Object.entries(GROUPS).map(
    ([title, causes]) => `## ${title}\n\n${Object.entries(causes).map(section).join('\n')}`,
  )
  const text = [INTRODUCTION, byAnswer(), ...sections].join('\n\n')
  return format(text, { ...(await resolveConfig(pagePath)), parser: 'markdown' })
}

/** A cause; its code is what links lead to. */
function section([code, { sentence, change }]) {
  return `### ${code}

**${escaped(sentence)}**

- How to tell: ${escaped(tellOf(code))}
- What to change: ${escaped(change)}

\`\`\`text
${EXAMPLES[code]}
\`\`\`
`
}

/** Which causes an answer may have, by the examples that begin with one; a signature that does not match has a section. */
function byAnswer() {
  const answers = new Map()
  for (const [code, example] of Object.entries(EXAMPLES)) {
    const [answer] = /^\d{3} [A-Z][a-z]\w+/.exec(example) ?? []
    if (answer !== undefined) answers.set(answer, [...(answers.get(answer) ?? []), `[${code}](#${code})`])
  }
  answers.set('403 SignatureDoesNotMatch', ['[the section below](#the-signature-does-not-match)'])
  answers.set('nothing, in a browser', ['[cors](#cors)'])
  const lines = [...answers]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([answer, links]) => `- ${answer}: ${links.join(', ')}`)
  return `## By what the server says\n\n${lines.join('\n')}`
}

/** As text: what Markdown would read as something else is escaped. */
const escaped = (text) => text.replace(/[<>*_`[\]\\]/g, '\\$&')

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  mkdirSync(dirname(pagePath), { recursive: true })
  writeFileSync(pagePath, await page())
}
