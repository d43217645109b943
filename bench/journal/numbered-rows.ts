import type { JournalRow } from '../../contract/journal'
import type { JournalEntry } from '../../main/engine/journal/journal'

const types = ['send_input', 'log', 'pause_detected', 'response_starting', 'state'] as const
const words = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'golf', 'hotel']
const packet = new Uint8Array(90).fill(7)
const methods = ['receive', 'emit'] as const

function message(n: number): JournalEntry {
  const type = types[n % types.length] as string
  const text = words.map((_, i) => words[(n * 7 + i * 3) % words.length]).join(' ')
  const data = { n, text, score: (n % 1000) / 1000, nested: { deep: [n % 17, `w${n % 97}`] } }
  return {
    kind: 'message',
    direction: n % 2 === 0 ? 'in' : 'out',
    type,
    text: JSON.stringify({ type, data }),
  }
}

function rtp(n: number): JournalEntry {
  const medium = n % 3 === 0 ? 'video' : 'audio'
  const fields = {
    ...{
      medium,
      ssrc: 1234,
      pt: 111,
      codec: 'opus',
      seq: n % 65536,
      ts: (n * 960) % 2 ** 32,
      marker: n % 50 === 0,
    },
    ...{ deltaMs: 20 + ((n * 13) % 7) / 10, jitterMs: ((n * 31) % 100) / 50 },
    ...(n % 500 === 0 ? { lost: 1 + (n % 3) } : {}),
  }
  return { kind: 'rtp', direction: n % 2 === 0 ? 'in' : 'out', type: medium, text: '', fields, bytes: packet }
}

function call(n: number): JournalEntry {
  const method = methods[n % 2] as string
  const fields = {
    method,
    ms: ((n * 17) % 400) / 10,
    waitMs: (n * 3) % 20,
    outcome: 'ok',
    share: 0.2,
    version: 1,
  }
  return { kind: 'call', type: method, text: '', fields }
}

function line(n: number): JournalEntry {
  return {
    kind: 'console',
    type: n % 30 === 0 ? 'error' : 'log',
    text: `line ${n}: the level is ${n % 100} dB`,
  }
}

/** Row `n` of a session as they are: packets and calls for the most part, messages and lines between them. Always the same. */
export function numberedRow(n: number): JournalEntry {
  const at = n * 3
  const kind = n % 10
  if (kind < 4) return { ...rtp(n), at }
  if (kind < 7) return { ...call(n), at }
  return { ...(kind < 9 ? message(n) : line(n)), at }
}

/** Whether this is row `n` as it was written. */
export function isRow(row: JournalRow, n: number): boolean {
  const { kind, text, fields = {}, direction = null, type } = numberedRow(n)
  return (
    row.n === n &&
    row.atUs === n * 3000 &&
    row.kind === kind &&
    row.direction === direction &&
    row.type === type &&
    row.summary === text &&
    JSON.stringify(row.fields) === JSON.stringify(fields)
  )
}
