import { SoundcheckError } from '../../../contract/errors'

/** How far something long is, and whether it is still wanted. */
export interface ExportJob {
  /** To be called between two slices of work; rejects with `closed` when nobody wants it any more. @param share 0 to 1 */
  step(share: number): Promise<void>
}

export interface ExportJobOptions {
  readonly isCancelled: () => boolean
  readonly onProgress: (share: number) => void
}

/** Lets whatever else waits in this thread have its turn: that it is cancelled is a message. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export function createExportJob({ isCancelled, onProgress }: ExportJobOptions): ExportJob {
  return {
    async step(share) {
      onProgress(Math.min(1, Math.max(0, share)))
      await breathe()
      if (isCancelled()) throw new SoundcheckError('closed', 'It was cancelled; nothing was saved.')
    },
  }
}

/** A part of a job: its 0 to 1 are `from` to `to` of the whole. */
export function partOf(job: ExportJob, from: number, to: number): ExportJob {
  return { step: (share) => job.step(from + (to - from) * share) }
}
