import type { Ending } from '../table/fault'
import type { Pong } from '../wire/pinger'

export interface EndingView {
  /** The last answer before the fault; null when there was no call yet. */
  readonly first: Pick<Pong, 'born'> | null
  readonly pongs: readonly Pong[]
  /** ms on the runner's clock: from when on an answer counts. */
  readonly from: number
  /** When the faulty version was told to be bad; null while it is not. */
  readonly rejectedAt: number | null
}

type Found = { readonly [ending in Exclude<Ending, 'starts anew'>]: (view: EndingView) => number | null }

function firstOf({ pongs }: EndingView, counts: (pong: Pong) => boolean): number | null {
  return pongs.find(counts)?.at ?? null
}

const found: Found = {
  'goes on': (view) => firstOf(view, ({ sentAt, born }) => sentAt >= view.from && born === view.first?.born),
  'starts again': (view) =>
    firstOf(
      view,
      ({ sentAt, born, version }) => sentAt >= view.from && born !== view.first?.born && version === 1,
    ),
  answers: (view) => firstOf(view, ({ sentAt }) => sentAt >= view.from),
  'goes back': (view) => {
    const { rejectedAt } = view
    return rejectedAt === null
      ? null
      : firstOf(view, ({ sentAt, version }) => sentAt >= rejectedAt && version === 1)
  },
  'goes over': (view) => firstOf(view, ({ version }) => version === 2),
  'is refused': ({ rejectedAt }) => rejectedAt,
}

/** When the call came to the ending that is expected, ms on the runner's clock; null while it has not. */
export function endingTime(ending: Exclude<Ending, 'starts anew'>, view: EndingView): number | null {
  return found[ending](view)
}
