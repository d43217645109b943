#!/usr/bin/env node
// npm test: set-up, the gate, a build, then Playwright on the real Electron. Ends at the first of them that fails.
import fs from 'node:fs'
import path from 'node:path'
import { ensureBuilt } from './build.mjs'
import { check } from './check.mjs'
import { addUp, e2eCounts, summaryLine, unitCounts } from './setup/counts.mjs'
import { prepareSystem, withDisplay } from './setup/prepare.mjs'
import { explain, main, packageCommand, root, run, say } from './setup/run.mjs'
import { inSeconds } from './setup/steps.mjs'

const reports = path.join(root, 'node_modules', '.cache', 'soundcheck')
const unitReport = path.join(reports, 'unit.json')
const e2eReport = path.join(reports, 'e2e.json')

/** @param {string} file */
function readReport(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null
}

/** @param {string} exe the Electron program @returns {Promise<boolean>} whether all tests passed */
async function e2e(exe) {
  return await withDisplay(exe, async (env) => {
    const playwright = packageCommand('@playwright/test', 'playwright')
    const args = [playwright, 'test', '--reporter=list,json']
    return (
      (await run(process.execPath, args, { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport } })) === 0
    )
  })
}

/** It installs browsers and media libraries of the distribution, and takes minutes. */
const NOT_RUN =
  'Interop with real clients (Chromium, Firefox, aiortc, GStreamer, FFmpeg, telephone) was not run: npm run interop'

/** What a later stage needs of an earlier one. */
const found = { exe: '' }

/** @type {readonly { name: string, work: () => Promise<boolean> }[]} each needs those before it */
const stages = [
  {
    name: 'set-up',
    work: async () => {
      found.exe = (await prepareSystem({ needsSpeech: true })).exe
      for (const report of [unitReport, e2eReport]) fs.rmSync(report, { force: true })
      return true
    },
  },
  { name: 'check', work: async () => await check({ report: unitReport }) },
  {
    name: 'build',
    work: async () => {
      await ensureBuilt()
      return true
    },
  },
  { name: 'e2e', work: async () => await e2e(found.exe) },
]

/** @param {(typeof stages)[number]} stage @returns {Promise<boolean>} */
async function runStage({ name, work }) {
  const started = performance.now()
  process.stdout.write(`\n══ ${name}\n`)
  const passed = await work().catch((thrown) => {
    say(explain(thrown))
    return false
  })
  process.stdout.write(`${passed ? '✓' : '✗'} ${name} (${inSeconds(performance.now() - started)})\n`)
  return passed
}

main(async () => {
  const started = performance.now()
  let failed = null
  for (const stage of stages) {
    if (await runStage(stage)) continue
    failed = stage.name
    break
  }
  process.stdout.write(`\n${NOT_RUN}\n`)
  const verdict = failed === null ? 'Everything passed' : `Stopped: ${failed} failed`
  process.stdout.write(`\n${verdict} (${inSeconds(performance.now() - started)}).\n`)
  const counts = addUp([unitCounts(readReport(unitReport)), e2eCounts(readReport(e2eReport))])
  process.stdout.write(`${summaryLine(counts)}\n`)
  return failed === null ? 0 : 1
})
