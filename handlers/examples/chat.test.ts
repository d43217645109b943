import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import type { JsonValue } from '../../contract/json'
import { TestHost } from '../host/testing/run-host'

it('answers each message and writes to the console', async () => {
  const host = await TestHost.start()
  await host.loadFile(fileURLToPath(new URL('./chat.ts', import.meta.url)))
  await host.begin()
  const messages: JsonValue[] = ['hällo 👋', { type: 'ping' }, { a: 1 }]
  for (const message of messages) host.post({ type: 'message', message })
  await host.until(() => host.all('message').length === 3, 'three answers')
  await host.close()
  expect(host.all('message').map(({ text }) => JSON.parse(text))).toEqual([
    { type: 'reply', data: { count: 1, text: '👋 olläh' } },
    { type: 'pong', data: { count: 2 } },
    { type: 'echo', data: { a: 1 } },
  ])
  expect(host.all('console').map(({ text }) => text)).toEqual([
    'message 1 hällo 👋',
    "message 2 { type: 'ping' }",
    'message 3 { a: 1 }',
  ])
})
