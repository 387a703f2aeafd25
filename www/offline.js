// The service worker: keeps the page's own files, and nothing else. What goes to a bucket never passes through it.

const CACHE = 'edgesign-VERSION'
const FILES = ['FILES']
const HOME = new URL('./', self.location.href).href
const kept = new Set(FILES.map((name) => new URL(name, HOME).href))

self.addEventListener('install', (event) => {
  // From the host: what the browser has kept may be of another version.
  const requests = FILES.map((name) => new Request(name, { cache: 'reload' }))
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)))
  self.skipWaiting()
})

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOthers())
})

self.addEventListener('fetch', (event) => {
  const file = fileOf(event.request.url)
  if (event.request.method !== 'GET' || !kept.has(file)) return
  event.respondWith(caches.match(file, { cacheName: CACHE }).then((found) => found ?? fetch(event.request)))
})

/** The page has two names, and what follows them is nothing to a host of files. */
function fileOf(url) {
  const [path] = url.split(/[?#]/)
  return path === `${HOME}index.html` ? HOME : path
}

async function dropOthers() {
  const names = await caches.keys()
  const old = names.filter((name) => name.startsWith('edgesign-') && name !== CACHE)
  await Promise.all(old.map((name) => caches.delete(name)))
}
