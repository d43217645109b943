/** A list of listeners that knows nothing of what it tells them. */
export interface Signal<T> {
  emit(value: T): void
  /** Adds a listener; the result removes it. */
  on(listener: (value: T) => void): () => void
}

export function createSignal<T>(): Signal<T> {
  const listeners = new Set<(value: T) => void>()
  return {
    emit(value) {
      for (const listener of [...listeners]) listener(value)
    },
    on(listener) {
      const own = (value: T) => listener(value)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
  }
}
