import { type Profiler, Session } from 'node:inspector'
import type { ProfilePlace, ThreadProfile } from '../../contract/thread-profile'
import type { AuthorSources } from './author-sources'

/** Between two looks at what runs, µs. */
const INTERVAL_US = 500
const MOST_PLACES = 20
/** What V8 says of a thread that runs no JavaScript. */
const idle: ReadonlySet<string> = new Set(['(idle)', '(program)', '(root)'])

type Node = Profiler.ProfileNode

/** Adds up what ran by the author's places. */
class Places {
  readonly #sources: AuthorSources
  readonly #places = new Map<string, { -readonly [K in keyof ProfilePlace]: ProfilePlace[K] }>()
  #otherMs = 0

  constructor(sources: AuthorSources) {
    this.#sources = sources
  }

  /** `caller`: the nearest function of the author's that this one was called by; null = none. */
  add(node: Node, nodes: ReadonlyMap<number, Node>, tickMs: number, caller: Node | null): void {
    const isAuthors = this.#isAuthors(node)
    if (isAuthors) this.#addLines(node, tickMs)
    else if (!idle.has(node.callFrame.functionName)) this.#addCalled(node, tickMs, caller)
    for (const id of node.children ?? []) {
      const child = nodes.get(id)
      if (child) this.add(child, nodes, tickMs, isAuthors ? node : caller)
    }
  }

  read(ms: number): ThreadProfile {
    const places = [...this.#places.values()].sort((a, b) => b.ms - a.ms)
    const authorMs = places.reduce((sum, place) => sum + place.ms, 0)
    return { ms, authorMs, otherMs: this.#otherMs, places: places.slice(0, MOST_PLACES) }
  }

  #isAuthors({ callFrame: { url, lineNumber } }: Node): boolean {
    return this.#sources.placeOf(url, lineNumber) !== null
  }

  #addLines({ callFrame: { url, functionName }, positionTicks = [] }: Node, tickMs: number): void {
    for (const { line, ticks } of positionTicks)
      this.#note(url, line - 1, { functionName, what: 'line', ms: ticks * tickMs })
  }

  #addCalled({ hitCount = 0 }: Node, tickMs: number, caller: Node | null): void {
    const ms = hitCount * tickMs
    if (ms === 0) return
    if (!caller) this.#otherMs += ms
    else {
      const { url, functionName, lineNumber } = caller.callFrame
      this.#note(url, lineNumber, { functionName, what: 'called', ms })
    }
  }

  #note(url: string, line: number, place: Omit<ProfilePlace, 'position'>): void {
    const position = this.#sources.placeOf(url, line)
    if (!position) return
    const key = `${position.file}:${position.line} ${place.what}`
    const there = this.#places.get(key)
    if (there) there.ms += place.ms
    else this.#places.set(key, { position, ...place })
  }
}

function post<R>(session: Session, method: string, params: object = {}): Promise<R> {
  return new Promise((resolve, reject) => {
    session.post(method, params, (error, result) => (error ? reject(error) : resolve(result as R)))
  })
}

/**
 * Looks for `forMs` who has this thread. Costs some percent of it meanwhile. Source: Chrome DevTools protocol, Profiler.
 */
export async function profileThread(forMs: number, sources: AuthorSources): Promise<ThreadProfile> {
  const session = new Session()
  session.connect()
  try {
    await post(session, 'Profiler.enable')
    await post(session, 'Profiler.setSamplingInterval', { interval: INTERVAL_US })
    await post(session, 'Profiler.start')
    await new Promise((resolve) => setTimeout(resolve, forMs))
    const { profile } = await post<Profiler.StopReturnType>(session, 'Profiler.stop')
    const ms = (profile.endTime - profile.startTime) / 1000
    const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
    const [root] = profile.nodes
    const places = new Places(sources)
    const samples = profile.samples?.length ?? 0
    if (root && samples > 0) places.add(root, nodes, ms / samples, null)
    return places.read(ms)
  } finally {
    session.disconnect()
  }
}
