/** A few words on what a value is, for messages to authors: `an array of strings`, `[number, Float64Array]`. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return describeArray(value)
  if (typeof value === 'string') return `the string ${JSON.stringify(shorten(value))}`
  if (typeof value === 'function') return value.name ? `the function ${value.name}` : 'a function'
  if (typeof value !== 'object') return `the ${typeof value} ${String(value)}`
  return withArticle(nameOf(value))
}

function describeArray(items: readonly unknown[]): string {
  if (items.length === 0) return 'an empty array'
  const kinds = items.map(nameOf)
  if (items.length > 1 && new Set(kinds).size === 1) return `an array of ${kinds[0]}s`
  return `[${kinds.slice(0, 4).join(', ')}${kinds.length > 4 ? ', …' : ''}]`
}

function nameOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value
  const name = Object.getPrototypeOf(value)?.constructor?.name
  return typeof name === 'string' && name !== '' && name !== 'Object' ? name : 'plain object'
}

/** `a StreamHandler`, `an AsyncStreamHandler`. */
export function withArticle(name: string, start: 'lower' | 'upper' = 'lower'): string {
  const [article, capital] = /^[AEIOU]/i.test(name) ? ['an', 'An'] : ['a', 'A']
  return `${start === 'upper' ? capital : article} ${name}`
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
