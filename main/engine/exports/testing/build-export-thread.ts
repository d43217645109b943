import { bundleThread } from '../../testing/bundle-thread'

/** The program of export threads as it is now; gives the script's path. */
export const buildExportThread = (): Promise<string> =>
  bundleThread('export-thread', 'main/engine/exports/thread.ts')
