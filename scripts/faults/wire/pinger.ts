import type { ToneCall } from './tone-call'

/** A handler's answer to one `ping`. */
export interface Pong {
  readonly n: number
  /** When its ping was sent, and when it came; ms on the runner's clock. */
  readonly sentAt: number
  readonly at: number
  /** Another one with each instance. */
  readonly born: string
  readonly version: number
  /** Of the process that the instance runs in. */
  readonly pid: number
}

const EVERY = 100

/** Asks the handler of `call` every 100 ms whether it answers. */
export function createPinger(call: ToneCall) {
  const sent: number[] = []
  const pongs: Pong[] = []
  const forget = call.onText((text) => {
    if (!text.startsWith('{"type":"pong"')) return
    const { n, born, version, pid } = JSON.parse(text) as Omit<Pong, 'at' | 'sentAt'>
    pongs.push({ n, born, version, pid, sentAt: sent[n] ?? Number.NaN, at: performance.now() })
  })
  const timer = setInterval(() => {
    if (call.send(JSON.stringify({ type: 'ping', n: sent.length }))) sent.push(performance.now())
  }, EVERY)
  return {
    pongs: pongs as readonly Pong[],
    sent: () => sent.length,
    close(): void {
      clearInterval(timer)
      forget()
    },
  }
}

export type Pinger = ReturnType<typeof createPinger>
