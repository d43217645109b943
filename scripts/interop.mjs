#!/usr/bin/env node
// npm run interop [-- --only NAME --at URL --json]: real clients against the real server, each measured.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { clients } from './interop/clients.mjs'
import { faultsOf } from './interop/figures.mjs'
import { ensurePackages } from './interop/packages.mjs'
import { startServer } from './interop/serve.mjs'
import { busyNote, tableOf } from './interop/table.mjs'
import { ensureInstalled } from './setup/install.mjs'
import { main, SetupProblem, say, scriptArguments } from './setup/run.mjs'

/**
 * @typedef {import('./interop/clients.mjs').Client} Client
 * @typedef {import('./interop/table.mjs').Outcome} Outcome
 */

function options() {
  const { values } = parseArgs({
    args: [...scriptArguments(process.argv)],
    options: {
      only: { type: 'string', multiple: true },
      at: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const names = clients.map(({ name }) => name)
  const unknown = values.only?.find((name) => !names.includes(name))
  if (unknown) throw new SetupProblem(`There is no client "${unknown}".`, `There are: ${names.join(', ')}.`)
  return { ...values, chosen: clients.filter(({ name }) => values.only?.includes(name) ?? true) }
}

/** @param {Client} client @param {import('./interop/clients.mjs').Handler} handler @param {string} server @returns {Promise<Outcome>} */
async function tryOut(client, handler, server) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'soundcheck-interop-'))
  const video = handler !== 'echo'
  const outcome = { client: client.name, handler, skipped: null }
  say(`${client.name} calls ${handler} ...`)
  try {
    const { program } = client
    const figures = await client.call({ url: `${server}/${handler}/`, video, folder, program })
    return { ...outcome, figures, faults: faultsOf(figures, { ...client.expected, video }) }
  } catch (thrown) {
    const fault = thrown instanceof Error ? thrown.message : String(thrown)
    return { ...outcome, figures: null, faults: [fault] }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** @param {Client} client @param {string} server @returns {Promise<Outcome[]>} */
async function tryClient(client, server) {
  const skipped = (await ensurePackages(client.packages)) ?? client.lacks?.(client.program) ?? null
  /** @type {Outcome[]} */
  const outcomes = []
  for (const handler of client.handlers) {
    const nothing = { client: client.name, handler, skipped, figures: null, faults: [] }
    outcomes.push(skipped === null ? await tryOut(client, handler, server) : nothing)
  }
  return outcomes
}

/** @param {readonly Client[]} chosen @param {string} server */
async function tryAll(chosen, server) {
  /** @type {Outcome[]} */
  const outcomes = []
  for (const client of chosen) outcomes.push(...(await tryClient(client, server)))
  return outcomes
}

main(async () => {
  const { at, json, chosen } = options()
  await ensureInstalled()
  const note = busyNote(os.loadavg()[0] ?? 0, os.availableParallelism())
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'soundcheck-interop-'))
  const server = at ? { url: at.replace(/\/$/, ''), stop: async () => undefined } : await startServer(folder)
  try {
    const outcomes = await tryAll(chosen, server.url)
    process.stdout.write(`${json ? JSON.stringify(outcomes) : tableOf(outcomes)}\n`)
    if (note !== null) say(note)
    return outcomes.some(({ faults }) => faults.length > 0) ? 1 : 0
  } finally {
    await server.stop()
    fs.rmSync(folder, { recursive: true, force: true })
  }
})
