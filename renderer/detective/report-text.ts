import type { LookedAt, Walk } from './chain'
import { isTold, mediumWords, verdictWords } from './chain-words'

function lineOf({ link, finding }: LookedAt, medium: Walk['medium']): string {
  const line = `[${verdictWords[finding.verdict]}] ${link.title[medium]}: ${finding.evidence}`
  return finding.remedy && isTold(finding) ? `${line}\n    ${finding.remedy}` : line
}

/** All that was found, as plain text. */
export function reportText(title: string, at: Date, walks: readonly Walk[]): string {
  const parts = walks.map(
    ({ medium, links }) =>
      `${mediumWords[medium]}\n${links.map((looked) => `  ${lineOf(looked, medium)}`).join('\n')}`,
  )
  return [`Path of ${title}, checked ${at.toISOString()}`, ...parts].join('\n\n')
}
