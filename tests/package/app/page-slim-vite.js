import url from 'edgesign/edgesign.wasm?url'
import { start } from './start-slim.js'

start(url)
