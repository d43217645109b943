import { describe, expect, it } from 'vitest'
import type { MessageRule } from '../../contract/message-gate'
import { createCallStore, moveCall } from '../call/call-state'
import { createClient } from '../state/client'
import { createFakeBridge } from '../testing/fake-bridge'
import { createRuleBook } from './rule-book'

const rule = { direction: 'in', query: 'type:ping', action: { do: 'hold' }, enabled: true } as const

function createStorage(): Storage {
  const kept = new Map<string, string>()
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  } as unknown as Storage
}

function open(storage: Storage | null = null, refuse: Error | null = null) {
  const fake = createFakeBridge({
    'session.setMessageRules': () => {
      if (refuse) throw refuse
      return null
    },
  })
  const store = createCallStore()
  const settle: (() => void)[] = []
  const failures: unknown[] = []
  let lastId = 0
  const book = createRuleBook({
    client: createClient(fake.bridge),
    call: { store },
    storage,
    later: (work) => {
      settle.push(work)
      return () => void settle.splice(settle.indexOf(work), 1)
    },
    newId: () => {
      lastId += 1
      return `r${lastId}`
    },
    onFailed: (thrown) => failures.push(thrown),
  })
  const begin = (sessionId: string) => store.setState({ status: 'connecting', sessionId })
  const sent = () =>
    fake
      .paramsOf('session.setMessageRules')
      .map(({ sessionId, rules }) => [sessionId, ...rules.map(({ query }: MessageRule) => query)])
  const settleAll = () => {
    for (const work of settle.splice(0)) work()
  }
  return { book, begin, sent, failures, store, settle: settleAll }
}

describe('the rules for messages on their way', () => {
  it('hold in a call of this window from its beginning, and each change of them', () => {
    const { book, begin, sent, settle } = open()
    book.add(rule)
    begin('s1')
    expect(sent()).toEqual([['s1', 'type:ping']])
    book.add({ ...rule, query: 'size>1k' })
    settle()
    book.move('r2', -1)
    settle()
    book.remove('r1')
    settle()
    expect(sent().slice(1)).toEqual([
      ['s1', 'type:ping', 'size>1k'],
      ['s1', 'size>1k', 'type:ping'],
      ['s1', 'size>1k'],
    ])
  })

  it('are put into force once for many letters, and never with a query that is wrong', () => {
    const { book, begin, sent, settle } = open()
    begin('s1')
    book.add({ ...rule, query: '' })
    for (const query of ['t', 'ty', 'type:', 'type:p']) book.change('r1', { query })
    settle()
    expect(sent()).toEqual([['s1', 'type:p']])
    book.change('r1', { query: 'size>>' })
    settle()
    expect(sent().at(-1)).toEqual(['s1'])
    book.change('r1', { enabled: false })
    settle()
    expect(sent()).toHaveLength(2)
  })

  it('hold in the session of somebody else only when that is wanted, and in none that has ended', () => {
    const { book, begin, sent, settle, store } = open()
    book.add(rule)
    settle()
    expect(sent()).toEqual([])
    book.follow('theirs')
    begin('mine')
    moveCall(store, 'live')
    moveCall(store, 'closing')
    moveCall(store, 'closed')
    book.change('r1', { query: 'type:pong' })
    settle()
    expect(sent()).toEqual([
      ['theirs', 'type:ping'],
      ['mine', 'type:ping'],
      ['theirs', 'type:pong'],
    ])
  })

  it('are there at the next start, but none is on', () => {
    const storage = createStorage()
    open(storage).book.add(rule)
    const { book, begin, sent } = open(storage)
    begin('s1')
    expect(book.store.getState().rules).toEqual([{ ...rule, id: 'r1', enabled: false }])
    expect(sent()).toEqual([])
  })

  it('tell when they could not be put into force', async () => {
    const { book, failures } = open(null, new Error('broken'))
    book.add(rule)
    book.follow('s1')
    await Promise.resolve()
    await expect.poll(() => failures.length).toBe(1)
    expect(book.followed.get()).toEqual([])
  })
})
