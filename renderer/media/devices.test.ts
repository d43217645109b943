// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { effectiveCamera, effectiveMicrophone, groupDevices, isGone, noDevices } from './device-list'
import { explainMediaError, platformOf } from './media-error'
import { isMicrophoneChoice } from './source-choice'
import { clockText } from './test-picture'

const info = (kind: MediaDeviceKind, deviceId: string, label = '') => ({ kind, deviceId, label })

describe('groupDevices', () => {
  it('numbers devices whose names are not known yet', () => {
    const { microphones, cameras } = groupDevices([
      info('audioinput', 'a'),
      info('videoinput', 'v', 'Front camera'),
      info('audioinput', 'b'),
    ])
    expect(microphones.map(({ label }) => label)).toEqual(['Microphone 1', 'Microphone 2'])
    expect(cameras).toEqual([{ deviceId: 'v', label: 'Front camera' }])
  })
})

describe('the source in effect', () => {
  const devices = groupDevices([
    info('audioinput', 'x'),
    info('audioinput', 'default'),
    info('videoinput', 'v'),
  ])

  it('is the default device until one was chosen', () => {
    expect(effectiveMicrophone(null, devices)).toBe('device:default')
    expect(effectiveCamera(null, devices)).toBe('device:v')
    expect(effectiveMicrophone('tone', devices)).toBe('tone')
  })

  it('is a built-in source where there is no device', () => {
    expect(effectiveMicrophone(null, noDevices)).toBe('clip')
    expect(effectiveCamera(null, noDevices)).toBe('picture')
  })

  it('knows that a chosen device is no longer connected', () => {
    expect(isGone('device:y', devices.microphones)).toBe(true)
    expect(isGone('device:x', devices.microphones)).toBe(false)
    expect(isGone('tone', devices.microphones)).toBe(false)
  })
})

describe('explainMediaError', () => {
  const refused = (name: string) => Object.assign(new Error('refused'), { name })

  it('says which device is refused and how to allow it on this system', () => {
    const error = explainMediaError(refused('NotAllowedError'), 'microphone', 'mac')
    expect(error.message).toContain('microphone')
    expect(error.hint).toContain('System Settings')
    expect(explainMediaError(refused('NotAllowedError'), 'camera', 'windows').hint).toContain('Camera')
  })

  it('tells a missing device from one that is in use', () => {
    expect(explainMediaError(refused('NotFoundError'), 'camera', 'linux').message).toContain('No camera')
    expect(explainMediaError(refused('NotReadableError'), 'camera', 'linux').hint).toContain(
      'Close other apps',
    )
  })

  it('knows the systems by the name the browser gives', () => {
    expect(['MacIntel', 'Win32', 'Linux x86_64'].map(platformOf)).toEqual(['mac', 'windows', 'linux'])
  })
})

describe('source choices', () => {
  it('are taken from a storage only when they are known', () => {
    expect(['tone', 'device:', 'picture', 7, null].map(isMicrophoneChoice)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })
})

describe('the clock of the test picture', () => {
  it('shows minutes, seconds and milliseconds', () => {
    expect(clockText(61_234.9)).toBe('1:01.234')
  })
})
