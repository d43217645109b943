/** What can be done at once about a dead link. */
export const remedies = {
  'unmute-microphone': 'Unmute the microphone',
  'camera-on': 'Turn the camera on',
  'default-microphone': 'Use the default microphone',
  'speech-clip': 'Send the speech clip instead',
  'default-camera': 'Use the default camera',
  'unmute-speaker': 'Turn the speaker on',
  'full-volume': 'Turn the volume up',
  'default-speaker': 'Use the default output',
  'play-again': 'Play again',
  'resume-sound': 'Resume the sound system',
  'restart-handler': 'Restart the handler',
  'stop-call': 'Stop the blocked call',
  'open-file': 'Open the file',
  'show-console': 'Show the console',
  'show-timing': 'Show the timing of calls',
  'show-packets': 'Show the packets',
  'show-connection': 'Show the connection',
} as const
export type Remedy = keyof typeof remedies

/**
 * `meant`: it carries nothing, and somebody wanted that. `unknown`: there is no saying. `unused`: the handler has no need of it.
 * `skipped`: not looked at, because one before it is dead.
 */
export type Verdict = 'ok' | 'dead' | 'meant' | 'unknown' | 'unused' | 'skipped'

/** What is said of one link. */
export interface Finding {
  readonly verdict: Verdict
  /** What was seen, with numbers. */
  readonly evidence: string
  /** What to do; null where there is nothing to do. */
  readonly remedy: string | null
  readonly actions: readonly Remedy[]
}

export const ok = (evidence: string): Finding => ({ verdict: 'ok', evidence, remedy: null, actions: [] })
export const unknown = (evidence: string): Finding => ({ ...ok(evidence), verdict: 'unknown' })
export const unused = (evidence: string): Finding => ({ ...ok(evidence), verdict: 'unused' })

export const dead = (evidence: string, remedy: string, actions: readonly Remedy[] = []): Finding => ({
  verdict: 'dead',
  evidence,
  remedy,
  actions,
})
export const meant = (evidence: string, remedy: string, actions: readonly Remedy[] = []): Finding => ({
  ...dead(evidence, remedy, actions),
  verdict: 'meant',
})
