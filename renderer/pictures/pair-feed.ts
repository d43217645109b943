/** One picture of each side: what the handler made, and what this window had sent a while before it came. */
export interface PicturePair {
  readonly sent: ImageBitmap | null
  readonly received: ImageBitmap
}

export interface PairFeed {
  /** What is shown now: to be used at once, it ends with the next pair. */
  current(): PicturePair | null
  /** How much older the sent picture is, ms. */
  setDelay(ms: number): void
  /** Stands still, or goes on. */
  freeze(isFrozen: boolean): void
  /** While it stands still: the next picture. */
  step(): void
  close(): void
}

/** The longest delay, ms. */
export const LONGEST_DELAY_MS = 1000

interface Kept {
  readonly at: number
  readonly picture: ImageBitmap
}

/** Calls back with each picture that a video shows, until it is ended. */
function eachPicture(video: HTMLVideoElement, onPicture: (picture: ImageBitmap) => void): () => void {
  let isOpen = true
  let request = 0
  const take = async () => {
    request = video.requestVideoFrameCallback(take)
    if (video.videoWidth === 0) return
    const picture = await createImageBitmap(video)
    if (isOpen) onPicture(picture)
    else picture.close()
  }
  request = video.requestVideoFrameCallback(take)
  return () => {
    isOpen = false
    video.cancelVideoFrameCallback(request)
  }
}

/** Puts pictures of two videos together, and tells when there is a new pair. */
export function createPairFeed(
  videos: { readonly sent: HTMLVideoElement; readonly received: HTMLVideoElement },
  onPair: () => void,
): PairFeed {
  let kept: Kept[] = []
  let shown: PicturePair | null = null
  let delayMs = 0
  let isFrozen = false
  let isStepping = false
  let isClosed = false
  const now = () => performance.now()

  function forget(before: number): void {
    // The newest of the old ones is still wanted: nothing newer may come.
    while (kept.length > 1 && (kept[1]?.at ?? 0) < before) kept.shift()?.picture.close()
  }

  /** What was shown so long ago, taken out of the memory with a copy, so that each has its own end. */
  async function sentThen(): Promise<ImageBitmap | null> {
    const then = now() - delayMs
    const found = kept.findLast(({ at }) => at <= then) ?? kept[0]
    return found ? await createImageBitmap(found.picture) : null
  }

  async function show(received: ImageBitmap): Promise<void> {
    if (isFrozen && !isStepping) return received.close()
    isStepping = false
    const sent = await sentThen()
    if (isClosed) {
      sent?.close()
      received.close()
      return
    }
    const before = shown
    shown = { sent, received }
    before?.sent?.close()
    before?.received.close()
    onPair()
  }

  const ends = [
    eachPicture(videos.sent, (picture) => {
      kept.push({ at: now(), picture })
      forget(now() - LONGEST_DELAY_MS)
    }),
    eachPicture(videos.received, (picture) => void show(picture)),
  ]
  return {
    current: () => shown,
    setDelay: (ms) => {
      delayMs = ms
    },
    freeze: (next) => {
      isFrozen = next
    },
    step: () => {
      isStepping = true
    },
    close() {
      isClosed = true
      for (const end of ends) end()
      for (const { picture } of kept) picture.close()
      kept = []
      shown?.sent?.close()
      shown?.received.close()
      shown = null
    },
  }
}
