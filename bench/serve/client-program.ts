/** Clients in a process of their own, so that their cost is not the server's. */
import { encodeBeeps } from './beeps'
import { type Call, openCall } from './call'
import { type CallNotes, judgeCall } from './judge-call'
import { encodePictures } from './numbered-pictures'
import { serveTasks } from './remote'

/** So that calls do not all send at the same moment. */
const APART = 37

const audio = encodeBeeps()
let video: readonly Uint8Array[] | undefined
const calls = new Map<string, Call>()
let watchedFrom = 0
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

function takeNotes(call: Call): CallNotes {
  return judgeCall(call, watchedFrom, { firstAudio: call.firstAudio(), lateness: call.worstLateness() })
}

export const clientTasks = {
  /** Opens calls one after the other. */
  async open({ url, ids, withVideo }: { url: string; ids: readonly string[]; withVideo: boolean }) {
    if (withVideo) video ??= encodePictures()
    for (const id of ids) {
      calls.set(id, await openCall(url, id, { audio, video: withVideo ? (video ?? []) : [] }))
      await sleep(APART)
    }
  },
  /** What happens from now on counts; the moment, on this process's clock. */
  watch(): number {
    for (const call of calls.values()) call.watchLateness()
    watchedFrom = performance.now()
    return watchedFrom
  },
  now: (): number => performance.now(),
  say({ text }: { text: string }) {
    for (const call of calls.values()) call.say(text)
  },
  /** What this process has cost, ms of processor time since it started. */
  cost() {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  },
  /** Hangs up, then tells what every call was like since it was watched. */
  async finish(): Promise<readonly CallNotes[]> {
    const ended = [...calls.values()]
    calls.clear()
    await Promise.all(ended.map((call) => call.hangUp()))
    return ended.map(takeNotes)
  },
}

export type ClientTasks = typeof clientTasks

serveTasks(clientTasks)
