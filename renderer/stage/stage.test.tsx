import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Modality, Mode } from '../../contract/manifest'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler, sampleManifest } from '../testing/samples'
import { Stage } from './stage'

// The document of the tests shows no pictures, so that none is ever presented.
Object.assign(HTMLVideoElement.prototype, {
  requestVideoFrameCallback: () => 0,
  cancelVideoFrameCallback: () => undefined,
})

async function show(modality: Modality, mode: Mode) {
  const manifest = { ...sampleManifest, modality, mode }
  const test = createTestBench(sampleBench([sampleHandler('any.ts', { manifest })]))
  test.bench.window.setState({ selectedHandlerId: 'any.ts', microphoneMuted: true, cameraOff: true })
  renderBench(test, <Stage />)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  await act(() => test.bench.call.start('any.ts'))
  act(() => test.connect())
  return test
}

const side = (title: string) => within(screen.getByRole('region', { name: title }))
const isEnabled = (name: string) => !(screen.getByRole('combobox', { name }) as HTMLButtonElement).disabled

const none = { sound: false, picture: false }
const sound = { sound: true, picture: false }
const picture = { sound: false, picture: true }
const both = { sound: true, picture: true }

/** What goes each way; the handler's side of it is the window's other. */
const combinations = [
  ['audio', 'send', sound, none],
  ['audio', 'receive', none, sound],
  ['audio', 'send-receive', sound, sound],
  ['video', 'send', picture, none],
  ['video', 'receive', none, picture],
  ['video', 'send-receive', picture, picture],
  ['audio-video', 'send', both, none],
  ['audio-video', 'receive', none, both],
  ['audio-video', 'send-receive', both, both],
] as const

describe.each(combinations)('a handler of %s in mode %s', (modality, mode, sent, received) => {
  it('has meters and pictures for what goes each way, and for nothing else', async () => {
    await show(modality, mode)
    const you = side('You send')
    const handler = side('Handler sends')
    expect(you.queryByRole('meter') !== null).toBe(sent.sound)
    expect(you.queryByLabelText('Sent video') !== null).toBe(sent.picture)
    expect(handler.queryByRole('meter') !== null).toBe(received.sound)
    expect(handler.queryByLabelText('Received audio') !== null).toBe(received.sound)
    expect(handler.queryByLabelText('Received video') !== null).toBe(received.picture)
    expect(you.queryByText('This handler takes nothing from you') !== null).toBe(sent === none)
    expect(handler.queryByText('This handler sends nothing back') !== null).toBe(received === none)
  })

  it('is asked for microphone and camera only as far as it takes them', async () => {
    const { opened } = await show(modality, mode)
    const expected = [...(sent.sound ? ['clip'] : []), ...(sent.picture ? ['picture'] : [])]
    expect(opened.map(({ label }) => label)).toEqual(expected)
    expect(isEnabled('Microphone')).toBe(sent.sound)
    expect(isEnabled('Camera')).toBe(sent.picture)
    expect(screen.queryByText('microphone muted') !== null).toBe(sent.sound)
    expect(screen.queryByText('camera off') !== null).toBe(sent.picture)
  })
})
