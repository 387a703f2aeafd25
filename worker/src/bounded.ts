// Nothing is read without a bound, and nothing is waited for without an end.

/** The bytes of a body, or undefined if they are more than `most`. */
export async function readBounded(body: ReadableStream<Uint8Array<ArrayBuffer>> | null, most: number) {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.length
    if (length > most) return undefined // which also cancels the stream
    chunks.push(chunk)
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}

/** What `promise` gives, unless it takes longer than `milliseconds`. */
export async function inTime<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('took too long')), milliseconds)
  })
  try {
    return await Promise.race([promise, end])
  } finally {
    clearTimeout(timer ?? null)
  }
}
