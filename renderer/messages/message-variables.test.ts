// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldersOf, withMessage, withVariable } from './message-library'
import { fillIn, unknownVariables } from './message-variables'

function source(variables: readonly { name: string; value: string }[]) {
  let count = 0
  return {
    variables,
    now: () => 1_700_000_000_000,
    uuid: () => 'a-uuid',
    counter: () => {
      count += 1
      return count
    },
  }
}

describe('fillIn', () => {
  it('puts values in the places of names', () => {
    const from = source([{ name: 'who', value: 'Ada' }])
    expect(fillIn('{"to":"{{who}}","at":{{$timestamp}},"id":"{{ $uuid }}"}', from)).toBe(
      '{"to":"Ada","at":1700000000000,"id":"a-uuid"}',
    )
  })

  it('counts messages, not places', () => {
    const from = source([])
    expect(fillIn('{{$counter}} {{$counter}}', from)).toBe('1 1')
    expect(fillIn('no counter', from)).toBe('no counter')
    expect(fillIn('{{$counter}}', from)).toBe('2')
  })

  it('refuses a name without a value', () => {
    expect(unknownVariables('{{a}} {{$uuid}} {{b}}', [{ name: 'a', value: '' }])).toEqual(['b'])
    expect(() => fillIn('{{b}}', source([]))).toThrow('no variable named b')
  })

  it('leaves text without names as it is', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('{{')),
        (text) => {
          expect(fillIn(text, source([]))).toBe(text)
        },
      ),
    )
  })
})

describe('the library', () => {
  it('keeps one message of a name in a folder, and puts folders together', () => {
    const one = { folder: 'b', name: 'x', text: '1' }
    const messages = withMessage(withMessage(withMessage([], one), { ...one, folder: '' }), {
      ...one,
      text: '2',
    })
    expect(foldersOf(messages)).toEqual([
      { folder: '', messages: [{ folder: '', name: 'x', text: '1' }] },
      { folder: 'b', messages: [{ folder: 'b', name: 'x', text: '2' }] },
    ])
  })

  it('changes a variable in its place', () => {
    const variables = withVariable(withVariable([], { name: 'a', value: '1' }), { name: ' b ', value: '2' })
    expect(withVariable(variables, { name: 'a', value: '3' })).toEqual([
      { name: 'a', value: '3' },
      { name: 'b', value: '2' },
    ])
    expect(withVariable(variables, { name: ' ', value: 'x' })).toBe(variables)
  })
})
