import type { Call } from '../call/call'
import type { LevelFeeds } from '../call/call-run'
import { createRuleBook, type RuleBook } from '../gate/rule-book'
import { createFrameEnds, type FrameEnds } from '../latency/frame-ends'
import { createHeardReporter, type Ears } from '../latency/heard-reporter'
import { journalQuery, later } from '../messages/journal-query'
import { createMessageDraft, type MessageDraft } from '../messages/message-draft'
import { createMessageLibrary, type MessageLibrary } from '../messages/message-library'
import { fillIn } from '../messages/message-variables'
import { createRepeats, type Repeats } from '../messages/repeats'
import type { Client } from '../state/client'
import { createSignal, type Signal } from '../state/signal'
import { createStatReporter, paces } from '../stats/stat-reporter'
import { createTimelineStore, type TimelineStore } from '../timeline/timeline-store'
import { type ClearedRows, createClearedRows } from './cleared-rows'
import { createInspectorStore, type InspectorStore } from './inspector-store'
import { createRowNotes, type RowNotesStore } from './row-notes'

/** What is behind the panels of the inspector, and goes on while another tab is open. */
export interface InspectorParts {
  readonly store: InspectorStore
  readonly notes: RowNotesStore
  readonly library: MessageLibrary
  readonly draft: MessageDraft
  readonly repeats: Repeats
  readonly ruleBook: RuleBook
  readonly timeline: TimelineStore
  readonly cleared: ClearedRows
  /** What this window sent and heard lately. */
  readonly ears: Ears
  /** When the frames of the call were played and shown here. */
  readonly frameEnds: FrameEnds
  /** How often this window's end of the call is measured, ms. */
  readonly statPace: Signal<number>
  /** The views stand still; everything is still recorded. */
  readonly paused: Signal<boolean>
  /** A message with the values of its variables. */
  readonly fillIn: (text: string) => string
  close(): void
}

export interface InspectorDeps {
  readonly client: Client
  readonly call: Call
  readonly feeds: LevelFeeds
  readonly storage: Storage | null
  /** What a person did before does not hold. */
  readonly onFailed: (key: string, thrown: unknown) => void
}

export function createInspectorParts(deps: InspectorDeps): InspectorParts {
  const { client, call, feeds, storage, onFailed } = deps
  const library = createMessageLibrary(storage)
  let sent = 0
  const counter = () => {
    sent += 1
    return sent
  }
  const fill = (text: string) =>
    fillIn(text, {
      variables: library.getState().variables,
      now: Date.now,
      uuid: () => crypto.randomUUID(),
      counter,
    })
  const repeats = createRepeats({ call, client, query: journalQuery(client), fillIn: fill, later })
  const ruleBook = createRuleBook({
    ...{ client, call, storage, later },
    newId: () => crypto.randomUUID(),
    onFailed: (thrown) => onFailed('gate', thrown),
  })
  const statPace = createSignal<number>(paces.usual)
  const reporter = createStatReporter({
    ...{ client, call, pace: statPace },
    onFailed: (thrown) => onFailed('stats', thrown),
  })
  const heard = createHeardReporter({
    ...{ client, call, feeds, later },
    now: () => performance.now(),
    onFailed: (thrown) => onFailed('latency', thrown),
  })
  return {
    store: createInspectorStore(storage),
    notes: createRowNotes(storage),
    library,
    draft: createMessageDraft(),
    repeats,
    ruleBook,
    timeline: createTimelineStore(),
    cleared: createClearedRows(client),
    statPace,
    ears: heard.ears,
    frameEnds: createFrameEnds(),
    paused: createSignal(false),
    fillIn: fill,
    close: () => {
      repeats.close()
      ruleBook.close()
      reporter.close()
      heard.close()
    },
  }
}
