import { describe, expect, it } from 'vitest'
import { type JsonValue, messageType, parseMessage } from './json'
import { pictureBytes } from './media'

describe('the bytes of a picture', () => {
  it('follow from its format, with chroma planes rounded up for odd sides', () => {
    expect(pictureBytes(640, 480, 'i420')).toBe(460_800)
    expect(pictureBytes(3, 3, 'i420')).toBe(9 + 2 * 4)
    expect(pictureBytes(3, 2, 'rgb24')).toBe(18)
    expect(pictureBytes(3, 2, 'rgba')).toBe(24)
    expect(pictureBytes(3, 2, 'gray8')).toBe(6)
  })
})

describe('a message', () => {
  it('is parsed when it is JSON, and is its own text when not', () => {
    expect(parseMessage('{"type":"a"}')).toEqual({ type: 'a' })
    expect(parseMessage('12')).toBe(12)
    expect(parseMessage('handshake')).toBe('handshake')
    expect(parseMessage('{"half":')).toBe('{"half":')
  })

  it('has a type only when it is an object with a text as type', () => {
    expect(messageType({ type: 'a' })).toBe('a')
    const others: readonly JsonValue[] = [{ type: 1 }, ['type'], 'type', null, {}]
    for (const other of others) expect(messageType(other)).toBeNull()
  })
})
