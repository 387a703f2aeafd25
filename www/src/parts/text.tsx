// Small pieces that several views have.

import type { ComponentChildren } from 'preact'
import { now } from '../store.ts'
import { Copy } from './copy.tsx'

/** Code, or another text of a machine, with a button that copies it. */
export function Code({ text, what }: { text: string; what: string }) {
  return (
    <div class="code">
      <pre tabIndex={0} aria-label={what}>
        {text}
      </pre>
      <Copy text={text} what={what} quiet />
    </div>
  )
}

type Tone = 'note' | 'good' | 'warn' | 'bad'

export function Callout({ tone = 'note', children }: { tone?: Tone; children: ComponentChildren }) {
  return <div class={`callout ${tone}`}>{children}</div>
}

/** Names and values. Those that have no value are left out. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ComponentChildren])[] }) {
  const known = facts.filter(([, value]) => value !== undefined && value !== '' && value !== null)
  if (known.length === 0) return null
  return (
    <dl class="facts">
      {known.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** How long there is until then, by the second. */
export function Countdown({ until }: { until: Date }) {
  void now.value // again each second; what was just signed is younger than that
  const seconds = Math.ceil((until.getTime() - Date.now()) / 1000)
  if (seconds <= 0) return <span class="expired">expired</span>
  return <span class="countdown">{duration(seconds)}</span>
}

export function duration(seconds: number): string {
  const days = Math.floor(seconds / 86_400)
  const [hours, minutes, rest] = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (n: number) => String(n).padStart(2, '0')
  const clock = hours > 0 || days > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
  return days > 0 ? `${days} d ${clock}` : clock
}

export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const [unit, scale] = bytes < 1_000_000 ? ['KB', 1000] : ['MB', 1_000_000]
  return `${(bytes / (scale as number)).toFixed(1)} ${unit}`
}

export const headerLines = (headers: Iterable<readonly [string, string]>) =>
  [...headers].map(([name, value]) => `${name}: ${value}`).join('\n')
