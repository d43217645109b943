import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { SessionBudget } from '../../../../contract/budget'
import { messageOf, SoundcheckError } from '../../../../contract/errors'
import type { FramePaths } from '../../../../contract/frame-path'
import type { JournalFilter, JournalPage, JournalUsage } from '../../../../contract/journal'
import type { MessageTypes } from '../../../../contract/message-types'
import type { RangeFigures } from '../../../../contract/range-figures'
import type { RtpStreams } from '../../../../contract/rtp-streams'
import type { StatsRange, StatsSlice } from '../../../../contract/stats'
import type { TimelineRange, TimelineSlice } from '../../../../contract/timeline'
import type { TurnLatencies } from '../../../../contract/turn-latency'
import { folderSize, type PieceKind, pieceFile, pieceFiles } from '../session-folder'
import { readHead, readHeadsIn, type SessionEnd, type SessionHead, writeHead } from '../session-head'
import { createFileSource, createMemorySource } from './byte-source'
import {
  createSessionRows,
  notKept,
  type RowBatch,
  type SessionLimits,
  type SessionRows,
} from './session-rows'

export interface StoreLimits {
  readonly session: SessionLimits
  /** All sessions on the disk, bytes. */
  readonly diskBytes: number
  /** Sessions on the disk. */
  readonly sessions: number
  /** Columns of sessions that somebody looked at, bytes. */
  readonly columnBytes: number
}

export interface RowStoreOptions {
  /** null = everything is in memory alone. */
  readonly dir: string | null
  readonly limits: StoreLimits
  /** Sessions that are kept, however old. */
  readonly needed: readonly string[]
  readonly on: {
    /** The disk takes no more of this session's; null = it cannot keep order among the old ones. */
    failed(sessionId: string | null, error: SoundcheckError): void
    /** These made room for others: nothing is kept of them any more. */
    pruned(sessionIds: readonly string[]): void
  }
  readonly now: () => number
}

/** For a search at one go, ms: with its way to the window, and another one before it, an answer is there within 100. */
const SEARCH_TIME = 30

interface OpenSession {
  head: SessionHead
  readonly rows: SessionRows
  usedAt: number
  isLive: boolean
}

function diskError(what: string, thrown: unknown): SoundcheckError {
  return new SoundcheckError('unavailable', `The journal ${what}: ${messageOf(thrown)}`, {
    hint: 'The call goes on, with its journal in memory alone. Free some space, or mend the folder.',
    cause: thrown,
  })
}

function noJournal(sessionId: string): SoundcheckError {
  return new SoundcheckError('not-found', `there is no journal of session ${sessionId}`, {
    hint: 'It ended and is no longer kept.',
  })
}

/** Looks through the columns of a session for as long as an answer may take. */
type Look = <T>(sessionId: string, look: (rows: SessionRows, hasTime: () => boolean) => T) => T

/** What is added up of the rows of a session. */
const createSummaries = (inTime: Look) => ({
  streams: (sessionId: string): RtpStreams =>
    inTime(sessionId, (rows, hasTime) => rows.summaries.streams(hasTime)),
  types: (sessionId: string): MessageTypes =>
    inTime(sessionId, (rows, hasTime) => rows.summaries.types(hasTime)),
  budget: (sessionId: string): SessionBudget =>
    inTime(sessionId, (rows, hasTime) => rows.summaries.budget(hasTime)),
  turns: (sessionId: string): TurnLatencies =>
    inTime(sessionId, (rows, hasTime) => rows.summaries.turns(hasTime)),
  paths: (sessionId: string): FramePaths =>
    inTime(sessionId, (rows, hasTime) => rows.summaries.paths(hasTime)),
  range: (sessionId: string, fromUs: number, toUs: number): RangeFigures =>
    inTime(sessionId, (rows, hasTime) => rows.summaries.range(fromUs, toUs, hasTime)),
  stats: (sessionId: string, range: StatsRange): StatsSlice =>
    inTime(sessionId, (rows, hasTime) => rows.summaries.stats(range, hasTime)),
  timeline: (sessionId: string, range: TimelineRange): TimelineSlice =>
    inTime(sessionId, (rows, hasTime) => rows.summaries.timeline(range, hasTime)),
})

/** The rows of all sessions, of those that live and of earlier ones: written down as they come, searched when asked. */
export function createRowStore({ dir, limits: firstLimits, needed, on, now }: RowStoreOptions) {
  let limits = firstLimits
  const sessions = new Map<string, OpenSession>()
  /** Sessions of which it was told that the disk fails. */
  const told = new Set<string | null>()
  const heads = readHeads()

  function failed(sessionId: string | null, what: string, thrown: unknown): void {
    if (!told.has(sessionId)) on.failed(sessionId, diskError(what, thrown))
    told.add(sessionId)
  }

  function readHeads(): Map<string, SessionHead> {
    const found = new Map<string, SessionHead>()
    if (dir === null) return found
    attempt('cannot be kept on disk', () => {
      mkdirSync(dir, { recursive: true, mode: 0o700 })
      for (const head of readHeadsIn(dir)) found.set(head.sessionId, head)
    })
    return found
  }

  function attempt(what: string, work: () => void, sessionId: string | null = null): void {
    try {
      work()
    } catch (thrown) {
      failed(sessionId, what, thrown)
    }
  }

  const folderOf = (sessionId: string): string => path.join(dir ?? '', sessionId)

  function createRows(sessionId: string): SessionRows {
    const kept = (kind: PieceKind) =>
      dir === null
        ? []
        : pieceFiles(folderOf(sessionId), kind).map((file) => ({
            first: file.first,
            source: createFileSource(file.path, file.size),
          }))
    return createSessionRows({
      limits: () => limits.session,
      kept: { rows: kept('rows'), data: kept('data') },
      begin(kind, first) {
        if (dir === null) return createMemorySource()
        mkdirSync(folderOf(sessionId), { recursive: true, mode: 0o700 })
        return createFileSource(pieceFile(folderOf(sessionId), kind, first))
      },
      onFailed: (thrown) => failed(sessionId, 'cannot be kept on disk', thrown),
    })
  }

  /** A session that was opened here, or is on the disk. */
  function sessionOf(sessionId: string): OpenSession {
    const open = sessions.get(sessionId)
    const head = open?.head ?? heads.get(sessionId)
    if (!head) throw noJournal(sessionId)
    const session = open ?? { head, rows: createRows(sessionId), usedAt: 0, isLive: false }
    session.usedAt = now()
    sessions.set(sessionId, session)
    return session
  }

  /** The columns of who was not looked at for longest make room. */
  function forgetColumns(looked: OpenSession): void {
    const others = [...sessions.values()].filter((one) => one !== looked && one.rows.memory() > 0)
    others.sort((a, b) => a.usedAt - b.usedAt)
    let sum = others.reduce((total, { rows }) => total + rows.memory(), looked.rows.memory())
    for (const { rows } of others) {
      if (sum <= limits.columnBytes) return
      sum -= rows.memory()
      rows.forgetColumns()
    }
  }

  function inTime<T>(sessionId: string, look: (rows: SessionRows, hasTime: () => boolean) => T): T {
    const session = sessionOf(sessionId)
    const until = now() + SEARCH_TIME
    const found = look(session.rows, () => now() < until)
    forgetColumns(session)
    return found
  }

  function sizeOnDisk(sessionId: string): number {
    const open = sessions.get(sessionId)
    if (open) return open.rows.size()
    return folderSize(folderOf(sessionId))
  }

  /** The oldest sessions make room for new ones. */
  function prune(): void {
    if (dir === null) return
    const newestFirst = [...heads.values()].sort((a, b) => b.openedAt - a.openedAt)
    const gone: string[] = []
    let bytes = 0
    let count = 0
    for (const { sessionId } of newestFirst) {
      bytes += sizeOnDisk(sessionId)
      count += 1
      const isKept = sessions.get(sessionId)?.isLive || needed.includes(sessionId)
      if (isKept || (bytes <= limits.diskBytes && count <= limits.sessions)) continue
      remove(sessionId)
      gone.push(sessionId)
    }
    if (gone.length > 0) on.pruned(gone)
  }

  function remove(sessionId: string): void {
    sessions.get(sessionId)?.rows.close()
    sessions.delete(sessionId)
    heads.delete(sessionId)
    if (dir !== null) rmSync(folderOf(sessionId), { recursive: true, force: true })
  }

  function keepHead(head: SessionHead): void {
    if (dir === null) return
    const folder = folderOf(head.sessionId)
    attempt(
      'cannot be kept on disk',
      () => {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        writeHead(folder, head)
      },
      head.sessionId,
    )
  }

  return {
    /** The sessions on the disk, and those that were opened here. */
    heads: (): readonly SessionHead[] => [...heads.values()],
    /** Takes up a session whose folder somebody else has put there. */
    adopt(sessionId: string): SessionHead {
      const head = dir === null ? null : readHead(folderOf(sessionId))
      if (head?.sessionId !== sessionId) throw noJournal(sessionId)
      heads.set(sessionId, head)
      return head
    },
    open(head: SessionHead): void {
      heads.set(head.sessionId, head)
      sessions.set(head.sessionId, { head, rows: createRows(head.sessionId), usedAt: now(), isLive: true })
      keepHead(head)
      attempt('cannot be kept in order', prune)
    },
    append(sessionId: string, batch: RowBatch): void {
      sessions.get(sessionId)?.rows.append(batch)
    },
    /** No more rows come of it; they can still be looked at. */
    end(sessionId: string, end: SessionEnd): void {
      const session = sessions.get(sessionId)
      if (!session?.isLive) return
      session.isLive = false
      session.head = { ...session.head, end }
      heads.set(sessionId, session.head)
      session.rows.close()
      keepHead(session.head)
    },
    ...createSummaries(inTime),
    page: (sessionId: string, filter: JournalFilter, offset: number, limit: number): JournalPage =>
      inTime(sessionId, (rows, hasTime) => rows.page(filter, offset, limit, hasTime)),
    detail(sessionId: string, n: number): string {
      const text = sessionOf(sessionId).rows.detail(n)
      if (text === null) throw notKept(n, 'row')
      return text
    },
    bytes(sessionId: string, n: number): Uint8Array {
      const bytes = sessionOf(sessionId).rows.bytesOf(n)
      if (!bytes) throw notKept(n, 'bytes')
      return bytes
    },
    /** Takes its rows away, on the disk too; gives how many are no longer kept. */
    clear(sessionId: string): number {
      const session = sessionOf(sessionId)
      attempt('is still on disk', () => session.rows.clear(), sessionId)
      return session.rows.dropped()
    },
    /** What is beyond the new ones goes at once: the oldest rows of each session, and the oldest sessions. */
    setLimits(next: StoreLimits): void {
      limits = next
      const { rowBytes, dataBytes } = next.session
      attempt('cannot be kept in order', () => {
        for (const sessionId of heads.keys())
          if (sizeOnDisk(sessionId) > Math.min(rowBytes, dataBytes)) sessionOf(sessionId).rows.shrink()
        prune()
      })
    },
    usage: (): JournalUsage => ({
      sessions: heads.size,
      bytes: [...heads.keys()].reduce((sum, sessionId) => sum + sizeOnDisk(sessionId), 0),
    }),
    live: (): readonly string[] => [...sessions].filter(([, { isLive }]) => isLive).map(([id]) => id),
    dropped: (sessionId: string): number => sessions.get(sessionId)?.rows.dropped() ?? 0,
    remove,
    close(): void {
      for (const { rows } of sessions.values()) rows.close()
    },
  }
}

export type RowStore = ReturnType<typeof createRowStore>
