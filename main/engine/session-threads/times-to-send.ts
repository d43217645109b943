import { SoundcheckError } from '../../../contract/errors'
import type { QuantileCollector } from '../media/quantiles'
import type { PathTimes } from '../sessions/path-times'
import type { MeasuredTimes } from './messages'

/** Kept of each path while nobody asks. */
const MOST_TIMES = 4096

function createTimes() {
  let times: number[] = []
  const collector: QuantileCollector = {
    add(ms) {
      times.push(ms)
      if (times.length > 2 * MOST_TIMES) times = times.slice(-MOST_TIMES)
    },
    take() {
      throw new SoundcheckError('internal', 'quantiles are taken where the times of all threads are')
    },
  }
  const drain = (): readonly number[] => {
    const drained = times.slice(-MOST_TIMES)
    times = []
    return drained
  }
  return { collector, drain }
}

/** Gathers the times of this thread's sessions: quantiles of several threads cannot be made of their quantiles. */
export function createTimesToSend() {
  const paths = { audio: createTimes(), video: createTimes(), swap: createTimes() }
  const { audio, video, swap } = paths
  const pathTimes: PathTimes = {
    audio: audio.collector,
    video: video.collector,
    swap: swap.collector,
  }
  return {
    pathTimes,
    drain: (): MeasuredTimes => ({ audio: audio.drain(), video: video.drain(), swap: swap.drain() }),
  }
}
