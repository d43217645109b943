import { beforeEach, describe, expect, it } from 'vitest'
import { type MessageGateState, type MessageRule, MOST_HELD, openGate } from '../../../contract/message-gate'
import type { JournalEntry } from '../journal/journal'
import { createMessageGate, type MessageGate } from './message-gate'

const ruleOf = (action: MessageRule['action'], query = '', direction: MessageRule['direction'] = 'both') => ({
  ...{ id: 'r', direction, query, action },
  enabled: true,
})

describe('the gate of messages', () => {
  let gate: MessageGate
  let state: MessageGateState
  let rows: JournalEntry[]
  let delivered: string[]
  let discarded: number
  let timers: { readonly ms: number; readonly work: () => void; isCancelled: boolean }[]
  let now: number

  function pass(text: string, direction: 'in' | 'out' = 'in', type: string | null = 'note'): boolean {
    return gate.pass({
      ...{ direction, type, text },
      deliver: (went) => void delivered.push(went),
      discard: () => {
        discarded += 1
      },
    })
  }

  const texts = () => rows.map(({ kind, text }) => `${kind}: ${text}`)

  beforeEach(() => {
    rows = []
    delivered = []
    discarded = 0
    timers = []
    now = 0
    state = openGate
    gate = createMessageGate({
      journal: { append: (row) => void rows.push(row) },
      timers: {
        after(ms, work) {
          const timer = { ms, work, isCancelled: false }
          timers.push(timer)
          return () => {
            timer.isCancelled = true
          }
        },
      },
      sessionTime: () => now,
      onChanged: (changed) => {
        state = changed
      },
    })
  })

  it('lets everything pass that no rule is about, and says nothing of it', () => {
    expect(pass('a')).toBe(true)
    gate.setRules([ruleOf({ do: 'drop' }, 'type:other', 'in'), { ...ruleOf({ do: 'drop' }), enabled: false }])
    expect([pass('b'), pass('c', 'out', 'other')]).toEqual([true, true])
    expect(rows).toEqual([])
  })

  it('holds what a query matches until a person lets it go', () => {
    gate.setRules([ruleOf({ do: 'hold' }, 'data.x>5')])
    expect(pass('{"x":5}')).toBe(true)
    expect(pass('{"x":6}')).toBe(false)
    expect(state.held).toMatchObject([
      { id: 1, direction: 'in', type: 'note', text: '{"x":6}', isWhole: true },
    ])
    expect(delivered).toEqual([])
    now = 2500
    gate.release(1, null)
    expect(delivered).toEqual(['{"x":6}'])
    expect(state.held).toEqual([])
    expect(texts()).toEqual(['message: {"x":6}', 'signal: note went on after 2.5 s'])
  })

  it('delivers what a person made of it, as a row of its own', () => {
    gate.setRules([ruleOf({ do: 'hold' })])
    pass('before')
    gate.release(1, 'after')
    expect(delivered).toEqual(['after'])
    expect(rows.at(-1)).toMatchObject({
      kind: 'message',
      text: 'after',
      fields: { held: true, sentBy: 'person' },
    })
  })

  it('drops what a rule or a person drops', () => {
    gate.setRules([ruleOf({ do: 'drop' }, 'secret'), ruleOf({ do: 'hold' })])
    pass('a secret')
    pass('held')
    gate.drop(1)
    expect([delivered, discarded]).toEqual([[], 2])
    expect(texts()).toContain('signal: note was dropped by a rule')
    expect(texts()).toContain('signal: note was dropped by a person')
  })

  it('delays for as long as the rule says', () => {
    gate.setRules([ruleOf({ do: 'delay', ms: 300 })])
    pass('later')
    expect(timers).toMatchObject([{ ms: 300 }])
    expect(delivered).toEqual([])
    timers[0]?.work()
    expect(delivered).toEqual(['later'])
  })

  it('goes by the first rule that matches', () => {
    gate.setRules([ruleOf({ do: 'drop' }, 'x'), ruleOf({ do: 'hold' })])
    pass('x')
    expect([state.held, discarded]).toEqual([[], 1])
  })

  it('keeps its rules when new ones are wrong, and says where they are', () => {
    gate.setRules([ruleOf({ do: 'drop' })])
    expect(() => gate.setRules([ruleOf({ do: 'hold' }, 'kind:nothing (')])).toThrow(/character \d+/)
    expect(pass('a')).toBe(false)
    expect(discarded).toBe(1)
  })

  it('holds a hundred at most, and lets the others pass', () => {
    gate.setRules([ruleOf({ do: 'hold' })])
    for (let n = 0; n <= MOST_HELD; n += 1) pass(`message ${n}`)
    expect(state.held).toHaveLength(MOST_HELD)
    expect(delivered).toEqual([`message ${MOST_HELD}`])
  })

  it('loses what waits when the session ends, and says so', () => {
    gate.setRules([ruleOf({ do: 'delay', ms: 300 }, 'slow'), ruleOf({ do: 'hold' })])
    pass('slow')
    pass('held')
    gate.close()
    expect([delivered, discarded, state.held]).toEqual([[], 2, []])
    expect(timers[0]?.isCancelled).toBe(true)
    expect(texts().filter((text) => text.includes('was lost'))).toHaveLength(2)
    expect(() => gate.release(2, null)).toThrow('not held any more')
  })
})
