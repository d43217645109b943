import { describe, expect, it } from 'vitest'
import { emptyState, type HandlerEntry, inThread } from '../../contract/state'
import { sampleSession } from '../../contract/testing/sample-session'
import { changeLines } from './announce-changes'
import { handlerLines } from './handler-lines'
import { sessionLines } from './session-lines'

const events = (lines: ReturnType<typeof sessionLines>) => lines.map(({ line }) => line.event)
const error = {
  code: 'handler',
  message: 'boom',
  position: { file: '/h/echo.ts', line: 3, column: 7 },
} as const

describe('what is told of a session', () => {
  it('is each step of it, once', () => {
    const steps = [
      sampleSession('a', { status: 'connecting' }),
      sampleSession('a'),
      sampleSession('a', { fault: error }),
      sampleSession('a', { fault: error, handlerVersion: 2 }),
      sampleSession('a', { fault: error, handlerVersion: 2, status: 'closing' }),
      sampleSession('a', {
        fault: error,
        handlerVersion: 2,
        status: 'closed',
        reason: 'hung up',
        closedAt: 2500,
      }),
    ]
    const told = steps.map((step, n) => sessionLines(steps[n - 1], step, 9000))
    expect(told.map(events)).toEqual([
      ['session-opened'],
      ['session-live'],
      ['session-fault'],
      ['session-swapped'],
      [],
      ['session-closed'],
    ])
    expect(told.at(-1)?.[0]).toMatchObject({
      line: { at: 2500, session: 'a', reason: 'hung up', seconds: 2.5 },
      text: 'session a: closed after 2.5 s: hung up',
    })
    expect(told[2]?.[0]?.text).toBe('session a: /h/echo.ts:3:7: boom')
  })

  it('is its end too when it was over before anybody looked', () => {
    const failed = sampleSession('a', { status: 'failed', reason: 'no network', closedAt: 100 })
    expect(events(sessionLines(undefined, failed, 100))).toEqual(['session-opened', 'session-failed'])
    expect(sessionLines(failed, { ...failed }, 200)).toEqual([])
  })

  it('says when a version was taken back', () => {
    const rolledBack = { from: 2, to: 1, error }
    const [line] = sessionLines(
      sampleSession('a', { handlerVersion: 2 }),
      sampleSession('a', { rolledBack }),
      0,
    )
    expect(line?.text).toBe('session a: back to version 1')
  })
})

describe('what is told of a handler', () => {
  const entry = (change: Partial<HandlerEntry> = {}): HandlerEntry => ({
    id: 'echo.ts',
    file: '/h/echo.ts',
    status: 'ready',
    version: 1,
    versions: [],
    isolation: inThread,
    manifest: null,
    findings: [],
    loadedAt: 1,
    error: null,
    ...change,
  })

  it('is a new version, an error with its place, and that the file is gone', () => {
    const broken = entry({ status: 'broken', error })
    expect(events(handlerLines(undefined, entry({ status: 'compiling', version: 0 }), 0))).toEqual([])
    expect(events(handlerLines(entry(), entry({ version: 2 }), 0))).toEqual(['handler-loaded'])
    expect(handlerLines(entry(), broken, 0)[0]?.text).toBe(
      'echo: /h/echo.ts:3:7: boom\n  Version 1 keeps running.',
    )
    expect(events(handlerLines(broken, entry({ status: 'compiling', error }), 0))).toEqual([])
    expect(events(handlerLines(broken, undefined, 0))).toEqual(['handler-removed'])
  })

  it('comes with likely mistakes', () => {
    const finding = {
      rule: 'shared-state',
      message: 'Shared',
      hint: 'Do not.',
      position: error.position,
    } as const
    const [loaded] = handlerLines(undefined, entry({ findings: [finding] }), 0)
    expect(loaded?.text).toBe('echo: version 1 loaded\n  /h/echo.ts:3:7: Shared. Do not.')
  })

  it('is nothing where nothing has changed', () => {
    const state = { ...emptyState, handlers: { 'echo.ts': entry() }, sessions: { a: sampleSession('a') } }
    expect(changeLines(state, { ...state }, 0)).toEqual([])
  })
})
