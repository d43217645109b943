import { both, type Expectation, type Fault } from './fault'

const kept = 'private readonly kept: unknown[] = []'

const ended: Expectation = {
  ending: 'starts again',
  within: 15_000,
  states: ['running'],
  // A heap near its limit is collected so often that its thread may seem to hang first.
  tells: /memory|heap|buffers|did not (return|give)/i,
  moves: true,
}

/** What fills the memory. */
export const memoryFaults: readonly Fault[] = [
  {
    name: 'heap leak with each frame',
    plan: { by: 'go' },
    code: {
      members: kept,
      methods: { receive: 'this.kept.push(Array.from({ length: 100_000 }, (_, n) => ({ n })))' },
    },
    kinds: both,
    expect: ended,
  },
  {
    name: 'buffer leak with each frame',
    plan: { by: 'go' },
    code: { members: kept, methods: { receive: 'this.kept.push(Buffer.alloc(8 * 1024 * 1024, 1))' } },
    kinds: both,
    expect: { ...ended, within: 25_000 },
  },
  {
    name: 'allocating loop in one call',
    plan: { by: 'go' },
    code: {
      methods: { receive: 'const a: unknown[] = []; for (;;) a.push(new Array(1000).fill({}))' },
    },
    kinds: both,
    expect: { ...ended, mayEndApp: ['electron'] },
  },
]
