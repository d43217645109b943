import { AudioLines, Radio } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { Modality } from '../../contract/manifest'
import type { HandlerEntry } from '../../contract/state'
import { useBench, useCall, useSignal, useWindow } from '../app/bench-context'
import { isActive } from '../call/call-state'
import { EmptyState } from '../design/empty-state'
import type { PictureRate } from '../media/picture-rate'
import { CompareButton } from '../pictures/compare-button'
import { LevelMeter } from './level-meter'
import styles from './media-card.module.css'
import { Picture, rateText } from './picture'
import { Speaker } from './speaker'
import { Waveform } from './waveform'

export type Side = 'sent' | 'received'

const words = {
  sent: {
    title: 'You send',
    video: 'Sent video',
    level: 'Sent audio level',
    none: 'This handler takes nothing from you',
    waiting: 'Your picture appears with the call',
    noPicture: 'No camera',
    sound: 'Press Start and speak',
  },
  received: {
    title: 'Handler sends',
    video: 'Received video',
    level: 'Received audio level',
    none: 'This handler sends nothing back',
    waiting: 'Its picture appears with the call',
    noPicture: 'No picture yet',
    sound: 'Its sound is heard and drawn here',
  },
} as const satisfies { readonly [S in Side]: object }

export interface MediaCardProps {
  readonly side: Side
  readonly handler: HandlerEntry | null
}

/** What stands in place of the sound before a call. */
function idleText(handler: HandlerEntry | null, side: Side): string {
  if (!handler) return 'Choose a handler'
  if (handler.manifest) return words[side].sound
  return handler.error ? 'This handler does not run yet' : 'The handler is being loaded'
}

export function MediaCard({ side, handler }: MediaCardProps) {
  const { title, none } = words[side]
  const manifest = handler?.manifest
  const [rate, setRate] = useState<PictureRate | null>(null)
  const isUnused = manifest?.mode === (side === 'sent' ? 'receive' : 'send')
  return (
    <section className={styles.card} aria-label={title}>
      <header className={styles.header}>
        <h2>{title}</h2>
        {!isUnused && <Marks side={side} modality={manifest?.modality ?? 'audio'} />}
        {side === 'received' && <CompareButton />}
        {rate && <span className={styles.rate}>{rateText(rate)}</span>}
      </header>
      {isUnused ? (
        <EmptyState icon={Radio} title={none} />
      ) : (
        <Media side={side} handler={handler} onRate={setRate} />
      )}
    </section>
  )
}

interface MediaProps extends MediaCardProps {
  readonly onRate: (rate: PictureRate | null) => void
}

function Media({ side, handler, onRate }: MediaProps) {
  const modality = handler?.manifest?.modality ?? 'audio'
  const { feeds, streams, inspector } = useBench()
  const { sentVideo, receivedVideo, receivedAudio } = useSignal(streams)
  const { video, level, waiting, noPicture } = words[side]
  const isIdle = useCall(({ status }) => !isActive(status))
  const hasAudio = modality !== 'video'
  return (
    <>
      {modality !== 'audio' && (
        <Picture
          label={video}
          stream={side === 'sent' ? sentVideo : receivedVideo}
          waiting={isIdle ? waiting : noPicture}
          onRate={onRate}
          onPicture={inspector.frameEnds.notePicture}
        />
      )}
      {hasAudio ? (
        <div className={modality === 'audio' ? styles.soundAlone : styles.sound}>
          <Waveform
            feed={feeds[side]}
            tone={side}
            idle={isIdle && modality === 'audio' ? idleText(handler, side) : null}
          />
          <LevelMeter label={level} feed={feeds[side]} />
        </div>
      ) : (
        <p className={styles.note}>
          <AudioLines size={13} aria-hidden /> No audio in this handler
        </p>
      )}
      {side === 'received' && hasAudio && <Speaker stream={receivedAudio} />}
    </>
  )
}

/** What is switched off, of what there would be. */
function Marks({ side, modality }: { readonly side: Side; readonly modality: Modality }): ReactNode {
  const { howling } = useBench()
  const isHowling = useSignal(howling)
  const isMuted = useWindow((state) => (side === 'sent' ? state.microphoneMuted : state.speakerMuted))
  const muted = isMuted || (side === 'received' && isHowling)
  const cameraOff = useWindow((state) => side === 'sent' && state.cameraOff)
  const sound = side === 'sent' ? 'microphone muted' : 'speaker muted'
  return (
    <span className={styles.marks}>
      {cameraOff && modality !== 'audio' && <span className={styles.mark}>camera off</span>}
      {muted && modality !== 'video' && <span className={styles.mark}>{sound}</span>}
    </span>
  )
}
