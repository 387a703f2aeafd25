// The service worker: keeps the page's own files, and nothing else. What goes to a bucket never passes through it.

const CACHE = 'edgesign-VERSION'
const FILES = ['FILES']
const kept = new Set(FILES.map((name) => new URL(name, self.location.href).href))

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)))
  self.skipWaiting()
})

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOthers())
})

self.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET' || !kept.has(event.request.url.split('#')[0])) return
  event.respondWith(caches.match(event.request).then((found) => found ?? fetch(event.request)))
})

async function dropOthers() {
  const names = await caches.keys()
  const old = names.filter((name) => name.startsWith('edgesign-') && name !== CACHE)
  await Promise.all(old.map((name) => caches.delete(name)))
}
