import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { JournalRow } from '../../../contract/journal'
import type { Backend } from '../backends/backend'
import { createNeighbour, NEIGHBOUR, type Neighbour, neighbourSource } from './neighbour'
import { waitFor } from './wait-for'

/** Where faults happen: the running app, its user folder, and a neighbour in a call. */
export interface Stage {
  readonly backend: Backend
  readonly neighbour: Neighbour
  /** Outside of the user folder; for markers. */
  readonly folder: string
  save(id: string, source: string): void
  remove(id: string): void
  /** The app runs and the neighbour is in its call, whatever the last fault did. */
  ready(): Promise<void>
  /** Waits until the newest contents of the file run or are refused; throws when neither comes. */
  settled(id: string, version: number): Promise<'ready' | 'broken'>
  rows(sessionId: string, kinds: readonly JournalRow['kind'][]): Promise<readonly JournalRow[]>
}

const SETTLE_LIMIT = 20_000
/** A handler in the folder finds this package, as after `npm install` there. */
const NATIVE = 'onnxruntime-node'

export function createStage(backend: Backend, root: string, folder: string): Stage {
  const neighbour = createNeighbour(backend)
  const file = (id: string) => path.join(backend.handlers, id)
  const save = (id: string, source: string) => writeFileSync(file(id), source)
  mkdirSync(path.join(backend.handlers, 'node_modules'), { recursive: true })
  symlinkSync(path.join(root, 'node_modules', NATIVE), file(`node_modules/${NATIVE}`), 'junction')
  save(NEIGHBOUR, neighbourSource)

  async function settled(id: string, version: number): Promise<'ready' | 'broken'> {
    const found = await waitFor(SETTLE_LIMIT, () => {
      const entry = backend.state().handlers[id]
      if (entry?.status === 'broken') return 'broken'
      return entry?.status === 'ready' && entry.version >= version ? 'ready' : null
    })
    if (!found) throw new Error(`${id} did not become ready: ${JSON.stringify(backend.state().handlers[id])}`)
    return found
  }

  return {
    backend,
    neighbour,
    folder,
    save,
    remove: (id) => rmSync(file(id), { force: true }),
    async ready() {
      if (!backend.isRunning()) await backend.start()
      await settled(NEIGHBOUR, 1)
      if (!neighbour.isOpen()) await neighbour.open()
      neighbour.forget()
    },
    settled,
    async rows(sessionId, kinds) {
      const filter = { text: '', kinds: [...kinds], directions: [] }
      return (await backend.request('journal.query', { sessionId, filter, offset: 0, limit: 1000 })).rows
    },
  }
}
