import { bundleThread } from '../../testing/bundle-thread'

/** The program of session threads as it is now; gives the script's path. */
export const buildSessionThread = (): Promise<string> =>
  bundleThread('session-thread', 'main/engine/session-threads/thread.ts')
