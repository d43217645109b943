import { parseArgs } from 'node:util'

export const mediaKinds = ['audio', 'av'] as const
export type MediaChoice = (typeof mediaKinds)[number]

export interface ServeOptions {
  readonly json: boolean
  readonly media: readonly MediaChoice[]
  /** Numbers of sessions to try, in their order. */
  readonly steps: { readonly [media in MediaChoice]: readonly number[] }
  /** Of each step. */
  readonly seconds: number
  /** Also stalls and misbehaving neighbours. */
  readonly trouble: boolean
  /** Where a CPU profile of the server's main thread is written, of the last step; null = none is made. */
  readonly profile: string | null
}

/** Sessions of the steps; the last ones go on by the last distance. */
const STEPS = [1, 2, 4, 8, 12, 16, 20, 24]
const AV_STEPS = [1, 2, 3, 4, 5, 6]
const STANDARD_MAX = { audio: 32, av: 8 }
const MOST = 200

function stepsOf(media: MediaChoice, max: number): readonly number[] {
  const steps = [...(media === 'audio' ? STEPS : AV_STEPS)]
  const distance = media === 'audio' ? 4 : 1
  for (let next = (steps.at(-1) ?? 0) + distance; next <= max; next += distance) steps.push(next)
  return steps.filter((step) => step <= max)
}

function numberOf(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= least && value <= most) return value
  throw new Error(`--${name} takes a number from ${least} to ${most}, not "${text}"`)
}

/** Throws, with a sentence for the person, on what is no option. */
export function parseServeOptions(argv: readonly string[]): ServeOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      json: { type: 'boolean', default: false },
      media: { type: 'string', default: 'both' },
      max: { type: 'string' },
      steps: { type: 'string' },
      seconds: { type: 'string', default: '10' },
      'no-trouble': { type: 'boolean', default: false },
      profile: { type: 'string' },
    },
  })
  const media = mediaKinds.filter((kind) => values.media === 'both' || values.media === kind)
  if (media.length === 0) throw new Error(`--media takes audio, av or both, not "${values.media}"`)
  const max = values.max === undefined ? null : Math.trunc(numberOf('max', values.max, 1, MOST))
  const given = values.steps?.split(',').map((step) => Math.trunc(numberOf('steps', step, 1, MOST)))
  const steps = (kind: MediaChoice) => given ?? stepsOf(kind, max ?? STANDARD_MAX[kind])
  return {
    json: values.json,
    media,
    steps: { audio: steps('audio'), av: steps('av') },
    seconds: numberOf('seconds', values.seconds, 4, 600),
    trouble: !values['no-trouble'],
    profile: values.profile ?? null,
  }
}
