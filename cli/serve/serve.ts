import { fromWireError, SoundcheckError } from '../../contract/errors'
import { handlerName, type ServerSettings } from '../../contract/server'
import type { BenchState, HandlerEntry } from '../../contract/state'
import { type ExitCode, exitCodes } from '../exit-codes'
import type { HeadlessEngine } from '../headless-engine'
import type { Output } from '../output'
import { announce, changeLines } from './announce-changes'
import { printConsoles } from './console-lines'
import { brokenLine } from './handler-lines'

export interface ServeOptions {
  readonly settings: ServerSettings
  /** Name of the handler at the root; null = the first. */
  readonly handler: string | null
}

export interface ServeMeans {
  readonly engine: HeadlessEngine
  readonly output: Output
  /** Aborted when it is to stop. */
  readonly stopRequest: AbortSignal
  /** ms since the epoch. */
  readonly epoch: () => number
}

/** Of all handlers, also of those that do not run. */
function allOf({ handlers }: BenchState): HandlerEntry[] {
  return Object.values(handlers).sort((a, b) => (handlerName(a.id) < handlerName(b.id) ? -1 : 1))
}

function checkSomeRun(all: readonly HandlerEntry[]): void {
  if (all.some(({ version }) => version > 0)) return
  const message = all.length === 0 ? 'There is no handler to serve.' : 'None of the handlers runs.'
  const hint = all.length === 0 ? 'Write one: docs/handler-guide.md says how.' : 'Mend the errors above.'
  throw new SoundcheckError('handler', message, { hint })
}

/** Throws `invalid` when there is none of this name. */
function findHandler(all: readonly HandlerEntry[], name: string): HandlerEntry {
  const found = all.find(({ id }) => id === name || handlerName(id) === name)
  if (found) return found
  throw new SoundcheckError('invalid', `There is no handler "${name}".`, {
    hint: `There are: ${all.map(({ id }) => handlerName(id)).join(', ')}.`,
  })
}

function tellListening({ server, handlers }: BenchState, all: readonly HandlerEntry[], output: Output): void {
  const [url = ''] = server.urls
  const running = all.flatMap(({ id, manifest }) =>
    manifest ? [{ name: handlerName(id), modality: manifest.modality, mode: manifest.mode }] : [],
  )
  const { token, fingerprint, selected } = server
  const root = selected && handlers[selected] ? handlerName(selected) : running[0]?.name
  const rows = running.map(({ name, modality, mode }) => {
    const place = name === root ? `${url}/ and ${url}/${name}` : `${url}/${name}`
    return `  ${output.paint('bold', name)}  ${modality}, ${mode}  ${output.paint('cyan', place)}`
  })
  const line = {
    event: 'listening',
    url,
    handlers: running,
    ...(server.urls.length > 1 ? { urls: server.urls } : {}),
    ...(token === null ? {} : { token }),
    ...(fingerprint === null ? {} : { fingerprint }),
  }
  const secrets = [token && `  token ${token}`, fingerprint && `  certificate ${fingerprint}`].filter(Boolean)
  const heading = `Listening at ${server.urls.join(', ')} (Ctrl-C ends it)`
  output.result(line, [heading, ...rows, ...secrets].join('\n'))
}

function warnOfOthers({ server: { settings, token } }: BenchState, output: Output): void {
  if (token === null) return
  const warning = output.paint('yellow', 'warning:')
  output.note(`${warning} whoever reaches ${settings.host} and knows the token can talk to these handlers.`)
  if (!settings.tls) {
    output.note(
      '  Without --tls it can be overheard, and browsers on other computers give no microphone to the page.',
    )
  }
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** Throws when the server ends by itself. */
function untilStopped({ engine, stopRequest }: ServeMeans): Promise<void> {
  return new Promise((resolve, reject) => {
    engine.onState((_before, { server }) => {
      if (server.error) reject(fromWireError(server.error))
    })
    void whenAborted(stopRequest).then(resolve)
  })
}

async function listen({ engine, output, epoch }: ServeMeans, options: ServeOptions): Promise<void> {
  const all = allOf(engine.state())
  const broken = all.flatMap((entry) => brokenLine(entry, epoch()))
  try {
    checkSomeRun(all)
    const selected = options.handler === null ? null : findHandler(all, options.handler)
    if (selected) await engine.request('server.select', { handlerId: selected.id })
    await engine.request('server.start', options.settings)
    await engine.request('state.get', {})
    warnOfOthers(engine.state(), output)
    tellListening(engine.state(), all, output)
  } finally {
    announce(broken, output, epoch())
  }
}

/** From now on, also while it stops; but handlers are not said to go when everything does. */
function announceChanges({ engine, output, epoch }: ServeMeans, isStopping: () => boolean): void {
  engine.onState((before, after) => {
    const known = isStopping() ? { ...after, handlers: before.handlers } : after
    announce(changeLines(before, known, epoch()), output, epoch())
  })
}

/** Serves until it is asked to stop; closes every session then. Throws what keeps it from serving. Stops the engine. */
export async function serve(means: ServeMeans, options: ServeOptions): Promise<ExitCode> {
  const { engine, output, stopRequest } = means
  const consoles = printConsoles(engine, output)
  let stopping = false
  try {
    output.progress('Loading the handlers …')
    await Promise.race([engine.load(), whenAborted(stopRequest)])
    if (stopRequest.aborted) return exitCodes.fine
    await listen(means, options)
    announceChanges(means, () => stopping)
    await untilStopped(means)
    output.progress('Closing the sessions …')
    return exitCodes.fine
  } finally {
    stopping = true
    await engine.stop()
    await consoles()
  }
}
