import { quantilesMeasured } from '../figure'
import { AUDIO_HANDLER } from '../handlers'
import { burstsOf, measureCall } from './call'
import type { Measure } from './measure'

/** A call with an echo handler, beside two peers in the page. */
export const audio: Measure = {
  name: 'audio',
  inApp: true,
  async run({ app, seconds }) {
    const bench = await app()
    const baseline = await measureCall(bench, { way: 'baseline', kinds: ['audio'], seconds })
    const call = await measureCall(bench, { way: { handlerId: AUDIO_HANDLER }, kinds: ['audio'], seconds })
    return [
      {
        name: 'audio call: echo latency',
        unit: 'ms',
        measured: burstsOf(call),
        baseline: burstsOf(baseline),
        target: { of: 'p50', above: 'baseline', limit: 15 },
      },
      {
        name: 'audio call: own time, packet in to packet out',
        unit: 'ms',
        measured: quantilesMeasured(call.metrics.audioPath),
        baseline: null,
        target: { of: 'p50', above: 'zero', limit: 1 },
      },
      {
        name: 'audio call: CPU of the main process',
        unit: '%',
        measured: call.cpuPercent,
        baseline: null,
        target: { of: 'mean', above: 'zero', limit: 8 },
      },
      {
        name: 'audio call: loop delay, main thread',
        unit: 'ms',
        measured: call.loopDelay,
        baseline: baseline.loopDelay,
        target: { of: 'p99', above: 'zero', limit: 15 },
      },
      {
        name: 'audio call: loop delay, engine thread',
        unit: 'ms',
        measured: quantilesMeasured(call.metrics.eventLoopDelay),
        baseline: quantilesMeasured(baseline.metrics.eventLoopDelay),
        target: null,
      },
    ]
  },
}
