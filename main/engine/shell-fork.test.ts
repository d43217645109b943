import { describe, expect, it } from 'vitest'
import type { ForkRequest } from '../../contract/engine'
import { createShellFork } from './shell-fork'

function setUp() {
  const asked: ForkRequest[] = []
  const shell = createShellFork((request) => asked.push(request))
  const fork = (argument: string) => {
    const told: unknown[] = []
    shell.fork(
      { argument, heapLimitMb: 64 },
      {
        output: (stream, text) => told.push(`${stream} ${text}`),
        failed: (error) => told.push(error.message),
        exited: (code, signal) => told.push([code, signal]),
      },
    )
    return told
  }
  return { asked, shell, fork }
}

describe('a process that the shell starts for the engine', () => {
  it('is asked for with an id of its own', () => {
    const { asked, fork } = setUp()
    fork('a')
    fork('b')
    expect(asked).toEqual([
      { type: 'fork', id: 1, argument: 'a', heapLimitMb: 64 },
      { type: 'fork', id: 2, argument: 'b', heapLimitMb: 64 },
    ])
  })

  it('is told of to who asked for it, and once of its end', () => {
    const { shell, fork } = setUp()
    const first = fork('a')
    const second = fork('b')
    shell.take({ type: 'fork-output', id: 2, stream: 'stderr', text: 'oh' })
    shell.take({ type: 'fork-exited', id: 2, code: null, signal: 'SIGSEGV' })
    shell.take({ type: 'fork-exited', id: 2, code: 0, signal: null })
    shell.take({ type: 'fork-failed', id: 1, error: { code: 'unavailable', message: 'no' } })
    shell.take({ type: 'fork-output', id: 9, stream: 'stdout', text: 'whose?' })
    expect(first).toEqual(['no'])
    expect(second).toEqual(['stderr oh', [null, 'SIGSEGV']])
  })
})
