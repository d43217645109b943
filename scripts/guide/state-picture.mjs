// The states of a conversation: what the person does, by where the reply is.
import { arrows, checkArrows } from './state-arrows.mjs'
import { box, path, picture, px, text } from './svg.mjs'

const WIDTH = 820
const HEIGHT = 620
const NODE = { width: 116, height: 50 }
const columns = { waiting: 130, none: 320, making: 530, playing: 730 }
const rows = { silent: 150, speaking: 340 }
const replyWords = {
  waiting: ['waits for inputs'],
  none: ['no reply'],
  making: ['is being made'],
  playing: ['is played out'],
}
/** @type {Record<string, readonly string[]>} what is going on in a state, in one or two short lines */
const stateWords = {
  'silent/none': ['listening'],
  'speaking/none': ['speaking'],
  'silent/making': ['replying'],
  'silent/playing': ['replying'],
  'silent/waiting': ['waiting'],
  'speaking/waiting': ['waiting,', 'speaking'],
  'speaking/making': ['replying,', 'speaking'],
  'speaking/playing': ['replying,', 'speaking'],
}

/** @typedef {import('./state-arrows.mjs').Kind} Kind */

/** @type {readonly (readonly [numbers: string, kind: Kind, words: string])[]} */
const legend = [
  ['1', 'flow', 'speech starts: started_talking; sound is kept from before it'],
  ['2', 'flow', 'pause: pause_detected; your function is called'],
  ['3', 'flow', 'your function has ended'],
  ['4', 'flow', 'all of it was played: response_finished'],
  ['5', 'flow', 'speech starts: interrupted, the rest is dropped; then as 1'],
  ['6', 'flow-inputs', 'pause, with inputs to ask for: pause_detected, send_input'],
  ['7', 'flow-inputs', 'inputs came: your function is called'],
  ['8', 'flow-inputs', 'speech starts: it belongs to the turn that waits'],
  ['9', 'flow-inputs', 'pause: it still waits'],
  ['10', 'flow-inputs', 'inputs came while speaking: the next pause asks again'],
  ['11', 'flow-pause', "interruptOn: 'pause': speech starts, the reply goes on"],
  ['12', 'flow-pause', 'pause: interrupted; your function is called anew'],
]

/** @param {readonly [number, number]} at @param {string} content @param {Kind} kind */
function badge([x, y], content, kind) {
  return [
    `<circle cx="${px(x)}" cy="${px(y)}" r="10" class="card"/>`,
    text(x, y + 4, content, { kind: `${kind}-text`, anchor: 'middle' }),
  ]
}

/** @returns {string[]} */
function nodes() {
  return Object.entries(rows).flatMap(([person, y]) =>
    Object.entries(columns).flatMap(([reply, x]) => {
      const words = stateWords[`${person}/${reply}`] ?? []
      const kind = person === 'silent' && reply === 'none' ? 'accent' : 'box'
      const lines = words.map((line, n) =>
        text(x, y + 5 + 16 * (n - (words.length - 1) / 2), line, { anchor: 'middle' }),
      )
      return [box(x - NODE.width / 2, y - NODE.height / 2, NODE.width, NODE.height, kind, 8), ...lines]
    }),
  )
}

/** @param {any} kit see `loadKit` @returns {string} the picture's file */
export function drawStates(kit) {
  checkArrows(kit)
  const heads = Object.entries(columns).map(([reply, x]) =>
    text(x, 54, replyWords[/** @type {keyof typeof columns} */ (reply)][0] ?? '', {
      kind: 'small soft',
      anchor: 'middle',
    }),
  )
  const legendLines = legend.flatMap(([numbers, kind, words], n) => {
    const [x, y] = [n < 6 ? 24 : 424, 452 + 26 * (n % 6)]
    return [...badge([x + 8, y - 4], numbers, kind), text(x + 26, y, words, { kind: 'small' })]
  })
  return picture(WIDTH, HEIGHT, 'The states of a conversation', [
    text(20, 28, 'The reply …', { kind: 'strong' }),
    ...heads,
    text(14, 154, 'silent', { kind: 'small soft' }),
    text(14, 344, 'speaking', { kind: 'small soft' }),
    ...arrows.map(({ d, kind }) => path(d, kind, `tip-${kind}`)),
    ...nodes(),
    ...arrows.flatMap(({ number, at, kind }) => badge(at, String(number), kind)),
    ...legendLines,
    text(
      24,
      606,
      "Grey: with the defaults. Violet: with inputs to be asked for, 6 instead of 2. Brown: interruptOn is 'pause', 11 instead of 5.",
      { kind: 'small soft' },
    ),
  ])
}
