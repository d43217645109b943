import type { JournalRow, RowKind } from '../../contract/journal'

/** How grave a line of the console is; `engine` = what became of the handler, told by the engine. */
export const lineLevels = ['error', 'warn', 'info', 'debug', 'engine'] as const
export type LineLevel = (typeof lineLevels)[number]

export const levelLabels: { readonly [L in LineLevel]: string } = {
  error: 'Errors',
  warn: 'Warnings',
  info: 'Info',
  debug: 'Debug',
  engine: 'Engine',
}

/** The rows of each level, in the query language. */
const levelQueries: { readonly [L in LineLevel]: string } = {
  error: 'kind:error or (kind:console type:error)',
  warn: 'kind:finding or (kind:console type:warn)',
  info: '(kind:console -type:error,warn,debug)',
  debug: '(kind:console type:debug)',
  engine: 'kind:swap or (kind:signal type:session,handler)',
}

const levelOfType: { readonly [type: string]: LineLevel } = {
  error: 'error',
  warn: 'warn',
  debug: 'debug',
}

const levelOfKind: { readonly [K in RowKind]?: LineLevel } = {
  error: 'error',
  finding: 'warn',
  swap: 'engine',
  signal: 'engine',
}

export const levelOf = ({ kind, type }: Pick<JournalRow, 'kind' | 'type'>): LineLevel =>
  levelOfKind[kind] ?? levelOfType[type ?? ''] ?? 'info'

/** The query for rows of `levels`; null for none of them. */
export function levelsQuery(levels: readonly LineLevel[]): string | null {
  if (levels.length === 0) return null
  return levels.map((level) => levelQueries[level]).join(' or ')
}

export const toggleLevel = (levels: readonly LineLevel[], level: LineLevel): readonly LineLevel[] =>
  lineLevels.filter((one) => (one === level ? !levels.includes(one) : levels.includes(one)))
