const IMPORT = /^import \{[^}]*\} from '\.\/[\w-]+\.js'\n/gm
const EXPORT = /^export (?=(?:async )?function|class|const)/gm
const LEFT_OVER = /^(?:import|export)\b.*/m

/**
 * One script of several modules, each after those that it imports from: a page that carries its code in itself needs no further
 * request, and so no token in further addresses. They share one scope, so that no two may give a name to different things.
 */
export function joinModules(modules: readonly string[]): string {
  const script = modules.map((text) => text.replace(IMPORT, '').replace(EXPORT, '')).join('\n')
  const left = LEFT_OVER.exec(script)
  if (left) throw new Error(`"${left[0]}" cannot be joined: only named imports and exports can`)
  return script
}
