import { both, type Expectation, type Fault } from './fault'

const WITHIN = 3000

const refused = (tells: RegExp): Expectation => ({ ending: 'answers', within: WITHIN, tells })
const restarted = (tells: RegExp): Expectation => ({
  ending: 'starts again',
  within: WITHIN,
  states: ['running'],
  tells,
})

function going(name: string, go: string, expect: Expectation): Fault {
  return { name, plan: { by: 'go' }, code: { go }, kinds: both, expect }
}

function signalled(name: string, signal: NodeJS.Signals, tells: RegExp): Fault {
  return {
    name,
    plan: { by: 'signal', signal, to: 'handler process' },
    code: {},
    kinds: ['process'],
    expect: restarted(tells),
  }
}

/** What ends the thread, the process or the whole app. */
export const endingFaults: readonly Fault[] = [
  going('process.exit(3)', 'process.exit(3)', restarted(/process\.exit|exit code 3/)),
  going('process.abort()', 'process.abort()', refused(/abort|SIGABRT|crash/i)),
  going('process.kill(process.pid)', 'process.kill(process.pid)', refused(/process\.kill/)),
  going('process.kill(process.ppid)', 'process.kill(process.ppid)', refused(/process\.kill/)),
  signalled('handler process killed from outside', 'SIGKILL', /kill/i),
  signalled('handler process crashes in native code', 'SIGSEGV', /crash|SIGSEGV|native/i),
  signalled('handler process aborts', 'SIGABRT', /crash|SIGABRT|abort/i),
  {
    name: 'native add-on in startUp',
    plan: { by: 'call' },
    code: { methods: { startUp: "await import('onnxruntime-node')" } },
    kinds: ['thread'],
    expect: { ending: 'answers', within: 10_000, moves: true, tells: /native|process/i },
  },
  {
    name: 'native add-on at top level',
    plan: { by: 'call' },
    code: { top: "import * as ort from 'onnxruntime-node'\nvoid ort.InferenceSession" },
    kinds: ['thread'],
    expect: { ending: 'answers', within: 10_000, moves: true },
  },
  {
    name: 'the app is killed',
    plan: { by: 'signal', signal: 'SIGKILL', to: 'app' },
    code: {},
    kinds: ['thread'],
    expect: { ending: 'starts anew', within: 20_000, moves: true },
  },
  {
    name: 'the engine thread ends',
    plan: { by: 'engine end' },
    code: {},
    kinds: ['thread'],
    on: ['electron'],
    expect: { ending: 'starts anew', within: 10_000 },
  },
]
