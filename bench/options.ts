import { parseArgs } from 'node:util'

export interface BenchOptions {
  /** Print nothing but the JSON. */
  readonly json: boolean
  /** Of each measured call. */
  readonly seconds: number
  /** Names of measures; all of them where none is named. */
  readonly only: readonly string[]
}

const SHORTEST = 2
const LONGEST = 600

/** Throws, with a sentence for the person, on what is no option. */
export function parseOptions(argv: readonly string[], measures: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      json: { type: 'boolean', default: false },
      seconds: { type: 'string', default: '12' },
      only: { type: 'string', default: '' },
    },
  })
  const seconds = Number(values.seconds)
  if (!(seconds >= SHORTEST && seconds <= LONGEST))
    throw new Error(`--seconds takes a number from ${SHORTEST} to ${LONGEST}, not "${values.seconds}"`)
  const only = values.only.split(',').flatMap((name) => name.trim() || [])
  const unknown = only.find((name) => !measures.includes(name))
  if (unknown) throw new Error(`there is no measure "${unknown}"; there are ${measures.join(', ')}`)
  return { json: values.json, seconds, only: only.length > 0 ? only : measures }
}
