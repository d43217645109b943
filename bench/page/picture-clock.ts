import { BITS, BLOCK_NUMBERS, blocksOf, CODE_SHARE, numberOf } from './block-code'

const WIDTH = 640
const HEIGHT = 480
const FRAME_RATE = 30
/** A number that was drawn longer ago than this was misread. */
const OLDEST = 3000

export interface PictureTimes {
  /** ms from the drawing of each picture to the callback that shows it, in the order they were shown. */
  readonly latencies: readonly number[]
  /** Pictures that were drawn in that time. */
  readonly drawn: number
}

/** Sends numbered pictures and reads the numbers of those that come back. */
export interface PictureClock {
  readonly track: MediaStreamTrack
  listenTo(track: MediaStreamTrack): void
  record(seconds: number): Promise<PictureTimes>
  close(): void
}

type Context2d = CanvasRenderingContext2D

function contextOf(canvas: HTMLCanvasElement): Context2d {
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false })
  if (!context) throw new Error('this page has no 2d canvas')
  return context
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  return Object.assign(document.createElement('canvas'), { width, height })
}

/** Something that moves, so that the codecs have work as with a camera, and the number. */
function draw(context: Context2d, number: number): void {
  context.fillStyle = '#456'
  context.fillRect(0, 0, WIDTH, HEIGHT)
  for (let n = 0; n < 12; n += 1) {
    context.fillStyle = `hsl(${(n * 30 + number) % 360} 60% 50%)`
    const x = (number * (n + 2) + n * 53) % WIDTH
    context.fillRect(x, (n * HEIGHT) / 14, 60, 60)
  }
  for (const { x, y, width, height, white } of blocksOf(number, WIDTH, HEIGHT)) {
    context.fillStyle = white ? '#fff' : '#000'
    context.fillRect(x, y, width, height)
  }
}

/** The number that a picture shows: the middle of each block, from a small copy of the row. */
function createReader() {
  const context = contextOf(canvasOf(BITS, 1))
  return (video: HTMLVideoElement): number => {
    const { videoWidth: width, videoHeight: height } = video
    const tall = height * CODE_SHARE
    context.drawImage(video, 0, height - tall * 0.6, width, tall * 0.2, 0, 0, BITS, 1)
    const { data } = context.getImageData(0, 0, BITS, 1)
    return numberOf(Array.from({ length: BITS }, (_, bit) => data[bit * 4 + 1] ?? 0))
  }
}

/** A video element on top of the window: one that is not painted may be given no pictures. */
function createScreen(): HTMLVideoElement {
  const video = document.createElement('video')
  video.muted = true
  Object.assign(video.style, { position: 'fixed', right: '0', bottom: '0', width: '160px', zIndex: '9999' })
  document.body.append(video)
  return video
}

export function createPictureClock(): PictureClock {
  const canvas = canvasOf(WIDTH, HEIGHT)
  const context = contextOf(canvas)
  const screen = createScreen()
  const read = createReader()
  const drawnAt = new Map<number, number>()
  let number = 0
  let latencies: number[] = []
  let drawn = 0

  const timer = setInterval(() => {
    number = (number + 1) % BLOCK_NUMBERS
    drawn += 1
    drawnAt.set(number, performance.now())
    draw(context, number)
  }, 1000 / FRAME_RATE)
  const [track] = canvas.captureStream(FRAME_RATE).getVideoTracks()
  if (!track) throw new Error('the canvas gives no track')

  function shown(): void {
    const now = performance.now()
    const seen = read(screen)
    const at = drawnAt.get(seen)
    drawnAt.delete(seen)
    if (at !== undefined && now - at < OLDEST) latencies.push(now - at)
    screen.requestVideoFrameCallback(shown)
  }

  return {
    track,
    listenTo(received) {
      screen.srcObject = new MediaStream([received])
      void screen.play()
      screen.requestVideoFrameCallback(shown)
    },
    async record(seconds) {
      latencies = []
      drawn = 0
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
      return { latencies, drawn }
    },
    close() {
      clearInterval(timer)
      track.stop()
      screen.srcObject = null
      screen.remove()
    },
  }
}
