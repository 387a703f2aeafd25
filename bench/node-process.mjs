// A process that does what its parent (node.mjs) says with one library.

import { programOf } from './program.js'

const file = `./libraries/${process.argv[2]}.js`
const WORK = { token: false, count: 1 }
let run

process.on('message', async (message) => {
  try {
    process.send(message === 'first' ? await first() : await (await program())(message))
  } catch (error) {
    process.send({ error: String(error.stack) })
  }
})

async function program() {
  run ??= programOf(await import(file))
  return run
}

/** The first call alone, and with the import before it. */
async function first() {
  const start = performance.now()
  const { time } = await (await program())(WORK)
  return { sign: time, load: performance.now() - start }
}
