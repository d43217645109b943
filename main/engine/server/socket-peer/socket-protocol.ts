import type { HandlerManifest } from '../../../../contract/manifest'
import type { Door } from '../../../../contract/state'
import type { Vocabulary } from './socket-event'
import type { SocketRates } from './socket-packets'

/** What tells one protocol over sockets from another. */
export interface SocketProtocol {
  readonly door: Door
  /** Of the channel of messages; empty = it has none that is worth a row. */
  readonly label: string
  /** Whether the client is told of each text that could not be used. */
  readonly complains: boolean
  rates(manifest: HandlerManifest): SocketRates
  /** What one client may say. */
  createVocabulary(): Vocabulary
}
