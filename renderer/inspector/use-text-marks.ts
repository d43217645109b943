import type { RefObject } from 'react'
import { useEffect } from 'react'
import type { ReadQuery } from './read-query'
import './text-marks.css'

/** Of the styles that draw the marks. */
const REGISTERED = 'query-match'
/** Texts with this attribute are what a query looks through. */
export const searched = { 'data-searched': '' } as const

type Marks = NonNullable<ReadQuery['marks']>

function textNodes(root: Element): readonly Text[] {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const nodes: Text[] = []
  for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node as Text)
  return nodes
}

/** The parts of the searched texts in `root` that are to be marked. */
export function markedRanges(root: Element, marks: Marks): readonly Range[] {
  return [...root.querySelectorAll('[data-searched]')].flatMap(textNodes).flatMap((node) =>
    marks(node.data).map(({ from, to }) => {
      const range = root.ownerDocument.createRange()
      range.setStart(node, from)
      range.setEnd(node, to)
      return range
    }),
  )
}

/** Marks what a query finds in the texts below `root`, without touching them: trees and lists draw themselves anew as they like. */
export function useTextMarks(root: RefObject<HTMLElement | null>, marks: Marks | null): void {
  useEffect(() => {
    const element = root.current
    if (!element || !marks) return
    let frame = 0
    const draw = () => {
      frame = 0
      CSS.highlights.set(REGISTERED, new Highlight(...markedRanges(element, marks)))
    }
    const schedule = () => {
      frame ||= requestAnimationFrame(draw)
    }
    const observer = new MutationObserver(schedule)
    observer.observe(element, { childList: true, characterData: true, subtree: true })
    schedule()
    return () => {
      observer.disconnect()
      cancelAnimationFrame(frame)
      CSS.highlights.delete(REGISTERED)
    }
  }, [root, marks])
}
