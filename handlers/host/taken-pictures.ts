import type { TakenFrame } from './receive-loop'

/** More than a handler keeps back in most cases: 4 s of 30 a second. */
const REMEMBERED = 120

/** The pictures that `videoReceive` was called with lately, by their `pts`. */
export class TakenPictures {
  readonly #taken = new Map<number, TakenFrame>()

  add(pts: number, taken: TakenFrame | null): void {
    if (taken === null) return
    this.#taken.set(pts, taken)
    const [oldest] = this.#taken.keys()
    if (this.#taken.size > REMEMBERED && oldest !== undefined) this.#taken.delete(oldest)
  }

  /** null for one that is not among them; 0 is what pictures bear that a handler made. */
  of(pts: number): TakenFrame | null {
    return pts === 0 ? null : (this.#taken.get(pts) ?? null)
  }
}
