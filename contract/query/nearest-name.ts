/** The least number of letters to insert, leave out or change to make `b` of `a` (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1)
      next.push(
        Math.min(
          (row[j] as number) + 1,
          (next[j - 1] as number) + 1,
          (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      )
    row = next
  }
  return row[b.length] as number
}

/** The name that was most likely meant by `typed`, in any case; null where none is near. */
export function nearestName(typed: string, names: readonly string[]): string | null {
  const wanted = typed.toLowerCase()
  let nearest: string | null = null
  // A third of the letters may be wrong; of a longer text none is near.
  let least = Math.min(3, Math.max(1, Math.floor(wanted.length / 3))) + 1
  for (const name of names) {
    if (Math.abs(name.length - wanted.length) >= least) continue
    const steps = distance(wanted, name.toLowerCase())
    if (steps < least) {
      nearest = name
      least = steps
    }
  }
  return nearest
}
