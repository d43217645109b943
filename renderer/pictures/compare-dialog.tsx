import { Pause, Play, StepForward } from 'lucide-react'
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from 'react'
import { Button } from '../design/button'
import { Dialog } from '../design/dialog'
import { Segments } from '../design/segments'
import { Slider } from '../design/slider'
import styles from './compare-dialog.module.css'
import { drawPair, type PairLook, pixelOf, samplesOf } from './draw-pair'
import { createPairFeed, LONGEST_DELAY_MS, type PairFeed, type PicturePair } from './pair-feed'
import { colorText, distanceOf, distanceText, lumaOf, movedPixel, type Pixel } from './picture-figures'

export interface CompareDialogProps {
  readonly sent: MediaStream
  readonly received: MediaStream
  readonly onClose: () => void
}

const looks = [
  { value: 'wipe', label: 'Wipe' },
  { value: 'difference', label: 'Difference × 4' },
] as const
/** Of an echo in this machine: way, decoding and the browser's buffer, ms. */
const USUAL_DELAY_MS = 100
/** In which size pictures are compared: what is finer is noise of the codec. */
const COMPARED = { width: 160, height: 120 } as const
/** Between two figures, ms: as often as they can be read. */
const FIGURES_MS = 250

/** What was sent and what came back, on top of each other, picture by picture. */
export function CompareDialog(props: CompareDialogProps) {
  return (
    <Dialog
      title="Compare pictures"
      description="What you sent, and what the handler made of it a while later."
      width="wide"
      open
      onClose={props.onClose}
    >
      <Comparison {...props} />
    </Dialog>
  )
}

function Comparison({ sent, received }: CompareDialogProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [look, setLook] = useState<PairLook>('wipe')
  const [share, setShare] = useState(50)
  const [delayMs, setDelay] = useState(USUAL_DELAY_MS)
  const [isFrozen, setFrozen] = useState(false)
  const [pixel, setPixel] = useState<Pixel | null>(null)
  const draw = useRef<() => void>(() => undefined)
  const { feed, videos } = usePairs(sent, received, draw)
  useEffect(() => {
    draw.current = () => {
      const pair = feed.current?.current()
      if (canvas.current && pair) drawPair(canvas.current, pair, look, share / 100)
    }
    draw.current()
  }, [feed, look, share])
  useEffect(() => feed.current?.setDelay(delayMs), [feed, delayMs])
  useEffect(() => feed.current?.freeze(isFrozen), [feed, isFrozen])
  const point = (event: MouseEvent<HTMLCanvasElement>) => setPixel(pixelAt(event))
  const onKeyDown = (event: KeyboardEvent) => {
    const size = canvas.current ?? { width: 1, height: 1 }
    const middle = { x: Math.floor(size.width / 2), y: Math.floor(size.height / 2) }
    const next = movedPixel(pixel ?? middle, event, size)
    if (next) setPixel(next)
    else if (event.key === ' ') setFrozen(!isFrozen)
    else if (event.key === '.' && isFrozen) feed.current?.step()
    else return
    event.preventDefault()
  }
  return (
    <div className={styles.comparison}>
      {videos}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the arrows move the pixel that is read */}
      <section className={styles.pictures} aria-label="Pictures" tabIndex={0} onKeyDown={onKeyDown}>
        <canvas ref={canvas} className={styles.canvas} aria-hidden onMouseMove={point} />
      </section>
      <div className={styles.controls}>
        <Segments label="Look" value={look} options={looks} onChange={setLook} />
        <Button icon={isFrozen ? Play : Pause} onClick={() => setFrozen(!isFrozen)}>
          {isFrozen ? 'Go on' : 'Freeze'}
        </Button>
        <Button icon={StepForward} disabled={!isFrozen} onClick={() => feed.current?.step()}>
          Next picture
        </Button>
      </div>
      {look === 'wipe' && (
        <Labelled name="Sent, at the left" value={`${share} %`}>
          <Slider label="Wipe" value={share} min={0} max={100} step={1} onChange={setShare} />
        </Labelled>
      )}
      <Labelled name="Sent picture delayed by" value={`${delayMs} ms`}>
        <Slider label="Delay" value={delayMs} min={0} max={LONGEST_DELAY_MS} step={10} onChange={setDelay} />
      </Labelled>
      <Figures feed={feed} pixel={pixel} />
    </div>
  )
}

interface LabelledProps {
  readonly name: string
  readonly value: string
  readonly children: ReactNode
}

const Labelled = ({ name, value, children }: LabelledProps) => (
  <div className={styles.labelled}>
    <span>{name}</span>
    {children}
    <span className={styles.value}>{value}</span>
  </div>
)

function pixelAt({ currentTarget: canvas, clientX, clientY }: MouseEvent<HTMLCanvasElement>): Pixel {
  const { left, top, width, height } = canvas.getBoundingClientRect()
  const share = (value: number) => Math.min(0.9999, Math.max(0, value))
  return {
    x: Math.floor(share((clientX - left) / width) * canvas.width),
    y: Math.floor(share((clientY - top) / height) * canvas.height),
  }
}

/** Pairs of pictures of both streams, as long as the component is there; `draw` is called for each. */
function usePairs(sent: MediaStream, received: MediaStream, draw: RefObject<() => void>) {
  const feed = useRef<PairFeed | null>(null)
  const sentVideo = useRef<HTMLVideoElement>(null)
  const receivedVideo = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    const [left, right] = [sentVideo.current, receivedVideo.current]
    if (!left || !right) return
    left.srcObject = sent
    right.srcObject = received
    const made = createPairFeed({ sent: left, received: right }, () => draw.current())
    feed.current = made
    return () => {
      feed.current = null
      made.close()
    }
  }, [sent, received, draw])
  const videos = (
    <>
      <video ref={sentVideo} className={styles.hidden} autoPlay muted playsInline aria-hidden />
      <video ref={receivedVideo} className={styles.hidden} autoPlay muted playsInline aria-hidden />
    </>
  )
  return { feed, videos }
}

interface FiguresProps {
  readonly feed: RefObject<PairFeed | null>
  readonly pixel: Pixel | null
}

interface Told {
  readonly distance: string
  readonly pixels: string
}

function tell({ sent, received }: PicturePair, pixel: Pixel | null): Told {
  const { width, height } = COMPARED
  const size = `${received.width} × ${received.height}`
  const distance = sent
    ? distanceText(distanceOf(samplesOf(sent, width, height), samplesOf(received, width, height)))
    : 'nothing was sent'
  if (!pixel) return { distance: `${size}; ${distance}`, pixels: 'Point at a pixel, or use the arrows.' }
  const told = (picture: ImageBitmap | null) => {
    if (!picture) return 'nothing'
    const color = pixelOf(picture, pixel, received)
    return `${colorText(color)}, luma ${lumaOf(color)}`
  }
  return {
    distance: `${size}; ${distance}`,
    pixels: `${pixel.x}, ${pixel.y}: sent ${told(sent)}; received ${told(received)}`,
  }
}

/** In words what is to be seen, as often as it can be read. */
function Figures({ feed, pixel }: FiguresProps) {
  const [told, setTold] = useState<Told | null>(null)
  useEffect(() => {
    const look = () => {
      const pair = feed.current?.current()
      if (pair) setTold(tell(pair, pixel))
    }
    look()
    const timer = setInterval(look, FIGURES_MS)
    return () => clearInterval(timer)
  }, [feed, pixel])
  return (
    <div className={styles.figures} role="status">
      <p>{told?.distance ?? 'Waiting for pictures …'}</p>
      <p>{told?.pixels}</p>
    </div>
  )
}
