import { act, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { SoundcheckError } from '../../contract/errors'
import { noServer, type ServerEntry, standardServer } from '../../contract/server'
import type { Answers } from '../testing/fake-bridge'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler } from '../testing/samples'
import { ServerButton } from './server-button'

const listening: ServerEntry = {
  ...noServer,
  status: 'listening',
  settings: { ...standardServer, host: '0.0.0.0', tls: true },
  urls: ['https://192.168.1.20:8000', 'https://127.0.0.1:8000'],
  token: 'secret',
  fingerprint: 'AA:BB',
}

async function open(server: ServerEntry = noServer, answers: Answers = {}) {
  const state = sampleBench([sampleHandler('mirror.ts'), sampleHandler('echo.ts')])
  const test = createTestBench({ ...state, server }, answers)
  renderBench(test, <ServerButton />)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  await userEvent.click(screen.getByRole('button', { name: /Server/ }))
  await screen.findByRole('textbox', { name: 'Port' })
  return test
}

const button = (name: string) => screen.getByRole('button', { name }) as HTMLButtonElement
const port = () => screen.getByRole('textbox', { name: 'Port' }) as HTMLInputElement

describe('the server', () => {
  it('starts for this computer alone, unless a person wants more, and is kept so', async () => {
    const test = await open()
    await userEvent.click(button('Start server'))
    expect(test.paramsOf('server.start')).toEqual([standardServer])
    expect(test.paramsOf('shell.setServer')).toEqual([
      { settings: standardServer, startWithApp: false, selected: null },
    ])
  })

  it('says what it means to let the network in, and encrypts then', async () => {
    const test = await open()
    expect(screen.queryByRole('status')).toBeNull()
    await userEvent.click(screen.getByRole('radio', { name: /Everyone on the network/ }))
    expect(screen.getByRole('status').textContent).toContain('can talk to your handlers')
    await userEvent.click(button('Start server'))
    expect(test.paramsOf('server.start')).toEqual([{ ...standardServer, host: '0.0.0.0', tls: true }])
  })

  it('begins with what was kept, also whether it starts with the app', async () => {
    const settings = { ...standardServer, port: 9000, allowedOrigins: ['https://a.test'] }
    const test = await open(noServer, {
      'shell.server': () => ({ settings, startWithApp: true, selected: 'echo.ts' }),
    })
    expect(port().value).toBe('9000')
    const own = screen.getByRole('switch', { name: 'Start with the app' })
    expect(own.getAttribute('aria-checked')).toBe('true')
    await userEvent.click(own)
    expect(test.paramsOf('shell.setServer')).toEqual([{ settings, startWithApp: false, selected: 'echo.ts' }])
    expect(test.paramsOf('server.start')).toEqual([])
  })

  it('does not start with what is no port', async () => {
    await open()
    await userEvent.clear(port())
    expect(button('Start server').disabled).toBe(true)
    expect(screen.getByText('Enter a whole number from 0 to 65,535.')).toBeDefined()
  })

  it('says why it does not listen, and what to do', async () => {
    const error = { code: 'unavailable', message: 'The port is in use.', hint: 'Choose another.' } as const
    const test = await open(noServer, {
      'server.start': () => {
        throw new SoundcheckError(error.code, error.message, { hint: error.hint })
      },
    })
    await userEvent.click(button('Start server'))
    expect(screen.getByRole('alert').textContent).toBe('The port is in use. Choose another.')
    act(() => test.emit('state.patched', { revision: 2, server: { ...noServer, status: 'failed', error } }))
    expect(screen.getByRole('alert').textContent).toBe('The port is in use. Choose another.')
    expect(screen.getByText('The server does not run')).toBeDefined()
  })
})

describe('a server that listens', () => {
  it('gives links with the token, and a code for phones', async () => {
    const test = await open(listening)
    await userEvent.click(button('Copy link of https://192.168.1.20:8000'))
    await userEvent.click(button('Copy token'))
    expect(test.paramsOf('shell.copyText')).toEqual([
      { text: 'https://192.168.1.20:8000/?token=secret' },
      { text: 'secret' },
    ])
    expect(screen.getByRole('img', { name: 'QR code of https://192.168.1.20:8000' })).toBeDefined()
  })

  it('has no code for phones that cannot reach it, and asks for no token', async () => {
    await open({ ...listening, settings: standardServer, urls: ['http://127.0.0.1:8000'], token: null })
    expect(screen.queryByRole('img')).toBeNull()
    expect(screen.queryByText('Token for scripts')).toBeNull()
  })

  it('tells which handler is at the root: while nobody has chosen, the first by name', async () => {
    await open(listening)
    const box = screen.getByRole('combobox', { name: 'Handler at these addresses' })
    expect(box.textContent).toBe('echo')
    expect(screen.getByText('/mirror')).toBeDefined()
  })

  it('stops, and is started anew only when something has changed', async () => {
    const test = await open(listening)
    expect(screen.queryByRole('button', { name: 'Apply and restart' })).toBeNull()
    await userEvent.clear(port())
    await userEvent.type(port(), '8100')
    expect(screen.getByText('Ends the sessions from outside.')).toBeDefined()
    await userEvent.click(button('Apply and restart'))
    expect(test.paramsOf('server.start')).toEqual([{ ...listening.settings, port: 8100 }])
    await userEvent.click(button('Stop server'))
    expect(test.paramsOf('server.stop')).toHaveLength(1)
  })
})
