// Runs a program of this folder, with what the app needs where it is run on Electron.
import { ensureBuilt } from '../build.mjs'
import { bundleTool } from '../setup/bundle-tool.mjs'
import { ensureInstalled } from '../setup/install.mjs'
import { prepareSystem, withDisplay } from '../setup/prepare.mjs'
import { run, scriptArguments } from '../setup/run.mjs'

/** @param {readonly string[]} args @returns {boolean} whether nothing but plain Node is asked for */
export function isNodeOnly(args) {
  return args.some((arg, at) => arg === '--on=node' || (arg === '--on' && args[at + 1] === 'node'))
}

/** @param {string} name of the program @returns {Promise<number>} its exit code */
export async function runProgram(name) {
  const args = scriptArguments(process.argv)
  /** @param {NodeJS.ProcessEnv} env */
  const runIn = async (env) =>
    await run(
      process.execPath,
      ['--enable-source-maps', await bundleTool(`scripts/faults/${name}.ts`), ...args],
      { env },
    )
  if (isNodeOnly(args)) {
    await ensureInstalled()
    return await runIn(process.env)
  }
  const { exe } = await prepareSystem()
  await ensureBuilt()
  return await withDisplay(exe, runIn)
}
