import { createHook } from 'node:async_hooks'

/**
 * What goes on in a thread outside of its JavaScript. `turning`: its own immediates; `working`: files, names, keys and the like,
 * which come to an end; `open`: connections, processes and threads, of which nobody can tell when they have something to say.
 */
export type Pending = 'nothing' | 'turning' | 'working' | 'open'

/** Node's names of what is open. */
const openKinds = new Set([
  'TCPSocketWrap',
  'TLSWrap',
  'PipeWrap',
  'UDPWrap',
  'ProcessWrap',
  'MessagePort',
  'Worker',
])
/** Nothing comes of these unless something else is open or working; timers have their own clock. */
const restingKinds = new Set([
  'Timeout',
  'TTYWrap',
  'TCPServerWrap',
  'PipeServerWrap',
  'FSEventWrap',
  'StatWatcher',
])

/** Jobs of `node:crypto`, which Node does not list as active. */
class CryptoJobs {
  readonly #ids = new Set<number>()
  readonly #hook = createHook({
    init: (id, type) => {
      if (type.endsWith('REQUEST')) this.#ids.add(id)
    },
    before: (id) => void this.#ids.delete(id),
  })

  constructor() {
    this.#hook.enable()
  }

  get isEmpty(): boolean {
    return this.#ids.size === 0
  }
}

/** Tells what the thread waits for, beside its timers. What is open when it is made does not count. */
export class PendingWork {
  readonly #jobs = new CryptoJobs()
  readonly #openBefore = countOpen(process.getActiveResourcesInfo())

  look(): Pending {
    const active = process.getActiveResourcesInfo()
    if (active.includes('Immediate')) return 'turning'
    const isWorking = active.some((kind) => !openKinds.has(kind) && !restingKinds.has(kind))
    if (isWorking || !this.#jobs.isEmpty) return 'working'
    return countOpen(active) > this.#openBefore ? 'open' : 'nothing'
  }
}

function countOpen(active: readonly string[]): number {
  return active.filter((kind) => openKinds.has(kind)).length
}
