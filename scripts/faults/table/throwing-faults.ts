import type { HandlerMethod } from '../../../contract/host'
import { both, type Expectation, type Fault, type Plan } from './fault'

const BOOM = "throw new Error('boom')"
const WITHIN = 3000
/** A call that fails, and the next one. */
const IN_NEW_CALL = 5000
const tells = /boom/

const goesOn: Expectation = { ending: 'goes on', within: WITHIN, tells }
/** Five faults in a row: the host gives the instance up. */
const gaveUp: Expectation = { ending: 'starts again', within: WITHIN, states: ['running'], tells }

function throwing(method: HandlerMethod, expect: Expectation, plan: Plan = { by: 'go' }, code = BOOM): Fault {
  const video = method === 'videoReceive' || method === 'videoEmit'
  return {
    name: `throw in ${method}`,
    plan,
    code: { methods: { [method]: code } },
    video,
    kinds: both,
    expect,
  }
}

const successor: Plan = { by: 'successor' }
const goesOver: Expectation = { ending: 'goes over', within: 5000, tells }

/** What the author's code throws, and never catches. */
export const throwingFaults: readonly Fault[] = [
  throwing(
    'copy',
    { ending: 'answers', within: IN_NEW_CALL, tells },
    { by: 'call' },
    `if (isFirst()) ${BOOM}`,
  ),
  throwing(
    'startUp',
    { ending: 'answers', within: IN_NEW_CALL, tells },
    { by: 'call' },
    `if (isFirst()) ${BOOM}`,
  ),
  throwing('receive', gaveUp),
  throwing('emit', gaveUp),
  throwing('videoReceive', gaveUp),
  throwing('videoEmit', gaveUp),
  throwing('onMessage', goesOn),
  throwing('shutdown', goesOver, successor),
  throwing('reset', goesOver, successor),
  throwing('exportState', goesOver, successor),
  {
    name: 'unhandled rejection',
    plan: { by: 'go' },
    code: { go: "void Promise.reject(new Error('boom'))" },
    kinds: both,
    expect: goesOn,
  },
  {
    name: 'throw in a timer',
    plan: { by: 'go' },
    code: { go: "setTimeout(() => { throw new Error('boom') }, 0)" },
    kinds: both,
    expect: goesOn,
  },
]
