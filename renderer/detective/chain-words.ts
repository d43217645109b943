import type { Walk } from './chain'
import type { Finding, Verdict } from './finding'

export const verdictWords: { readonly [V in Verdict]: string } = {
  ok: 'alive',
  dead: 'dead',
  meant: 'silent, as meant',
  unknown: 'not certain',
  unused: 'not in use',
  skipped: 'not looked at',
}

export const mediumWords = { audio: 'Sound', video: 'Picture' } as const

/** Whether a finding is one to do something about. */
export const isTold = ({ verdict }: Finding): boolean => verdict === 'dead' || verdict === 'meant'

/** What a check has come to, in a sentence for each medium. */
export function summaryOf({ medium, links, stop }: Walk): string {
  const noun = mediumWords[medium]
  if (stop) {
    const is = stop.finding.verdict === 'dead' ? 'ends' : 'ends, as meant,'
    return `${noun} ${is} at "${stop.link.title[medium]}": ${stop.finding.evidence}`
  }
  const alive = links.filter(({ finding }) => finding.verdict === 'ok').length
  const unknown = links.filter(({ finding }) => finding.verdict === 'unknown').length
  const doubt = unknown > 0 ? `, ${unknown} not certain` : ''
  const rest = links.some(({ finding }) => finding.verdict === 'skipped')
    ? '; the rest is looked at in a call'
    : ''
  return `${noun}: no dead link, ${alive} of ${links.length} alive${doubt}${rest}.`
}
