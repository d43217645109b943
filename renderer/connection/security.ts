import { lastOf, type SignalRow } from './signal-row'

/** One thing that both sides agreed on, in words. */
export interface Fact {
  readonly name: string
  readonly value: string
  readonly meaning: string
}

/** Names of the journal's text, and what they mean. */
const meanings: { readonly [name: string]: { readonly name: string; readonly meaning: string } } = {
  'our part': {
    name: 'Who began',
    meaning: 'Of the two, the client of the handshake begins it; that has nothing to do with who called',
  },
  version: {
    name: 'Handshake',
    meaning: 'DTLS: the encryption of web pages (TLS), made for packets that may be lost',
  },
  cipher: {
    name: 'Cipher of the handshake',
    meaning: 'What messages on the data channel are encrypted with',
  },
  'media keys': {
    name: 'Cipher of the media',
    meaning: 'SRTP profile: what sound and pictures are encrypted with',
  },
  'our certificate': {
    name: 'Our certificate',
    meaning: 'Its fingerprint. The client compares it with the one in the answer',
  },
  'the client’s certificate': {
    name: 'The client’s certificate',
    meaning: 'Its fingerprint. Soundcheck compares it with the one in the offer',
  },
}

/** Source: RFC 5764 section 4.1.2, RFC 7714 section 14.2. */
const profileWords: { readonly [profile: string]: { readonly short: string; readonly whole: string } } = {
  AES_CM_128_HMAC_SHA1_80: {
    short: 'AES-CM',
    whole: 'AES with 128 bits in counter mode, signed with HMAC-SHA1 (80 bits)',
  },
  AES_CM_128_HMAC_SHA1_32: {
    short: 'AES-CM',
    whole: 'AES with 128 bits in counter mode, signed with HMAC-SHA1 (32 bits)',
  },
  AEAD_AES_128_GCM: { short: 'AES-GCM', whole: 'AES with 128 bits in Galois/counter mode' },
  AEAD_AES_256_GCM: { short: 'AES-GCM', whole: 'AES with 256 bits in Galois/counter mode' },
}

const roles: { readonly [role: string]: string } = {
  client: 'Soundcheck',
  server: 'the client',
}

const linePattern = /^([^:]+): (.+)$/

/** What was told when the connection was secured: `name: value`, one a line. */
function told(rows: readonly SignalRow[]): ReadonlyMap<string, string> {
  const lines = lastOf(rows, 'dtls', 'connected')?.text.split('\n') ?? []
  return new Map(
    lines
      .map((line) => linePattern.exec(line))
      .flatMap((found) => (found ? [[found[1] ?? '', found[2] ?? '']] : [])),
  )
}

function valueText(name: string, value: string): string {
  if (name === 'our part') return roles[value] ?? value
  const profile = name === 'media keys' ? profileWords[value] : undefined
  return profile ? `${profile.whole} · ${value}` : value
}

export function securityFacts(rows: readonly SignalRow[]): readonly Fact[] {
  return [...told(rows)].map(([name, value]) => ({
    name: meanings[name]?.name ?? name,
    value: valueText(name, value),
    meaning: meanings[name]?.meaning ?? '',
  }))
}

/** What media are encrypted with, in a word or two; null = not yet. */
export function cipherWord(rows: readonly SignalRow[]): string | null {
  const profile = told(rows).get('media keys')
  return profile === undefined ? null : (profileWords[profile]?.short ?? profile)
}
