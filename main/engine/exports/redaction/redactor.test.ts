import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  REDACTED,
  type RedactionRuleId,
  redactionRules,
  standardRedactions,
} from '../../../../contract/redactions'
import type { StoredRow } from '../../journal/journal-line'
import { createRedactor } from './redactor'

const standard = () => createRedactor({ rules: [...standardRedactions], fields: [] })
const only = (rule: RedactionRuleId) => createRedactor({ rules: [rule], fields: [] })

const row = (change: Partial<StoredRow>): StoredRow => ({
  ...{ n: 0, atUs: 0, kind: 'message', direction: 'in', type: null, sizeBytes: 0, text: '', position: null },
  ...{ fields: {}, bytes: null },
  ...change,
})

describe('the standard redactions', () => {
  it('take the values of fields with secrets, however their names are written, at any depth', () => {
    const text = '{"type":"login","data":{"Api-Key":"k","list":[{"access_token":{"a":1}}],"name":"Ann"}}'
    expect(standard().text(text)).toBe(
      `{"type":"login","data":{"Api-Key":"${REDACTED}","list":[{"access_token":"${REDACTED}"}],"name":"Ann"}}`,
    )
  })

  it('take them out of text that is no JSON, too', () => {
    const redactor = standard()
    expect(redactor.text('failed with apiKey: "abc", retries=3')).toBe(
      `failed with apiKey: ${REDACTED}, retries=3`,
    )
    expect(redactor.text('GET /x?token=abc&page=2')).toBe(`GET /x?token=${REDACTED}&page=2`)
    expect(redactor.text('Authorization: Basic dXNlcjpwYXNz and more\nnext')).toBe(
      `Authorization: ${REDACTED}\nnext`,
    )
  })

  it('take tokens, addresses of mail and of clients, and names in paths wherever they are', () => {
    const text = [
      'Bearer abcdefgh12345678',
      'mail ann.lee@example.org',
      'from 192.168.1.7:50000 and 2001:db8::7',
      'in /home/ann/handlers/echo.ts and C:\\Users\\ann\\x',
    ].join('\n')
    expect(standard().text(text)).toBe(
      [
        REDACTED,
        `mail ${REDACTED}`,
        `from ${REDACTED}:50000 and ${REDACTED}`,
        `in ${REDACTED}/handlers/echo.ts and ${REDACTED}\\x`,
      ].join('\n'),
    )
  })

  it('see through escapes in JSON', () => {
    expect(standard().text('{"to":"ann\\u0040example.org"}')).toBe(`{"to":"${REDACTED}"}`)
  })

  it('leave the addresses of this computer, and all else as it was written', () => {
    const text = 'candidate:1 1 udp 1 127.0.0.1 9 typ host\nc=IN IP4 0.0.0.0\nversion 1.2.3, 10:20:30'
    expect(standard().text(text)).toBe(text)
    expect(standard().text('{ "b": 1,  "a": "x" }')).toBe('{ "b": 1,  "a": "x" }')
  })

  it('reach addresses in fields, files in positions, the client and binary messages', () => {
    const redactor = standard()
    const left = redactor.row(
      row({
        kind: 'signal',
        fields: { address: '10.1.2.3:9' },
        position: { file: '/Users/ann/h.ts', line: 1, column: 2 },
      }),
    )
    expect(left.fields.address).toBe(`${REDACTED}:9`)
    expect(left.position).toEqual({ file: `${REDACTED}/h.ts`, line: 1, column: 2 })
    const bytes = redactor.bytes(row({}), Buffer.from([0xff, ...Buffer.from(' ann@example.org')]))
    expect(Buffer.from(bytes ?? []).toString('latin1')).toBe(`\xff ${REDACTED}`)
    const client = { door: 'webrtc', webrtcId: 'x', address: '10.0.0.9' } as const
    const head = { sessionId: 'a', handlerId: 'h.ts', handlerVersion: 1, openedAt: 1, client }
    expect(redactor.head(head).client.address).toBe(REDACTED)
  })

  it('say what they took, with examples', () => {
    const redactor = standard()
    redactor.text('{"password":"hunter2","note":"a@example.org b@example.org"}')
    const counts = redactor.counts().filter(({ count }) => count > 0)
    expect(counts).toEqual([
      { rule: 'secrets', count: 1, examples: ['password: hunter2'] },
      {
        rule: 'emails',
        count: 2,
        examples: expect.arrayContaining([expect.stringContaining('a@example.org')]),
      },
    ])
  })
})

describe('a redactor', () => {
  it('takes nothing without rules', () => {
    const redactor = createRedactor({ rules: [], fields: [] })
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(redactor.text(text)).toBe(text)
      }),
    )
  })

  it('takes fields that the person names, alone or by their path', () => {
    const redactor = createRedactor({ rules: [], fields: ['city', 'data.name'] })
    expect(redactor.text('{"name":"a","data":{"name":"b","x":{"city":"c"}}}')).toBe(
      `{"name":"a","data":{"name":"${REDACTED}","x":{"city":"${REDACTED}"}}}`,
    )
  })

  it('leaves JSON that is JSON', () => {
    const redactor = standard()
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(() => JSON.parse(redactor.text(text))).not.toThrow()
      }),
    )
  })

  it('keeps the numbers of packets and takes what is in them', () => {
    const packet = Uint8Array.of(0x80, 111, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 9, 9, 9)
    const redactor = only('media')
    expect(redactor.bytes(row({ kind: 'rtp' }), packet)).toEqual(packet.slice(0, 12))
    expect(redactor.hasMedia).toBe(false)
  })

  it('takes texts of messages, of an error all but what went wrong', () => {
    const redactor = only('texts')
    expect(redactor.row(row({ text: 'hi', type: 'chat', sizeBytes: 2 }))).toMatchObject({
      ...{ text: '', type: 'chat', sizeBytes: 2 },
    })
    expect(redactor.row(row({ kind: 'error', text: 'not sent\nhi' })).text).toBe('not sent')
    expect(redactor.row(row({ kind: 'signal', text: 'v=0\no=-' })).text).toBe('v=0\no=-')
    expect(redactor.bytes(row({}), Uint8Array.of(1))).toBeNull()
  })

  it('is quick with texts that are made to be slow', () => {
    const slow = ['a.', 'eyJ-', 'a@', '1:', '/home/', 'token='].map((part) =>
      part.repeat(100_000 / part.length),
    )
    const redactor = createRedactor({ rules: redactionRules.map(({ id }) => id), fields: [] })
    const begin = performance.now()
    for (const text of slow) redactor.text(text)
    expect(performance.now() - begin).toBeLessThan(5000)
  })
})
