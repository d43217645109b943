/** Of a row that is not expanded, px. */
export const ROW_HEIGHT = 24

/**
 * Where the rows of a long list lie: all are {@link ROW_HEIGHT} high but the few that are expanded, so that a list of
 * any length costs nothing.
 */
export interface RowLayout {
  readonly count: number
  /** What expanded rows add to their height, px, by index in rising order. */
  readonly extras: readonly (readonly [index: number, height: number])[]
}

export function topOf({ extras }: RowLayout, index: number): number {
  const above = extras.reduce((sum, [at, height]) => (at < index ? sum + height : sum), 0)
  return index * ROW_HEIGHT + above
}

export const totalHeight = (layout: RowLayout): number => topOf(layout, layout.count)

/** Chromium makes no element higher than some 33.5 million px: a longer list is drawn as high as this, and scrolls faster. */
export const MAX_DRAWN_HEIGHT = 30_000_000

export const drawnHeight = (layout: RowLayout): number => Math.min(totalHeight(layout), MAX_DRAWN_HEIGHT)

/** How far the view goes in the list for each px that is scrolled. */
function scrollScale(layout: RowLayout, viewHeight: number): number {
  const total = totalHeight(layout)
  return total <= MAX_DRAWN_HEIGHT ? 1 : (total - viewHeight) / (MAX_DRAWN_HEIGHT - viewHeight)
}

/** The place in the list that is at the top of the view. */
export const viewTop = (layout: RowLayout, scrollTop: number, viewHeight: number): number =>
  scrollTop * scrollScale(layout, viewHeight)

/** What to scroll to so that `y` is at the top of the view. */
export const scrollTopOf = (layout: RowLayout, y: number, viewHeight: number): number =>
  y / scrollScale(layout, viewHeight)

/** The row at `y`; the first or last one beyond the ends. */
export function indexAt({ count, extras }: RowLayout, y: number): number {
  let above = 0
  let index = Math.floor(y / ROW_HEIGHT)
  for (const [at, height] of extras) {
    const bottom = (at + 1) * ROW_HEIGHT + above + height
    if (at >= count || y < at * ROW_HEIGHT + above) break
    above += height
    index = y < bottom ? at : Math.floor((y - above) / ROW_HEIGHT)
  }
  return Math.max(0, Math.min(count - 1, index))
}

/** `extras` with what row `index` adds now; 0 = it is no longer expanded. */
export function withExtra(extras: RowLayout['extras'], index: number, height: number): RowLayout['extras'] {
  const known = extras.find(([at]) => at === index)
  if ((known?.[1] ?? 0) === height) return extras
  const others = extras.filter(([at]) => at !== index)
  if (height === 0) return others
  return [...others, [index, height] as const].sort(([a], [b]) => a - b)
}

/** `extras` after `rows` rows left at the top. */
export const shiftedUp = (extras: RowLayout['extras'], rows: number): RowLayout['extras'] =>
  extras.map(([at, height]) => [at - rows, height] as const).filter(([at]) => at >= 0)
