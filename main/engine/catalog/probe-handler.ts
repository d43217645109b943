import { SoundcheckError } from '../../../contract/errors'
import type { HandlerHost } from '../hosts/handler-host'
import { type LoadedHandler, loadHandler } from '../hosts/host-calls'

export interface ProbedCode {
  readonly file: string
  readonly code: string
}

export interface Prober {
  /**
   * Loads the code once, in a host that no session uses, for its manifest and findings; rejects with what is wrong with it.
   * `many`: others follow, so a host that loaded this one cleanly may load the next.
   */
  probe(source: ProbedCode, many: boolean): Promise<LoadedHandler>
  /** Ends the hosts that wait for the next of many. */
  release(): Promise<void>
  /** Ends all hosts; probes that run reject. */
  close(): Promise<void>
}

export interface ProberOptions {
  readonly takeHost: () => HandlerHost
  readonly timeoutMs?: number
}

/** What files leave behind in a host (timers, globals) must not pile up. */
const LOADS_PER_HOST = 25

export function createProber({ takeHost, timeoutMs = 5000 }: ProberOptions): Prober {
  const hosts = new Set<HandlerHost>()
  const idle: { readonly host: HandlerHost; readonly loads: number }[] = []
  let closed = false

  async function end(host: HandlerHost): Promise<void> {
    await host.close('only loaded to read its manifest', 0)
    hosts.delete(host)
  }

  async function loadIn(host: HandlerHost, loads: number, source: ProbedCode, many: boolean) {
    try {
      const loaded = await loadHandler(host, { ...source, probe: true }, timeoutMs)
      if (many && loads < LOADS_PER_HOST && !closed) idle.push({ host, loads })
      else void end(host)
      return loaded
    } catch (thrown) {
      await end(host)
      throw thrown
    }
  }

  function loadFresh(source: ProbedCode, many: boolean): Promise<LoadedHandler> {
    if (closed) throw new SoundcheckError('closed', 'The catalog is closed.')
    const host = takeHost()
    hosts.add(host)
    return loadIn(host, 1, source, many)
  }

  return {
    async probe(source, many) {
      const used = many ? idle.pop() : undefined
      if (!used) return loadFresh(source, many)
      try {
        return await loadIn(used.host, used.loads + 1, source, many)
      } catch {
        // A file loaded before may be to blame (a late throw, a changed global): only a fresh host can tell.
        return loadFresh(source, many)
      }
    },
    async release() {
      await Promise.all(idle.splice(0).map(({ host }) => end(host)))
    },
    async close() {
      closed = true
      idle.length = 0
      await Promise.all([...hosts].map(end))
    },
  }
}
