import { networkInterfaces } from 'node:os'

/** Every IP address of this computer. */
function ownAddresses(): ReadonlySet<string> {
  return new Set(
    Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address)),
  )
}

/**
 * Options of werift with which a connection is made with this computer alone: nobody else is answered, or asked. It listens at
 * every address of the computer all the same: Firefox does not send to 127.0.0.1 from another one, nor does Windows.
 */
export function fromOwnAddresses() {
  const own = ownAddresses()
  return {
    iceFilterStunResponse: (_message: unknown, [host]: readonly [string, number]): boolean => own.has(host),
    iceFilterCandidatePair: (pair: { readonly remoteCandidate: { readonly host: string } }): boolean =>
      own.has(pair.remoteCandidate.host),
  }
}
