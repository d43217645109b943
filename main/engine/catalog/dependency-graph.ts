export interface DependencyChange {
  /** Files that nobody needed before. */
  readonly added: readonly string[]
  /** Files that nobody needs any more. */
  readonly dropped: readonly string[]
}

/** Which handler was made from which files. */
export interface DependencyGraph {
  set(id: string, files: Iterable<string>): DependencyChange
  /** The handlers that were made from `file`. */
  dependentsOf(file: string): ReadonlySet<string>
}

const nobody: ReadonlySet<string> = new Set()

export function createDependencyGraph(): DependencyGraph {
  const filesOf = new Map<string, ReadonlySet<string>>()
  const dependents = new Map<string, Set<string>>()

  function link(file: string, id: string): boolean {
    const ids = dependents.get(file) ?? new Set()
    ids.add(id)
    dependents.set(file, ids)
    return ids.size === 1
  }

  function unlink(file: string, id: string): boolean {
    const ids = dependents.get(file)
    ids?.delete(id)
    if (ids?.size !== 0) return false
    return dependents.delete(file)
  }

  return {
    set(id, files) {
      const before = filesOf.get(id) ?? nobody
      const after = new Set(files)
      if (after.size > 0) filesOf.set(id, after)
      else filesOf.delete(id)
      return {
        added: [...after].filter((file) => !before.has(file) && link(file, id)),
        dropped: [...before].filter((file) => !after.has(file) && unlink(file, id)),
      }
    },
    dependentsOf: (file) => dependents.get(file) ?? nobody,
  }
}
