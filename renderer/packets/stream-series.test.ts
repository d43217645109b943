import { describe, expect, it } from 'vitest'
import { createClient } from '../state/client'
import { createFakeBridge } from '../testing/fake-bridge'
import { sampleRow } from '../testing/samples'
import { scaleOf } from './draw-series'
import { askSeries, seriesText, toPoint } from './stream-series'

const point = (at: number, deltaMs: number | null, jitterMs: number | null = 1, isLoss = false) => ({
  ...{ atUs: at * 1000, deltaMs, jitterMs, isLoss },
})

describe('the chart of a stream', () => {
  it('asks for the newest thousand packets of the stream', async () => {
    const fake = createFakeBridge({
      'journal.query': ({ offset, limit }) => ({
        rows: limit === 0 ? [] : [sampleRow(offset, { kind: 'rtp', fields: { deltaMs: 20, lost: 1 } })],
        ...{ matched: 5000, total: 9000, dropped: 0, complete: true },
      }),
    })
    const ask = askSeries({ direction: 'in', ssrc: 7 })
    const { value, complete } = await ask(createClient(fake.bridge), 's1')
    expect(complete).toBe(true)
    expect(value).toEqual([{ atUs: 4_000_000, deltaMs: 20, jitterMs: null, isLoss: true }])
    expect(fake.paramsOf('journal.query').at(-1)).toMatchObject({
      ...{ offset: 4000, limit: 1000 },
      filter: { text: 'kind:rtp ssrc:7 dir:in', kinds: ['rtp'] },
    })
  })

  it('asks for nothing when no stream is chosen', async () => {
    const fake = createFakeBridge({})
    expect(await askSeries(null)(createClient(fake.bridge), 's1')).toEqual({ value: [], complete: true })
  })

  it('is told in words', () => {
    const points = [point(0, null, null), point(20, 20, 0.5), point(61, 41, 2.5, true), point(80, 19, 2)]
    expect(seriesText(points)).toBe(
      'The last 4 packets, 0.1 s; time between two of them 19.0 to 41.0 ms; jitter now 2.0 ms, at most 2.5 ms;' +
        ' 1 with others missing before them.',
    )
    expect(seriesText([point(0, null)])).toBe('There are too few packets for a chart.')
  })

  it('knows a point without what its row does not tell', () => {
    expect(toPoint({ atUs: 5, fields: {} })).toEqual({
      atUs: 5,
      deltaMs: null,
      jitterMs: null,
      isLoss: false,
    })
  })

  it('is scaled for most of the packets, not for one long pause', () => {
    const even = Array.from({ length: 500 }, (_, i) => point(i * 20, 20))
    expect(scaleOf(even)).toBe(50)
    expect(scaleOf([...even, point(20_000, 4000)])).toBe(50)
  })
})
