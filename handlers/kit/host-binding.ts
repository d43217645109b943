/** Whose call it is that the code runs in. */
export interface HandlerContext {
  /** The id of the client's connection: the key to keep per-conversation data under. */
  readonly webrtcId: string
}

/**
 * What the program around the handler does for the kit's free functions (`warning`, `getCurrentContext` ...). It lies on
 * `globalThis` under a registered symbol, so that every copy of the kit in the thread finds the same one.
 */
export interface HostBinding {
  /** The context of the code that asks, or undefined outside of a handler's methods. */
  context(): HandlerContext | undefined
  /** Sends text on the client's data channel; false when there is none to send on. */
  send(text: string): boolean
  /**
   * The contents of one of the app's own files, such as a model's weights.
   *
   * @throws what reading it throws; it is missing only from a broken installation.
   */
  readAsset(name: string): Uint8Array
  /**
   * Calls `start`, which begins a wait of the author's code in the kit, for as long as it takes: that is no call that hangs,
   * and what it starts is not the author's.
   */
  wait<T>(start: () => Promise<T>): Promise<T>
  /** An `AsyncQueue` got an item: an `emit` that returned `null` may have something now. */
  queueGrew(): void
}

const key: unique symbol = Symbol.for('soundcheck.host-binding')
const registry = globalThis as typeof globalThis & { [key]?: HostBinding | undefined }

/** The binding in force, or undefined where a handler is used outside of a host (in its author's own tests). */
export function hostBinding(): HostBinding | undefined {
  return registry[key]
}

/** {@link HostBinding.wait}, or just `start` where no host runs the handler. */
export function waitInKit<T>(start: () => Promise<T>): Promise<T> {
  const binding = hostBinding()
  return binding ? binding.wait(start) : start()
}

/** Puts `binding` in force; undefined takes it away. Only the host calls this. */
export function bindHost(binding: HostBinding | undefined): void {
  registry[key] = binding
}
