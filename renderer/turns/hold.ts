/** Ways to hold the button down; it is held while any of them is. */
export type HoldSource = 'pointer' | 'key' | 'space'

/** A button that is held: never left held, because everything that ends holding releases it. */
export interface Hold {
  readonly held: boolean
  press(source: HoldSource): void
  release(source: HoldSource): void
  releaseAll(): void
}

/** Calls `onChange` when the button goes down and when the last way of holding it ends. */
export function createHold(onChange: (held: boolean) => void): Hold {
  const sources = new Set<HoldSource>()
  const change = (work: () => void) => {
    const before = sources.size > 0
    work()
    const after = sources.size > 0
    if (after !== before) onChange(after)
  }
  return {
    get held() {
      return sources.size > 0
    },
    press: (source) => change(() => sources.add(source)),
    release: (source) => change(() => sources.delete(source)),
    releaseAll: () => change(() => sources.clear()),
  }
}
