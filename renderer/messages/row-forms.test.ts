// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../../contract/json'
import { noServer } from '../../contract/server'
import { sampleRow, sampleSession } from '../testing/samples'
import { hexLine, hexLineCount, hexText } from './hex-lines'
import { typeQuery } from './rate-table'
import { comparable, rowDifference } from './row-difference'
import { literal, rowAsCommand, rowAsCurl, rowAsJson, rowAsTypeScript } from './row-forms'

describe('a row as code', () => {
  it('is what a client, or a handler, would write to send the same', () => {
    const client = rowAsTypeScript({ direction: 'in' }, '{"type":"send_input","data":{"level":3}}')
    expect(client).toBe("channel.send(JSON.stringify({ type: 'send_input', data: { level: 3 } }))")
    const handler = rowAsTypeScript({ direction: 'out' }, '{"type":"echo","data":["a"]}')
    expect(handler).toBe("await this.sendMessage(createMessage('echo', ['a']))")
    expect(rowAsTypeScript({ direction: 'in' }, "it's")).toBe('channel.send("it\'s")')
    expect(rowAsTypeScript({ direction: 'out' }, '{"n":1}')).toBe(
      'await this.sendMessage(JSON.stringify({ n: 1 }))',
    )
  })

  it('means the same value as the JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const code = literal(JSON.parse(JSON.stringify(value)) as JsonValue)
        // An object with a key `__proto__` is the one thing that a literal means otherwise.
        fc.pre(!code.includes('__proto__'))
        expect(new Function(`return (${code})`)()).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})

describe('a row as JSON', () => {
  it('has its whole text, and fields where there are any', () => {
    const row = sampleRow(3, { type: 'x', fields: { seq: 1 } })
    expect(JSON.parse(rowAsJson(row, 'whole'))).toEqual({
      ...{ n: 3, atUs: 3000, kind: 'message', direction: 'in', type: 'x', text: 'whole' },
      fields: { seq: 1 },
    })
  })
})

describe('a row as a command', () => {
  const message = sampleRow(4, { direction: 'in' })

  it('says the same to a fresh instance with the same inputs, whatever is in it', () => {
    expect(rowAsCommand(message, `{"it's":1}`, 's7', { gain: 2 }, '/my handlers/echo.ts')).toBe(
      `soundcheck run '/my handlers/echo.ts' --args '{"gain":2}' --send='{"it'\\''s":1}'`,
    )
    expect(rowAsCommand(message, '-x', 's7', {}, '/echo.ts')).toBe("soundcheck run '/echo.ts' --send='-x'")
  })

  it('shows the row where it is nothing that was said to a handler, or the handler is gone', () => {
    for (const row of [
      { ...message, direction: 'out' as const },
      { ...message, hasBytes: true },
    ])
      expect(rowAsCommand(row, 'x', 's7', {}, '/echo.ts')).toBe('soundcheck journal query s7 n:4')
    expect(rowAsCommand(message, 'x', 's7', {}, undefined)).toBe('soundcheck journal query s7 n:4')
  })
})

describe('a row as a request', () => {
  const server = { ...noServer, status: 'listening', urls: ['http://127.0.0.1:8000/'] } as const
  const input = sampleRow(0, { kind: 'input' })

  it('sets the same inputs through the door that is open', () => {
    const curl = rowAsCurl(input, '{"name":"it\'s"}', sampleSession('s7'), { ...server, token: 'secret' })
    expect(curl).toBe(
      "curl -X POST -H 'Authorization: Bearer secret' -H 'Content-Type: application/json' " +
        `-d '{"webrtc_id":"s7","inputs":{"name":"it'\\''s"}}' 'http://127.0.0.1:8000/input_hook'`,
    )
  })

  it('is not there where nobody listens, or for other rows', () => {
    expect(rowAsCurl(input, '{}', sampleSession('s'), noServer)).toBeNull()
    expect(rowAsCurl(sampleRow(0), '{}', sampleSession('s'), server)).toBeNull()
    expect(rowAsCurl({ ...input, type: 'trigger' }, '{}', sampleSession('s'), server)).toBeNull()
  })
})

describe('the difference of two rows', () => {
  it('does not see the order of keys', () => {
    expect(rowDifference('x', '{"a":1,"b":[{"d":2,"c":1}]}', '{"b":[{"c":1,"d":2}],"a":1}').hunks).toEqual([])
    expect(comparable('not json')).toBe('not json')
  })

  it('shows the lines that changed', () => {
    const { hunks } = rowDifference('x', '{"a":1}', '{"a":2}')
    expect(hunks[0]?.lines).toEqual([' {', '-  "a": 1', '+  "a": 2', ' }'])
  })
})

describe('bytes in hexadecimal', () => {
  it('lose none, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const lines = Array.from({ length: hexLineCount(bytes) }, (_, at) => hexLine(bytes, at))
        const back = lines.flatMap(({ hex }) => hex.trim().split(/\s+/)).filter(Boolean)
        expect(back.map((pair) => Number.parseInt(pair, 16))).toEqual([...bytes])
        expect(lines.map(({ text }) => text).join('')).toHaveLength(bytes.length)
        expect(lines.map(({ offset }) => Number.parseInt(offset, 16))).toEqual(lines.map((_, at) => at * 16))
      }),
    )
    expect(hexText(new TextEncoder().encode('Hi\n'))).toMatch(/^00000000 {2}48 69 0a\s+Hi\.$/)
  })
})

describe('a line of the rates', () => {
  it('asks for its rows in the query language', () => {
    expect(typeQuery({ type: 'two words', direction: 'in' })).toBe('kind:message dir:in type:"two words"')
    expect(typeQuery({ type: null, direction: 'out' })).toBe('kind:message dir:out -type:*')
  })
})
