import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findCasualties, judge } from './judge-markers'
import { isRunning, type ProcessSystem, thisSystem } from './process-identity'
import type { RunningMarker } from './running-marker'
import { markerOf, runningSession, systemOf } from './testing/markers'

const files = (...markers: RunningMarker[]) =>
  new Map(markers.map((marker, at) => [`running-${at}.json`, marker]))

function verdictOf(system: ProcessSystem, ...markers: RunningMarker[]) {
  const casualties = findCasualties(files(...markers), system)
  return judge(
    casualties,
    casualties.map(() => null),
    system,
  )
}

describe('what markers tell', () => {
  const system = systemOf({ pid: 10, started: '500' }, { 20: '700' })

  it('is nothing when there are none, or only those of instances that run', () => {
    expect(verdictOf(system).accident).toBeNull()
    const other = markerOf({ pid: 20, started: '700' })
    expect(verdictOf(system, other)).toEqual({ accident: null, guilty: [], cutOff: [] })
  })

  it('is that the app died, and who ran in its threads', () => {
    const marker = markerOf(
      { pid: 30, started: '600' },
      {
        aliveAt: 9000,
        sessions: [
          runningSession('s1', { handlerId: 'a.ts' }),
          runningSession('s2', { handlerId: 'b.ts', isolation: 'process' }),
          runningSession('s3', { handlerId: 'a.ts' }),
        ],
        threads: [
          { id: 'a.ts', hash: 'h1' },
          { id: 'c.ts', hash: 'h3' },
          { id: 'a.ts', hash: 'h1' },
        ],
      },
    )
    const { accident, guilty, cutOff } = verdictOf(system, marker)
    expect(accident).toEqual({
      what: 'app',
      at: 9000,
      handlers: ['a.ts', 'c.ts'],
      sessions: ['s1', 's2', 's3'],
      report: null,
    })
    expect(guilty).toEqual([
      { id: 'a.ts', hash: 'h1' },
      { id: 'c.ts', hash: 'h3' },
    ])
    expect(cutOff.map(({ id, endedAt }) => [id, endedAt])).toEqual([
      ['s1', 9000],
      ['s2', 9000],
      ['s3', 9000],
    ])
  })

  it('is that the app died when its number belongs to another process now, even to this one', () => {
    expect(verdictOf(system, markerOf({ pid: 20, started: '699' })).accident?.what).toBe('app')
    expect(verdictOf(system, markerOf({ pid: 10, started: '499' })).accident?.what).toBe('app')
  })

  it('is that the engine died when the process lives on or lived to tell, and blames no handler', () => {
    const sessions = [runningSession('s1')]
    const earlier = verdictOf(system, markerOf({ pid: 10, started: '500' }, { sessions }))
    expect(earlier.accident).toMatchObject({ what: 'engine', handlers: [], sessions: ['s1'] })
    expect(earlier.guilty).toEqual([])
    const told = verdictOf(
      system,
      markerOf({ pid: 30, started: '1' }, { sessions, death: { at: 77, report: '/r' } }),
    )
    expect(told.accident).toMatchObject({ what: 'engine', at: 77 })
  })

  it('blames no handler when the system was switched off', () => {
    const sessions = [runningSession('s1')]
    const marker = markerOf({ pid: 30, started: '600', boot: 'before' }, { sessions })
    expect(verdictOf(system, marker)).toMatchObject({
      accident: { what: 'app', handlers: [], sessions: ['s1'] },
      guilty: [],
    })
  })

  it('takes several dead instances together, and the sessions that those before them left', () => {
    const first = markerOf({ pid: 30, started: '1' }, { aliveAt: 1, sessions: [runningSession('s1')] })
    const cutOff = [{ ...runningSession('s0'), endedAt: 0 }]
    const second = markerOf(
      { pid: 31, started: '1' },
      { aliveAt: 2, sessions: [runningSession('s2')], cutOff },
    )
    const casualties = findCasualties(files(second, first), system)
    const { accident } = judge(casualties, ['/first', '/second'], system)
    expect(accident).toMatchObject({ at: 2, sessions: ['s1', 's0', 's2'], report: '/second' })
  })

  it('is never more than ten sessions, each once', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(20), { maxLength: 15 }), { maxLength: 4 }), (lists) => {
        const markers = lists.map((ids, at) =>
          markerOf(
            { pid: 100 + at, started: '1' },
            { aliveAt: at, sessions: ids.map((id) => runningSession(`s${id}`)) },
          ),
        )
        const { cutOff } = verdictOf(system, ...markers)
        expect(cutOff.length).toBeLessThanOrEqual(10)
        expect(new Set(cutOff.map(({ id }) => id)).size).toBe(cutOff.length)
      }),
    )
  })
})

describe('a process', () => {
  it('runs, as this one and its parent do', () => {
    const system = thisSystem()
    const parent = { ...system.self, pid: process.ppid, started: system.startOf(process.ppid) }
    expect(isRunning(system.self, system)).toBe(true)
    expect(isRunning(parent, system)).toBe(true)
  })

  it.runIf(process.platform === 'linux')('is another one when it was started at another time', () => {
    const system = thisSystem()
    expect(isRunning({ ...system.self, pid: process.ppid, started: '1' }, system)).toBe(false)
    expect(isRunning({ ...system.self, boot: 'another' }, system)).toBe(false)
  })

  it('is told by its number and the start of the system where the start of a process is not known', () => {
    const system = systemOf({ pid: 10, started: null, boot: null, bootedAt: 1_000_000 }, { 20: null })
    const other = { pid: 20, started: null, boot: null, bootedAt: 1_000_900 }
    expect(isRunning(other, system)).toBe(true)
    expect(isRunning({ ...other, bootedAt: 100_000 }, system)).toBe(false)
    expect(isRunning({ ...other, pid: 21 }, system)).toBe(false)
  })
})
