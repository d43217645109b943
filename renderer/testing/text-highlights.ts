/** Chromium's registry of highlighted texts, which happy-dom does not have. */
class TestHighlight extends Set<AbstractRange> {
  constructor(...ranges: readonly AbstractRange[]) {
    super(ranges)
  }
}

export function provideHighlights(): void {
  Object.assign(globalThis, { Highlight: TestHighlight })
  // Its CSS is another object each time that it is looked at.
  const css = Object.assign(Object.create(CSS) as typeof CSS, { highlights: new Map() })
  Object.defineProperty(globalThis, 'CSS', { value: css, configurable: true })
}

/** The texts that are highlighted under `name`. */
export const highlighted = (name: string): readonly string[] =>
  [...((CSS.highlights as unknown as ReadonlyMap<string, Set<Range>>).get(name) ?? [])].map(String)
