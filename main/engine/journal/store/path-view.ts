import {
  type FramePath,
  type FramePaths,
  frameSteps,
  type MediumPaths,
  type PathSummary,
  readPaths,
  totalMs,
} from '../../../../contract/frame-path'
import { createRowWalk } from './row-walk'
import { createSpread } from './spread'
import type { TimelineViewOptions } from './timeline-view'

/** Told of: some seconds. */
const MOST_NEWEST = 250
const MOST_SLOWEST = 20
/** Versions of the handler that are told apart, the newest ones. */
const MOST_VERSIONS = 10

type Medium = PathSummary['medium']
const media = ['audio', 'video'] as const

/** Adds up the ways of the frames of one medium. */
function createPathSum() {
  const total = createSpread()
  const steps = frameSteps.map((step) => ({ step, spread: createSpread() }))
  return {
    add(path: FramePath): void {
      total.add(totalMs(path))
      for (const { step, spread } of steps) spread.add(path.steps[step])
    },
    read(medium: Medium, version: number | null): PathSummary | null {
      const spread = total.read()
      if (!spread) return null
      const each = steps.map((one) => [one.step, one.spread.read()] as const)
      return { medium, version, total: spread, steps: Object.fromEntries(each) as PathSummary['steps'] }
    },
  }
}

type PathSum = ReturnType<typeof createPathSum>

function createMediumBook(medium: Medium) {
  const whole = createPathSum()
  const versions = new Map<number, PathSum>()
  let newest: FramePath[] = []
  let slowest: { readonly path: FramePath; readonly ms: number }[] = []

  function ofVersion(version: number): PathSum {
    const sum = versions.get(version) ?? createPathSum()
    versions.set(version, sum)
    if (versions.size > MOST_VERSIONS) versions.delete(Math.min(...versions.keys()))
    return sum
  }

  function noteSlow(path: FramePath): void {
    const ms = totalMs(path)
    if (slowest.length === MOST_SLOWEST && ms <= (slowest.at(-1)?.ms ?? 0)) return
    slowest = [...slowest, { path, ms }].sort((a, b) => b.ms - a.ms).slice(0, MOST_SLOWEST)
  }

  return {
    add(paths: readonly FramePath[], version: number | null): void {
      for (const path of paths) {
        whole.add(path)
        if (version !== null) ofVersion(version).add(path)
        noteSlow(path)
      }
      newest = [...newest, ...paths].slice(-MOST_NEWEST)
    },
    summaries(): readonly PathSummary[] {
      const several = versions.size > 1 ? [...versions].sort(([a], [b]) => b - a) : []
      return [whole.read(medium, null), ...several.map(([version, sum]) => sum.read(medium, version))].filter(
        (summary) => summary !== null,
      )
    },
    frames: (): MediumPaths => ({ newest, slowest: slowest.map(({ path }) => path) }),
  }
}

const createBooks = () => ({ audio: createMediumBook('audio'), video: createMediumBook('video') })

/** How long the frames of one session took on their way: since it began, also when the oldest rows are no longer kept. */
export function createPathView({ segments, bytesOf }: TimelineViewOptions) {
  let books = createBooks()
  let version: number | null = null
  const walk = createRowWalk(segments, (index) => {
    const [n, medium, ofSwap] = [index.reader('n'), index.reader('medium'), index.reader('version')]
    return (at) => {
      const kind = index.kindOf(at)
      if (kind === 'swap') version = (ofSwap(at) as number | null) ?? version
      if (kind !== 'path') return
      const bytes = bytesOf(n(at) as number)
      const of = media.find((one) => one === medium(at))
      if (bytes && of) books[of].add(readPaths(bytes), version)
    }
  })
  return {
    read(hasTime: () => boolean): FramePaths {
      const complete = walk.goOn(hasTime)
      return {
        summaries: media.flatMap((medium) => books[medium].summaries()),
        ...{ audio: books.audio.frames(), video: books.video.frames(), complete },
      }
    },
    /** A person cleared the journal: what comes from row `n` on is counted from nothing. */
    clear(nextN: number): void {
      books = createBooks()
      walk.skipTo(nextN)
    },
  }
}
