import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { HandlerEntry } from '../../../contract/state'
import type { Clock } from '../clock'
import type { HandlerVersion } from '../handler-version'
import type { Reach } from '../rtc/reach'
import type { Sessions } from '../sessions/sessions'

/** What a door needs to let somebody in. */
export interface DoorMeans {
  readonly sessions: Sessions
  readonly clock: Clock
  /** From where media may come: as far as the server itself is reached. */
  readonly reach: Reach
  /** All of the folder, in the order of their names. */
  handlers(): readonly HandlerEntry[]
  /**
   * The version that the request is for: the handler that its path named, else the selected one. Throws `not-found` when there is
   * none, or none that runs.
   */
  versionFor(request: FastifyRequest): HandlerVersion
  readonly log: (line: string) => void
}

/** Adds the routes of one protocol. What it opens ends with `app`. */
export type Door = (app: FastifyInstance, means: DoorMeans) => void
