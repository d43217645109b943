import { readFile, realpath } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { extname, isAbsolute, resolve } from 'node:path'
import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from 'esbuild'
import { isInPackages, nearestPackageJson, readIfThere } from './package-files'

/** Marks a question of ours to esbuild, so that it does not come back to us. */
const asked = Symbol('asked')
/** Statements that only an ES module has; enough for packages that do not say what they are. */
const moduleSyntax = /^\s*(?:import|export)[\s{*"']/m

/** The `type` of the package that `file` belongs to; null when it does not say. */
async function packageType(file: string): Promise<'module' | 'commonjs' | null> {
  const nearest = await nearestPackageJson(file)
  const found = /"type"\s*:\s*"(module|commonjs)"/.exec(nearest?.text ?? '')?.[1]
  return found === 'module' || found === 'commonjs' ? found : null
}

async function isCommonJs(file: string): Promise<boolean> {
  const extension = extname(file)
  if (extension === '.cjs') return true
  if (extension !== '.js') return false
  const type = await packageType(file)
  if (type !== null) return type === 'commonjs'
  return !moduleSyntax.test(await readFile(file, 'utf8'))
}

/**
 * Decides what becomes part of a handler's bundle: its own files and ES modules, which the host's `require` could not
 * load. CommonJS packages and native add-ons are left outside, by absolute path, because they may need to lie where they
 * were installed. What stays outside is added to `externals`.
 */
export function resolvePackages(externals: Set<string>): Plugin {
  async function leaveOutside(path: string): Promise<OnResolveResult> {
    externals.add(await realpath(path))
    return { path, external: true }
  }

  async function resolvePackage(
    build: PluginBuild,
    args: OnResolveArgs,
  ): Promise<OnResolveResult | undefined> {
    const { path, kind, importer, resolveDir } = args
    if (kind === 'entry-point' || args.pluginData === asked || isAbsolute(path)) return undefined
    if (path === 'soundcheck' || isBuiltin(path)) return { path, external: true }
    const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: asked })
    // esbuild fails in the same way by itself, and then knows the line.
    if (found.errors.length > 0 || found.external || found.namespace !== 'file') return undefined
    if (found.path.endsWith('.node')) return leaveOutside(found.path)
    if (isInPackages(found.path) && (await isCommonJs(found.path))) return leaveOutside(found.path)
    return { path: found.path, sideEffects: found.sideEffects }
  }

  return {
    name: 'soundcheck-packages',
    setup(build) {
      build.onResolve({ filter: /^\.{1,2}\/.*\.node$/ }, async ({ path, resolveDir }) => {
        const file = resolve(resolveDir, path)
        return (await readIfThere(file)) === null ? undefined : leaveOutside(file)
      })
      build.onResolve({ filter: /^[^./]/ }, (args) => resolvePackage(build, args))
    },
  }
}
