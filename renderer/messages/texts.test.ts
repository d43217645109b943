// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { MAX_MESSAGE_BYTES } from '../../contract/json'
import type { RowFields } from '../../contract/row-fields'
import { checkMessage } from './composer-text'
import { isUsual, rowFilters, toggleGroup, usualChoice, usualGroups } from './row-filter'
import { clockText, countsText, rowSizeText, rowWord, sizeText, summaryText } from './row-text'
import { createSentHistory } from './sent-history'
import { swapLook } from './swap-looks'

describe('checkMessage', () => {
  it('tells JSON from text', () => {
    expect(checkMessage('{"type":"x"}')).toEqual({ kind: 'json' })
    expect(checkMessage('42')).toEqual({ kind: 'json' })
    expect(checkMessage('hello {there}')).toEqual({ kind: 'text' })
    expect(checkMessage(' \n ')).toEqual({ kind: 'empty' })
  })

  it('notices what was meant to be JSON', () => {
    expect(checkMessage('{"type": ')).toMatchObject({ kind: 'broken-json' })
    expect(checkMessage('[1, 2')).toMatchObject({ kind: 'broken-json' })
  })

  it('counts bytes of UTF-8 against the limit of the channel', () => {
    expect(checkMessage('x'.repeat(MAX_MESSAGE_BYTES)).kind).toBe('text')
    expect(checkMessage('x'.repeat(MAX_MESSAGE_BYTES + 1)).kind).toBe('too-large')
    expect(checkMessage('é'.repeat(MAX_MESSAGE_BYTES / 2 + 1))).toMatchObject({
      kind: 'too-large',
      bytes: MAX_MESSAGE_BYTES + 2,
    })
  })
})

describe('createSentHistory', () => {
  it('goes back through what was sent and forward again to what was being written', () => {
    const history = createSentHistory()
    history.add('one')
    history.add('two')
    expect(history.older('draft')).toBe('two')
    expect(history.older('two')).toBe('one')
    expect(history.older('one')).toBeNull()
    expect(history.newer()).toBe('two')
    expect(history.newer()).toBe('draft')
    expect(history.newer()).toBeNull()
  })
})

describe('rowFilters', () => {
  const all = { text: '', kinds: null }

  it('asks for the usual kinds, and for nothing when none is wanted', () => {
    const { base, hits } = rowFilters(usualChoice, all)
    expect(base?.kinds).toEqual([
      ...['message', 'output', 'turn', 'heard', 'console', 'error', 'finding', 'signal', 'swap', 'input'],
    ])
    expect(hits).toBeNull()
    expect(rowFilters({ ...usualChoice, groups: [] }, all).base).toBeNull()
  })

  it('adds the kinds that a query names to those that are on', () => {
    const choice = { groups: toggleGroup([], 'errors'), direction: 'in' as const }
    const { base, hits } = rowFilters(choice, { text: ' kind:rtp ', kinds: new Set(['rtp'] as const) })
    expect(base).toEqual({ text: '', kinds: ['error', 'rtp'], directions: ['in'] })
    expect(hits).toEqual({ text: 'kind:rtp', kinds: ['rtp'], directions: ['in'] })
  })

  it('tells what is usual from what is not', () => {
    expect(isUsual(usualChoice)).toBe(true)
    expect(isUsual({ ...usualChoice, groups: toggleGroup(usualGroups, 'packets') })).toBe(false)
    expect(isUsual({ ...usualChoice, direction: 'in' })).toBe(false)
  })
})

describe('row texts', () => {
  it('name the direction as the person at the window sees it', () => {
    expect(rowWord({ kind: 'message', direction: 'in', type: null })).toBe('sent')
    expect(rowWord({ kind: 'output', direction: 'out', type: null })).toBe('received')
    expect(rowWord({ kind: 'console', direction: null, type: 'warn' })).toBe('console')
    expect(rowWord({ kind: 'turn', direction: null, type: null })).toBe('turn')
  })

  it('tell what befell the handler from which version runs', () => {
    const word = (type: string | null) => rowWord({ kind: 'swap', direction: null, type })
    expect([word(null), word('swapped'), word('rolled back'), word('went back')]).toEqual(
      Array(4).fill('version'),
    )
    expect([word('restarted'), word('moved')]).toEqual(['handler', 'handler'])
    const tone = (type: string | null) => swapLook({ kind: 'swap', type })?.tone
    expect([tone('swapped'), tone('rolled back'), tone('restarted')]).toEqual(['event', 'warning', 'warning'])
    expect(swapLook({ kind: 'message', type: 'restarted' })).toBeNull()
  })

  it('leave the stack of an error to the detail', () => {
    const row = { type: null, fields: {} }
    expect(summaryText({ ...row, kind: 'error', summary: 'boom\n    at x.ts:1' })).toBe('boom')
    expect(summaryText({ ...row, kind: 'finding', summary: 'emit never returns\nAwait something.' })).toBe(
      'emit never returns',
    )
    expect(summaryText({ ...row, kind: 'console', summary: 'a\nb' })).toBe('a\nb')
  })

  it('say of the connection what is for people', () => {
    const signal = (type: string, summary: string, fields: RowFields) =>
      summaryText({ kind: 'signal', type, summary, fields })
    expect(signal('ice', 'ice is connected', { state: 'connected' })).toBe('ice is connected')
    expect(signal('offer', 'v=0\r\no=-', { side: 'remote' })).toBe('session description · remote')
    const candidate = { side: 'local', candidate: 'host', protocol: 'udp', address: '127.0.0.1:9' }
    expect(signal('candidate', 'candidate:1 1 udp', candidate)).toBe('local · host · udp · 127.0.0.1:9')
  })

  it('show times, sizes and counts', () => {
    expect([1_234_567, 75_000_400, 3_725_040_000].map(clockText)).toEqual([
      '0:01.235',
      '1:15.000',
      '1:02:05.040',
    ])
    expect([sizeText(12), sizeText(4321), sizeText(2_500_000)]).toEqual(['12 B', '4.3 kB', '2.5 MB'])
    expect(rowSizeText({ kind: 'message', sizeBytes: 12 })).toBe('12 B')
    expect(rowSizeText({ kind: 'swap', sizeBytes: 12 })).toBe('')
    expect(countsText(18, 4210, true)).toBe('18 of 4,210')
    expect(countsText(4210, 4210, false)).toBe('4,210')
  })
})
