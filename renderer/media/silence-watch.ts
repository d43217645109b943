const SILENT_BELOW_DBFS = -90
const SILENT_FOR_MS = 5000

export interface SilenceWatch {
  /** Takes the level of one window; tells `quiet` once no window was louder for 5 s, `heard` when sound is back. */
  push(level: number, now: number): 'quiet' | 'heard' | null
  reset(): void
}

/** Notices a microphone that gives nothing at all: a muted jack, a missing permission, the wrong input. */
export function createSilenceWatch(): SilenceWatch {
  let since: number | null = null
  let reported = false
  return {
    push: (level, now) => {
      if (level > SILENT_BELOW_DBFS) {
        since = null
        if (!reported) return null
        reported = false
        return 'heard'
      }
      since ??= now
      if (reported || now - since < SILENT_FOR_MS) return null
      reported = true
      return 'quiet'
    },
    reset: () => {
      since = null
      reported = false
    },
  }
}
