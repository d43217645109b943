import { setTimeout } from 'node:timers/promises'
import type { Backend } from '../backends/backend'
import type { NextStart } from './outcome'
import type { Stage } from './stage'
import type { Subject } from './subject'
import { waitFor } from './wait-for'

const RESTART_LIMIT = 15_000
const READ_LIMIT = 3000
const READ_PAUSE = 100

/** Resolves when the app has started another engine by itself; throws when it does not. */
export async function engineRestarted(backend: Backend): Promise<void> {
  // Asked of the state: the event may have come before anybody listened.
  const told = await waitFor(RESTART_LIMIT, () => backend.state().accident?.what === 'engine')
  if (told) return
  const lastLines = backend.log().trimEnd().split('\n').slice(-3).join('; ')
  throw new Error(`the engine was not restarted within ${RESTART_LIMIT} ms; the app wrote: ${lastLines}`)
}

/** Rows of a session that was cut off: they are read from the disk after the first question. */
async function countKept({ rows }: Stage, sessionId: string): Promise<number> {
  const end = performance.now() + READ_LIMIT
  for (;;) {
    const { length } = await rows(sessionId, [])
    if (length > 0 || performance.now() > end) return length
    await setTimeout(READ_PAUSE)
  }
}

/** What the app that was started again tells of its death; the notice is dismissed then. */
export async function lookAtNextStart(
  stage: Stage,
  subject: Subject,
  cutOff: string | undefined,
): Promise<NextStart> {
  const { backend } = stage
  await stage.settled(subject.id, 1)
  const { accident, handlers, sessions } = backend.state()
  const rows = cutOff && sessions[cutOff] ? await countKept(stage, cutOff) : 0
  if (accident) await backend.request('accident.dismiss', {})
  return {
    accident: accident?.what ?? null,
    isInProcess: handlers[subject.id]?.isolation.kind === 'process',
    rows,
  }
}
