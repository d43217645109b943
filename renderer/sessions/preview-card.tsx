import { AudioLines, Radio, Volume2, VolumeX } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { HandlerManifest } from '../../contract/manifest'
import { useBench, useSignal, useWindow } from '../app/bench-context'
import { IconButton } from '../design/button'
import { EmptyState } from '../design/empty-state'
import type { PictureRate } from '../media/picture-rate'
import { LevelMeter } from '../stage/level-meter'
import styles from '../stage/media-card.module.css'
import { Picture, rateText } from '../stage/picture'
import { Waveform } from '../stage/waveform'
import type { PreviewSide } from './preview-run'

const words = {
  in: {
    title: 'Client sends',
    video: 'Client video',
    level: 'Client audio level',
    none: 'This handler takes nothing from its client',
    listen: 'Listen to the client',
  },
  out: {
    title: 'Handler sends',
    video: 'Handler video',
    level: 'Handler audio level',
    none: 'This handler sends nothing back',
    listen: 'Listen to the handler',
  },
} as const

const tones = { in: 'sent', out: 'received' } as const

export interface PreviewCardProps {
  readonly side: PreviewSide
  readonly manifest: HandlerManifest
}

/** What one side of somebody else's session sends; heard only when a person wants to. */
export function PreviewCard({ side, manifest }: PreviewCardProps) {
  const { title, none, listen } = words[side]
  const [listening, setListening] = useState(false)
  const [rate, setRate] = useState<PictureRate | null>(null)
  const isUnused = manifest.mode === (side === 'in' ? 'receive' : 'send')
  const hasSound = manifest.modality !== 'video' && !isUnused
  return (
    <section className={styles.card} aria-label={title}>
      <header className={styles.header}>
        <h2>{title}</h2>
        <span className={styles.marks}>{rate && <span className={styles.rate}>{rateText(rate)}</span>}</span>
        {hasSound && (
          <IconButton
            label={listen}
            hint={listening ? 'You hear it; press to mute' : listen}
            icon={listening ? Volume2 : VolumeX}
            aria-pressed={listening}
            className={styles.listen}
            onClick={() => setListening(!listening)}
          />
        )}
      </header>
      {isUnused ? (
        <EmptyState icon={Radio} title={none} />
      ) : (
        <PreviewMedia side={side} manifest={manifest} listening={listening} onRate={setRate} />
      )}
    </section>
  )
}

interface PreviewMediaProps extends PreviewCardProps {
  readonly listening: boolean
  readonly onRate: (rate: PictureRate | null) => void
}

function PreviewMedia({ side, manifest: { modality }, listening, onRate }: PreviewMediaProps) {
  const { preview } = useBench()
  const { audio, video } = useSignal(preview.streams)[side]
  const feed = preview.feeds[side]
  return (
    <>
      {modality !== 'audio' && (
        <Picture label={words[side].video} stream={video} waiting="No picture yet" onRate={onRate} />
      )}
      {modality === 'video' ? (
        <p className={styles.note}>
          <AudioLines size={13} aria-hidden /> No audio in this handler
        </p>
      ) : (
        <div className={modality === 'audio' ? styles.soundAlone : styles.sound}>
          <Waveform feed={feed} tone={tones[side]} idle={null} />
          <LevelMeter label={words[side].level} feed={feed} />
        </div>
      )}
      <Listen stream={audio} listening={listening} label={`${words[side].title}: audio`} />
    </>
  )
}

interface ListenProps {
  readonly stream: MediaStream | null
  readonly listening: boolean
  readonly label: string
}

/** Also while muted: Chromium decodes a received track only for an element that plays it. */
function Listen({ stream, listening, label }: ListenProps) {
  const audio = useRef<HTMLAudioElement>(null)
  const volume = useWindow((state) => state.volume)
  useEffect(() => {
    if (audio.current) audio.current.srcObject = stream
  }, [stream])
  useEffect(() => {
    if (audio.current) audio.current.volume = volume
  }, [volume])
  return <audio ref={audio} autoPlay muted={!listening} aria-label={label} />
}
