import { createMessageTypes, type MessageTypes } from '../../../../contract/message-types'
import { createRowWalk } from './row-walk'
import type { Segment } from './segment'

/** The messages of one session by type. */
export function createTypeView(segments: () => readonly Segment[]) {
  let types = createMessageTypes()
  const walk = createRowWalk(segments, (index) => {
    const [atUs, type, size] = [index.reader('atUs'), index.reader('type'), index.reader('size')]
    return (at) => {
      const direction = index.directionOf(at)
      if (index.kindOf(at) !== 'message' || direction === null) types.pass(atUs(at) as number)
      else types.add(direction, type(at) as string | null, size(at) as number, atUs(at) as number)
    }
  })

  return {
    read(hasTime: () => boolean): MessageTypes {
      const complete = walk.goOn(hasTime)
      return { types: types.read(), complete }
    },
    /** A person cleared the journal: what comes from row `n` on is counted from nothing. */
    clear(n: number): void {
      types = createMessageTypes()
      walk.skipTo(n)
    },
  }
}
