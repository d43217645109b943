import { createHmac, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isAuthentic } from './authentic-checks'

/** A binding request with a name, and the password's signature. */
function checkOf(password: string): Buffer {
  const name = Buffer.from([0, 6, 0, 3, 97, 58, 98, 0])
  const header = Buffer.concat([
    Buffer.from([0, 1, 0, name.length + 24, 0x21, 0x12, 0xa4, 0x42]),
    randomBytes(12),
  ])
  const signature = createHmac('sha1', password).update(header).update(name).digest()
  return Buffer.concat([header, name, Buffer.from([0, 8, 0, 20]), signature])
}

describe('a connectivity check', () => {
  it('is taken from who knows the password alone', () => {
    expect(isAuthentic(checkOf('secret'), 'secret')).toBe(true)
    expect(isAuthentic(checkOf('other'), 'secret')).toBe(false)
  })

  it('is not taken when any of its bytes were changed, or it is cut off', () => {
    const check = checkOf('secret')
    for (let at = 0; at < check.length; at += 1) {
      const changed = Buffer.from(check)
      changed[at] = (changed[at] ?? 0) ^ 1
      // What stands in the header's length is told by where the attribute is.
      expect(isAuthentic(changed, 'secret')).toBe(at === 2 || at === 3)
      expect(isAuthentic(check.subarray(0, at), 'secret')).toBe(false)
    }
  })

  it('is not taken without a signature', () => {
    expect(isAuthentic(checkOf('secret').subarray(0, 28), 'secret')).toBe(false)
  })
})
