import { Worker } from 'node:worker_threads'
import { fromWireError, SoundcheckError } from '../../../contract/errors'
import { createExportJob } from './export-job'
import {
  type ExportTask,
  type FromExportThread,
  runTask,
  type TaskResults,
  type ToExportThread,
} from './export-task'
import { limitRate } from './limit-rate'

/** Something that is under way. */
export interface RunningTask<W extends ExportTask['what']> {
  readonly result: Promise<TaskResults[W]>
  /** It ends by itself soon after, with `closed`. Idempotent. */
  cancel(): void
}

type Tell = (share: number) => void

function inThisThread<T extends ExportTask>(task: T, tell: Tell): RunningTask<T['what']> {
  let isCancelled = false
  const onProgress = limitRate(tell, () => performance.now())
  const job = createExportJob({ isCancelled: () => isCancelled, onProgress })
  return {
    // Not before who started it knows of it: what is told first may be a reason to cancel it.
    result: Promise.resolve().then(() => runTask(task, job)) as Promise<TaskResults[T['what']]>,
    cancel() {
      isCancelled = true
    },
  }
}

function inThread<T extends ExportTask>(script: string, task: T, tell: Tell): RunningTask<T['what']> {
  const worker = new Worker(script, { workerData: task, name: task.what })
  const result = new Promise<TaskResults[T['what']]>((resolve, reject) => {
    worker.on('message', (message: FromExportThread) => {
      if (message.type === 'progress') tell(message.share)
      else if (message.type === 'done') resolve(message.value as TaskResults[T['what']])
      else reject(fromWireError(message.error))
    })
    worker.on('error', reject)
    worker.on('exit', (code) =>
      reject(
        new SoundcheckError('unavailable', `its thread has ended with code ${code}`, {
          hint: 'Try it with a shorter range of time.',
        }),
      ),
    )
  })
  return {
    result,
    // Never terminated: it may be inside a codec.
    cancel: () => worker.postMessage('cancel' satisfies ToExportThread),
  }
}

/** @param script the compiled program of the thread that it is done in; left out = this one */
export function startTask<T extends ExportTask>(
  script: string | undefined,
  task: T,
  tell: Tell,
): RunningTask<T['what']> {
  return script === undefined ? inThisThread(task, tell) : inThread(script, task, tell)
}
