export interface PictureRate {
  readonly width: number
  readonly height: number
  readonly fps: number
}

/** Pictures a second from the browser's own count of presented ones, so that a missed callback is not a missed picture. */
export function rateBetween(
  before: { readonly presented: number; readonly at: number },
  now: { readonly presented: number; readonly at: number },
): number {
  const elapsed = now.at - before.at
  return elapsed > 0 ? Math.max(0, ((now.presented - before.presented) * 1000) / elapsed) : 0
}

/** Tells size and rate of what `video` shows about once a second, and of each picture; `fps` is 0 while it stands still. */
export function watchPictureRate(
  video: HTMLVideoElement,
  onRate: (rate: PictureRate | null) => void,
  onPicture?: (metadata: VideoFrameCallbackMetadata) => void,
): () => void {
  let presented = 0
  let before = { presented: 0, at: performance.now() }
  let callback = 0
  const onFrame = (_now: number, metadata: VideoFrameCallbackMetadata) => {
    presented = metadata.presentedFrames
    onPicture?.(metadata)
    callback = video.requestVideoFrameCallback(onFrame)
  }
  callback = video.requestVideoFrameCallback(onFrame)
  const timer = setInterval(() => {
    const now = { presented, at: performance.now() }
    const shown = video.videoWidth > 0 && presented > 0
    onRate(
      shown ? { width: video.videoWidth, height: video.videoHeight, fps: rateBetween(before, now) } : null,
    )
    before = now
  }, 1000)
  return () => {
    clearInterval(timer)
    video.cancelVideoFrameCallback(callback)
  }
}
