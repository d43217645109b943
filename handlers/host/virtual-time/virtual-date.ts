/** A `Date` for which it is `now()`, ms since the epoch, where the real one looks at the computer's clock. */
export function createVirtualDate(now: () => number): DateConstructor {
  const virtual = new Proxy(Date, {
    construct: (target, values, newTarget) =>
      Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget) as Date,
    apply: () => new Date(now()).toString(),
    get: (target, name, receiver) =>
      name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown),
  })
  Object.defineProperty(Date.prototype, 'constructor', { value: virtual, writable: true, configurable: true })
  return virtual
}
