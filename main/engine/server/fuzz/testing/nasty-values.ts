import type { SeededRandom } from '../../../../../scripts/faults/soak/seeded-random'

const scalars: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '‮⁦ẅ́',
  '__proto__',
  'constructor',
  'toString',
  'offer',
  'ice-candidate',
  '../../etc/passwd',
  '%00%ff',
  '{{7*7}}',
  'a'.repeat(5000),
]

const names = [
  'sdp',
  'type',
  'webrtc_id',
  'candidate',
  'inputs',
  'event',
  'media',
  'start',
  'streamSid',
  'websocket_id',
  'payload',
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'length',
  '',
  '0',
]

export function randomBytes(random: SeededRandom, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.whole(0, 255)))
}

/** JSON text, so that names such as `__proto__` are really members. */
export function nastyJson(random: SeededRandom, depth = 3): string {
  const kind = random.whole(0, depth > 0 ? 3 : 1)
  if (kind <= 1) return JSON.stringify(random.pick(scalars))
  const parts = Array.from({ length: random.whole(0, 4) }, () => nastyJson(random, depth - 1))
  if (kind === 2) return `[${parts.join(',')}]`
  return `{${parts.map((part) => `${JSON.stringify(random.pick(names))}:${part}`).join(',')}}`
}

/** An object of these members, of which some are left out, of a wrong kind, or there twice. */
export function spoiledObject(random: SeededRandom, members: { readonly [name: string]: unknown }): string {
  const parts = Object.entries(members).flatMap(([name, value]) => {
    const dice = random.next()
    if (dice < 0.12) return []
    const text = dice < 0.35 ? nastyJson(random, 2) : JSON.stringify(value)
    const own = `${JSON.stringify(name)}:${text}`
    return dice > 0.95 ? [own, `${JSON.stringify(name)}:${nastyJson(random, 1)}`] : [own]
  })
  if (random.next() < 0.3) parts.push(`"__proto__":${nastyJson(random, 2)}`)
  return `{${parts.join(',')}}`
}

/** JSON that is cut off, or has a byte too many. */
export function brokenText(random: SeededRandom, text: string): Buffer {
  const bytes = Buffer.from(text)
  const at = random.whole(0, Math.max(0, bytes.length - 1))
  if (random.next() < 0.5) return bytes.subarray(0, at)
  return Buffer.concat([bytes.subarray(0, at), randomBytes(random, random.whole(1, 4)), bytes.subarray(at)])
}

const tokens = [
  '-1',
  '0',
  '65536',
  '99999999999999999999',
  'NaN',
  '',
  '\u0000',
  '*',
  'é',
  '%s%n',
  'a'.repeat(3000),
]

function spoilLine(random: SeededRandom, line: string): string[] {
  const words = line.split(' ')
  const at = random.whole(0, words.length - 1)
  switch (random.whole(0, 6)) {
    case 0:
      return []
    case 1:
      return [line, line]
    case 2:
      return [line.slice(0, random.whole(0, line.length))]
    case 3:
      return [words.with(at, random.pick(tokens)).join(' ')]
    case 4:
      return [line.replace(/\d+/, random.pick(tokens))]
    case 5:
      return [line, `a=${random.pick(names)}:${random.pick(tokens)}`]
    default:
      return [line.split(':')[0] ?? '']
  }
}

/** The offer with some of its lines changed, doubled, cut or in another order. */
export function spoiledSdp(random: SeededRandom, offer: string): string {
  const lines = offer.split('\r\n')
  const most = random.pick([1, 1, 1, 2, 5, 30])
  for (let n = 0; n < most; n += 1) {
    const at = random.whole(0, lines.length - 1)
    lines.splice(at, 1, ...spoilLine(random, lines[at] ?? ''))
  }
  if (random.next() < 0.1) lines.sort(() => random.next() - 0.5)
  return lines.join(random.next() < 0.1 ? '\n' : '\r\n')
}
