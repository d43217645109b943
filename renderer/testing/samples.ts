import type { JournalRow } from '../../contract/journal'
import { standardLimits } from '../../contract/limits'
import type { HandlerManifest } from '../../contract/manifest'
import { noServer } from '../../contract/server'
import type { BenchState, HandlerEntry, SessionEntry } from '../../contract/state'
import { inThread } from '../../contract/state'
import type { TurnTaking } from '../../contract/turns'

export const sampleManifest: HandlerManifest = {
  kind: 'StreamHandler',
  className: 'Echo',
  title: 'Echo',
  modality: 'audio',
  mode: 'send-receive',
  expectedLayout: 'mono',
  inputSampleRate: 48_000,
  outputSampleRate: 48_000,
  fps: 30,
  videoFormat: 'rgba',
  isolation: 'auto',
  turns: null,
  concurrencyLimit: null,
  timeLimitInS: null,
  inputs: null,
  inputDefaults: {},
}

export const sampleTurns: TurnTaking = { typedText: false, pushToTalk: null, stopWords: [] }

export const sampleHandler = (id: string, change: Partial<HandlerEntry> = {}): HandlerEntry => ({
  id,
  file: `/handlers/${id}`,
  status: 'ready',
  version: 1,
  versions: [{ version: 1, loadedAt: 0, rejected: null }],
  isolation: inThread,
  manifest: { ...sampleManifest, title: id.replace('.ts', '') },
  findings: [],
  loadedAt: 0,
  error: null,
  ...change,
})

export function sampleBench(
  handlers: readonly HandlerEntry[],
  sessions: readonly SessionEntry[] = [],
): BenchState {
  return {
    folder: { path: '/home/ada/handlers', status: 'watching', error: null },
    handlers: Object.fromEntries(handlers.map((handler) => [handler.id, handler])),
    sessions: Object.fromEntries(sessions.map((session) => [session.id, session])),
    limits: standardLimits,
    server: noServer,
    accident: null,
  }
}

export const sampleRow = (n: number, change: Partial<JournalRow> = {}): JournalRow => ({
  n,
  atUs: n * 1000,
  kind: 'message',
  direction: 'in',
  type: null,
  sizeBytes: 10,
  summary: `row ${n}`,
  truncated: false,
  position: null,
  fields: {},
  hasBytes: false,
  ...change,
})

export { sampleSession } from '../../contract/testing/sample-session'
