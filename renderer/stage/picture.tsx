import { ImageOff } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { EmptyState } from '../design/empty-state'
import type { PictureRate } from '../media/picture-rate'
import { watchPictureRate } from '../media/picture-rate'
import styles from './picture.module.css'

export const rateText = ({ width, height, fps }: PictureRate): string =>
  `${width}×${height} · ${Math.round(fps)} fps`

export interface PictureProps {
  readonly label: string
  readonly stream: MediaStream | null
  readonly waiting: string
  readonly onRate: (rate: PictureRate | null) => void
  /** Of each picture that is shown. */
  readonly onPicture?: (metadata: VideoFrameCallbackMetadata) => void
}

export function Picture({ label, stream, waiting, onRate, onPicture }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    const element = video.current
    if (!element) return
    element.srcObject = stream
    onRate(null)
    if (!stream) return
    return watchPictureRate(element, onRate, onPicture)
  }, [stream, onRate, onPicture])
  return (
    <div className={styles.picture}>
      <video
        ref={video}
        aria-label={label}
        autoPlay
        playsInline
        muted
        className={stream ? styles.video : styles.hidden}
      />
      {!stream && <EmptyState icon={ImageOff} title={waiting} />}
    </div>
  )
}
