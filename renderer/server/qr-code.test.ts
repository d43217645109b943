import { describe, expect, it } from 'vitest'
import { qrPath } from './qr-code'

describe('a QR code', () => {
  it('has its three finder patterns, and a module for each dark square', () => {
    const { path, size } = qrPath('https://192.168.1.20:8443/?token=abcdef')
    const dark = new Set([...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`))
    expect((size - 21) % 4).toBe(0)
    for (const [x, y] of [
      [0, 0],
      [size - 7, 0],
      [0, size - 7],
    ] as const) {
      for (let at = 0; at < 7; at += 1) {
        expect(dark.has(`${x + at} ${y}`) && dark.has(`${x} ${y + at}`)).toBe(true)
      }
      expect(dark.has(`${x + 1} ${y + 1}`)).toBe(false)
      expect(dark.has(`${x + 3} ${y + 3}`)).toBe(true)
    }
  })

  it('grows with its text', () => {
    expect(qrPath('x'.repeat(200)).size).toBeGreaterThan(qrPath('x').size)
  })
})
