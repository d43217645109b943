import type { HostCommand } from '../../../contract/host'
import type { FrameCounts } from '../hosts/sync-line'
import { createHeldCommands, type HeldMedia } from './held-commands'
import type { Inputs, Instance } from './instance'

/** What was played is counted for each instance anew. */
const perInstance: readonly HostCommand['type'][] = ['played']
const media: readonly HostCommand['type'][] = ['audio', 'video']

/** Where commands go: to the instance that answers now, or into a queue for the one that will. */
export function createAnsweringPlace() {
  const held = createHeldCommands()
  let current: Instance | undefined
  let inputs: Inputs = {}
  /** The inputs as they were when the queue began: what the next instance was opened with may be older. */
  let inputsAtHold: Inputs | null = null
  let channelOpen = false

  function handOver(to: Instance, isFor: (type: HostCommand['type']) => boolean): void {
    for (const { command, transfer } of held.release()) if (isFor(command.type)) to.post(command, transfer)
    inputsAtHold = null
  }

  function post(command: HostCommand, transfer?: readonly ArrayBuffer[]): void {
    if (!held.keep(command, transfer)) current?.post(command, transfer)
  }

  return {
    current: () => current,
    inputs: () => inputs,
    isChannelOpen: () => channelOpen,
    startWith(values: Inputs): void {
      inputs = values
    },
    post,
    setInputs(values: Inputs): void {
      inputs = { ...inputs, ...values }
      post({ type: 'inputs', values: inputs })
    },
    channelOpened(): void {
      if (channelOpen) return
      channelOpen = true
      current?.post({ type: 'channel-opened' })
    },
    /** From now on commands wait for the next instance. */
    hold(what: HeldMedia): void {
      inputsAtHold ??= inputs
      held.hold(what)
    },
    isHolding: held.isHolding,
    /** The next instance does not come: the present one goes on. */
    resume(): void {
      if (!current || !held.isHolding()) return
      current.post({ type: 'resume' })
      handOver(current, () => true)
    },
    /** Another instance answers from now on; gives back the one that did. */
    put(next: Instance): Instance | undefined {
      const before = current
      current = next
      return before
    },
    /** Lets the present instance begin: it is given all that has waited for it, but media only if it takes them as they are. */
    begin(takesHeldMedia: boolean): void {
      if (!current) return
      const values = inputsAtHold ?? inputs
      if (values !== current.openedWith()) current.post({ type: 'inputs', values })
      if (channelOpen) current.post({ type: 'channel-opened' })
      handOver(current, (type) => !perInstance.includes(type) && (takesHeldMedia || !media.includes(type)))
    },
    /** Nobody answers. */
    vacate(): void {
      current = undefined
    },
    /** Nobody will: what waits is dropped. */
    drop(): void {
      held.release()
      inputsAtHold = null
    },
    /** What the instance, or the queue for the next one, has not looked at. */
    inFlight(): FrameCounts {
      const taken = current?.inFlight() ?? { audio: 0, video: 0, messages: 0 }
      return {
        audio: taken.audio + held.waiting('audio'),
        video: taken.video + held.waiting('video'),
        messages: taken.messages + held.waiting('message'),
      }
    },
  }
}

export type AnsweringPlace = ReturnType<typeof createAnsweringPlace>
