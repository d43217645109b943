import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import type { HostKind } from '../../../contract/host-link'
import type { Fault } from '../table/fault'
import type { Pong } from '../wire/pinger'
import { endingTime } from './ending-time'
import { watchMemory } from './memory-watch'
import { engineRestarted, lookAtNextStart } from './next-start'
import type { NextStart, Outcome } from './outcome'
import { createRecorder, type Recorder } from './recorder'
import type { Stage } from './stage'
import { createSubject, type Subject } from './subject'
import { waitFor } from './wait-for'

/** ms of the call that are looked at before and after the fault. */
const MARGIN = 1000
/** What is waited for beyond what is allowed, so that it is known how late it was. */
const LATE = 5000
const RESOLUTION = 5

/** A fault that is under way. */
interface Scene {
  readonly stage: Stage
  readonly fault: Fault
  readonly subject: Subject
  readonly recorder: Recorder
  /** The last answer before the fault. */
  readonly first: Pong | null
  /** ms on the runner's clock. */
  readonly began: number
}

const isCalledBefore = ({ plan: { by } }: Fault) => by !== 'call' && by !== 'save'

/** Brings the fault about. */
async function act({ stage, fault, subject, first }: Scene): Promise<void> {
  const { plan } = fault
  if (plan.by === 'go') subject.call()?.send('{"type":"go"}')
  else if (plan.by === 'swap' || plan.by === 'successor') subject.save(2)
  else if (plan.by === 'save') subject.save(1)
  else if (plan.by === 'engine end') await stage.backend.killEngine?.()
  else if (plan.by === 'signal') {
    const pid = plan.to === 'app' ? stage.backend.pid() : first?.pid
    if (plan.to === 'handler process' && pid === stage.backend.pid())
      throw new Error('the handler does not run in a process of its own')
    if (pid) process.kill(pid, plan.signal)
  }
}

/** ms from the fault to its expected ending in the call; null when the app ended or it took far too long. */
async function recoveryInCall({
  stage,
  fault,
  subject,
  recorder,
  first,
  began,
}: Scene): Promise<number | null> {
  const { ending, within, lasts = 0 } = fault.expect
  if (ending === 'starts anew') return null
  const from = began + lasts
  if (fault.plan.by === 'call')
    await subject.openAtLast(within + LATE).catch((thrown) => recorder.say(String(thrown)))
  const at = await waitFor(within + LATE, () => {
    if (!stage.backend.isRunning()) return 'ended'
    return endingTime(ending, { first, pongs: subject.pongs(), from, rejectedAt: recorder.rejectedAt() })
  })
  return typeof at === 'number' ? at - from : null
}

/** Starts the app again, or waits until it has done that with its engine, and calls anew. */
async function startAnew(scene: Scene): Promise<{ nextStart: NextStart; recovery: number }> {
  const { stage, fault, subject, began } = scene
  const cutOff = subject.call()?.sessionId
  await subject.close()
  if (fault.plan.by === 'engine end') await engineRestarted(stage.backend)
  else await stage.backend.start()
  const nextStart = await lookAtNextStart(stage, subject, cutOff)
  await subject.open()
  const { at } = await subject.answered()
  return { nextStart, recovery: at - began }
}

async function keepRows({ stage, subject, recorder }: Scene): Promise<void> {
  const sessionId = subject.call()?.sessionId ?? recorder.session()?.id
  if (!sessionId || !stage.backend.isRunning()) return
  const rows = await stage.rows(sessionId, ['error', 'console', 'swap', 'signal', 'finding'])
  for (const { summary } of rows) recorder.say(summary)
}

async function begin(stage: Stage, fault: Fault, subject: Subject, recorder: Recorder): Promise<Scene> {
  const by = fault.plan.by
  if (by !== 'save') {
    subject.save(1)
    if ((await stage.settled(subject.id, 1)) === 'broken')
      throw new Error(
        `${subject.id} does not run: ${stage.backend.state().handlers[subject.id]?.error?.message}`,
      )
  }
  if (isCalledBefore(fault)) await subject.open()
  const first = isCalledBefore(fault) ? await subject.answered() : null
  await setTimeout(MARGIN)
  if (by === 'call') subject.arm()
  return { stage, fault, subject, recorder, first, began: performance.now() }
}

/** Counts signals that the handler sends to the app's parent, which is this process. */
function watchSignals() {
  let signalled = false
  const note = () => {
    signalled = true
  }
  process.on('SIGTERM', note)
  return {
    signalled: () => signalled,
    close: () => void process.off('SIGTERM', note),
  }
}

async function observe(scene: Scene): Promise<Outcome> {
  const { stage, recorder, began, fault } = scene
  const { backend, neighbour } = stage
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION })
  const signals = watchSignals()
  const log = backend.log().length
  const memoryWatch = watchMemory(backend.pid())
  delay.enable()
  await act(scene)
  let recovery = await recoveryInCall(scene)
  if (fault.plan.by === 'signal' && fault.plan.to === 'app') await waitFor(LATE, () => !backend.isRunning())
  const ended = performance.now()
  await setTimeout(MARGIN)
  delay.disable()
  const memory = memoryWatch.close()
  const appEnded = backend.isRunning()
    ? null
    : backend.log().slice(log).trim().slice(-300) || 'without a word'
  let nextStart: NextStart | null = null
  if (appEnded !== null || fault.plan.by === 'engine end') ({ nextStart, recovery } = await startAnew(scene))
  await keepRows(scene)
  signals.close()
  return {
    states: recorder.states,
    said: recorder.said,
    isolation: recorder.session()?.isolation ?? null,
    recovery,
    appEnded,
    nextStart,
    parentSignalled: signals.signalled(),
    neighbour: {
      before: neighbour.stats(began - MARGIN, began),
      during: neighbour.stats(began, ended),
      after: neighbour.stats(ended, ended + MARGIN),
    },
    memory: appEnded === null ? memory : null,
    runnerDelay: Math.max(0, delay.max / 1e6 - RESOLUTION),
  }
}

/** Does `fault` to a handler of its own, and tells what came of it. */
export async function runFault(stage: Stage, fault: Fault, kind: HostKind): Promise<Outcome> {
  await stage.ready()
  const subject = createSubject(stage, fault, kind)
  const recorder = createRecorder(stage.backend, subject.id)
  try {
    return await observe(await begin(stage, fault, subject, recorder))
  } finally {
    recorder.close()
    await subject.close()
    stage.remove(subject.id)
  }
}
