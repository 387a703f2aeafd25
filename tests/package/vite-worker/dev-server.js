// What Vite's dev server makes of the Worker.

import { createServer } from 'vite'

const server = await createServer({ server: { host: '127.0.0.1', port: 0 } })
await server.listen()
const response = await fetch(`http://127.0.0.1:${server.httpServer.address().port}/`)
console.log(await response.text())
await server.close()
process.exit() // the plugin's timers would keep it
