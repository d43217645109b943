import type { EventName, Events } from '../../contract/ipc'

/** Tells whoever runs the engine. */
export type Emit = <N extends EventName>(name: N, payload: Events[N]) => void
