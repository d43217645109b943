// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { SoundcheckError } from '../../contract/errors'
import { createFakeBridge } from '../testing/fake-bridge'
import { createClient } from './client'

describe('createClient', () => {
  it('rejects with the code and hint of a refused request', async () => {
    const { bridge } = createFakeBridge({
      'session.close': () => {
        throw new SoundcheckError('not-found', 'There is no such session.', { hint: 'It has ended.' })
      },
    })
    const asking = createClient(bridge).request('session.close', { sessionId: 's' })
    await expect(asking).rejects.toMatchObject({ code: 'not-found', hint: 'It has ended.' })
  })

  it('turns a broken channel into an error with a hint', async () => {
    const client = createClient({
      request: () => Promise.reject(new Error('the channel is gone')),
      on: () => () => undefined,
    })
    await expect(client.request('state.get')).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('gives an event to the listeners of its name until they end', () => {
    const fake = createFakeBridge({})
    const client = createClient(fake.bridge)
    const heard: number[] = []
    const off = client.on('journal.grew', ({ total }) => heard.push(total))
    client.on('shell.engineFailed', () => heard.push(-1))
    fake.emit('journal.grew', { sessionId: 's', total: 3, dropped: 0 })
    off()
    fake.emit('journal.grew', { sessionId: 's', total: 4, dropped: 0 })
    expect(heard).toEqual([3])
  })
})
