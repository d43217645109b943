import { expect, it } from 'vitest'
import { needsVirtualDisplay } from './display.mjs'
import { sandboxState } from './electron-flags.mjs'

const user = /** @type {const} */ ({
  platform: 'linux',
  uid: 1000,
  helperMode: 0o755,
  helperUid: 1000,
  namespaces: true,
})

it('keeps the sandbox for an ordinary user, and on other systems', () => {
  expect(sandboxState(user)).toBe('sandboxed')
  expect(sandboxState({ ...user, platform: 'darwin', uid: 0 })).toBe('sandboxed')
})

it('gives it up for root alone, and where neither namespaces nor the setuid helper are to be had', () => {
  expect(sandboxState({ ...user, uid: 0 })).toBe('root')
  expect(sandboxState({ ...user, namespaces: false })).toBe('no-namespaces')
  expect(sandboxState({ ...user, namespaces: false, helperMode: 0o4755 })).toBe('no-namespaces')
  expect(sandboxState({ ...user, namespaces: false, helperMode: 0o4755, helperUid: 0 })).toBe('sandboxed')
})

it('brings a display only on a Linux that has none', () => {
  expect(needsVirtualDisplay({}, 'linux')).toBe(true)
  expect(needsVirtualDisplay({ DISPLAY: ':0' }, 'linux')).toBe(false)
  expect(needsVirtualDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(false)
  expect(needsVirtualDisplay({}, 'darwin')).toBe(false)
})
