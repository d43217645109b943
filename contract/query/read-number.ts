import type { QueryUnit } from './query-fields'

/** Why a value cannot be read, in one sentence, and what to write. */
export interface Misread {
  readonly message: string
  readonly hint?: string
}

interface UnitSpec {
  /** What one of each is in the unit that the field is kept in; '' = without a unit. */
  readonly factors: { readonly [suffix: string]: number }
  /** Whether several may follow each other: 1m30s. */
  readonly isSum?: true
  readonly example: string
  /** Those to choose from, and what they mean. */
  readonly offered: { readonly [suffix: string]: string }
}

const durations = { us: 1e-3, µs: 1e-3, ms: 1, s: 1e3, m: 60e3, min: 60e3, h: 3600e3 }
const inUs = Object.fromEntries(Object.entries(durations).map(([name, ms]) => [name, ms * 1000]))
const thousands = { k: 1e3, m: 1e6, g: 1e9 }

/** How numbers of each unit are written, in any case. */
export const unitSpecs: { readonly [unit in QueryUnit]: UnitSpec } = {
  ms: {
    factors: { '': 1, ...durations },
    isSum: true,
    example: '20ms, 1.5s, 1m30s',
    offered: { ms: 'milliseconds', s: 'seconds', m: 'minutes', us: 'microseconds' },
  },
  clock: {
    factors: { '': 1e6, ...inUs },
    isSum: true,
    example: '12s, 1.5s, 1:30, 1m30s',
    offered: { s: 'seconds', ms: 'milliseconds', m: 'minutes' },
  },
  bytes: {
    factors: {
      '': 1,
      b: 1,
      k: 1e3,
      kb: 1e3,
      ki: 1024,
      kib: 1024,
      m: 1e6,
      mb: 1e6,
      mi: 2 ** 20,
      mib: 2 ** 20,
    },
    example: '500, 1k, 1.5mi',
    offered: { k: '1000 bytes', ki: '1024 bytes', m: '1000 k', mi: '1024 ki' },
  },
  Hz: {
    factors: { '': 1, ...thousands, hz: 1, khz: 1e3 },
    example: '48000, 48k',
    offered: { k: 'kilohertz' },
  },
  'bit/s': {
    factors: { '': 1, ...thousands, kbps: 1e3, mbps: 1e6 },
    example: '500k, 1.5m',
    offered: { k: '1000 bits a second', m: '1000 k' },
  },
  dB: { factors: { '': 1, db: 1, dbfs: 1 }, example: '-50, -50dB', offered: { dB: 'decibels' } },
  none: { factors: { '': 1, '%': 0.01 }, example: '5, 0.8, 80%, 0x1f', offered: {} },
}

const part = /([+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?)([a-zµ%]*)/y
const clockTime = /^(?:(\d+):)?(\d{1,3}):([0-5]?\d(?:\.\d+)?)$/

/** Free of what a factor like 0.001 adds in the last digits. */
const scaled = (value: number, factor: number): number =>
  factor === 1 ? value : Number((value * factor).toPrecision(15))

function sumOfParts(text: string, { factors, isSum }: UnitSpec): number | null {
  let sum = 0
  let at = 0
  while (at < text.length) {
    part.lastIndex = at
    const [whole, digits, suffix] = part.exec(text) ?? []
    const factor = factors[suffix ?? '']
    // Of several parts each must say what it is, and only the first may have a sign.
    if (whole === undefined || factor === undefined || (at > 0 && (!isSum || !suffix || /^[+-]/.test(whole))))
      return null
    sum += scaled(Number(digits), factor)
    at += whole.length
  }
  return text === '' ? null : sum
}

function clockUs(text: string): number | null {
  const [whole, hours = '0', minutes, seconds] = clockTime.exec(text) ?? []
  return whole === undefined ? null : (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1e6
}

/** `raw` as a number in the unit that the field is kept in (clock: whole microseconds), or why it is none. */
export function readNumber(raw: string, unit: QueryUnit): number | Misread {
  const text = raw.toLowerCase()
  const spec = unitSpecs[unit]
  const isHex = unit === 'none' && /^0x[\da-f]+$/.test(text)
  const value = isHex ? Number(text) : ((unit === 'clock' ? clockUs(text) : null) ?? sumOfParts(text, spec))
  if (value === null)
    return { message: `\`${raw}\` is not a number here`, hint: `Write it like ${spec.example}.` }
  if (!Number.isFinite(value)) return { message: `\`${raw}\` is too large` }
  // + 0: no -0, which is printed as 0.
  return (unit === 'clock' ? Math.round(value) : value) + 0
}
