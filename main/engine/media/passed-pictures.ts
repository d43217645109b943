/** The pictures that passed since they were asked for the last time. */
export interface PassedPictures {
  readonly count: number
  /** A second. */
  readonly fps: number
  /** Pixels, of the last one. */
  readonly width: number
  readonly height: number
}

/** Counts pictures; `since` is when it begins, ms on the clock of {@link take}. */
export function createPassedPictures(since: number) {
  let takenAt = since
  let count = 0
  let width = 0
  let height = 0

  return {
    add(picture: { readonly width: number; readonly height: number }): void {
      count += 1
      width = picture.width
      height = picture.height
    },
    /** null when none passed. */
    take(now: number): PassedPictures | null {
      const elapsed = now - takenAt
      takenAt = now
      if (count === 0) return null
      const passed = { count, fps: (count * 1000) / Math.max(1, elapsed), width, height }
      count = 0
      return passed
    },
  }
}

export type PictureMeter = ReturnType<typeof createPassedPictures>
