import type { SessionEntry } from '../../contract/state'
import { isActive } from '../call/call-state'
import type { SelectGroup } from '../design/select'
import { doorLooks } from '../sessions/session-words'

type Listed = Pick<SessionEntry, 'id' | 'handlerId' | 'status' | 'openedAt' | 'client'>

export function sessionLabel(session: Omit<Listed, 'id'>, title: string | undefined): string {
  const { handlerId, status, openedAt, client } = session
  const time = new Date(openedAt).toLocaleTimeString('en-GB')
  const door = client.door === 'window' ? null : doorLooks[client.door].word
  return [title ?? handlerId, door, time, isActive(status) && 'live'].filter(Boolean).join(' · ')
}

const DAY = 24 * 60 * 60 * 1000

function startOfDay(at: number): number {
  const day = new Date(at)
  day.setHours(0, 0, 0, 0)
  return day.getTime()
}

/** `Earlier today`, `Yesterday`, `Mon 3 Nov`, with the year where it is another one. */
export function dayLabel(openedAt: number, now: number): string {
  const days = Math.round((startOfDay(now) - startOfDay(openedAt)) / DAY)
  if (days <= 0) return 'Earlier today'
  if (days === 1) return 'Yesterday'
  const date = new Date(openedAt)
  const isThisYear = date.getFullYear() === new Date(now).getFullYear()
  const words = date.toLocaleDateString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(isThisYear ? {} : { year: 'numeric' }),
  })
  // Whether there is a comma depends on the tables of the platform.
  return words.replace(',', '')
}

export interface RunTimes {
  /** When this run of the app began; ms since the epoch. */
  readonly startedAt: number
  readonly now: number
}

const groupOf = ({ status, openedAt }: Listed, { startedAt, now }: RunTimes): string =>
  isActive(status) || openedAt >= startedAt ? 'This run' : dayLabel(openedAt, now)

/** Sessions newest first, those of this run apart from those of earlier ones, which are put together by day. */
export function groupSessions(
  sessions: readonly Listed[],
  titleOf: (handlerId: string) => string | undefined,
  times: RunTimes,
): readonly SelectGroup[] {
  const newestFirst = [...sessions].sort((a, b) => b.openedAt - a.openedAt)
  const groups = new Map<string, { value: string; label: string }[]>([['This run', []]])
  for (const session of newestFirst) {
    const name = groupOf(session, times)
    const options = groups.get(name) ?? []
    options.push({ value: session.id, label: sessionLabel(session, titleOf(session.handlerId)) })
    groups.set(name, options)
  }
  const filled = [...groups].filter(([, options]) => options.length > 0)
  // A heading over the only group says nothing.
  const isPlain = filled.length === 1 && filled[0]?.[0] === 'This run'
  return filled.map(([label, options]) => (isPlain ? { options } : { label, options }))
}
