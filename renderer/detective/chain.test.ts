import { describe, expect, it } from 'vitest'
import { sampleManifest } from '../testing/samples'
import { isOpen, walk, walkAll } from './chain'
import { type Make, none, ofEngine, still, stops } from './testing/faults'
import { sampleEvidence, sampleSource, sampleSpan, sampleWindow } from './testing/samples'

describe('the chain of a call', () => {
  it('is alive from end to end when all is well', () => {
    const { links, stop } = walk('audio', sampleSpan())
    expect(stop).toBeNull()
    expect(links.map(({ finding }) => finding.verdict)).toEqual(links.map(() => 'ok'))
    expect(links.map(({ link }) => link.id)).toEqual([
      'permission',
      'device',
      'level',
      'track',
      'packets-out',
      'packets-in',
      'decode',
      'called',
      'answered',
      'encode',
      'packets-back',
      'playout',
      'output',
    ])
  })

  it.each(stops)('stops at %s', (_name, make, id, verdict, evidence, action) => {
    const { links, stop } = walk('audio', sampleSpan(make))
    expect([stop?.link.id, stop?.finding.verdict]).toEqual([id, verdict])
    expect(stop?.finding.evidence).toMatch(evidence)
    expect(stop?.finding.remedy).not.toBeNull()
    expect(stop?.finding.actions[0] ?? null).toBe(action)
    const at = links.findIndex(({ link }) => link.id === id)
    expect(links.slice(0, at).every(({ finding }) => finding.verdict === 'ok')).toBe(true)
    expect(links.slice(at + 1).every(({ finding }) => finding.verdict === 'skipped')).toBe(true)
  })

  it('calls nothing dead before it was watched for long enough', () => {
    const make = ofEngine(() => ({ arrived: still(70) }))
    const early = { first: make(1), last: { ...make(1), at: 1500 } }
    expect(walk('audio', early).stop).toBeNull()
    expect(isOpen(early)).toBe(true)
    expect(isOpen(sampleSpan(make))).toBe(false)
  })

  it('needs no second look when all that is seen is alive', () => {
    expect(isOpen({ first: sampleEvidence(1), last: { ...sampleEvidence(2), at: 1400 } })).toBe(false)
  })

  it('does not blame a handler whose silence answers silence', () => {
    const make = ofEngine(() => ({ levelIn: -100, levelOut: -100 }))
    expect(walk('audio', sampleSpan(make)).stop).toBeNull()
  })

  it('has no use for the links that the mode of the handler leaves out', () => {
    const inMode = (mode: 'send' | 'receive') =>
      walk(
        'audio',
        sampleSpan((n) => sampleEvidence(n, { manifest: { ...sampleManifest, mode } })),
      )
    const unusedIn = (mode: 'send' | 'receive') =>
      inMode(mode)
        .links.filter(({ finding }) => finding.verdict === 'unused')
        .map(({ link }) => link.id)
    expect(unusedIn('send')).toEqual(['answered', 'encode', 'packets-back', 'playout', 'output'])
    expect(unusedIn('receive')).toContain('called')
    expect(unusedIn('receive')).not.toContain('answered')
  })

  it('goes to the level before a call, and is not looked at further', () => {
    const make: Make = (n) => sampleEvidence(n, { isLive: false, engine: null, session: null })
    const { links, stop } = walk('audio', sampleSpan(make))
    expect(stop).toBeNull()
    expect(links.map(({ finding }) => finding.verdict)).toEqual([
      'ok',
      'ok',
      'ok',
      ...Array.from({ length: 10 }, () => 'skipped'),
    ])
  })

  it('has only the links of the engine for the session of somebody else', () => {
    const { links, stop } = walk(
      'audio',
      sampleSpan((n) => sampleEvidence(n, { window: null })),
    )
    expect(stop).toBeNull()
    expect(links.map(({ link }) => link.id)).toEqual(['packets-in', 'decode', 'called', 'answered', 'encode'])
  })

  it('says of somebody else that they send silence', () => {
    const make: Make = (n) => ({ ...ofEngine(() => ({ levelIn: -100 }))(n), window: null })
    expect(walk('audio', sampleSpan(make)).stop?.finding.evidence).toMatch(/client sends silence/)
  })

  it('has a path of its own for pictures, without level and loudspeaker', () => {
    const manifest = { ...sampleManifest, modality: 'audio-video' } as const
    const camera = sampleSource('Desk camera', { isOff: true })
    const walks = walkAll(
      sampleSpan((n) => sampleEvidence(n, { manifest, window: sampleWindow(n, { camera }) })),
    )
    expect(walks.map(({ medium, stop }) => [medium, stop?.link.id, stop?.finding.verdict])).toEqual([
      ['audio', undefined, undefined],
      ['video', 'track', 'meant'],
    ])
    expect(walks[1]?.links.map(({ link }) => link.id)).not.toContain('playout')
  })

  it('stops at pictures that are received and do not decode', () => {
    const make: Make = (n) => {
      const { sent, received } = sampleWindow(n).connection ?? { sent: none, received: none }
      const video = received.video && { ...received.video, frames: 7 }
      const connection = { state: 'connected', sent, received: { audio: null, video }, played: null }
      const manifest = { ...sampleManifest, modality: 'video' } as const
      return sampleEvidence(n, { manifest, window: sampleWindow(n, { connection }) })
    }
    expect(walk('video', sampleSpan(make)).stop?.link.id).toBe('packets-back')
  })
})
