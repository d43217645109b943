import path from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { type ServerSettings, serverSettingsSchema, standardServer } from '../../contract/server'
import { createHandlerOutput } from '../command-output'
import { findCompanions } from '../companions'
import { findHandlerPlace } from '../handler-place'
import { createStopRequest } from '../stop-request'

interface ServeFlags {
  readonly handler?: string
  readonly port: number
  readonly host: string
  readonly tls: boolean
  readonly allowOrigin: readonly string[]
  readonly data?: string
  readonly json: boolean
}

const examples = `
Examples:
  $ soundcheck serve ./handlers
  $ soundcheck serve ./handlers/echo.ts --port 0 --json
  $ soundcheck serve ./handlers --handler echo --host 0.0.0.0 --tls
  $ soundcheck serve ./handlers --allow-origin https://example.org

Each handler is under its name, the chosen one (else the first) at the root. Saved files are loaded at once.
Ctrl-C closes the sessions and ends with exit code 0; a second Ctrl-C ends at once with 130.
`

/** A check of one field by the contract's own schema. */
function field<N extends keyof ServerSettings>(name: N, value: unknown): ServerSettings[N] {
  const parsed = serverSettingsSchema.shape[name].safeParse(value)
  if (parsed.success) return parsed.data as ServerSettings[N]
  throw new InvalidArgumentError(parsed.error.issues.map(({ message }) => message).join('; '))
}

function portOf(text: string): number {
  if (/^\d+$/.test(text)) return field('port', Number(text))
  throw new InvalidArgumentError('It takes a number from 0 to 65535; 0 picks a free port.')
}

const anotherOrigin = (text: string, before: readonly string[]): readonly string[] =>
  field('allowedOrigins', [...before, text])

async function run(target: string, flags: ServeFlags): Promise<void> {
  const { host, port, tls, allowOrigin, handler, data, json } = flags
  const stopRequest = createStopRequest({ process, stdout: process.stdout, now: () => performance.now() })
  const output = createHandlerOutput(json)
  const place = await findHandlerPlace(target)
  const { createHeadlessEngine } = await import('../headless-engine')
  const { serve } = await import('./serve')
  const engine = createHeadlessEngine({
    place,
    companions: findCompanions(),
    dataDir: data === undefined ? null : path.resolve(data),
    log: output.note,
  })
  const settings = { host, port, tls, allowedOrigins: [...allowOrigin] }
  process.exitCode = await serve(
    { engine, output, stopRequest, epoch: Date.now },
    { settings, handler: handler ?? null },
  )
}

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('let clients talk to handlers, over WebRTC, WebSockets and telephone')
    .argument('<path>', 'a handler file, or a folder with handlers')
    .option('--handler <name>', 'the handler at the root, by its name')
    .option('--port <number>', '0 picks a free one', portOf, standardServer.port)
    .option('--host <address>', 'where to listen', (text) => field('host', text), standardServer.host)
    .option('--tls', 'speak TLS, with a certificate that is made for it', false)
    .option('--allow-origin <origin>', 'let web pages of this origin in; may be repeated', anotherOrigin, [])
    .option('--data <folder>', 'keep journals and what is known of bad handlers there')
    .option('--json', 'nothing but JSON lines on stdout', false)
    .addHelpText('after', examples)
    .action(run)
}
