import { describe, expect, it } from 'vitest'
import { sampleRow } from '../testing/samples'
import { createInspectorStore, withSaved, withUsed } from './inspector-store'
import { createRowNotes, notesOf, setNote, toggleMark, togglePin } from './row-notes'

function memory(): Storage {
  const items = new Map<string, string>()
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  } as Storage
}

describe('the inspector’s store', () => {
  it('is found again at the next start', () => {
    const storage = memory()
    createInspectorStore(storage).setState({
      tab: 'console',
      filters: { console: { text: 'x', mode: 'only' } },
    })
    const next = createInspectorStore(storage).getState()
    expect([next.tab, next.filters]).toEqual(['console', { console: { text: 'x', mode: 'only' } }])
  })

  it('takes nothing that it does not understand', () => {
    const storage = memory()
    const state = { tab: 7, filters: { a: { text: 1 } }, levels: ['loud'], history: ['ok'], saved: 'none' }
    storage.setItem('soundcheck.inspector', JSON.stringify({ state, version: 1 }))
    const { tab, filters, levels, history, saved } = createInspectorStore(storage).getState()
    expect([tab, filters, levels.length, history, saved]).toEqual(['messages', {}, 5, ['ok'], []])
  })

  it('keeps queries once, the newest first, and filters by name', () => {
    expect(withUsed(['a', 'b'], ' b ')).toEqual(['b', 'a'])
    expect(withUsed(['a'], '  ')).toEqual(['a'])
    const saved = withSaved([{ name: 'slow', text: 'ms>20' }], { name: 'pings', text: 'type:ping' })
    expect(saved.map(({ name }) => name)).toEqual(['pings', 'slow'])
    expect(withSaved(saved, { name: 'slow', text: 'ms>50' })[1]?.text).toBe('ms>50')
  })
})

describe('what a person puts on rows', () => {
  const row = sampleRow(4)

  it('belongs to its session, and is found again at the next start', () => {
    const storage = memory()
    const store = createRowNotes(storage)
    store.setState((state) => toggleMark(state, 's1', row))
    store.setState((state) => togglePin(state, 's1', row))
    store.setState((state) => setNote(state, 's1', 4, ' why? '))
    const again = createRowNotes(storage).getState()
    expect(notesOf(again, 's1')).toEqual({
      sessionId: 's1',
      marked: row,
      pinned: [row],
      notes: { 4: 'why?' },
    })
    expect(notesOf(again, 's2').marked).toBeNull()
  })

  it('is gone when it was taken away again', () => {
    const store = createRowNotes(null)
    for (let times = 0; times < 2; times += 1) {
      store.setState((state) => togglePin(state, 's', row))
      store.setState((state) => toggleMark(state, 's', row))
      store.setState((state) => setNote(state, 's', 4, times === 0 ? 'x' : ''))
    }
    expect(store.getState().sessions).toEqual([])
  })

  it('is kept of a bounded number of sessions, those used last', () => {
    const store = createRowNotes(null)
    for (let at = 0; at < 60; at += 1) store.setState((state) => togglePin(state, `s${at}`, row))
    const { sessions } = store.getState()
    expect([sessions.length, sessions[0]?.sessionId, sessions.at(-1)?.sessionId]).toEqual([50, 's59', 's10'])
  })
})
