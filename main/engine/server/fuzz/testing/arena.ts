import type { SeededRandom } from '../../../../../scripts/faults/soak/seeded-random'

/** What an attack is given. */
export interface Arena {
  readonly port: number
  readonly random: SeededRandom
  /** A real client's SDP offer. */
  readonly offer: string
  /** A name for a client that nobody has used yet. */
  newId(): string
  /** Ends the session of this client, if there is one: else its slot would be taken until it is given up. */
  kick(id: string): Promise<void>
  /** Sends bytes to the media port of a live call: from elsewhere, or as if they came from its client. */
  sendMedia(bytes: Buffer, as: 'stranger' | 'client'): void
  /** Bytes that the client of the live call has sent, encrypted. */
  readonly captured: readonly Buffer[]
  /** Sends a text or bytes on the data channel of the live call. */
  say(data: string | Buffer): void
  /** Ends with the fuzz. */
  keepOpen(socket: { destroy(): void }): void
}

/** Does something to the server that no good client does; resolves to what was wrong with its answer, or null. */
export interface Attack {
  readonly name: string
  /** How often it is chosen. */
  readonly weight: number
  run(arena: Arena): Promise<string | null>
}
