import type { Finding } from '../../../contract/findings'
import type { HandlerMethod } from '../../../contract/host'
import type { AuthorSources } from '../author-sources'
import { methodPosition } from '../handler-error'
import { describePending, describeStarted, goesOn } from './left-running'
import type { ResourceWatch, Started } from './resource-watch'
import { isOfFetch, isOurs } from './stack-owner'

/** How long what ends because of the shutdown may take to do so, ms, and how often it is looked at meanwhile. */
const GRACE = 200
const LOOK_EVERY = 20

export interface ShutdownCheckOptions {
  readonly resources: ResourceWatch
  /** Methods with a call that is not over, and does not wait in the kit. */
  readonly pending: () => readonly HandlerMethod[]
  readonly sources: AuthorSources
  readonly now: () => number
}

/** What goes on although the handler was shut down; takes a fifth of a second if anything does, else no time. */
export async function findLeftRunning(options: ShutdownCheckOptions): Promise<readonly Finding[]> {
  const { now, resources } = options
  const shutDownAt = now()
  resources.expectNothing()
  let found = look(options, shutDownAt)
  // A short timer may be one of a chain: that is seen when it fires.
  const isUnsettled = (): boolean =>
    found.length > 0 || resources.running().some(({ trace }) => trace === null)
  while (isUnsettled() && now() - shutDownAt < GRACE) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY))
    found = look(options, shutDownAt)
  }
  return found
}

function look({ resources, pending, sources, now }: ShutdownCheckOptions, shutDownAt: number): Finding[] {
  const at = now()
  const running = resources.running().filter((one) => goesOn(one, shutDownAt, at) && isAuthors(one))
  return [
    ...running.map((one) => ({
      rule: 'left-running' as const,
      ...describeStarted(one),
      position: sources.positionIn(one.trace?.stack),
    })),
    ...pending().map((method) => ({
      rule: 'left-running' as const,
      ...describePending(method),
      position: methodPosition(sources, method),
    })),
  ]
}

function isAuthors({ type, trace }: Started): boolean {
  if (trace === null) return false
  const { stack } = trace
  // The pipes of a child process live as long as it does: it stands for them.
  if (type === 'PIPEWRAP' && stack?.includes('node:internal/child_process')) return false
  return !isOurs(stack) && !isOfFetch(stack)
}
