// The life of a handler, and the two loops with their queues.
import { box, path, picture, text } from './svg.mjs'

/** @param {number} x @param {number} y @param {number} width @param {string} words @param {string} [kind] */
function step(x, y, width, words, kind = 'box') {
  return [
    box(x, y, width, 32, kind, 6),
    text(x + width / 2, y + 21, words, { kind: 'code', anchor: 'middle' }),
  ]
}

/** @param {string} d */
const flow = (d) => path(d, 'flow', 'tip-flow')

/** @param {number} x @param {number} y @param {string} words */
const note = (x, y, words) => text(x, y, words, { kind: 'small soft' })

/** @returns {string} the picture's file */
export function drawLifeCycle() {
  return picture(820, 452, 'The life of a handler instance, from copy to reset', [
    text(20, 30, 'The file', { kind: 'strong' }),
    ...step(20, 44, 130, 'file is saved'),
    flow('M150 60 H186'),
    ...step(190, 44, 210, 'prototype = new / default'),
    note(414, 58, 'loaded once for each saved version;'),
    note(414, 74, 'it never meets a frame'),
    flow('M295 76 V124'),
    note(306, 106, 'for each session, and for each save during a session'),

    text(20, 116, 'A session', { kind: 'strong' }),
    ...step(190, 128, 210, 'prototype.copy()', 'accent'),
    note(414, 148, 'declared inputs have their values now; there is no channel yet'),
    flow('M295 160 V184'),
    ...step(190, 188, 210, 'setChannel(channel)'),
    note(536, 208, 'the client’s data channel is open'),
    flow('M190 204 H90 V236'),
    flow('M295 220 V236'),
    flow('M400 204 H519 V236'),
    ...step(20, 240, 140, 'startUp()'),
    ...step(190, 240, 210, 'receive()  receive()  …'),
    ...step(414, 240, 210, 'emit()  emit()  …'),
    note(20, 288, 'may run for the'),
    note(20, 302, 'whole session'),
    note(190, 288, 'nobody waits for startUp'),
    note(414, 288, 'nor for each other'),
    note(640, 252, 'onMessage(), setArgs():'),
    note(640, 268, 'whenever something comes'),

    text(20, 338, 'The end', { kind: 'strong' }),
    ...step(20, 352, 150, 'no more calls'),
    flow('M170 368 H186'),
    ...step(190, 352, 150, 'signal aborted'),
    flow('M340 368 H356'),
    ...step(360, 352, 150, 'timers cleared'),
    flow('M510 368 H526'),
    ...step(530, 352, 110, 'shutdown()'),
    flow('M640 368 H656'),
    ...step(660, 352, 70, 'reset()'),
    flow('M730 368 H746'),
    ...step(750, 352, 50, 'gone'),
    note(20, 404, 'receive, emit'),
    note(190, 404, 'and turnSignal, if a reply'),
    note(190, 418, 'is being made'),
    note(360, 404, 'and tasks of this.loop'),
    note(530, 404, '2 s at most'),
    note(660, 404, 'always, after shutdown'),
  ])
}

/** @returns {string} the picture's file */
export function drawLoops() {
  return picture(820, 300, 'The two loops of a handler and the queues around them', [
    text(20, 30, 'In', { kind: 'strong' }),
    ...step(20, 44, 120, 'client'),
    flow('M140 60 H206'),
    ...step(210, 44, 180, 'input queue'),
    flow('M390 60 H456'),
    ...step(460, 44, 180, 'your receive()', 'accent'),
    note(210, 94, 'sound: 1 s (50 blocks)'),
    note(210, 110, 'pictures: 2 (skipFrames: 1)'),
    note(210, 126, 'full: the oldest is dropped and counted'),
    note(460, 94, '20 ms, or one picture, at a time'),
    note(460, 110, 'never called again before it has returned'),

    path('M20 150 H800', 'grid'),
    text(20, 180, 'Out', { kind: 'strong' }),
    ...step(460, 194, 180, 'your emit()', 'accent'),
    flow('M460 210 H394'),
    ...step(210, 194, 180, 'playback queue'),
    flow('M210 210 H144'),
    ...step(20, 194, 120, 'client'),
    note(460, 244, 'called with a reason: input was taken,'),
    note(460, 260, 'a queue grew, a value was given, 20 ms'),
    note(210, 244, 'sound: up to 60 s ahead'),
    note(210, 260, 'pictures: none ahead'),
    note(210, 276, 'clearQueue() empties it'),
    note(20, 244, '20 ms blocks on a'),
    note(20, 260, 'steady clock; silence'),
    note(20, 276, 'where nothing is there'),
  ])
}
