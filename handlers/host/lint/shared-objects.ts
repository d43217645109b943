/** Something that two copies of a handler both hold. */
export interface SharedObject {
  /** Names of the fields that lead to it, from the handler on. */
  readonly path: readonly string[]
  /** What it is: `Map`, `array`, `plain object`, a class's name. */
  readonly kind: string
  /** A collection that can only be there to be filled: nothing is in it, or its items pass through. */
  readonly isToBeFilled: boolean
}

export interface SharedObjectsOptions {
  /** Whether a class of this name is one of the author's. */
  readonly isAuthors: (className: string) => boolean
}

const DEEPEST_FIELD = 3
const MOST_OBJECTS = 500

/**
 * The mutable objects that `first` and `second` have in common in fields of the same name. Objects whose class comes out
 * of a package are passed over: a client or a logger may well be meant to be shared.
 */
export function sharedObjects(
  first: object,
  second: object,
  options: SharedObjectsOptions,
): readonly SharedObject[] {
  const found: SharedObject[] = []
  const seen = new Set<object>()
  const compare = (one: object, other: object, path: readonly string[]): void => {
    for (const [name, value] of fields(one)) {
      if (!isObject(value) || seen.has(value) || seen.size >= MOST_OBJECTS) continue
      seen.add(value)
      const twin = Object.getOwnPropertyDescriptor(other, name)?.value as unknown
      const here = [...path, name]
      if (twin === value) note(value, here)
      else if (isObject(twin) && here.length < DEEPEST_FIELD && hasFields(value, options))
        compare(value, twin, here)
    }
  }
  const note = (value: object, path: readonly string[]): void => {
    const kind = mutableKind(value, options)
    if (kind !== null && !Object.isFrozen(value))
      found.push({ path, kind, isToBeFilled: isToBeFilled(value, kind) })
  }
  compare(first, second, [])
  return found
}

/** Own fields that hold values: a getter could do anything. */
function fields(holder: object): [name: string, value: unknown][] {
  const described = Object.entries(Object.getOwnPropertyDescriptors(holder))
  return described.map(([name, { value }]) => [name, value])
}

/** Without functions: code has no state that matters here. */
function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Collections that are mutable for certain, by the name of their class; the kit's queue may be of another copy of it. */
const collections = new Set(['Map', 'Set', 'WeakMap', 'WeakSet', 'AsyncQueue', 'EventEmitter'])
/** The collections whose items pass through: they are there to be changed, whatever is in them now. */
const channels = new Set(['AsyncQueue', 'EventEmitter'])

/** What to call `value` if it is of a kind that holds state, else null. */
function mutableKind(value: object, options: SharedObjectsOptions): string | null {
  if (Array.isArray(value)) return 'array'
  if (isPlain(value)) return 'plain object'
  const name = classNameOf(value)
  if (ArrayBuffer.isView(value) || collections.has(name)) return name
  return options.isAuthors(name) && holdsState(value) ? name : null
}

/** An object of an author's class that holds nothing but settings and services has nothing to leak. */
function holdsState(value: object): boolean {
  return fields(value).some(
    ([, held]) =>
      isObject(held) && (Array.isArray(held) || isPlain(held) || collections.has(classNameOf(held))),
  )
}

function hasFields(value: object, { isAuthors }: SharedObjectsOptions): boolean {
  return isPlain(value) || isAuthors(classNameOf(value))
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

function classNameOf(value: object): string {
  const maker: unknown = Object.getPrototypeOf(value)?.constructor
  return typeof maker === 'function' ? maker.name : ''
}

/** Empty arrays and plain objects may be settings that were left out. */
function isToBeFilled(value: object, kind: string): boolean {
  if (value instanceof Map || value instanceof Set) return value.size === 0
  return channels.has(kind) || value instanceof WeakMap || value instanceof WeakSet
}
