import type { JournalRow, RowKind } from '../../contract/journal'
import type { RowFields } from '../../contract/row-fields'

type Fact = string | null

const numberOf = (fields: RowFields, name: string): number | null => {
  const value = fields[name]
  return typeof value === 'number' ? value : null
}

/** `name` in words, null where it is not known. */
function say(fields: RowFields, name: string, words: (value: number) => string): Fact {
  const value = numberOf(fields, name)
  return value === null ? null : words(value)
}

/** The same of a count, null also where there is nothing to count. */
const sayMany = (fields: RowFields, name: string, words: (value: number) => string): Fact =>
  (numberOf(fields, name) ?? 0) > 0 ? say(fields, name, words) : null

const sayFlag = (fields: RowFields, name: string, word: string): Fact => (fields[name] === true ? word : null)
const sayWord = (fields: RowFields, name: string): Fact =>
  typeof fields[name] === 'string' ? (fields[name] as string) : null

/** `0.42 ms`, `31.2 ms`, `1.25 s`. */
export function msText(ms: number): string {
  if (Math.abs(ms) >= 1000) return `${(ms / 1000).toFixed(2)} s`
  return `${ms.toFixed(Math.abs(ms) < 10 ? 2 : 1)} ms`
}

const kilo = (value: number, unit: string): string => {
  if (value < 1000) return `${Math.round(value)} ${unit}`
  return value < 1_000_000
    ? `${(value / 1000).toFixed(1)} k${unit}`
    : `${(value / 1_000_000).toFixed(2)} M${unit}`
}
const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`
const outcomes: { readonly [outcome: string]: string } = { error: 'failed', closed: 'was cut off' }

const callFacts = (fields: RowFields): readonly Fact[] => [
  [
    say(fields, 'ms', msText),
    sayMany(fields, 'waitMs', (ms) => `waited ${msText(ms)}`),
    outcomes[sayWord(fields, 'outcome') ?? ''] ?? null,
  ]
    .filter(Boolean)
    .join(', '),
  say(fields, 'share', (share) => `${percent(share)} of its time`),
]

const pictureSize = (fields: RowFields): Fact => {
  const [width, height] = [numberOf(fields, 'width'), numberOf(fields, 'height')]
  return width !== null && height !== null ? `${width}×${height}` : null
}

const frameFacts = (fields: RowFields): readonly Fact[] => [
  say(fields, 'count', (count) => `${count} ${fields.medium === 'video' ? 'pictures' : 'blocks'}`),
  say(fields, 'ms', msText),
  say(fields, 'sampleRate', (hz) => `${hz / 1000} kHz`),
  say(fields, 'levelDb', (db) => `${db.toFixed(1)} dBFS`),
  pictureSize(fields),
  say(fields, 'fps', (fps) => `${fps.toFixed(1)} fps`),
  sayMany(fields, 'dropped', (count) => `${count} dropped`),
  sayMany(fields, 'concealed', (count) => `${count} concealed`),
]

const rtpFacts = (fields: RowFields): readonly Fact[] => [
  say(fields, 'seq', (seq) => `seq ${seq}`),
  sayWord(fields, 'codec'),
  say(fields, 'deltaMs', (ms) => `+${msText(ms)}`),
  say(fields, 'jitterMs', (ms) => `jitter ${msText(ms)}`),
  sayFlag(fields, 'marker', 'marker'),
  sayFlag(fields, 'key', 'key frame'),
  sayMany(fields, 'lost', (count) => `${count} lost before it`),
  sayFlag(fields, 'late', 'late'),
  sayFlag(fields, 'duplicate', 'duplicate'),
  sayFlag(fields, 'rtx', 'sent again'),
]

const rtcpFacts = (fields: RowFields): readonly Fact[] => [
  sayMany(fields, 'lost', (count) => `${count} lost`),
  sayMany(fields, 'fraction', (share) => `${percent(share)} lost since the last`),
  say(fields, 'jitterMs', (ms) => `jitter ${msText(ms)}`),
  say(fields, 'rttMs', (ms) => `round trip ${msText(ms)}`),
  say(fields, 'packets', (count) => `${count} packets`),
  say(fields, 'bitrate', (rate) => kilo(rate, 'bit/s')),
]

const statFacts = (fields: RowFields): readonly Fact[] => [
  say(fields, 'rttMs', (ms) => `round trip ${msText(ms)}`),
  say(fields, 'bitrateIn', (rate) => `sent ${kilo(rate, 'bit/s')}`),
  say(fields, 'bitrateOut', (rate) => `received ${kilo(rate, 'bit/s')}`),
  sayMany(fields, 'lostIn', (count) => `${count} lost`),
  say(fields, 'queueMs', (ms) => `queue ${msText(ms)}`),
  say(fields, 'engineDelayMs', (ms) => `engine late by ${msText(ms)}`),
  say(fields, 'cpuShare', (share) => `CPU ${percent(share)}`),
  say(fields, 'heapBytes', (bytes) => `heap ${kilo(bytes, 'B')}`),
]

const signalFacts = (fields: RowFields): readonly Fact[] => [
  sayWord(fields, 'state'),
  sayWord(fields, 'side'),
  sayWord(fields, 'candidate'),
  sayWord(fields, 'protocol'),
  sayWord(fields, 'address'),
]

const soundFacts = (fields: RowFields): readonly Fact[] => [
  say(fields, 'ms', msText),
  say(fields, 'levelDb', (db) => `${db.toFixed(1)} dBFS`),
  say(fields, 'peakDb', (db) => `highest ${db.toFixed(1)} dBFS`),
]

const queueFacts = (fields: RowFields): readonly Fact[] => [
  say(
    fields,
    'depth',
    (depth) => say(fields, 'limit', (limit) => `${depth} of ${limit}`) ?? `${depth} waiting`,
  ),
  sayMany(fields, 'ageMs', (ms) => `oldest waits ${msText(ms)}`),
  sayMany(fields, 'dropped', (count) => `${count} dropped`),
]

const factsOf: { readonly [K in RowKind]?: (fields: RowFields) => readonly Fact[] } = {
  message: (fields) => [
    sayFlag(fields, 'held', 'held or changed on its way'),
    sayFlag(fields, 'binary', 'binary'),
    fields.sentBy === 'repeat' ? 'a repeat' : fields.sentBy === 'person' ? 'made by a person' : null,
  ],
  call: callFacts,
  frame: frameFacts,
  rtp: rtpFacts,
  rtcp: rtcpFacts,
  stat: statFacts,
  sound: soundFacts,
  picture: (fields) => [pictureSize(fields)],
  speech: (fields) => [say(fields, 'probability', (share) => `speech up to ${percent(share)}`)],
  queue: queueFacts,
  signal: signalFacts,
}

/** What is known of a row beside its text, in words; blank where nothing is. */
export function factsText({ kind, fields }: Pick<JournalRow, 'kind' | 'fields'>): string {
  return (factsOf[kind]?.(fields) ?? []).filter(Boolean).join(' · ')
}
