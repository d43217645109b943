// The arrows in the picture of a conversation's states. They are laid out by hand and compared with the kit's own state
// machine: a step that is drawn wrong, or not at all, fails.
import { SetupProblem } from '../setup/run.mjs'

const DEFAULTS = { canInterrupt: true, interruptOn: 'start', asksForInputs: false }
const RULES = {
  flow: DEFAULTS,
  'flow-inputs': { ...DEFAULTS, asksForInputs: true },
  'flow-pause': { ...DEFAULTS, interruptOn: 'pause' },
}
const SIGNALS = ['speech-started', 'speech-paused', 'inputs-given', 'reply-made', 'reply-played']

/** @typedef {keyof typeof RULES} Kind the rules under which a step is taken */
/**
 * @typedef {object} Arrow
 * @property {number} number in the legend
 * @property {string} step `from signal to`
 * @property {Kind} kind
 * @property {string} d the line
 * @property {readonly [x: number, y: number]} at where its number is
 */

/** @type {readonly Arrow[]} */
export const arrows = [
  {
    number: 1,
    step: 'silent/none speech-started speaking/none',
    kind: 'flow',
    d: 'M296 175 V312',
    at: [296, 244],
  },
  {
    number: 2,
    step: 'speaking/none speech-paused silent/making',
    kind: 'flow',
    d: 'M378 326 C440 310 486 250 500 179',
    at: [462, 274],
  },
  {
    number: 3,
    step: 'silent/making reply-made silent/playing',
    kind: 'flow',
    d: 'M588 150 H668',
    at: [626, 150],
  },
  {
    number: 4,
    step: 'silent/playing reply-played silent/none',
    kind: 'flow',
    d: 'M740 125 V96 H330 V121',
    at: [534, 96],
  },
  {
    number: 5,
    step: 'silent/making speech-started speaking/none',
    kind: 'flow',
    d: 'M480 175 C470 232 440 290 380 313',
    at: [448, 246],
  },
  {
    number: 5,
    step: 'silent/playing speech-started speaking/none',
    kind: 'flow',
    d: 'M690 175 C630 232 480 282 382 338',
    at: [612, 228],
  },
  {
    number: 6,
    step: 'speaking/none speech-paused silent/waiting',
    kind: 'flow-inputs',
    d: 'M268 315 L168 179',
    at: [212, 240],
  },
  {
    number: 7,
    step: 'silent/waiting inputs-given silent/making',
    kind: 'flow-inputs',
    d: 'M130 125 V76 H510 V121',
    at: [220, 76],
  },
  {
    number: 8,
    step: 'silent/waiting speech-started speaking/waiting',
    kind: 'flow-inputs',
    d: 'M100 175 V311',
    at: [100, 244],
  },
  {
    number: 9,
    step: 'speaking/waiting speech-paused silent/waiting',
    kind: 'flow-inputs',
    d: 'M132 315 V179',
    at: [132, 244],
  },
  {
    number: 10,
    step: 'speaking/waiting inputs-given speaking/none',
    kind: 'flow-inputs',
    d: 'M188 340 H258',
    at: [222, 340],
  },
  {
    number: 11,
    step: 'silent/making speech-started speaking/making',
    kind: 'flow-pause',
    d: 'M530 175 V311',
    at: [530, 214],
  },
  {
    number: 11,
    step: 'silent/playing speech-started speaking/playing',
    kind: 'flow-pause',
    d: 'M760 175 V311',
    at: [760, 214],
  },
  {
    number: 12,
    step: 'speaking/making speech-paused silent/making',
    kind: 'flow-pause',
    d: 'M560 315 V179',
    at: [560, 214],
  },
  {
    number: 12,
    step: 'speaking/playing speech-paused silent/making',
    kind: 'flow-pause',
    d: 'M706 315 L592 179',
    at: [668, 270],
  },
  {
    number: 3,
    step: 'speaking/making reply-made speaking/playing',
    kind: 'flow-pause',
    d: 'M588 350 H668',
    at: [626, 350],
  },
  {
    number: 4,
    step: 'speaking/playing reply-played speaking/none',
    kind: 'flow-pause',
    d: 'M730 365 V396 H320 V369',
    at: [528, 396],
  },
]

/** @param {any} kit @param {object} rules @returns {Set<string>} every step that can be taken, as `from signal to` */
function stepsOf(kit, rules) {
  const nameOf = (/** @type {any} */ state) => `${state.person}/${state.reply}`
  const steps = new Set()
  const seen = new Set()
  const waiting = [kit.quiet]
  for (let state = waiting.pop(); state; state = waiting.pop()) {
    if (seen.has(nameOf(state))) continue
    seen.add(nameOf(state))
    for (const signal of SIGNALS) {
      const next = kit.stepTurn(state, signal, rules).state
      if (nameOf(next) === nameOf(state)) continue
      steps.add(`${nameOf(state)} ${signal} ${nameOf(next)}`)
      waiting.push(next)
    }
  }
  return steps
}

/** @param {any} kit see `loadKit` */
export function checkArrows(kit) {
  const all = new Map(Object.entries(RULES).map(([kind, rules]) => [kind, stepsOf(kit, rules)]))
  const wrong = arrows.filter(({ kind, step }) => !all.get(kind)?.has(step)).map(({ step }) => step)
  const drawn = new Set(arrows.map(({ step }) => step))
  const missing = [...all.values()].flatMap((steps) => [...steps]).filter((step) => !drawn.has(step))
  if (wrong.length + missing.length === 0) return
  throw new SetupProblem(
    `The picture of the states differs from the turn machine. Wrong: ${wrong.join('; ') || '-'}. Missing: ${missing.join('; ') || '-'}.`,
  )
}
