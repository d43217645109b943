/**
 * How many audio reports of the present instance are over: played, dropped or refused. Told whenever nothing is queued any
 * more and the number is new; only to handlers that take turns, for it would be a command per block of others.
 */
export function createPlayedCount(tell: (count: number) => void) {
  let wanted = false
  let received = 0
  let told = 0

  return {
    /** Another instance takes over. */
    restart(takesTurns: boolean): void {
      wanted = takesTurns
      received = 0
      told = 0
    },
    noteReport(): void {
      received += 1
    },
    /** Nothing is queued now. */
    ranEmpty(): void {
      if (!wanted || told === received) return
      told = received
      tell(received)
    },
  }
}
