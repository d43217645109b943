import type { Reach } from './reach'

const LOOPBACK = ' 127.0.0.1 '

/**
 * The answer with the address by which most clients reach us first. Some (FFmpeg) try the first and no other: from another
 * machine that must not be the loopback address, and where nobody else is let in it must be.
 */
export function withCandidatesInOrder(answer: string, reach: Reach): string {
  return answer.replace(/(?:a=candidate:.*\r\n)+/g, (block) => {
    const lines = block.match(/.*\r\n/g) ?? []
    const loopback = lines.filter((line) => line.includes(LOOPBACK))
    const others = lines.filter((line) => !line.includes(LOOPBACK))
    return (reach === 'loopback' ? [...loopback, ...others] : [...others, ...loopback]).join('')
  })
}
