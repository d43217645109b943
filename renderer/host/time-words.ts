/** How long it has lasted: `4 s`, `2 min 5 s`. */
export const lastedText = (ms: number): string => inWords(Math.floor(Math.max(0, ms) / 1000))

/** How long it is until then; a second that has begun counts. */
export const countdownText = (ms: number): string => inWords(Math.ceil(Math.max(0, ms) / 1000))

function inWords(seconds: number): string {
  if (seconds < 60) return `${seconds}\u00a0s`
  const rest = seconds % 60
  const minutes = `${Math.floor(seconds / 60)}\u00a0min`
  return rest === 0 ? minutes : `${minutes} ${rest}\u00a0s`
}

/** For the middle of a sentence: the first line, without the full stop at its end. */
export const withoutStop = (message: string): string => (message.split('\n')[0] ?? '').replace(/\.$/, '')
