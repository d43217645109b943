/** Attacks a server in a process of its own for as long as one likes: `npm run fuzz`. */
import { parseArgs } from 'node:util'
import { bundlePrograms } from '../../../../../bench/serve/bundle-programs'
import { startRemote } from '../../../../../bench/serve/remote'
import type { ServerTasks } from '../../../../../bench/serve/server-program'
import { fuzzHandlers } from './fuzz-handlers'
import { allAttacks, type FuzzResult, runFuzz } from './run-fuzz'

/** A session whose client never connects is given up after 30 s. */
const PATIENCE = 60_000
/** What `surviveErrors` writes: nothing that comes over the network may get that far. */
const UNCAUGHT = /an error that nobody caught: .*/g

function optionsOf(argv: readonly string[], now: number) {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      minutes: { type: 'string', default: '2' },
      seed: { type: 'string', default: String(now) },
      only: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
    },
  })
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)]
  if (!(minutes > 0 && minutes <= 1440))
    throw new Error(`--minutes takes a number up to 1440, not "${values.minutes}"`)
  if (!Number.isInteger(seed) || seed < 0)
    throw new Error(`--seed takes a whole number from 0, not "${values.seed}"`)
  const words = values.only.split(',').flatMap((word) => word.trim() || [])
  const attacks = allAttacks.filter(
    ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
  )
  if (attacks.length === 0)
    throw new Error(
      `there is no attack "${values.only}"; there are: ${allAttacks.map(({ name }) => name).join(', ')}`,
    )
  return { duration: minutes * 60_000, seed, attacks, json: values.json }
}

function text({ seed, counts, slowest, problems }: FuzzResult): string {
  const made = Object.entries(counts).sort(([a], [b]) => a.localeCompare(b))
  return [
    ...made.map(([name, count]) => `${String(count).padStart(7)} x ${name} (${slowest[name]} ms at most)`),
    '',
    problems.length === 0 ? 'Everything was answered, and nothing was left over.' : 'Problems:',
    ...problems.map((problem) => `- ${problem}`),
    `seed ${seed}`,
  ].join('\n')
}

async function main(): Promise<number> {
  const { json, ...options } = optionsOf(process.argv.slice(2), Date.now() % 1_000_000)
  const { server, hostScript, hostProcessScript } = await bundlePrograms(process.cwd())
  const remote = startRemote<ServerTasks>(server, { hostScript, hostProcessScript, sources: fuzzHandlers })
  try {
    const url = await remote.ask('listen')
    const fuzzed = await runFuzz({
      ...options,
      patience: PATIENCE,
      target: {
        url,
        kick: (webrtcId) => remote.ask('kick', { webrtcId }),
        liveClients: () => remote.ask('liveClients'),
        holdings: () => remote.ask('holdings'),
      },
    })
    const uncaught = [...new Set(remote.log().match(UNCAUGHT) ?? [])]
    const result = { ...fuzzed, problems: [...fuzzed.problems, ...uncaught] }
    process.stdout.write(`${json ? JSON.stringify(result) : text(result)}\n`)
    await remote.ask('stop')
    return result.problems.length === 0 ? 0 : 1
  } finally {
    await remote.close()
  }
}

main().then(
  (code) => process.exit(code),
  (thrown) => {
    process.stderr.write(`${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`)
    process.exit(1)
  },
)
