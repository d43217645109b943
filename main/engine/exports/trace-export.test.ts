import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { wholeSession } from '../../../contract/exports'
import type { Journal } from '../journal/journal'
import { createExportJob } from './export-job'
import { runExport } from './run-export'
import { audioPackets, streams, writePackets, writeSignals } from './testing/sample-call'
import { writeSession } from './testing/write-session'

const job = createExportJob({ isCancelled: () => false, onProgress: () => undefined })

const common = {
  name: z.string(),
  ts: z.number().int(),
  pid: z.number().int(),
  args: z.record(z.string(), z.unknown()),
}
const onTrack = { tid: z.number().int().min(1), cat: z.string() }
/** The rules of the format, as far as they are about what is written here. */
const traceSchema = z.strictObject({
  displayTimeUnit: z.enum(['ms', 'ns']),
  otherData: z.record(z.string(), z.unknown()),
  traceEvents: z.array(
    z.discriminatedUnion('ph', [
      z.strictObject({ ph: z.literal('X'), dur: z.number().int().min(0), ...onTrack, ...common }),
      z.strictObject({ ph: z.literal('i'), s: z.enum(['g', 'p', 't']), ...onTrack, ...common }),
      z.strictObject({ ph: z.literal('C'), ...common, args: z.record(z.string(), z.number()) }),
      z.strictObject({ ph: z.enum(['b', 'e']), id: z.string(), ...onTrack, ...common }),
      z.strictObject({
        ph: z.literal('M'),
        name: z.enum(['process_name', 'thread_name', 'thread_sort_index']),
        pid: z.number(),
        tid: z.number().optional(),
        args: z.record(z.string(), z.unknown()),
      }),
    ]),
  ),
})

async function traceOf(write: (journal: Journal) => void) {
  const { folder } = await writeSession(write)
  const file = path.join(folder, 'trace.json')
  await runExport(
    {
      ...{ folder, format: 'trace', path: file, appVersion: null },
      ...{ selection: wholeSession, redactions: { rules: [], fields: [] } },
    },
    job,
  )
  const { traceEvents } = traceSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  const tracks = new Map(
    traceEvents.flatMap((event) =>
      event.ph === 'M' && event.name === 'thread_name' ? [[event.tid, String(event.args.name)]] : [],
    ),
  )
  return { traceEvents, trackOf: (tid: number) => tracks.get(tid) }
}

const call = (journal: Journal, method: string, at: number, ms: number, waitMs?: number): void =>
  journal.append({
    ...{ kind: 'call', type: method, text: '', at },
    fields: { method, ms, outcome: 'ok', version: 1, ...(waitMs === undefined ? {} : { waitMs }) },
  })

describe('a trace', () => {
  it('has calls with their length on a track of their method, and what they waited for', async () => {
    const { traceEvents, trackOf } = await traceOf((journal) => {
      call(journal, 'receive', 120, 15.5, 4)
      call(journal, 'emit', 130, 30)
    })
    const slices = traceEvents.filter((event) => event.ph === 'X')
    expect(slices.map(({ name, ts, dur, tid }) => [name, ts, dur, trackOf(tid)])).toEqual([
      ['receive', 104_500, 15_500, 'receive'],
      ['emit', 100_000, 30_000, 'emit'],
    ])
    const waits = traceEvents.flatMap((event) => (event.ph === 'b' || event.ph === 'e' ? [event] : []))
    expect(waits.map(({ ph, ts, id }) => [ph, ts, id])).toEqual([
      ['b', 100_500, '0'],
      ['e', 104_500, '0'],
    ])
  })

  it('has messages, turns and troubles as instants, counters for the rest', async () => {
    const { traceEvents, trackOf } = await traceOf((journal) => {
      writeSignals(journal)
      journal.append({ kind: 'message', direction: 'in', type: 'chat', text: '{"type":"chat"}', at: 50 })
      journal.append({ kind: 'stat', text: '', at: 1000, fields: { rttMs: 3.5, queueMs: 0 } })
      journal.append({
        kind: 'frame',
        direction: 'in',
        type: 'audio',
        text: '',
        at: 1000,
        fields: { medium: 'audio', count: 50 },
      })
      writePackets(
        journal,
        audioPackets(streams.audioIn, 440, 10).filter((_, i) => i !== 4),
      )
    })
    const instants = traceEvents.filter((event) => event.ph === 'i')
    expect(instants.map(({ name, tid }) => `${trackOf(tid)}: ${name}`)).toEqual([
      'connection: offer',
      'connection: answer',
      'messages from the client: chat',
      'packets from the client: audio: 1 lost',
    ])
    const counters = traceEvents.filter((event) => event.ph === 'C')
    expect(counters.map(({ name, args }) => [name, args.value])).toEqual([
      ['rttMs', 3.5],
      ['queueMs', 0],
      ['audio in count', 50],
    ])
  })

  it('never has two calls on one track at a time', async () => {
    const lengths = fc.sample(fc.integer({ min: 0, max: 100 }), { numRuns: 200, seed: 1 })
    const { traceEvents } = await traceOf((journal) => {
      for (const [i, ms] of lengths.entries()) call(journal, 'emit', 200 + i * 7, ms)
    })
    const ends = new Map<number, number>()
    for (const event of traceEvents) {
      if (event.ph !== 'X') continue
      expect(event.ts).toBeGreaterThanOrEqual(ends.get(event.tid) ?? 0)
      ends.set(event.tid, event.ts + event.dur)
    }
    expect(ends.size).toBeGreaterThan(2)
  })
})
