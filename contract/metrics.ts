/** Quantiles of a measured time, ms. */
export interface Quantiles {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** Counted from one `engine.metrics` request to the next. */
export interface EngineMetrics {
  /** How late timers fire, ms: those of the engine's thread or of a session thread, whichever has the worst p99. */
  readonly eventLoopDelay: Quantiles
  /** From an audio packet's arrival to the answering packet on the wire, without the wait for the frame clock, ms. */
  readonly audioPath: Quantiles
  /** From a picture's last packet to the answering picture's last packet, ms. */
  readonly videoPath: Quantiles
  /** From the watcher's event to the first call into the new instance of a live session, ms. */
  readonly swap: Quantiles
  /** The threads beside the engine's own that do the work of sessions, as they are now; none while it is not busy. */
  readonly sessionThreads: readonly SessionThreadLoad[]
}

/** One of them. */
export interface SessionThreadLoad {
  /** That have not ended. */
  readonly sessions: number
  /** The share of its time that it works, 0..1, with what sessions that have just come are expected to need. */
  readonly load: number
}

export type MediaAccess = 'granted' | 'denied' | 'restricted' | 'not-determined' | 'unknown'

export interface ShellInfo {
  readonly appVersion: string
  readonly electronVersion: string
  readonly platform: string
  /** What the operating system lets the app use. */
  readonly microphone: MediaAccess
  readonly camera: MediaAccess
}
