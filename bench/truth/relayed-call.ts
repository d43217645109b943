import { type Call, type EncodedMedia, openCall } from '../serve/call'
import { openRelay, portOf, type Relay, type RelayOptions, throughRelay, withoutAddresses } from './relay'

export interface RelayedCall {
  readonly call: Call
  readonly relay: Relay
}

/** A call of which every datagram goes through a relay. Who opens it closes both. */
export async function openRelayedCall(
  url: string,
  id: string,
  media: EncodedMedia,
  network: Pick<RelayOptions, 'delays' | 'loses'>,
): Promise<RelayedCall> {
  let relay: Relay | undefined
  const call = await openCall(url, id, media, {
    // Without addresses the engine can be reached only where the relay is.
    offer: withoutAddresses,
    async answer(sdp) {
      relay = await openRelay({ ...network, port: portOf(sdp) })
      return throughRelay(sdp, relay.port)
    },
  })
  if (!relay) throw new Error('there was no answer')
  return { call, relay }
}
