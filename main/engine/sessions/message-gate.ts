import { SoundcheckError } from '../../../contract/errors'
import type { RowDirection } from '../../../contract/journal'
import {
  HELD_TEXT_LENGTH,
  type MessageGateState,
  type MessageRule,
  MOST_HELD,
  openGate,
} from '../../../contract/message-gate'
import { compileQuery } from '../../../contract/query/compile-query'
import { parseQuery } from '../../../contract/query/parse-query'
import { type QueryRow, rowAccess } from '../../../contract/query/row-access'
import type { JournalSink } from '../journal/journal'
import type { Timers } from './timers'

/** A message on its way: it goes on when `deliver` is called, or not at all when `discard` is. */
export interface PassingMessage {
  readonly direction: RowDirection
  readonly type: string | null
  readonly text: string
  readonly deliver: (text: string) => void
  readonly discard: () => void
}

export interface MessageGateOptions {
  readonly journal: JournalSink
  readonly timers: Timers
  /** ms on the session's clock. */
  readonly sessionTime: () => number
  readonly onChanged: (state: MessageGateState) => void
}

interface Gate {
  readonly rule: MessageRule
  readonly matches: (row: QueryRow) => boolean
}

interface Waiting {
  readonly message: PassingMessage
  readonly since: number
}

function gateOf(rule: MessageRule): Gate {
  const { query, errors } = parseQuery(rule.query)
  const [error] = errors
  if (error) {
    const where = `at character ${error.from + 1}`
    throw new SoundcheckError('invalid', `the rule "${rule.query}" is wrong ${where}: ${error.message}`, {
      hint: error.hint,
    })
  }
  return { rule, matches: compileQuery(query, rowAccess) }
}

/** Where messages between client and handler are held, delayed or dropped by the rules of a person; each of it is a row. */
export function createMessageGate({ journal, timers, sessionTime, onChanged }: MessageGateOptions) {
  let state = openGate
  let gates: readonly Gate[] = []
  const waiting = new Map<number, Waiting>()
  const delayed = new Map<PassingMessage, () => void>()
  let lastId = 0

  function change(more: Partial<MessageGateState>): void {
    state = { ...state, ...more }
    onChanged(state)
  }

  function rowOf({ direction, type, text }: PassingMessage): QueryRow {
    const about = { kind: 'message', direction, type, text, sizeBytes: Buffer.byteLength(text) } as const
    return {
      ...about,
      n: 0,
      atUs: Math.round(sessionTime() * 1000),
      position: null,
      fields: {},
      hasBytes: false,
    }
  }

  function ruleFor(message: PassingMessage): MessageRule | undefined {
    if (gates.length === 0) return undefined
    const row = rowOf(message)
    return gates.find(
      ({ rule, matches }) =>
        rule.enabled && (rule.direction === 'both' || rule.direction === message.direction) && matches(row),
    )?.rule
  }

  function noteArrival({ direction, type, text }: PassingMessage): void {
    journal.append({ kind: 'message', direction, type, text, fields: { held: true } })
  }

  function noteEnd({ direction, type }: PassingMessage, what: string): void {
    journal.append({ kind: 'signal', direction, type: 'channel', text: `${type ?? 'a message'} ${what}` })
  }

  function hold(message: PassingMessage): void {
    if (waiting.size >= MOST_HELD) {
      noteEnd(message, `passed: ${MOST_HELD} messages are held already`)
      message.deliver(message.text)
      return
    }
    noteArrival(message)
    lastId += 1
    waiting.set(lastId, { message, since: sessionTime() })
    const { direction, type, text } = message
    const isWhole = text.length <= HELD_TEXT_LENGTH
    const held = {
      id: lastId,
      direction,
      type,
      text: text.slice(0, HELD_TEXT_LENGTH),
      isWhole,
      heldAt: Date.now(),
    }
    change({ held: [...state.held, held] })
  }

  function delay(message: PassingMessage, ms: number): void {
    noteArrival(message)
    const cancel = timers.after(ms, () => {
      delayed.delete(message)
      noteEnd(message, `went on after ${ms} ms`)
      message.deliver(message.text)
    })
    delayed.set(message, cancel)
  }

  function drop(message: PassingMessage, why: string): void {
    noteEnd(message, why)
    message.discard()
  }

  function takeHeld(id: number): Waiting {
    const held = waiting.get(id)
    if (!held) {
      throw new SoundcheckError('not-found', `message ${id} is not held any more`, {
        hint: 'It was let go or dropped, or the session has ended.',
      })
    }
    waiting.delete(id)
    change({ held: state.held.filter((one) => one.id !== id) })
    return held
  }

  return {
    /** Lets it go on at once where no rule says otherwise. True = it did, so nothing is noted of it here. */
    pass(message: PassingMessage): boolean {
      const action = ruleFor(message)?.action
      if (!action) return true
      if (action.do === 'hold') hold(message)
      else if (action.do === 'delay') delay(message, action.ms)
      else {
        noteArrival(message)
        drop(message, 'was dropped by a rule')
      }
      return false
    },
    /** Throws `invalid` when one of the queries is wrong; then nothing changes. What is held stays so. */
    setRules(rules: readonly MessageRule[]): void {
      gates = rules.map(gateOf)
      change({ rules })
    },
    /** Lets a held message go on, with another text if that is given. */
    release(id: number, text: string | null): void {
      const { message, since } = takeHeld(id)
      const { direction, type } = message
      const isEdited = text !== null && text !== message.text
      const waited = `after ${((sessionTime() - since) / 1000).toFixed(1)} s`
      noteEnd(message, `went on ${waited}${isEdited ? ', edited' : ''}`)
      if (isEdited)
        journal.append({ kind: 'message', direction, type, text, fields: { held: true, sentBy: 'person' } })
      message.deliver(text ?? message.text)
    },
    drop(id: number): void {
      drop(takeHeld(id).message, 'was dropped by a person')
    },
    /** Nothing goes on any more: what waits is told as lost. Idempotent. */
    close(): void {
      for (const cancel of delayed.values()) cancel()
      const left = [...delayed.keys(), ...[...waiting.values()].map(({ message }) => message)]
      delayed.clear()
      waiting.clear()
      for (const message of left) drop(message, 'was lost: the session ended while it was held')
      if (state.held.length > 0) change({ held: [] })
    },
  }
}

export type MessageGate = ReturnType<typeof createMessageGate>
