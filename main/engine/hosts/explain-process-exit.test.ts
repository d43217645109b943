import { describe, expect, it } from 'vitest'
import { explainProcessExit } from './explain-process-exit'

const plain = {
  code: null,
  signal: null,
  exiting: null,
  ranOutOfMemory: false,
  booted: true,
  failure: null,
  heapLimitMb: 512,
}

describe('why a handler process ended', () => {
  it.each([
    [{ signal: 'SIGSEGV' }, 'native', 'memory that is not its own (SIGSEGV)'],
    [{ signal: 'SIGTRAP' }, 'native', 'SIGTRAP'],
    [{ code: 0xc0000005 }, 'native', '0xc0000005'],
    [{ signal: 'SIGABRT', ranOutOfMemory: true }, 'memory', 'more than 512 MB'],
    [{ signal: 'SIGKILL' }, 'crashed', 'ended from outside (SIGKILL)'],
    [{}, 'crashed', 'ended from outside.'],
    [{ code: 6, exiting: 6 }, 'exited', 'process.exit(6)'],
    [{ signal: 'SIGABRT', exiting: 6 }, 'exited', 'process.exit(6)'],
    [{ code: 4 }, 'exited', 'by itself with exit code 4'],
    [{ booted: false, code: 1 }, 'unstarted', 'could not start: it ended with exit code 1'],
    [{ booted: false, signal: 'SIGSEGV' }, 'unstarted', 'could not start: it was ended by SIGSEGV'],
    [
      { booted: false, failure: { code: 'timeout', message: 'It did not connect within 10 s.' } },
      'unstarted',
      'did not connect within 10 s',
    ],
  ] as const)('is told from %o', (facts, cause, text) => {
    const explained = explainProcessExit({ ...plain, ...facts })
    expect(explained.cause).toBe(cause)
    expect(explained.error.message).toContain(text)
    expect(explained.error.hint).toBeTruthy()
  })
})
