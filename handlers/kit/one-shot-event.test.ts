import { expect, it, vi } from 'vitest'
import { OneShotEvent } from './one-shot-event'

it('lets go those who wait when it is set, and those who come later at once', async () => {
  const event = new OneShotEvent()
  const first = event.wait()
  expect(event.isSet()).toBe(false)
  event.set()
  await first
  await event.wait()
  expect(event.isSet()).toBe(true)
})

it('makes those wait who come after it was cleared', async () => {
  const event = new OneShotEvent()
  event.set()
  event.clear()
  const went = vi.fn()
  const waiting = event.wait().then(went)
  await Promise.resolve()
  expect(went).not.toHaveBeenCalled()
  event.set()
  await waiting
  expect(went).toHaveBeenCalledOnce()
})
