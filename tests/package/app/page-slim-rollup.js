// With @rollup/plugin-url, such an import is the file's address.
import url from 'edgesign/edgesign.wasm'
import { start } from './start-slim.js'

start(url)
