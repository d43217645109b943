import { useCallback, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { RowDirection } from '../../contract/journal'
import type { SessionSound } from '../../contract/session-sound'
import { useBench } from '../app/bench-context'
import { createPolled, type PolledState } from '../inspector/polled'
import { later } from '../messages/journal-query'
import { LaneCanvas } from './lane-canvas'
import type { LanePen } from './lane-pen'
import { channelOf } from './play-sound'
import { binsOf, SPECTRUM_FLOOR_DB, spectrumAt } from './spectrum'
import { lengthOf } from './time-view'
import styles from './timeline-panel.module.css'
import type { TimelineStore } from './timeline-store'

/** More is not decoded for it, µs. */
const LONGEST_US = 30_000_000
/** Sound is decoded at most so often while the view moves, ms: it takes a thread of its own some tenths of a second. */
const EVERY_MS = 1000
const nothing: PolledState<SessionSound> = { value: null, complete: false, error: null }
/** One column of the spectrogram for so many px. */
const COLUMN_PX = 2

export interface SpectrumLaneProps {
  readonly sessionId: string
  readonly store: TimelineStore
  readonly direction: RowDirection
  readonly height: number
}

/** The sound of what is in sight, and what comes to be while the view moves. */
function useSound(sessionId: string, direction: RowDirection, store: TimelineStore) {
  const { client } = useBench()
  const [state, setState] = useState<PolledState<SessionSound>>(nothing)
  useEffect(() => {
    const ask = async () => {
      const { view } = store.getState()
      const part = { side: direction, fromMs: Math.max(0, view.fromUs / 1000), toMs: view.toUs / 1000 }
      const value = await client.request('journal.sound', { sessionId, ...part })
      return { value, complete: true }
    }
    const polled = createPolled({ ask, later, everyMs: EVERY_MS })
    const endState = polled.state.subscribe(() => setState(polled.state.get()))
    const endView = store.subscribe(({ view }, before) => {
      if (view !== before.view && lengthOf(view) <= LONGEST_US) polled.again()
    })
    return () => {
      endState()
      endView()
      polled.close()
    }
  }, [client, sessionId, direction, store])
  return state
}

/** Which frequencies one side's sound has, from 0 to 8 kHz, low ones below. */
export function SpectrumLane(props: SpectrumLaneProps) {
  const view = useStore(props.store, (state) => state.view)
  if (lengthOf(view) > LONGEST_US)
    return <p className={styles.hint}>Frequencies are drawn for parts up to 30 s: zoom in.</p>
  return <Spectrum {...props} />
}

function Spectrum({ sessionId, store, direction, height }: SpectrumLaneProps) {
  const { value: sound, error } = useSound(sessionId, direction, store)
  const samples = useMemo(() => sound && channelOf(sound, 0), [sound])
  const draw = useCallback(
    (pen: LanePen) => {
      if (sound && samples) drawSpectrum(pen, sound, samples)
    },
    [sound, samples],
  )
  return (
    <>
      <LaneCanvas store={store} height={height} draw={draw} />
      {!sound && <p className={styles.hint}>{error ? error.message : 'Decoding …'}</p>}
    </>
  )
}

function drawSpectrum(pen: LanePen, { fromMs, sampleRate }: SessionSound, samples: Float32Array): void {
  const { context, view, width, height, scale, colors } = pen
  const bins = binsOf(sampleRate)
  const step = COLUMN_PX * scale
  context.fillStyle = colors.high
  for (let left = 0; left < width; left += step) {
    const us = view.fromUs + ((left + step / 2) / width) * lengthOf(view)
    const spectrum = spectrumAt(samples, ((us / 1000 - fromMs) / 1000) * sampleRate, bins)
    for (let y = 0; y < height; y += scale) {
      const db = spectrum[Math.floor((1 - (y + scale) / height) * bins)] ?? SPECTRUM_FLOOR_DB
      const strength = 1 - db / SPECTRUM_FLOOR_DB
      if (strength < 0.08) continue
      context.globalAlpha = Math.min(1, strength * 1.25)
      context.fillStyle = strength > 0.75 ? colors.high : strength > 0.5 ? colors.mid : colors.low
      context.fillRect(left, y, step, scale)
    }
  }
  context.globalAlpha = 1
}
