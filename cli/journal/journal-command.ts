import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { SoundcheckError } from '../../contract/errors'
import { type ExportFormat, exportFormats } from '../../contract/exports'
import { journalsDir } from '../../main/engine/journal/session-folder'
import { createCommandOutput } from '../command-output'
import { findCompanions, programVersion } from '../companions'
import { exitCodes } from '../exit-codes'
import { shortId } from '../serve/session-lines'
import { createStopRequest } from '../stop-request'
import { appDataDir } from './data-dir'
import { findSession, readSessions } from './find-session'
import {
  anotherName,
  clockOf,
  formatOf,
  type RedactionFlags,
  redactionsOf,
  ruleOf,
  type SelectionFlags,
  selectionOf,
} from './journal-flags'
import { tellSession } from './session-list'

interface CommonFlags {
  readonly dataDir: string
  readonly json: boolean
}

interface ExportFlags extends CommonFlags, SelectionFlags, RedactionFlags {
  readonly format?: ExportFormat
  readonly out: string
  readonly query?: string
  readonly force: boolean
}

const examples = `
Examples:
  $ soundcheck journal list
  $ soundcheck journal query last 'kind:message dir:in data.type:chat'
  $ soundcheck journal export last --out call.zip --redact media
  $ soundcheck journal export 3f2a --out call.pcapng --from 10s --to 20s
  $ soundcheck journal export last --out said.wav --side in
  $ soundcheck journal loudness last --side out
  $ soundcheck journal import call.zip

A session is named by its id, the first characters of it, or "last". Without --data-dir it is one of the app's own.
`

/** The work with its progress, until it is done or interrupted. */
async function openJob({ json }: CommonFlags) {
  const { createExportJob } = await import('../../main/engine/exports/export-job')
  const output = createCommandOutput(json)
  const stop = createStopRequest({ process, stdout: process.stdout, now: () => performance.now() })
  let told = 0
  const job = createExportJob({
    isCancelled: () => stop.aborted,
    onProgress(share) {
      const tenths = Math.floor(share * 10)
      if (tenths > told && tenths < 10) output.progress(`${tenths * 10} %`)
      told = Math.max(told, tenths)
    },
  })
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work()
    } catch (thrown) {
      if (!stop.aborted) throw thrown
      output.note('Interrupted: nothing was written.')
      process.exitCode = exitCodes.interrupted
    }
  }
  return { job, output, attempt }
}

function list({ dataDir, json }: CommonFlags): void {
  const output = createCommandOutput(json)
  for (const head of readSessions(dataDir)) tellSession(head, output)
}

type QueryFlags = CommonFlags & SelectionFlags & { readonly limit?: number }

async function query(session: string, text: string | undefined, flags: QueryFlags): Promise<void> {
  const { folder } = findSession(flags.dataDir, session)
  const { querySession } = await import('./query-session')
  const { job, output, attempt } = await openJob(flags)
  const order = { folder, selection: selectionOf(text, flags), limit: flags.limit ?? null }
  await attempt(() => querySession(order, job, output))
}

function checkTarget(file: string, force: boolean): void {
  if (force || !existsSync(file)) return
  throw new SoundcheckError('unavailable', `${file} is there already`, {
    hint: 'Say --force to write over it.',
  })
}

async function exportSession(session: string, flags: ExportFlags): Promise<void> {
  const { folder, head } = findSession(flags.dataDir, session)
  const file = path.resolve(flags.out)
  const format = formatOf(flags.format, file)
  checkTarget(file, flags.force)
  const { runExport } = await import('../../main/engine/exports/run-export')
  const { job, output, attempt } = await openJob(flags)
  const appVersion = programVersion(findCompanions())
  const selection = selectionOf(flags.query, flags)
  const order = { folder, format, path: file, selection, redactions: redactionsOf(flags), appVersion }
  await attempt(async () => {
    const { sizeBytes, notes } = await runExport(order, job)
    const line = { event: 'exported', session: head.sessionId, format, file, sizeBytes, notes }
    output.result(line, [`${file} (${sizeBytes} bytes)`, ...notes.map((note) => `  ${note}`)].join('\n'))
  })
}

async function loudness(session: string, flags: QueryFlags): Promise<void> {
  const { folder, head } = findSession(flags.dataDir, session)
  const { measureSound } = await import('../../main/engine/exports/measure-sound')
  const { loudnessLines } = await import('./loudness-lines')
  const { job, output, attempt } = await openJob(flags)
  await attempt(async () => {
    for (const side of await measureSound({ folder, selection: selectionOf(undefined, flags) }, job))
      output.result({ event: 'loudness', session: head.sessionId, ...side }, loudnessLines(side))
  })
}

async function importFile(file: string, flags: CommonFlags): Promise<void> {
  const { importJournal } = await import('../../main/engine/exports/import/import-journal')
  const { job, output, attempt } = await openJob(flags)
  await attempt(async () => {
    const order = { file: path.resolve(file), dir: journalsDir(flags.dataDir) }
    const { sessionId, rows, notes } = await importJournal(order, job)
    const text = [`session ${shortId(sessionId)}: ${rows} rows`, ...notes.map((note) => `  ${note}`)].join(
      '\n',
    )
    output.result({ event: 'imported', session: sessionId, rows, notes }, text)
  })
}

function countOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It takes a whole number.')
}

/** Options that all of them have. */
function common(command: Command): Command {
  const standard = appDataDir({ platform: process.platform, env: process.env, home: os.homedir() })
  return command
    .option('--data-dir <folder>', 'where journals are kept', (folder) => path.resolve(folder), standard)
    .option('--json', 'nothing but JSON lines on stdout', false)
    .addHelpText('after', examples)
}

function selecting(command: Command): Command {
  return common(command)
    .option('--from <time>', 'only what happened since then: 10s, 1m30s, 1:30', clockOf)
    .option('--to <time>', 'only what happened until then', clockOf)
    .addOption(
      new Option('--side <side>', 'only what the client sent (in) or the handler (out)').choices([
        'in',
        'out',
      ]),
    )
}

function addExport(journal: Command): void {
  selecting(journal.command('export'))
    .description('write one file out of a session')
    .argument('<session>', 'its id, the first characters of it, or "last"')
    .requiredOption('--out <file>', 'the file to write')
    .addOption(
      new Option('--format <format>', 'else what the file’s name ends in says').choices(exportFormats),
    )
    .option('--query <query>', 'only rows that it finds')
    .option('--redact <rule>', 'a rule to hold as well, such as media or texts; may be repeated', ruleOf, [])
    .option('--keep <rule>', 'a rule not to hold, such as addresses; may be repeated', ruleOf, [])
    .option(
      '--redact-field <name>',
      'take away the values of fields of this name, too; may be repeated',
      anotherName,
      [],
    )
    .option('--force', 'write over a file that is there', false)
    .action(exportSession)
}

export function addJournalCommand(program: Command): void {
  const journal = program
    .command('journal')
    .description('list, search, export and import what was recorded of sessions')
  journal.addHelpText('after', examples)
  common(journal.command('list'))
    .description('the sessions whose journals are kept, newest first')
    .action(list)
  selecting(journal.command('query'))
    .description('the rows of a session that a query finds')
    .argument('<session>', 'its id, the first characters of it, or "last"')
    .argument('[query]', 'in the query language; all rows if left out')
    .option('--limit <count>', 'show no more rows than this', countOf)
    .action(query)
  addExport(journal)
  selecting(journal.command('loudness'))
    .description('how loud each side was, by EBU R 128')
    .argument('<session>', 'its id, the first characters of it, or "last"')
    .action(loudness)
  common(journal.command('import'))
    .description('make a session of a journal or bundle that was exported')
    .argument('<file>', '.jsonl or .zip')
    .action(importFile)
}
