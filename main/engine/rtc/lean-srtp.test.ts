import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RtpHeader, RtpPacket, SrtpSession } from 'werift'
import { createLeanSrtp } from './lean-srtp'

const profiles = [
  { name: 'AES_CM_128_HMAC_SHA1_80', profile: 1, saltBytes: 14 },
  { name: 'AEAD_AES_128_GCM', profile: 7, saltBytes: 12 },
] as const

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map(Buffer.from)
const ssrcs = fc.constantFrom(1, 0x8000_0001, 0xffff_ffff)

interface Keys {
  readonly here: Buffer
  readonly hereSalt: Buffer
  readonly there: Buffer
  readonly thereSalt: Buffer
}

const keysOf = (saltBytes: number): fc.Arbitrary<Keys> =>
  fc.record({ here: bytes(16), hereSalt: bytes(saltBytes), there: bytes(16), thereSalt: bytes(saltBytes) })

const fixedKeys = (saltBytes: number): Keys => ({
  here: Buffer.alloc(16, 1),
  hereSalt: Buffer.alloc(saltBytes, 2),
  there: Buffer.alloc(16, 3),
  thereSalt: Buffer.alloc(saltBytes, 4),
})

/** werift's own, of the two ends. */
function sessions({ here, hereSalt, there, thereSalt }: Keys, profile: number) {
  const [ours, theirs] = [
    { localMasterKey: here, localMasterSalt: hereSalt, remoteMasterKey: there, remoteMasterSalt: thereSalt },
    { localMasterKey: there, localMasterSalt: thereSalt, remoteMasterKey: here, remoteMasterSalt: hereSalt },
  ]
  return {
    ours: new SrtpSession({ keys: ours, profile }),
    theirs: new SrtpSession({ keys: theirs, profile }),
  }
}

function leanOf(session: SrtpSession) {
  const lean = createLeanSrtp(session)
  if (!lean) throw new Error('there is none for this profile')
  return lean
}

interface Sent {
  readonly ssrc: number
  readonly sequenceNumber: number
  readonly payload: Buffer
  readonly csrc: readonly number[]
  readonly extensions: readonly Buffer[]
  readonly marker: boolean
  readonly padding: number
}

/** Two-byte elements where one byte does not tell the length. */
function headerOf(sent: Sent): RtpHeader {
  const isLong = sent.extensions.some(({ length }) => length > 16 || length === 0)
  return new RtpHeader({
    payloadType: 111,
    timestamp: 0xfedc_ba98,
    ssrc: sent.ssrc,
    sequenceNumber: sent.sequenceNumber,
    marker: sent.marker,
    csrc: [...sent.csrc],
    padding: sent.padding > 0,
    paddingSize: sent.padding,
    extension: sent.extensions.length > 0,
    extensionProfile: isLong ? 0x1000 : 0xbede,
    extensions: sent.extensions.map((payload, n) => ({ id: n + 1, payload })),
  })
}

/** werift leaves the bytes of the padding to its caller. */
function paddedPayload({ payload, padding }: Sent): Buffer {
  if (padding === 0) return payload
  const tail = Buffer.alloc(padding)
  tail[padding - 1] = padding
  return Buffer.concat([payload, tail])
}

const anySent = fc.record({
  ssrc: ssrcs,
  sequenceNumber: fc.integer({ min: 0, max: 0xffff }),
  payload: fc.uint8Array({ maxLength: 1200 }).map(Buffer.from),
  csrc: fc.array(fc.integer({ min: 0, max: 0xffff_ffff }), { maxLength: 15 }),
  extensions: fc.array(fc.uint8Array({ maxLength: 20 }).map(Buffer.from), { maxLength: 6 }),
  marker: fc.boolean(),
  padding: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 255 })),
})

const plain = (sequenceNumber: number, ssrc = 1): Sent => ({
  ssrc,
  sequenceNumber: sequenceNumber & 0xffff,
  payload: Buffer.from(`packet ${sequenceNumber}`),
  csrc: [],
  extensions: [],
  marker: false,
  padding: 0,
})

describe.each(profiles)('media under $name', ({ profile, saltBytes }) => {
  const encryptBy = (session: SrtpSession, sent: Sent) => session.encrypt(paddedPayload(sent), headerOf(sent))

  it('is decrypted to the packet that werift reads', () => {
    fc.assert(
      fc.property(keysOf(saltBytes), anySent, (keys, sent) => {
        const { ours, theirs } = sessions(keys, profile)
        const datagram = encryptBy(theirs, sent)
        const expected = RtpPacket.deSerialize(ours.decrypt(Buffer.from(datagram)))
        expect(leanOf(ours).decrypt(datagram)).toEqual(expected)
      }),
    )
  })

  it('is read over many packets, across the end of their numbers, out of order and of several sources', () => {
    const jumps = fc.array(fc.record({ ssrc: ssrcs, jump: fc.integer({ min: -40, max: 50 }) }), {
      minLength: 1,
      maxLength: 60,
    })
    fc.assert(
      fc.property(fc.integer({ min: 65_300, max: 65_535 }), jumps, (first, steps) => {
        const { ours, theirs } = sessions(fixedKeys(saltBytes), profile)
        const lean = leanOf(ours)
        const at = new Map<number, number>()
        const seen = new Set<string>()
        for (const { ssrc, jump } of steps) {
          // A source begins before its numbers do anew: of one that begins behind that nobody could tell (RFC 3711, 3.3.1).
          const before = at.get(ssrc)
          const next = before === undefined ? first : Math.max(first, before + jump)
          at.set(ssrc, next)
          const sent = plain(next, ssrc)
          const datagram = encryptBy(theirs, sent)
          const isRepeated = seen.has(`${ssrc} ${next}`)
          seen.add(`${ssrc} ${next}`)
          const packet = lean.decrypt(datagram)
          expect(packet?.payload).toEqual(isRepeated ? undefined : sent.payload)
        }
      }),
    )
  })

  it('is taken once', () => {
    const { ours, theirs } = sessions(fixedKeys(saltBytes), profile)
    const lean = leanOf(ours)
    const datagram = encryptBy(theirs, plain(7))
    expect(lean.decrypt(datagram)?.payload).toEqual(plain(7).payload)
    expect(lean.decrypt(datagram)).toBeNull()
  })

  it('is not taken when a single bit was changed, and what was expected stays as it was', () => {
    const { ours, theirs } = sessions(fixedKeys(saltBytes), profile)
    const lean = leanOf(ours)
    const sent = { ...plain(9), extensions: [Buffer.from('mid')], csrc: [5] }
    const datagram = encryptBy(theirs, sent)
    for (let bit = 0; bit < datagram.length * 8; bit += 1) {
      const changed = Buffer.from(datagram)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(lean.decrypt(changed)).toBeNull()
    }
    expect(lean.decrypt(datagram)?.payload).toEqual(sent.payload)
  })

  it('is no error, whatever anybody sends', () => {
    const lean = leanOf(sessions(fixedKeys(saltBytes), profile).ours)
    const anything = fc.uint8Array({ maxLength: 120 })
    const likeMedia = anything.map((rest) => Uint8Array.of(0x90, 111, ...rest))
    fc.assert(
      fc.property(fc.oneof(anything, likeMedia), (datagram) => {
        expect(lean.decrypt(Buffer.from(datagram))).toBeNull()
      }),
    )
  })

  it('is dropped when its padding is more than there is', () => {
    const { ours, theirs } = sessions(fixedKeys(saltBytes), profile)
    const header = headerOf({ ...plain(3), padding: 4 })
    for (const tail of [0, 9]) {
      const payload = Buffer.from([1, 2, 3, tail])
      header.sequenceNumber += 1
      expect(leanOf(ours).decrypt(theirs.encrypt(payload, header))).toBeNull()
    }
  })

  it('goes on where thousands of packets are missing as their numbers begin anew', () => {
    const { ours, theirs } = sessions(fixedKeys(saltBytes), profile)
    const lean = leanOf(ours)
    for (let number = 62_000; number < 68_000; number += 1) {
      const datagram = encryptBy(theirs, plain(number))
      if (number > 63_000 && number < 67_000) continue
      expect(lean.decrypt(datagram)?.payload).toEqual(plain(number).payload)
    }
  })
})

it('there is none for a profile that is not known', () => {
  const { ours } = sessions(fixedKeys(14), 1)
  ours.remoteContext.profile = 5 as never
  expect(createLeanSrtp(ours)).toBeNull()
})
