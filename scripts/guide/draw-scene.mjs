// Draws what a scene came to: the curve above, a lane for each value of the option below.
import { runConversation } from './run-conversation.mjs'
import { box, path, picture, px, text } from './svg.mjs'

/** @typedef {import('./run-conversation.mjs').ConversationRun} ConversationRun */
/** @typedef {import('./option-scenes.mjs').Scene} Scene */

const WIDTH = 760
const LEFT = 176
const RIGHT = 24
const CURVE_TOP = 44
const CURVE_HEIGHT = 84
const LANE_HEIGHT = 40
const WINDOW_IN_S = 0.032
/** The lines of up to three curves. */
const CURVES = ['curve', 'flow-pause', 'flow-inputs']

/** Names of the events that are drawn in words, where a picture shows only one lane. */
const DETAILED = new Set(['started_talking', 'pause_detected', 'response_starting', 'response_finished'])

/** @param {Scene} scene */
function scales(scene) {
  const width = WIDTH - LEFT - RIGHT
  const bottom = CURVE_TOP + CURVE_HEIGHT
  return {
    x: (/** @type {number} */ seconds) => LEFT + (seconds / scene.seconds) * width,
    y: (/** @type {number} */ probability) => bottom - probability * CURVE_HEIGHT,
    bottom,
  }
}

/** @param {ReturnType<typeof scales>} to @param {readonly number[]} values one each 32 ms */
function curvePath(to, values) {
  const points = values.map((value, n) => `${px(to.x((n + 0.5) * WINDOW_IN_S))} ${px(to.y(value))}`)
  const last = px(to.x(values.length * WINDOW_IN_S))
  return `M${px(to.x(0))} ${px(to.bottom)} L${points.join(' ')} L${last} ${px(to.bottom)}`
}

/** @param {Scene} scene @param {ReturnType<typeof scales>} to @param {number} bottom of the picture's lanes */
function axis(scene, to, bottom) {
  const marks = Array.from({ length: Math.floor(scene.seconds) + 1 }, (_, second) => second)
  return [
    ...marks.map((second) => path(`M${px(to.x(second))} ${CURVE_TOP} V${px(bottom)}`, 'grid')),
    ...marks.map((second) =>
      text(to.x(second), bottom + 16, `${second} s`, { kind: 'small soft', anchor: 'middle' }),
    ),
    ...[0, 1].map((value) =>
      text(LEFT - 8, to.y(value) + 4, String(value), { kind: 'small soft', anchor: 'end' }),
    ),
    text(20, to.y(0.5) + 4, 'speech probability', { kind: 'small soft' }),
  ]
}

/** @param {Scene} scene @param {ReturnType<typeof scales>} to */
function limits(scene, to) {
  return scene.limits.flatMap(({ at, label }) => [
    path(`M${LEFT} ${px(to.y(at))} H${WIDTH - RIGHT}`, 'limit'),
    text(WIDTH - RIGHT - 4, to.y(at) - 4, label, { kind: 'limit-text', anchor: 'end' }),
  ])
}

/** @param {number} x @param {number} y the middle of the lane */
const beginMark = (x, y) =>
  path(`M${px(x - 1)} ${px(y - 13)} L${px(x + 9)} ${px(y)} L${px(x - 1)} ${px(y + 13)} Z`, 'begin')

/** @param {number} x @param {number} y */
const endMark = (x, y) => box(x - 2, y - 13, 4, 26, 'end', 0)

/** @param {ConversationRun} run @param {ReturnType<typeof scales>} to @param {number} y the middle of the lane */
function laneContent({ events, utterances, replies }, to, y) {
  const at = (/** @type {string} */ name) =>
    events.filter((event) => event.name === name).map((event) => to.x(event.at))
  const nothing = utterances.length === 0 ? [text(to.x(0) + 8, y + 4, 'no turn', { kind: 'small soft' })] : []
  return [
    ...replies.map(([from, until]) => box(to.x(from), y - 6, to.x(until) - to.x(from), 22, 'reply')),
    ...utterances.map(([from, until]) => box(to.x(from), y - 13, to.x(until) - to.x(from), 20, 'utterance')),
    ...at('started_talking').map((x) => beginMark(x, y)),
    ...at('pause_detected').map((x) => endMark(x, y)),
    ...nothing,
  ]
}

/**
 * The words for what happens in a single lane, one below the other so that none covers another.
 * @param {ConversationRun} run @param {ReturnType<typeof scales>} to @param {number} y the middle of the lane
 * @param {number} middle seconds after which the words stand to the left of what they are about
 */
function eventWords(run, to, y, middle) {
  return run.events
    .filter(({ name }) => DETAILED.has(name))
    .flatMap(({ name, at }, n) => [
      path(`M${px(to.x(at))} ${px(y + 16)} V${px(y + 30 + 16 * n)}`, 'grid'),
      text(to.x(at) + (at > middle ? -4 : 4), y + 34 + 16 * n, `${name} at ${at.toFixed(2)} s`, {
        kind: 'code',
        anchor: at > middle ? 'end' : 'start',
      }),
    ])
}

/** @param {number} y @param {boolean} withReply */
function legend(y, withReply) {
  const parts = [
    { draw: (/** @type {number} */ x) => beginMark(x, y - 4), label: 'turn begins', width: 96 },
    { draw: (/** @type {number} */ x) => endMark(x + 2, y - 4), label: 'turn ends', width: 84 },
    {
      draw: (/** @type {number} */ x) => box(x - 6, y - 12, 16, 14, 'utterance'),
      label: 'what the function is given',
      width: 184,
    },
    ...(withReply
      ? [
          {
            draw: (/** @type {number} */ x) => box(x - 6, y - 12, 16, 14, 'reply'),
            label: 'the reply is heard',
            width: 130,
          },
        ]
      : []),
  ]
  let x = LEFT
  return parts.flatMap(({ draw, label, width }) => {
    const made = [draw(x), text(x + 16, y, label, { kind: 'small soft' })]
    x += width
    return made
  })
}

/** @param {Scene} scene @param {readonly ConversationRun[]} runs @param {ReturnType<typeof scales>} to */
function curves(scene, runs, to) {
  if (scene.curves === 'averaged')
    return runs.map((run, n) => path(curvePath(to, run.probabilities), CURVES[n] ?? ''))
  const windows = Math.floor(scene.seconds / WINDOW_IN_S)
  const values = Array.from({ length: windows }, (_, n) => scene.curve((n + 0.5) * WINDOW_IN_S))
  return [path(curvePath(to, values), 'curve')]
}

/** Which curve belongs to the lane. @param {Scene} scene @param {number} n @param {number} y */
function laneKey(scene, n, y) {
  return scene.curves === 'averaged' ? [path(`M${LEFT - 34} ${px(y)} h22`, CURVES[n] ?? '')] : []
}

/** @param {any} kit see `loadKit` @param {Scene} scene @returns {Promise<string>} the picture's file */
export async function drawScene(kit, scene) {
  const runs = []
  for (const { options } of scene.lanes) runs.push(await runConversation(kit, { ...scene, options }))
  const to = scales(scene)
  const firstLane = to.bottom + 14
  const isDetailed = scene.lanes.length === 1
  const bottom = firstLane + LANE_HEIGHT * scene.lanes.length + (isDetailed ? 70 : 0)
  const rows = runs.flatMap((run, n) => {
    const y = firstLane + LANE_HEIGHT * (n + 0.5)
    const label = text(20, y + 4, scene.lanes[n]?.label ?? '', { kind: 'code' })
    return [
      label,
      ...laneKey(scene, n, y),
      ...laneContent(run, to, y),
      ...(isDetailed ? eventWords(run, to, y, 0.6 * scene.seconds) : []),
    ]
  })
  return picture(WIDTH, bottom + 58, scene.title, [
    text(20, 26, scene.title, { kind: 'strong' }),
    ...axis(scene, to, bottom),
    ...curves(scene, runs, to),
    ...limits(scene, to),
    ...rows,
    ...legend(bottom + 42, scene.replyInS !== undefined),
  ])
}
