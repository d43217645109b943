import { lastOf, type SignalRow, wordOf } from './signal-row'

/** How a candidate was found, for those who do not know ICE. Source: RFC 8445 section 4. */
export const candidateWords: { readonly [type: string]: { readonly word: string; readonly about: string } } =
  {
    host: { word: 'its own address', about: 'An address of the machine itself (host)' },
    srflx: {
      word: 'behind a router',
      about: 'How a STUN server on the other side of a router sees the machine (server reflexive)',
    },
    prflx: {
      word: 'found while trying',
      about: 'An address that nobody had named: a packet came from it (peer reflexive)',
    },
    relay: { word: 'relayed', about: 'An address at a TURN server, which passes everything on (relay)' },
  }

export type Side = 'local' | 'remote'

/** One address that a side offered. */
export interface Candidate {
  readonly atUs: number
  readonly side: Side
  readonly type: string | null
  readonly address: string
  readonly protocol: string
  readonly priority: number | null
  /** Opens a TCP connection itself, so that its port says nothing. */
  readonly isActive: boolean
  readonly isChosen: boolean
}

/** The two addresses that packets pass between. */
export interface ChosenPair {
  readonly atUs: number
  /** As it was told, for what is not understood. */
  readonly text: string
  readonly protocol: string
  readonly ours: { readonly address: string; readonly type: string } | null
  readonly theirs: { readonly address: string; readonly type: string | null }
}

const pairPattern = /^we at (\S+) \((\w+)\)/

function toPair(row: SignalRow): ChosenPair {
  const [, address, type] = pairPattern.exec(row.text) ?? []
  return {
    atUs: row.atUs,
    text: row.text,
    protocol: wordOf(row, 'protocol') ?? 'udp',
    ours: address !== undefined && type !== undefined ? { address, type } : null,
    theirs: { address: wordOf(row, 'address') ?? '', type: wordOf(row, 'candidate') },
  }
}

export function chosenPair(rows: readonly SignalRow[]): ChosenPair | null {
  const row = lastOf(rows, 'pair')
  return row ? toPair(row) : null
}

/** `candidate:<foundation> <component> <protocol> <priority> …`. Source: RFC 8839 section 5.1. */
function priorityOf(text: string): number | null {
  const priority = Number(text.split(/\s+/)[3])
  return Number.isFinite(priority) && priority > 0 ? priority : null
}

/** The addresses of both sides, each once, best first; the two that are used are marked. */
export function candidates(rows: readonly SignalRow[]): readonly Candidate[] {
  const pair = chosenPair(rows)
  const chosen = { local: pair?.ours?.address, remote: pair?.theirs.address }
  const found = new Map<string, Candidate>()
  for (const row of rows) {
    const address = wordOf(row, 'address')
    const side = wordOf(row, 'side')
    if (row.type !== 'candidate' || address === null || (side !== 'local' && side !== 'remote')) continue
    const protocol = wordOf(row, 'protocol') ?? ''
    const isChosen = chosen[side] === address && pair?.protocol === protocol
    found.set(`${side} ${protocol} ${address}`, {
      ...{ atUs: row.atUs, side, address, protocol, isChosen, type: wordOf(row, 'candidate') },
      priority: priorityOf(row.text),
      isActive: /\btcptype active\b/.test(row.text),
    })
  }
  const all = [...found.values(), ...unnamed([...found.values()], pair)]
  return all.sort((a, b) => (b.priority ?? 0) - (a.priority ?? 0))
}

/** Addresses that are used although nobody had named them. */
function unnamed(named: readonly Candidate[], pair: ChosenPair | null): readonly Candidate[] {
  if (!pair) return []
  const ends = [
    { side: 'local', end: pair.ours },
    { side: 'remote', end: pair.theirs },
  ] as const
  return ends.flatMap(({ side, end }) =>
    !end || named.some((one) => one.side === side && one.isChosen)
      ? []
      : [
          {
            ...{ atUs: pair.atUs, side, address: end.address, type: end.type, protocol: pair.protocol },
            ...{ priority: null, isActive: false, isChosen: true },
          },
        ],
  )
}

const isV6 = (address: string): boolean => address.startsWith('[')

/** How many pairs could be tried: addresses of one family over one protocol. */
export function possiblePairs(all: readonly Candidate[]): number {
  const [ours, theirs] = [
    all.filter(({ side }) => side === 'local'),
    all.filter(({ side }) => side === 'remote'),
  ]
  return ours
    .map((one) =>
      theirs.filter((other) => one.protocol === other.protocol && isV6(one.address) === isV6(other.address)),
    )
    .reduce((sum, matching) => sum + matching.length, 0)
}

const hostOf = (address: string): string => address.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
const isLoopback = (host: string): boolean => host.startsWith('127.') || host === '::1'
const isPrivate = (host: string): boolean =>
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|f[cd][0-9a-f]{2}:|fe80:)/i.test(host)

/** Where the packets go, in words. */
export function wayOf({ ours, theirs }: ChosenPair, rows: readonly SignalRow[]): string {
  const own = candidates(rows).flatMap(({ side, address }) => (side === 'local' ? [hostOf(address)] : []))
  const [from, to] = [ours ? hostOf(ours.address) : '', hostOf(theirs.address)]
  if (theirs.type === 'relay' || ours?.type === 'relay') return 'through a relay'
  if (isLoopback(from) || isLoopback(to) || from === to || own.includes(to))
    return 'within this computer (loopback)'
  if (isPrivate(to)) return 'over the local network'
  return 'over the internet'
}
