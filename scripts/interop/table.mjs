// The outcome of all calls, for a person.
import { decibels } from './figures.mjs'

/**
 * @typedef {object} Outcome
 * @property {string} client @property {string} handler
 * @property {string | null} skipped why it was not tried
 * @property {import('./figures.mjs').Figures | null} figures
 * @property {readonly string[]} faults
 */

/** @param {import('./tone.mjs').Tone | null} tone @param {import('./tone.mjs').Tone | null} like */
function toneCell(tone, like) {
  if (!tone) return '-'
  return `${tone.hz.toFixed(0)} Hz${like ? ` ${decibels(tone.level, like.level).toFixed(1)} dB` : ''}`
}

/** @param {import('./figures.mjs').Pictures | null} pictures */
function pictureCell(pictures) {
  return pictures ? `${pictures.width}x${pictures.height} ${pictures.fps.toFixed(1)}/s` : '-'
}

/** @param {Outcome} outcome @returns {string[]} */
function cells({ client, handler, skipped, figures, faults }) {
  const verdict = skipped ? 'skipped' : faults.length > 0 ? 'FAILED' : 'ok'
  if (!figures) return [verdict, client, handler, '-', '-', '-', '-', '-', '-']
  const { connectMs, sent, heard, back, seen, shown, hasPong } = figures
  return [
    ...[verdict, client, handler, `${connectMs.toFixed(0)} ms`],
    ...[toneCell(heard, sent), toneCell(back, heard ?? sent), pictureCell(seen), pictureCell(shown)],
    hasPong ? 'yes' : '-',
  ]
}

const HEAD = ['', 'client', 'handler', 'connects', 'heard', 'sound back', 'seen', 'pictures back', 'messages']

/**
 * Says so when others keep the machine busy: the clients and the server need two processors for themselves.
 * @param {number} load of the last minute, before the calls @param {number} processors @returns {string | null}
 */
export function busyNote(load, processors) {
  if (load < processors / 2) return null
  return `The machine was busy with other things (load ${load.toFixed(1)} on ${processors} processors): pictures and sound may be missing because of that.`
}

/** @param {readonly Outcome[]} outcomes */
export function tableOf(outcomes) {
  const rows = [HEAD, ...outcomes.map(cells)]
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const reasons = outcomes.flatMap(({ client, handler, skipped, faults }) => {
    if (skipped) return [`${client}: skipped: ${skipped}`]
    return faults.map((fault) => `${client}, ${handler}: ${fault}`)
  })
  return [...lines, ...(reasons.length > 0 ? ['', ...new Set(reasons)] : [])].join('\n')
}
