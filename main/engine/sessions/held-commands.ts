import { type HostCommand, MOST_MESSAGES_IN_FLIGHT } from '../../../contract/host'
import { BLOCK_MS } from '../../../contract/media'

/** A command with the buffers that go over with it. */
export interface HeldCommand {
  readonly command: HostCommand
  readonly transfer: readonly ArrayBuffer[] | undefined
}

/** `words`: no sound and no pictures, which would only be stale when they are heard. */
export type HeldMedia = 'all' | 'words'

/** The newest of each that are kept; what is not named here is not held but lost. */
const limits: { readonly [type in HostCommand['type']]?: number } = {
  audio: 1000 / BLOCK_MS,
  video: 2,
  message: MOST_MESSAGES_IN_FLIGHT,
  inputs: 100,
  trigger: 100,
  played: 1,
}

/** What comes in while no instance can take it: kept in order and bounded, for the one that will. */
export function createHeldCommands() {
  let holding: HeldMedia | null = null
  let count = 0
  let kept = new Map<HostCommand['type'], (HeldCommand & { readonly n: number })[]>()

  function isWanted({ type }: HostCommand): boolean {
    return holding === 'all' || (type !== 'audio' && type !== 'video')
  }

  return {
    hold(what: HeldMedia): void {
      holding = what
    },
    isHolding: () => holding !== null,
    /** Keeps the command, if commands are held now; says whether they are. */
    keep(command: HostCommand, transfer?: readonly ArrayBuffer[]): boolean {
      if (holding === null) return false
      const limit = limits[command.type]
      if (limit === undefined || !isWanted(command)) return true
      const queue = kept.get(command.type) ?? []
      queue.push({ command, transfer, n: count++ })
      if (queue.length > limit) queue.shift()
      kept.set(command.type, queue)
      return true
    },
    waiting: (type: HostCommand['type']): number => kept.get(type)?.length ?? 0,
    /** What was kept, in order; from now on nothing is. */
    release(): readonly HeldCommand[] {
      holding = null
      const all = [...kept.values()].flat().sort((a, b) => a.n - b.n)
      kept = new Map()
      return all
    },
  }
}

export type HeldCommands = ReturnType<typeof createHeldCommands>
