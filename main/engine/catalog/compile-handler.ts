import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type BuildOptions, build, type Message, type Metafile } from 'esbuild'
import { messageOf, SoundcheckError, type SourcePosition } from '../../../contract/errors'
import { explainCompileErrors, filesBehind, positionOf } from './compile-errors'
import { importMeta, importMetaDefines, importMetaPrefix } from './import-meta'
import { resolvePackages } from './resolve-packages'

export interface CompiledHandler {
  readonly ok: true
  /** CommonJS with an inline source map whose sources are `file:` URLs. */
  readonly code: string
  /** Equal when a new version would do the same: of the code and of the packages outside it. */
  readonly hash: string
  /** Every file that it was made from, absolute; packages outside it too. */
  readonly inputs: readonly string[]
  /** Whether the file has a default export (for CommonJS: may have one). */
  readonly exportsHandler: boolean
  readonly warnings: readonly { readonly text: string; readonly position: SourcePosition | undefined }[]
}

export interface FailedCompilation {
  readonly ok: false
  readonly error: SoundcheckError
  /** Files whose change may mend it, absolute. */
  readonly inputs: readonly string[]
}

export type CompileResult = CompiledHandler | FailedCompilation
export type CompileHandler = (file: string, folder: string) => Promise<CompileResult>

/** esbuild puts paths in the source map relative to the output, which is never written. */
const OUTPUT = 'soundcheck-output.cjs'

interface Notes {
  readonly externals: Set<string>
  readonly prefixed: Set<string>
}

function bundleOptions(file: string, folder: string, notes: Notes): BuildOptions {
  return {
    entryPoints: [file],
    outfile: join(dirname(file), OUTPUT),
    absWorkingDir: folder,
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // The manifest's class name and stack traces are the author's names, also where two files use the same one.
    keepNames: true,
    sourcemap: 'external',
    metafile: true,
    logLevel: 'silent',
    define: importMetaDefines,
    loader: { '.txt': 'text', '.wasm': 'binary' },
    plugins: [resolvePackages(notes.externals), importMeta((path) => notes.prefixed.add(path))],
  }
}

interface SourceMap {
  sources: string[]
  sourcesContent?: (string | null)[]
}

/** The map with absolute sources, and with the files' own text. */
function inlineMap(text: string, file: string, prefixed: ReadonlySet<string>): string {
  const map = JSON.parse(text) as SourceMap
  const paths = map.sources.map((source) => resolve(dirname(file), source))
  map.sources = paths.map((path) => pathToFileURL(path).href)
  map.sourcesContent = map.sourcesContent?.map((content, at) => {
    const path = paths[at] ?? ''
    return prefixed.has(path) ? (content?.slice(importMetaPrefix(path).length) ?? null) : content
  })
  const encoded = Buffer.from(JSON.stringify(map)).toString('base64')
  return `\n//# sourceMappingURL=data:application/json;base64,${encoded}\n`
}

function inputsOf(metafile: Metafile, folder: string): string[] {
  return Object.keys(metafile.inputs)
    .filter((path) => !path.startsWith('(disabled):'))
    .map((path) => resolve(folder, path))
}

/** esbuild lists no exports for CommonJS output, so the file alone is asked once more for them. */
async function exportsDefault(file: string, folder: string, metafile: Metafile): Promise<boolean> {
  const bundled = Object.values(metafile.outputs).find((output) => output.entryPoint !== undefined)
  if (bundled?.entryPoint && metafile.inputs[bundled.entryPoint]?.format === 'cjs') return true
  const { metafile: alone } = await build({
    entryPoints: [file],
    outfile: join(dirname(file), OUTPUT),
    absWorkingDir: folder,
    write: false,
    format: 'esm',
    metafile: true,
    logLevel: 'silent',
  })
  return Object.values(alone.outputs).some((output) => output.exports.includes('default'))
}

async function hashOf(code: string, externals: Iterable<string>): Promise<string> {
  const hash = createHash('sha256').update(code)
  for (const file of [...externals].sort()) hash.update(`${file} ${(await stat(file)).mtimeMs}`)
  return hash.digest('hex')
}

function isBuildFailure(thrown: unknown): thrown is Error & { errors: Message[] } {
  return thrown instanceof Error && 'errors' in thrown && Array.isArray(thrown.errors)
}

function failure(thrown: unknown, file: string, folder: string, notes: Notes): FailedCompilation {
  if (isBuildFailure(thrown) && thrown.errors.length > 0) {
    const error = explainCompileErrors(thrown.errors, { folder, prefixed: notes.prefixed })
    return { ok: false, error, inputs: [file, ...filesBehind(thrown.errors, folder)] }
  }
  const error = new SoundcheckError('unavailable', `The compiler failed: ${messageOf(thrown)}`, {
    hint: 'Save the file once more; if it fails again, install Soundcheck anew.',
    cause: thrown,
  })
  return { ok: false, error, inputs: [file] }
}

/** Bundles a handler file of the user folder `folder`. Never rejects. */
export const compileHandler: CompileHandler = async (file, folder) => {
  const notes: Notes = { externals: new Set(), prefixed: new Set() }
  try {
    const { outputFiles, metafile, warnings } = await build({
      ...bundleOptions(file, folder, notes),
      write: false,
      metafile: true,
    })
    const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? ''
    const code = text('.cjs') + inlineMap(text('.map'), file, notes.prefixed)
    return {
      ok: true,
      code,
      hash: await hashOf(code, notes.externals),
      inputs: [...inputsOf(metafile, folder), ...notes.externals],
      exportsHandler: await exportsDefault(file, folder, metafile),
      warnings: warnings.map((warning) => ({
        text: warning.text,
        position: positionOf(warning, { folder, prefixed: notes.prefixed }),
      })),
    }
  } catch (thrown) {
    return failure(thrown, file, folder, notes)
  }
}
