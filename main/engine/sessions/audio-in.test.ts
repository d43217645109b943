import { expect, it, onTestFinished } from 'vitest'
import { type BlockTimes, createAudioIn } from './audio-in'

const MS = 8

it.each([10, 20, 30, 60])(
  'blocks of packets of %i ms follow each other without a gap on the time axis',
  (packetMs) => {
    const times: BlockTimes[] = []
    const audioIn = createAudioIn({
      ...{ sampleRate: 8000, layout: 'mono' as const },
      onBlock: (_samples, _channels, at) => void times.push(at),
      onConcealed: () => undefined,
      onDamaged: (message) => expect.fail(message),
    })
    onTestFinished(audioIn.close)
    const count = 600 / packetMs
    for (let n = 0; n < count; n += 1) {
      const at = n * packetMs
      audioIn.push({
        ...{ codec: 'pcmu', sampleRate: 8000, payload: new Uint8Array(packetMs * MS).fill(0xff) },
        ...{ pts: at * MS, arrivedAt: 1000 + at, lostBefore: 0, keyFrame: true },
      })
    }
    expect(times.map(({ soundAt }) => soundAt)).toEqual(times.map((_, n) => 1000 + n * 20))
    expect(times.length).toBe(30)
  },
)
