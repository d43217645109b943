import { bundleThread } from '../../testing/bundle-thread'

/** The program of the journal's thread as it is now; gives the script's path. */
export const buildJournalThread = (): Promise<string> =>
  bundleThread('journal-thread', 'main/engine/journal/store/thread.ts')
