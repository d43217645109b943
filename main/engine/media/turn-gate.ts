/** Lets pass what belongs to the present turn or a later one, and drops what an interrupted turn left behind. */
export interface TurnGate {
  /** Whether a frame that was emitted in `turn` may still be played. */
  accepts(turn: number): boolean
  /** Begins `turn`; frames of earlier turns are stale from now on. A turn before the present one changes nothing. */
  advance(turn: number): void
  /** Another handler instance takes over: turns count from 0 again. */
  restart(): void
}

/** Begins at turn 0. Turns are the whole numbers of `contract/host.ts`. */
export function createTurnGate(): TurnGate {
  let current = 0
  return {
    accepts: (turn) => turn >= current,
    advance(turn) {
      current = Math.max(current, turn)
    },
    restart() {
      current = 0
    },
  }
}
