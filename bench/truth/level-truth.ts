import { setTimeout as sleep } from 'node:timers/promises'
import type { RowFieldValue } from '../../contract/row-fields'
import { openCall } from '../serve/call'
import type { BenchServer } from './bench-server'
import { type Claim, meanOf } from './claim'
import { decodeSound, encodeSound, peaksOf, RATE, tone } from './sounds'

const SECONDS = 12
/** The highest sample of the tone, dBFS. */
const PEAK_DB = -20
/** A sine's RMS is so much below its highest sample. */
const SINE_DB = 20 * Math.log10(Math.SQRT1_2)
const WITHIN_DB = 0.1

/** Means of a field of the rows of a kind, without the first and the last second. */
async function meanOfRows(
  server: BenchServer,
  sessionId: string,
  text: string,
  field: string,
): Promise<number> {
  const filter = { text: `${text} at:3s..9s`, kinds: [], directions: [] }
  const { rows } = await server.panel('journal.query', { sessionId, filter, offset: 0, limit: 100 })
  const isNumber = (value: RowFieldValue | undefined): value is number => typeof value === 'number'
  return meanOf(rows.map(({ fields }) => fields[field]).filter(isNumber))
}

/** What the time axis says at a cursor in the middle of the call. */
async function peakOfTimeline(server: BenchServer, sessionId: string, lane: string): Promise<number> {
  const range = { fromUs: 5_000_000, columnUs: 100_000, columns: 20 }
  const { lanes } = await server.panel('journal.timeline', { sessionId, ...range })
  const values = lanes.find(({ id }) => id === lane)?.values ?? []
  return meanOf([...values].map((value) => 20 * Math.log10(value)))
}

/** A tone of a known level, and what each meter makes of it. */
export async function levelTruth(server: BenchServer): Promise<readonly Claim[]> {
  const id = `truth-level-${process.pid}`
  const audio = encodeSound(tone(997, 10 ** (PEAK_DB / 20), SECONDS))
  const call = await openCall(`${server.url}/audio`, id, { audio, video: [] })
  const { id: sessionId } = await server.sessionOf(id)
  for (let second = 0; second < SECONDS - 2; second += 1) {
    await server.panel('session.watchLoudness', { sessionId, restart: second === 2 })
    await sleep(1000)
  }
  const loudness = await server.loudness(sessionId)
  await call.hangUp()
  await sleep(1000)
  const sides = ['in', 'out'] as const
  // What a codec does to the highest samples of a tone is no fault of a meter: they are measured in the packets.
  const packets = { in: call.sent.audio, out: call.came.audio }
  const heard = (side: (typeof sides)[number], from: number, to: number) => {
    const sound = decodeSound(packets[side].map(({ payload }) => payload))
    return peaksOf(sound.subarray(from * RATE, to * RATE))
  }
  const claims: Claim[] = []
  for (const side of sides) {
    const named = side === 'in' ? 'client' : 'handler'
    const add = (what: string, unit: string, truth: number, panel: number | null | undefined) =>
      claims.push({ what: `${what}, ${named}`, unit, truth, panel: panel ?? Number.NaN, within: WITHIN_DB })
    const rows = (kind: string, field: string) =>
      meanOfRows(server, sessionId, `kind:${kind} dir:${side}`, field)
    add('Level of a second (rows)', 'dBFS', PEAK_DB + SINE_DB, await rows('frame', 'levelDb'))
    const peaks = Array.from({ length: 6 }, (_, second) => heard(side, 3 + second, 4 + second).sample)
    add('Highest sample of a second (rows)', 'dBFS', meanOf(peaks), await rows('sound', 'peakDb'))
    const tenths = Array.from({ length: 20 }, (_, at) => heard(side, 5 + at / 10, 5.1 + at / 10).sample)
    add(
      'Timeline: at the cursor',
      'dBFS',
      meanOf(tenths),
      await peakOfTimeline(server, sessionId, `sound ${side}`),
    )
    // Source: EBU Tech 3341: both channels of a sine of -20 dBFS are as loud as -20 LUFS.
    add('Loudness: short-term', 'LUFS', PEAK_DB, loudness?.[side]?.shortTerm)
    add('Loudness: integrated', 'LUFS', PEAK_DB, loudness?.[side]?.integrated)
    add('Loudness: true peak', 'dBTP', heard(side, 3, SECONDS - 3).between, loudness?.[side]?.truePeak)
  }
  return claims
}
