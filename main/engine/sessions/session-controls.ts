import { SoundcheckError } from '../../../contract/errors'
import type { JsonValue } from '../../../contract/json'
import type { MessageRule } from '../../../contract/message-gate'
import type { HandlerVersion } from '../handler-version'
import type { JournalSink } from '../journal/journal'
import type { InstanceSlot } from './instance-slot'
import type { MessageGate } from './message-gate'
import type { SessionEntryKeeper } from './session-entry'
import { withoutSecrets } from './without-secrets'

export interface SessionControlsOptions {
  readonly version: HandlerVersion
  readonly slot: InstanceSlot
  readonly gate: MessageGate
  readonly journal: JournalSink
  readonly entry: SessionEntryKeeper
  readonly isClosing: () => boolean
}

/** What a person does to a session's handler beside sending sound, pictures and messages. */
export function createSessionControls({
  version,
  slot,
  gate,
  journal,
  entry,
  isClosing,
}: SessionControlsOptions) {
  function requireOpen(): void {
    if (isClosing()) throw new SoundcheckError('closed', 'the session has ended')
  }

  return {
    async setInputs(values: { readonly [name: string]: JsonValue }): Promise<void> {
      requireOpen()
      slot.setInputs(values)
      const text = JSON.stringify(withoutSecrets(values, version.manifest.inputs))
      journal.append({ kind: 'input', direction: 'in', text })
      entry.change({ inputs: { ...entry.get().inputs, ...values } })
    },
    async trigger(text: string | null): Promise<void> {
      requireOpen()
      slot.trigger(text)
      const row = text === null ? { type: 'trigger', text: 'asked for a reply' } : { type: 'text', text }
      journal.append({ kind: 'input', direction: 'in', ...row })
    },
    async setMessageRules(rules: readonly MessageRule[]): Promise<void> {
      requireOpen()
      gate.setRules(rules)
    },
    releaseMessage: async (id: number, text: string | null) => gate.release(id, text),
    dropMessage: async (id: number) => gate.drop(id),
    dismissFault: async () => entry.change({ fault: null }),
    dismissRollback: async () => entry.change({ rolledBack: null }),
    async profile(forMs: number): Promise<void> {
      requireOpen()
      slot.profile(forMs)
    },
    restart: slot.restart,
    waitForCall: async () => slot.waitForCall(),
    stopCall: async () => slot.stopCall(),
  }
}
