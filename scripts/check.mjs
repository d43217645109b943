#!/usr/bin/env node
// npm run check: the one gate. Format and lint, types, dependency rules, size budget, unit tests.
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { ensureInstalled } from './setup/install.mjs'
import { main, packageCommand, root } from './setup/run.mjs'
import { inSeconds, runSideBySide, runStep } from './setup/steps.mjs'

/** @typedef {import('./setup/steps.mjs').Step} Step */

const PROJECTS = ['.', 'renderer', 'e2e', 'scripts', 'main/engine/server/page/assets']

/** @param {string} name @param {string} script @param {readonly string[]} args @returns {Step} */
function nodeStep(name, script, args) {
  return { name, command: process.execPath, args: [script, ...args] }
}

/** @param {string} project a folder with a tsconfig.json @returns {Step} */
function typesOf(project) {
  const record = path.join(
    root,
    'node_modules/.cache/soundcheck',
    `types-${project === '.' ? 'main' : project.replaceAll('/', '-')}.json`,
  )
  const args = [
    '-p',
    path.join(project, 'tsconfig.json'),
    '--noEmit',
    '--incremental',
    '--tsBuildInfoFile',
    record,
  ]
  return nodeStep(
    `types: ${project === '.' ? 'tsconfig.json' : `${project}/tsconfig.json`}`,
    packageCommand('typescript', 'tsc'),
    args,
  )
}

/** @returns {Step[]} they need neither each other nor a build */
function staticSteps() {
  const { cruised } = createRequire(import.meta.url)('./dependency-rules.cjs')
  return [
    ...PROJECTS.map(typesOf),
    nodeStep('format and lint', packageCommand('@biomejs/biome', 'biome'), ['ci', '--colors=off', '.']),
    nodeStep('dependency rules', packageCommand('dependency-cruiser', 'depcruise'), [
      ...cruised,
      '--config',
      '.dependency-cruiser.cjs',
    ]),
    nodeStep('size budget', 'scripts/size-budget.mjs', []),
  ]
}

/** @param {string | null} report a file for the results of the unit tests as JSON @returns {Step} */
function unitStep(report) {
  const reporters =
    report === null ? [] : ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  return nodeStep('unit tests', packageCommand('vitest'), ['run', ...reporters])
}

/**
 * @param {{ report: string | null }} options `report`: where the unit tests' results go, as JSON
 * @returns {Promise<boolean>} whether every step passed; those that failed are named
 */
export async function check({ report }) {
  process.stdout.write('\n── check\n')
  const outcomes = await runSideBySide(staticSteps(), Math.max(2, os.availableParallelism()))
  outcomes.push(await runStep(unitStep(report)))
  const failed = outcomes.filter((outcome) => outcome.code !== 0).map((outcome) => outcome.name)
  if (failed.length > 0) process.stdout.write(`\nFailed: ${failed.join(', ')}\n`)
  return failed.length === 0
}

if (process.argv[1] === import.meta.filename)
  main(async () => {
    const started = performance.now()
    await ensureInstalled()
    const passed = await check({ report: null })
    process.stdout.write(
      `\n${passed ? 'The gate is open' : 'The gate is shut'} (${inSeconds(performance.now() - started)}).\n`,
    )
    return passed ? 0 : 1
  })
