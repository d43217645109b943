import path from 'node:path'
import type ts from 'typescript'
import type { TypeScript } from './find-typescript'

export interface TypeSettings {
  readonly options: ts.CompilerOptions
  /** What is wrong with the settings themselves. */
  readonly errors: readonly ts.Diagnostic[]
}

/** "No inputs were found": which files are looked at is not the settings' matter here. */
const NO_INPUTS = 18_003

function readSettings(ts: TypeScript, file: string): TypeSettings {
  const { config, error } = ts.readConfigFile(file, ts.sys.readFile)
  const { options, errors } = ts.parseJsonConfigFileContent(
    config ?? {},
    ts.sys,
    path.dirname(file),
    {},
    file,
  )
  return { options, errors: [...(error ? [error] : []), ...errors].filter(({ code }) => code !== NO_INPUTS) }
}

/** Adds the typings that `own` has for what cannot be found otherwise. */
function withKit(ts: TypeScript, found: TypeSettings, own: TypeSettings, file: string): TypeSettings {
  const { options } = found
  const isFound = (name: string) =>
    ts.resolveModuleName(name, file, options, ts.sys).resolvedModule !== undefined
  const base = String(own.options.pathsBasePath)
  const missing = Object.entries(own.options.paths ?? {}).filter(([name]) => !isFound(name))
  const added = missing.map(
    ([name, places]) => [name, places.map((place) => path.resolve(base, place))] as const,
  )
  const roots = [...(ts.getEffectiveTypeRoots(options, ts.sys) ?? []), ...(own.options.typeRoots ?? [])]
  return {
    errors: found.errors,
    options: {
      ...options,
      paths: { ...options.paths, ...Object.fromEntries(added) },
      typeRoots: roots,
      types: options.types ?? ['node'],
    },
  }
}

/**
 * How the handler `file` is to be type-checked: as an editor would, by the nearest tsconfig.json; where there is none, or
 * where that one does not know the kit, by the one that new user folders get.
 *
 * @param ownConfig the tsconfig.json of new user folders
 */
export function typeSettings(ts: TypeScript, file: string, ownConfig: string): TypeSettings {
  const own = readSettings(ts, ownConfig)
  const nearest = ts.findConfigFile(path.dirname(file), ts.sys.fileExists, 'tsconfig.json')
  const found = nearest ? withKit(ts, readSettings(ts, nearest), own, file) : own
  const alone = { noEmit: true, skipLibCheck: true, allowJs: true, composite: false, incremental: false }
  return {
    errors: found.errors,
    options: { ...found.options, ...alone, declaration: false, rootDir: undefined, outDir: undefined },
  }
}
