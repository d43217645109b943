import type { ClientTasks } from './client-program'
import type { CallNotes } from './judge-call'
import { type Remote, startRemote } from './remote'

/** Clients in several processes, so that no client waits for another. Who makes it closes it. */
export interface Fleet {
  /** Opens `sessions` calls. */
  open(call: { readonly url: string; readonly sessions: number; readonly withVideo: boolean }): Promise<void>
  watch(): Promise<void>
  say(text: string): Promise<void>
  finish(): Promise<readonly CallNotes[]>
  /** On the clock of the first process's notes, ms. */
  now(): Promise<number>
  /** ms of processor time of all client processes so far. */
  cost(): Promise<number>
  close(): Promise<void>
}

/** Calls of one process: few enough that it is never the one that is late. */
const CALLS_OF_ONE = { audio: 8, video: 2 }

export function createFleet(script: string): Fleet {
  const programs: Remote<ClientTasks>[] = []
  let opened = 0

  function program(index: number): Remote<ClientTasks> {
    programs[index] ??= startRemote<ClientTasks>(script, null)
    return programs[index]
  }

  return {
    async open({ url, sessions, withVideo }) {
      const most = withVideo ? CALLS_OF_ONE.video : CALLS_OF_ONE.audio
      for (let from = 0; from < sessions; from += most) {
        const ids = Array.from({ length: Math.min(most, sessions - from) }, () => {
          opened += 1
          return `bench-${process.pid}-${opened}-${Math.random().toString(36).slice(2)}`
        })
        await program(from / most).ask('open', { url, ids, withVideo })
      }
    },
    async watch() {
      await Promise.all(programs.map((one) => one.ask('watch')))
    },
    async say(text) {
      await Promise.all(programs.map((one) => one.ask('say', { text })))
    },
    async finish() {
      const notes: CallNotes[] = []
      for (const one of programs) notes.push(...(await one.ask('finish')))
      return notes
    },
    now: () => program(0).ask('now'),
    async cost() {
      const costs = await Promise.all(programs.map((one) => one.ask('cost')))
      return costs.reduce((sum, cost) => sum + cost, 0)
    },
    async close() {
      await Promise.all(programs.map((one) => one.close()))
    },
  }
}
