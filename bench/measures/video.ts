import { distributionOf, type Measured, quantilesMeasured } from '../figure'
import { VIDEO_HANDLER } from '../handlers'
import { burstsOf, type MeasuredCall, measureCall } from './call'
import type { Measure } from './measure'

function picturesOf({ times }: MeasuredCall): Measured {
  return distributionOf(times.video?.latencies ?? [])
}

function rateOf({ times }: MeasuredCall, seconds: number): Measured {
  const count = times.video?.latencies.length ?? 0
  return { count, mean: count / seconds }
}

/** A call with a handler that gives sound and pictures back as they came, beside two peers in the page. */
export const video: Measure = {
  name: 'video',
  inApp: true,
  async run({ app, seconds }) {
    const bench = await app()
    const kinds = ['audio', 'video'] as const
    const baseline = await measureCall(bench, { way: 'baseline', kinds, seconds })
    const call = await measureCall(bench, { way: { handlerId: VIDEO_HANDLER }, kinds, seconds })
    return [
      {
        name: 'video call: picture latency, 640x480 at 30/s',
        unit: 'ms',
        measured: picturesOf(call),
        baseline: picturesOf(baseline),
        target: { of: 'p50', above: 'baseline', limit: 20 },
      },
      {
        name: 'video call: pictures shown',
        unit: '/s',
        measured: rateOf(call, seconds),
        baseline: rateOf(baseline, seconds),
        target: null,
      },
      {
        name: 'video call: echo latency',
        unit: 'ms',
        measured: burstsOf(call),
        baseline: burstsOf(baseline),
        target: null,
      },
      {
        name: 'video call: own time, picture in to picture out',
        unit: 'ms',
        measured: quantilesMeasured(call.metrics.videoPath),
        baseline: null,
        target: { of: 'p50', above: 'zero', limit: 8 },
      },
      {
        name: 'video call: CPU of the main process',
        unit: '%',
        measured: call.cpuPercent,
        baseline: null,
        target: { of: 'mean', above: 'zero', limit: 35 },
      },
      {
        name: 'video call: loop delay, main thread',
        unit: 'ms',
        measured: call.loopDelay,
        baseline: baseline.loopDelay,
        target: { of: 'p99', above: 'zero', limit: 15 },
      },
      {
        name: 'video call: loop delay, engine thread',
        unit: 'ms',
        measured: quantilesMeasured(call.metrics.eventLoopDelay),
        baseline: quantilesMeasured(baseline.metrics.eventLoopDelay),
        target: null,
      },
    ]
  },
}
