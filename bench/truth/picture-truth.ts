import { setTimeout as sleep } from 'node:timers/promises'
import { openCall } from '../serve/call'
import { encodePictures, FPS } from '../serve/numbered-pictures'
import type { BenchServer } from './bench-server'
import { type Claim, meanOf } from './claim'
import { encodeSound, tone } from './sounds'

const SECONDS = 18
/** The part that is looked at, s of the session: so long that a picture which comes a moment before or after its end makes less than is allowed. */
const PART = { from: 3, to: 15 } as const
const WITHIN = 0.1

/** So many of these times in a second, from the first of the part to the last; `begun` = when the session began, on their clock. */
function rateIn(times: readonly number[], begun: number): number {
  const inPart = times.filter((at) => at - begun >= PART.from * 1000 && at - begun < PART.to * 1000)
  return ((inPart.length - 1) * 1000) / ((inPart.at(-1) ?? 0) - (inPart[0] ?? 0))
}

/** Pictures a second, as they were sent and as they came. */
export async function pictureTruth(server: BenchServer): Promise<readonly Claim[]> {
  const id = `truth-picture-${process.pid}`
  const media = { audio: encodeSound(tone(997, 0.1, 2)), video: encodePictures() }
  const call = await openCall(`${server.url}/video`, id, media)
  const { id: sessionId, openedAt } = await server.sessionOf(id)
  await sleep(SECONDS * 1000)
  await call.hangUp()
  const begun = openedAt - performance.timeOrigin
  const sent = rateIn(
    call.sent.video.map(({ at }) => at),
    begun,
  )
  const came = rateIn(
    call.came.video.filter(({ marker }) => marker).map(({ at }) => at),
    begun,
  )
  const series = await server.series(sessionId, 1_000_000)
  const part = (values: Float32Array) => meanOf([...values.subarray(PART.from, PART.to)])
  const claim = (what: string, truth: number, values: Float32Array): Claim => ({
    ...{ what, unit: '/s', truth, panel: part(values), within: WITHIN },
  })
  return [
    { what: 'The client sends', unit: '/s', truth: FPS, panel: sent, within: null },
    claim('Stats: pictures from the client', sent, series('engine frames video in')),
    claim('Stats: pictures to the client', came, series('engine frames video out')),
  ]
}
