import { useCallback, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { toWireError } from '../../contract/errors'
import type { RowDirection } from '../../contract/journal'
import type { SessionSound } from '../../contract/session-sound'
import { useBench } from '../app/bench-context'
import { LaneCanvas } from './lane-canvas'
import type { LanePen } from './lane-pen'
import { channelOf } from './play-sound'
import { binsOf, SPECTRUM_FLOOR_DB, spectrumAt } from './spectrum'
import { lengthOf, type TimeSpan } from './time-view'
import styles from './timeline-panel.module.css'
import type { TimelineStore } from './timeline-store'

/** More is not decoded for it, µs. */
const LONGEST_US = 30_000_000
/** The view has to rest so long before its sound is decoded, ms. */
const REST_MS = 250
/** One column of the spectrogram for so many px. */
const COLUMN_PX = 2

export interface SpectrumLaneProps {
  readonly sessionId: string
  readonly store: TimelineStore
  readonly direction: RowDirection
  readonly height: number
}

type Decoded = { readonly sound: SessionSound } | { readonly why: string } | null

/** The sound of what is in sight, once the view rests. */
function useSound(sessionId: string, direction: RowDirection, { fromUs, toUs }: TimeSpan): Decoded {
  const { client } = useBench()
  const [decoded, setDecoded] = useState<Decoded>(null)
  useEffect(() => {
    let isGone = false
    const timer = setTimeout(() => {
      const part = { side: direction, fromMs: Math.max(0, fromUs / 1000), toMs: toUs / 1000 }
      client.request('journal.sound', { sessionId, ...part }).then(
        (sound) => isGone || setDecoded({ sound }),
        (thrown: unknown) => isGone || setDecoded({ why: toWireError(thrown).message }),
      )
    }, REST_MS)
    return () => {
      isGone = true
      clearTimeout(timer)
    }
  }, [client, sessionId, direction, fromUs, toUs])
  return decoded
}

/** Which frequencies one side's sound has, from 0 to 8 kHz, low ones below. */
export function SpectrumLane(props: SpectrumLaneProps) {
  const view = useStore(props.store, (state) => state.view)
  if (lengthOf(view) > LONGEST_US)
    return <p className={styles.hint}>Frequencies are drawn for parts up to 30 s: zoom in.</p>
  return <Spectrum {...props} view={view} />
}

function Spectrum({
  sessionId,
  store,
  direction,
  height,
  view,
}: SpectrumLaneProps & { readonly view: TimeSpan }) {
  const decoded = useSound(sessionId, direction, view)
  const sound = decoded && 'sound' in decoded ? decoded.sound : null
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
      {decoded === null && <p className={styles.hint}>Decoding …</p>}
      {decoded && 'why' in decoded && <p className={styles.hint}>{decoded.why}</p>}
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
