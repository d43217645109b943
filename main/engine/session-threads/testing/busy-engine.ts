import type { SessionThreadsOptions } from '../session-threads'

/** Loads under which every session goes to one session thread. */
export const busyEngine: Required<Pick<SessionThreadsOptions, 'most' | 'meterOf'>> = {
  most: 1,
  meterOf: (thread) => ({ load: () => (thread === 'engine' ? 10 : 0) }),
}
