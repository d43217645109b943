// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { lengthOf, wholeSpan } from './time-view'
import { createTimelineStore } from './timeline-store'

function open(isLive: boolean, endUs = 120_000_000) {
  const store = createTimelineStore()
  store.open('s1', isLive)
  store.setEnd(endUs)
  return store
}

describe('the view of a timeline', () => {
  it('is the whole of a session that has ended', () => {
    const store = open(false)
    expect(store.getState().view).toEqual(wholeSpan(120_000_000))
  })

  it('follows the end of a call that is on, until the person looks elsewhere', () => {
    const store = open(true)
    expect(store.getState().view).toEqual({ fromUs: 90_000_000, toUs: 120_000_000 })
    store.setEnd(121_000_000)
    expect(store.getState().view.toUs).toBe(121_000_000)
    store.moveBy(-10_000_000)
    const { view } = store.getState()
    store.setEnd(122_000_000)
    expect(store.getState().view).toEqual(view)
    store.follow()
    expect(store.getState().view.toUs).toBe(122_000_000)
  })

  it('grows with a call that has just begun', () => {
    const store = open(true, 5_000_000)
    expect(lengthOf(store.getState().view)).toBeLessThan(11_000_000)
    store.setEnd(60_000_000)
    expect(store.getState().view).toEqual({ fromUs: 30_000_000, toUs: 60_000_000 })
  })

  it('stays at the end when it is zoomed by keys while it follows', () => {
    const store = open(true)
    store.zoom(0.5)
    expect(store.getState()).toMatchObject({
      followsUs: 15_000_000,
      view: { fromUs: 105_000_000, toUs: 120_000_000 },
    })
  })

  it('stands still when the person takes hold of it', () => {
    const store = open(true)
    const { view } = store.getState()
    store.hold()
    store.setEnd(130_000_000)
    expect(store.getState().view).toEqual(view)
  })

  it('zooms around the cursor, where that is in sight', () => {
    const store = open(false)
    store.show({ fromUs: 0, toUs: 100_000_000 })
    store.setCursor(25_000_000)
    store.zoom(0.5)
    expect(store.getState().view).toEqual({ fromUs: 12_500_000, toUs: 62_500_000 })
  })

  it('stays where it is while less of the session is known than it shows', () => {
    const store = open(false)
    store.show({ fromUs: 100_000_000, toUs: 110_000_000 })
    store.setEnd(20_000_000)
    expect(store.getState().view).toEqual({ fromUs: 100_000_000, toUs: 110_000_000 })
  })

  it('goes where the cursor goes', () => {
    const store = open(false)
    store.show({ fromUs: 0, toUs: 10_000_000 })
    store.setCursor(60_000_000)
    const { view } = store.getState()
    expect(view.fromUs).toBeLessThan(60_000_000)
    expect(view.toUs).toBeGreaterThan(60_000_000)
    expect(lengthOf(view)).toBe(10_000_000)
    store.setCursor(-5)
    expect(store.getState().cursorUs).toBe(0)
  })

  it('begins anew with another session', () => {
    const store = open(false)
    store.select({ fromUs: 1, toUs: 2 })
    store.setCursor(5)
    store.open('s2', true)
    expect(store.getState()).toMatchObject({
      sessionId: 's2',
      selection: null,
      cursorUs: null,
      followsUs: 30_000_000,
    })
  })
})
