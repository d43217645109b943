import { both, type Expectation, type Fault } from './fault'
import type { FaultCode } from './subject-source'

const BOOM = "throw new Error('boom')"
const LOOP = 'for (;;) {}'

const goesBack: Expectation = { ending: 'goes back', within: 10_000 }
const boom: Expectation = { ...goesBack, tells: /boom/ }

function swapped(name: string, code: FaultCode, expect: Expectation): Fault {
  return { name: `swap to: ${name}`, plan: { by: 'swap' }, code, kinds: both, expect }
}

/** Versions that must not take over a call, or not keep it. */
export const swapFaults: readonly Fault[] = [
  swapped('syntax error', { top: 'const = 1' }, { ...goesBack, tells: /expected|syntax/i }),
  swapped('throw at top level', { top: BOOM }, boom),
  swapped('endless loop at top level', { top: LOOP }, goesBack),
  swapped('process.exit at top level', { top: 'process.exit(1)' }, { ...goesBack, tells: /exit/ }),
  swapped('throw in copy', { methods: { copy: BOOM } }, boom),
  swapped('endless loop in copy', { methods: { copy: LOOP } }, goesBack),
  swapped('throw in startUp', { methods: { startUp: BOOM } }, boom),
  swapped('endless loop in startUp', { methods: { startUp: LOOP } }, goesBack),
  swapped('throw in importState', { methods: { importState: BOOM } }, boom),
  swapped('endless loop in importState', { methods: { importState: LOOP } }, goesBack),
  swapped('throw in receive', { methods: { receive: BOOM } }, boom),
  swapped('endless loop in receive', { methods: { receive: LOOP } }, goesBack),
  swapped('endless loop in emit', { methods: { emit: LOOP } }, goesBack),
  swapped(
    'process.exit in receive',
    { methods: { receive: 'process.exit(1)' } },
    { ...goesBack, tells: /exit/ },
  ),
  {
    name: 'swap from: endless loop in shutdown',
    plan: { by: 'successor' },
    code: { methods: { shutdown: LOOP } },
    kinds: both,
    expect: { ending: 'goes over', within: 5000 },
  },
  {
    name: 'swap from: endless loop in exportState',
    plan: { by: 'successor' },
    code: { methods: { exportState: LOOP } },
    kinds: both,
    expect: { ending: 'goes over', within: 8000 },
  },
]
