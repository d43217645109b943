/** How bright one picture was, on average. */
export interface SeenLuma {
  /** When it was expected to be seen, ms on the clock of `performance.now()`. */
  readonly shownMs: number
  /** 0..255. */
  readonly luma: number
}

/** Pictures are looked at in this size. */
const SIZE = { width: 32, height: 24 } as const
/** What is less is the codec's, or somebody moving. */
const LEAST_CHANGE = 40
/** Of how long before the flash the usual brightness is taken, ms. */
const BEFORE_MS = 500

/** Mean luma of RGBA pixels, 0..255. Source: ITU-R BT.601. */
export function meanLuma(pixels: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < pixels.length; at += 4)
    sum += 0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0)
  return sum / Math.max(1, pixels.length / 4)
}

/** When the first picture was seen that is much brighter, or darker, than those before the flash; null = none. */
export function findFlash(seen: readonly SeenLuma[], flashedMs: number): number | null {
  const before = seen.filter(({ shownMs }) => shownMs <= flashedMs && shownMs > flashedMs - BEFORE_MS)
  const usual = before.toSorted((a, b) => a.luma - b.luma)[before.length >> 1]?.luma
  if (usual === undefined) return null
  const flash = seen.find(({ shownMs, luma }) => shownMs > flashedMs && Math.abs(luma - usual) > LEAST_CHANGE)
  return flash?.shownMs ?? null
}

/** Notes how bright each picture of a stream is, until it is closed. */
export function watchLuma(stream: MediaStream): { readonly seen: readonly SeenLuma[]; close(): void } {
  const seen: SeenLuma[] = []
  const canvas = new OffscreenCanvas(SIZE.width, SIZE.height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  const video = document.createElement('video')
  video.muted = true
  video.srcObject = stream
  let callback = 0
  const look = (_now: number, { expectedDisplayTime }: VideoFrameCallbackMetadata) => {
    callback = video.requestVideoFrameCallback(look)
    context?.drawImage(video, 0, 0, SIZE.width, SIZE.height)
    const pixels = context?.getImageData(0, 0, SIZE.width, SIZE.height).data
    if (pixels) seen.push({ shownMs: expectedDisplayTime, luma: meanLuma(pixels) })
  }
  callback = video.requestVideoFrameCallback(look)
  // Closed before it began to play, it says so; nothing was lost by that.
  video.play().catch(() => undefined)
  return {
    seen,
    close() {
      video.cancelVideoFrameCallback(callback)
      video.srcObject = null
    },
  }
}
