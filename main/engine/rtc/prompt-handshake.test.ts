import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { DtlsClient, RTCDtlsTransport } from 'werift'
import { answeringPeer } from './testing/answering-peer'
import { createOfferingClient } from './testing/offering-client'

/** What werift itself lets pass, ms. A timer of as long that is set before its own fires before it, on any machine. */
const DELAY_OF_WERIFT = 100

afterEach(() => vi.restoreAllMocks())

describe('the DTLS handshake with a client that offers', () => {
  it('begins once, and before the delay of werift has passed', async () => {
    const order: string[] = []
    const { start } = RTCDtlsTransport.prototype
    const { connect } = DtlsClient.prototype
    vi.spyOn(RTCDtlsTransport.prototype, 'start').mockImplementation(function (this: RTCDtlsTransport) {
      setTimeout(() => this.role === 'client' && order.push('delay'), DELAY_OF_WERIFT)
      return start.call(this)
    })
    vi.spyOn(DtlsClient.prototype, 'connect').mockImplementation(function (this: DtlsClient) {
      order.push('handshake')
      return connect.call(this)
    })
    const client = await createOfferingClient()
    const peer = answeringPeer(client.offer)
    onTestFinished(async () => {
      await Promise.all([peer.close(), client.close()])
    })
    await client.accept(await peer.open())
    await client.opened
    await vi.waitFor(() => expect(order).toContain('delay'))
    expect(order).toEqual(['handshake', 'delay'])
  })
})
