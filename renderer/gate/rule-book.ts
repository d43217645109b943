import type { StoreApi } from 'zustand/vanilla'
import { SoundcheckError } from '../../contract/errors'
import { type MessageRule, messageRuleSchema } from '../../contract/message-gate'
import { parseQuery } from '../../contract/query/parse-query'
import type { Call } from '../call/call'
import { isActive } from '../call/call-state'
import { createStoredStore, isBoolean, listOf } from '../inspector/stored-store'
import type { Client } from '../state/client'
import { createSignal, type Signal } from '../state/signal'

export interface RuleBookState {
  readonly isOpen: boolean
  /** The first that matches decides. */
  readonly rules: readonly MessageRule[]
}

/** The rules of this window for messages on their way, and the sessions in which they hold. */
export interface RuleBook {
  readonly store: StoreApi<RuleBookState>
  /** Sessions that get every change of the rules; a call of this window is one from its beginning. */
  readonly followed: Pick<Signal<readonly string[]>, 'get' | 'subscribe'>
  /** Puts a rule after the others. */
  add(rule: Omit<MessageRule, 'id'>): void
  change(id: string, part: Partial<Omit<MessageRule, 'id'>>): void
  /** One place earlier or later. */
  move(id: string, step: 1 | -1): void
  remove(id: string): void
  /** The rules hold in this session from now on, until it ends. */
  follow(sessionId: string): void
  close(): void
}

export interface RuleBookDeps {
  readonly client: Pick<Client, 'request'>
  readonly call: Pick<Call, 'store'>
  readonly storage: Storage | null
  readonly later: (work: () => void, ms: number) => () => void
  readonly newId: () => string
  /** The rules could not be put into force. */
  readonly onFailed: (thrown: unknown) => void
}

/** After the last letter of a query that is being written. */
const SETTLE_MS = 250

/** Those that do something: one whose query is wrong does not. */
export const activeRules = (rules: readonly MessageRule[]): readonly MessageRule[] =>
  rules.filter(({ enabled, query }) => enabled && parseQuery(query).errors.length === 0)

function createRuleStore(storage: Storage | null): StoreApi<RuleBookState> {
  const isRule = (value: unknown): boolean => messageRuleSchema.safeParse(value).success
  const store = createStoredStore<RuleBookState>(
    storage,
    'soundcheck.gate',
    { isOpen: false, rules: [] },
    { isOpen: isBoolean, rules: listOf(isRule) },
  )
  // Who left a rule on yesterday would wonder today where the messages are.
  store.setState(({ rules }) => ({ rules: rules.map((rule) => ({ ...rule, enabled: false })) }))
  return store
}

export function createRuleBook({ client, call, storage, later, newId, onFailed }: RuleBookDeps): RuleBook {
  const store = createRuleStore(storage)
  const followed = createSignal<readonly string[]>([])
  let cancel: () => void = () => undefined

  const inForce = (): readonly MessageRule[] => activeRules(store.getState().rules)
  const unfollow = (sessionId: string): void => followed.set(followed.get().filter((id) => id !== sessionId))

  function send(sessionId: string): void {
    client.request('session.setMessageRules', { sessionId, rules: [...inForce()] }).catch((thrown) => {
      unfollow(sessionId)
      // A session that has ended needs no rules.
      if (!(thrown instanceof SoundcheckError && thrown.code === 'not-found')) onFailed(thrown)
    })
  }

  function put(rules: readonly MessageRule[]): void {
    const before = JSON.stringify(inForce())
    store.setState({ rules })
    if (JSON.stringify(inForce()) === before) return
    cancel()
    cancel = later(() => followed.get().forEach(send), SETTLE_MS)
  }

  function follow(sessionId: string): void {
    if (followed.get().includes(sessionId)) return
    followed.set([...followed.get(), sessionId])
  }

  const offCall = call.store.subscribe(({ status, sessionId }, before) => {
    if (sessionId === null) return
    if (sessionId !== before.sessionId) {
      follow(sessionId)
      // Before it is connected: no message is quicker.
      if (inForce().length > 0) send(sessionId)
    } else if (!isActive(status)) unfollow(sessionId)
  })

  const { getState } = store
  return {
    store,
    followed,
    add: (rule) => put([...getState().rules, { ...rule, id: newId() }]),
    change: (id, part) => put(getState().rules.map((rule) => (rule.id === id ? { ...rule, ...part } : rule))),
    move(id, step) {
      const rules = [...getState().rules]
      const from = rules.findIndex((rule) => rule.id === id)
      const [moved] = rules.splice(from, 1)
      if (moved) put(rules.toSpliced(Math.max(0, from + step), 0, moved))
    },
    remove: (id) => put(getState().rules.filter((rule) => rule.id !== id)),
    follow(sessionId) {
      follow(sessionId)
      send(sessionId)
    },
    close() {
      offCall()
      cancel()
    },
  }
}
