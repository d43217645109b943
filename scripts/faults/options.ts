import { parseArgs } from 'node:util'
import { type BackendKind, backendKinds } from './backends/backend'

export interface FaultOptions {
  /** Print nothing but the JSON. */
  readonly json: boolean
  readonly on: readonly BackendKind[]
  /** Words of which one must be in a fault's name; empty = all. */
  readonly only: readonly string[]
  /** s of each flood. */
  readonly floods: number
  /** By how much longer a fault may take than on a quiet machine. */
  readonly patience: number
}

function backendsOf(text: string): readonly BackendKind[] {
  const found = backendKinds.filter((kind) => text === 'both' || text === kind)
  if (found.length > 0) return found
  throw new Error(`--on takes ${backendKinds.join(', ')} or both, not "${text}"`)
}

function numberOf(name: string, text: string, least: number): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value) && value >= least) return value
  throw new Error(`--${name} takes a number from ${least}, not "${text}"`)
}

/** Throws, with a sentence for the person, on what is no option. */
export function parseFaultOptions(argv: readonly string[]): FaultOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      json: { type: 'boolean', default: false },
      on: { type: 'string', default: 'both' },
      only: { type: 'string', default: '' },
      floods: { type: 'string', default: '5' },
      patience: { type: 'string', default: '1' },
    },
  })
  const floods = numberOf('floods', values.floods, 1)
  const patience = numberOf('patience', values.patience, 1)
  const only = values.only.split(',').flatMap((word) => word.trim().toLowerCase() || [])
  return { json: values.json, on: backendsOf(values.on), only, floods, patience }
}

export interface SoakOptions {
  readonly minutes: number
  readonly seed: number
  /** Swaps in one call, in place of the mix; null = the mix. */
  readonly swaps: number | null
  /** ms between an answer of one version and the save of the next. */
  readonly pause: number
  readonly on: BackendKind
  readonly json: boolean
}

/** The same for the soak. `now` is the seed where none is given. */
export function parseSoakOptions(argv: readonly string[], now: number): SoakOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string', default: String(now) },
      swaps: { type: 'string' },
      pause: { type: 'string', default: '0' },
      on: { type: 'string', default: 'electron' },
      json: { type: 'boolean', default: false },
    },
  })
  const [on, more] = backendsOf(values.on)
  if (!on || more) throw new Error('the soak runs on one of node and electron at a time')
  return {
    minutes: numberOf('minutes', values.minutes, 0.5),
    seed: Math.trunc(numberOf('seed', values.seed, 0)),
    pause: numberOf('pause', values.pause, 0),
    swaps: values.swaps === undefined ? null : Math.trunc(numberOf('swaps', values.swaps, 1)),
    on,
    json: values.json,
  }
}
