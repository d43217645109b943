import dgram from 'node:dgram'
import { setTimeout as sleep } from 'node:timers/promises'
import { encodeBeeps, matchEchoes } from '../../../../../bench/serve/beeps'
import { openCall } from '../../../../../bench/serve/call'
import { gapsOf } from '../../../../../bench/serve/judge-call'

/** A call that goes on while the server is attacked, and must not suffer. */
export interface LiveCall {
  readonly offer: string
  readonly captured: readonly Buffer[]
  sendMedia(bytes: Buffer, as: 'stranger' | 'client'): void
  say(data: string | Buffer): void
  /** After a rest it hangs up; tells what was wrong with the call, null when nothing was. */
  finish(): Promise<string | null>
}

/** Packets of the client that are kept for replays. */
const KEPT = 200
/** ms of rest after the attacks, in which the call must be as if nothing had been. */
const REST = 3000
/** Of the beeps of that time those that must come back. */
const LEAST_ECHOES = 0.8
/** ms without an echo while the server is attacked: floods cost packets, but the call goes on. */
const LONGEST_SILENCE = 6000
/** ms in which an echo comes. */
const TAIL = 1000

function mediaPortOf(answer: string): number {
  const port = /^a=candidate:\S+ 1 udp \d+ 127\.0\.0\.1 (\d+)/im.exec(answer)?.[1]
  if (port === undefined) throw new Error(`the answer has no address of this machine:\n${answer}`)
  return Number(port)
}

/** Opens a call to the handler at `url`. */
export async function openLiveCall(url: string, id: string): Promise<LiveCall> {
  const call = await openCall(url, id, { audio: encodeBeeps(), video: [] })
  const port = mediaPortOf(call.answer)
  const stranger = dgram.createSocket('udp4')
  const connection = call.client.pc.iceTransports[0]?.connection
  if (!connection) throw new Error('the call has no transport')
  const sendAsClient = connection.send.bind(connection)
  const captured: Buffer[] = []
  connection.send = (bytes) => {
    captured.push(Buffer.from(bytes))
    if (captured.length > KEPT) captured.shift()
    return sendAsClient(bytes)
  }

  function judge(restedFrom: number): string | null {
    const until = performance.now() - TAIL
    const sent = call.sent.audio.filter(({ at }) => at < until)
    const echoes = matchEchoes(
      sent,
      [...call.came.audio].sort((a, b) => a.at - b.at),
    )
    const times = [sent[0]?.at ?? 0, ...echoes.map(({ at }) => at), sent.at(-1)?.at ?? 0]
    const silence = Math.max(...gapsOf(times))
    if (silence > LONGEST_SILENCE) return `a live call had no echo for ${Math.round(silence)} ms`
    const beeps = Math.floor(sent.filter(({ at }) => at > restedFrom).length / 5)
    const rested = echoes.filter(({ at }) => at > restedFrom).length
    if (rested >= beeps * LEAST_ECHOES) return null
    return `after the attacks ${rested} of ${beeps} beeps of a live call came back`
  }

  return {
    offer: call.client.offer,
    captured,
    sendMedia(bytes, as) {
      if (as === 'stranger') stranger.send(bytes, port, '127.0.0.1')
      // The call has ended, or is about to: that is judged at the end.
      else sendAsClient(bytes).catch(() => undefined)
    },
    say(data) {
      if (call.client.channel.readyState === 'open') call.client.channel.send(data)
    },
    async finish() {
      const restedFrom = performance.now()
      await sleep(REST)
      const problem = judge(restedFrom)
      await call.hangUp()
      stranger.close()
      return problem
    },
  }
}
