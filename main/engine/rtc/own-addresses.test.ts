import { networkInterfaces } from 'node:os'
import { expect, it } from 'vitest'
import { fromOwnAddresses } from './own-addresses'
import { answeringPeer } from './testing/answering-peer'
import { createOfferingClient } from './testing/offering-client'

it('only addresses of this computer are answered and asked', () => {
  const { iceFilterStunResponse, iceFilterCandidatePair } = fromOwnAddresses()
  const own = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address))
  for (const host of own) {
    expect(iceFilterStunResponse(null, [host, 5000])).toBe(true)
    expect(iceFilterCandidatePair({ remoteCandidate: { host } })).toBe(true)
  }
  // An address for documentation, which nobody has. Source: RFC 5737.
  expect(iceFilterStunResponse(null, ['203.0.113.7', 5000])).toBe(false)
  expect(iceFilterCandidatePair({ remoteCandidate: { host: '203.0.113.7' } })).toBe(false)
})

it('a client on this computer connects, and is told all addresses of it', async () => {
  const client = await createOfferingClient()
  const peer = answeringPeer(client.offer, {}, { reach: 'computer' })
  try {
    const answer = await peer.open()
    await client.accept(answer)
    await client.opened
    const outer = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
    for (const { address } of outer) expect(answer).toContain(` ${address} `)
    expect(answer).toContain(' 127.0.0.1 ')
  } finally {
    await peer.close()
    await client.close()
  }
})
