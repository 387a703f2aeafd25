import encodeQR from 'qr'
import { useMemo } from 'preact/hooks'

const QUIET = 4

/** What the largest code holds in bytes, with the least correction. */
const MOST = 2953

/** A QR code, as one path: no markup of a library goes into the page. */
export function Qr({ text }: { text: string }) {
  const rows = useMemo(() => (text.length > MOST ? [] : encodeQR(text, 'raw', { ecc: 'low', border: QUIET })), [text])
  if (rows.length === 0) return <p>The URL is too long for a QR code.</p>
  const dots = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return (
    <svg class="qr" viewBox={`0 0 ${rows.length} ${rows.length}`} role="img" aria-label="QR code of the URL">
      <rect width="100%" height="100%" fill="#fff" />
      <path d={dots.join('')} fill="#000" />
    </svg>
  )
}
