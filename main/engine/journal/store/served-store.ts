import { type Reply, toWireError } from '../../../../contract/errors'
import type { FromStore, StoreQuestion, StoreStart, ToStore } from './messages'
import { createRowStore, type RowStore } from './row-store'

type Answers = {
  readonly [W in StoreQuestion['what']]: (
    store: RowStore,
    question: Extract<StoreQuestion, { what: W }>,
  ) => unknown
}

const answers: Answers = {
  heads: (store) => store.heads(),
  usage: (store) => store.usage(),
  adopt: (store, { sessionId }) => store.adopt(sessionId),
  page: (store, { sessionId, filter, offset, limit }) => store.page(sessionId, filter, offset, limit),
  detail: (store, { sessionId, n }) => store.detail(sessionId, n),
  bytes: (store, { sessionId, n }) => store.bytes(sessionId, n),
  clear: (store, { sessionId }) => store.clear(sessionId),
  streams: (store, { sessionId }) => store.streams(sessionId),
  types: (store, { sessionId }) => store.types(sessionId),
  budget: (store, { sessionId }) => store.budget(sessionId),
  turns: (store, { sessionId }) => store.turns(sessionId),
  paths: (store, { sessionId }) => store.paths(sessionId),
  range: (store, { sessionId, fromUs, toUs }) => store.range(sessionId, fromUs, toUs),
  stats: (store, { sessionId, range }) => store.stats(sessionId, range),
  timeline: (store, { sessionId, range }) => store.timeline(sessionId, range),
}

/** The store as messages: the same in a thread of its own and in the engine's. */
export function createServedStore(start: StoreStart, post: (message: FromStore) => void) {
  const store = createRowStore({
    ...start,
    now: () => performance.now(),
    on: {
      failed: (sessionId, error) => post({ type: 'failed', sessionId, error: toWireError(error) }),
      pruned: (sessionIds) => post({ type: 'pruned', sessionIds }),
    },
  })

  function replyTo(question: StoreQuestion): Reply<unknown> {
    try {
      const answer = answers[question.what] as (store: RowStore, question: StoreQuestion) => unknown
      return { ok: true, value: answer(store, question) }
    } catch (thrown) {
      return { ok: false, error: toWireError(thrown) }
    }
  }

  return function take(message: ToStore): void {
    if (message.type === 'open') store.open(message.head)
    else if (message.type === 'end') store.end(message.sessionId, message.end)
    else if (message.type === 'rows') {
      const { sessionId, batch } = message
      store.append(sessionId, batch)
      const size = batch.rows.length + (batch.data?.bytes.length ?? 0)
      post({ type: 'taken', sessionId, size, dropped: store.dropped(sessionId) })
    } else if (message.type === 'limits') {
      store.setLimits(message.limits)
      for (const sessionId of store.live())
        post({ type: 'taken', sessionId, size: 0, dropped: store.dropped(sessionId) })
    } else if (message.type === 'ask') {
      post({ type: 'answer', id: message.id, reply: replyTo(message.question) })
    } else {
      store.close()
      post({ type: 'stopped' })
    }
  }
}
