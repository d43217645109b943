// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { sampleSession } from '../testing/samples'
import { dayLabel, groupSessions, sessionLabel } from './session-groups'

const now = new Date(2026, 10, 23, 15, 0).getTime()
const at = (month: number, day: number, hour: number, year = 2026) =>
  new Date(year, month, day, hour).getTime()
const closed = (id: string, openedAt: number) => sampleSession(id, { openedAt, status: 'closed' })

describe('groupSessions', () => {
  const startedAt = at(10, 23, 14)

  it('tells this run from earlier ones, and puts those together by day', () => {
    const sessions = [
      closed('old', at(10, 20, 9)),
      closed('morning', at(10, 23, 9)),
      closed('mine', at(10, 23, 14.5)),
      closed('yesterday', at(10, 22, 23)),
      closed('last year', at(10, 20, 9, 2025)),
    ]
    const groups = groupSessions(sessions, () => 'Echo', { startedAt, now })
    expect(groups.map(({ label, options }) => [label, options.map(({ value }) => value)])).toEqual([
      ['This run', ['mine']],
      ['Earlier today', ['morning']],
      ['Yesterday', ['yesterday']],
      ['Fri 20 Nov', ['old']],
      ['Thu 20 Nov 2025', ['last year']],
    ])
  })

  it('counts a session that goes on as of this run, whenever it began', () => {
    const [group] = groupSessions([sampleSession('a', { openedAt: 0 })], () => undefined, { startedAt, now })
    expect(group?.options.map(({ value }) => value)).toEqual(['a'])
    expect(group?.label).toBeUndefined()
  })
})

describe('the words for a session', () => {
  it('name handler, door, time and whether it goes on', () => {
    const client = { door: 'websocket', webrtcId: 'x', address: null } as const
    const session = sampleSession('a', { openedAt: at(10, 23, 9), client })
    expect(sessionLabel(session, 'Echo')).toBe('Echo · WebSocket · 09:00:00 · live')
    expect(sessionLabel({ ...session, status: 'closed' }, undefined)).toBe('echo.ts · WebSocket · 09:00:00')
  })

  it('name days by their distance', () => {
    expect(dayLabel(at(10, 23, 0), now)).toBe('Earlier today')
    expect(dayLabel(at(10, 22, 23), now)).toBe('Yesterday')
  })
})
