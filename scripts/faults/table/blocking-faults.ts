import type { HandlerMethod } from '../../../contract/host'
import { both, type Expectation, type Fault, type Plan } from './fault'
import type { FaultCode } from './subject-source'

const LOOP = 'for (;;) {}'
const WAIT = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)'
const ENDED = /did not (return|give|finish)/
/** Limit, restart and the start of a process. */
const WITHIN = 9000

const ended: Expectation = {
  ending: 'starts again',
  within: WITHIN,
  states: ['blocked', 'running'],
  tells: ENDED,
  moves: true,
}

function blocking(name: string, code: FaultCode, more: Partial<Fault> = {}): Fault {
  return { name, plan: { by: 'go' }, code, kinds: both, expect: ended, ...more }
}

const inMethod = (method: HandlerMethod, code: string) => ({ methods: { [method]: code } })
const go: Plan = { by: 'go' }

/** What gives its thread back to nobody. */
export const blockingFaults: readonly Fault[] = [
  blocking('endless loop in receive', inMethod('receive', LOOP)),
  blocking('endless loop in emit', inMethod('emit', LOOP)),
  blocking('endless loop in onMessage', inMethod('onMessage', LOOP)),
  blocking('endless loop in a timer', { go: `setTimeout(() => { ${LOOP} }, 0)` }),
  blocking('endless promises', { go: 'void (async () => { for (;;) await null })()' }),
  blocking('endless loop in startUp', inMethod('startUp', `if (isFirst()) { ${LOOP} }`), {
    plan: { by: 'call' },
    expect: { ...ended, ending: 'answers' },
  }),
  blocking('endless loop in copy', inMethod('copy', `if (isFirst()) { ${LOOP} }`), {
    plan: { by: 'call' },
    expect: { ending: 'answers', within: WITHIN, tells: /copy|start|ready|return|give/i },
  }),
  blocking(
    'endless loop at top level',
    { top: LOOP },
    {
      plan: { by: 'save' },
      expect: { ending: 'is refused', within: WITHIN, tells: ENDED },
    },
  ),
  blocking('Atomics.wait in receive', inMethod('receive', WAIT)),
  blocking('5,000 timers of 0 ms', timers(), {
    plan: go,
    expect: { ending: 'answers', within: WITHIN, lasts: 4000 },
  }),
]

function timers(): FaultCode {
  return {
    go: `
    const timers = Array.from({ length: 5000 }, () => setInterval(() => undefined, 0))
    setTimeout(() => timers.forEach(clearInterval), 4000)`,
  }
}
