/** Uses the app for a long time, and looks what it keeps: `npm run soak`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { messageOf } from '../../contract/errors'
import { createBackend } from './backends/create-backend'
import { parseSoakOptions } from './options'
import { runMix } from './soak/run-mix'
import { runSwaps } from './soak/run-swaps'

const limits = { hangLimitInS: 3, heapLimitMb: 256 }
const say = (text: string) => process.stderr.write(`${text}\n`)

async function main(): Promise<number> {
  const options = parseSoakOptions(process.argv.slice(2), Date.now() % 1_000_000)
  if (process.platform !== 'linux') throw new Error('the soak reads /proc: it runs on Linux only')
  const folder = mkdtempSync(path.join(tmpdir(), 'soundcheck-soak-'))
  const backend = createBackend(options.on, { root: process.cwd(), folder, limits })
  try {
    say(`Seed ${options.seed}, on ${options.on}.`)
    await backend.start()
    const { swaps: count, pause } = options
    const report =
      count === null ? await runMix(backend, options, say) : await runSwaps(backend, { count, pause }, say)
    process.stdout.write(`${JSON.stringify(report, null, options.json ? 0 : 2)}\n`)
    return report.problems.length === 0 ? 0 : 1
  } finally {
    await backend.stop().catch((thrown) => say(`${messageOf(thrown)}\n${backend.log().slice(-2000)}`))
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

main().then(
  (code) => process.exit(code),
  (thrown) => {
    say(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown))
    process.exit(1)
  },
)
