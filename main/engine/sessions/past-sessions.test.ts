import { describe, expect, it } from 'vitest'
import type { SessionHead } from '../journal/session-head'
import { pastSessions } from './past-sessions'

const client = { door: 'window', webrtcId: 's1', address: null } as const
const head: SessionHead = { sessionId: 's1', handlerId: 'echo.ts', handlerVersion: 3, openedAt: 5, client }

describe('sessions of earlier runs', () => {
  it('are listed as they ended', () => {
    const end = { at: 9, status: 'closed', reason: 'the client hung up' } as const
    expect(pastSessions([{ ...head, end }], []).get('s1')).toMatchObject({
      ...{ id: 's1', status: 'closed', host: 'gone', reason: 'the client hung up' },
      ...{ handlerVersion: 3, openedAt: 5, closedAt: 9 },
    })
  })

  it('are listed as failed when nobody wrote down how they ended', () => {
    expect(pastSessions([head], []).get('s1')).toMatchObject({
      status: 'failed',
      reason: 'Soundcheck ended unexpectedly',
      closedAt: 5,
    })
  })

  it('are listed with what is known of how they were cut off, also without a journal', () => {
    const cutOff = {
      id: 's1',
      handlerId: 'echo.ts',
      handlerVersion: 4,
      openedAt: 5,
      endedAt: 8,
      client,
    } as const
    const entry = { status: 'failed', isolation: 'process', handlerVersion: 4, closedAt: 8 }
    const sessions = [{ ...cutOff, isolation: 'process' }] as const
    expect(pastSessions([head], sessions).get('s1')).toMatchObject(entry)
    expect(pastSessions([], sessions).get('s1')).toMatchObject(entry)
  })
})
