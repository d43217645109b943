import { realpath } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type BuildOptions, build, type Message, type Metafile } from 'esbuild'
import { messageOf, SoundcheckError, type SourcePosition } from '../../../contract/errors'
import type { HandlerSources } from '../../../contract/handler-sources'
import { explainCompileErrors, filesBehind, positionOf } from './compile-errors'
import { importMeta, importMetaDefines } from './import-meta'
import { ownSources } from './own-sources'
import { hashParts, packageFilesOf } from './package-files'
import { resolvePackages } from './resolve-packages'
import { readSourceMap } from './source-map'

export interface CompiledHandler {
  readonly ok: true
  /** CommonJS with an inline source map whose sources are `file:` URLs. */
  readonly code: string
  /** Equal when a new version would do the same: of the code, of the packages outside it, and of what `package.json` says. */
  readonly hash: string
  /** Every file that it was made from, absolute; packages outside it too. */
  readonly inputs: readonly string[]
  /** The author's own files among them, to be compared with another version's; null when they are too much to keep. */
  readonly sources: HandlerSources | null
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
    const { texts, comment } = readSourceMap(text('.map'), file, notes.prefixed)
    const code = text('.cjs') + comment
    const inputs = inputsOf(metafile, folder)
    const packageFiles = await packageFilesOf(inputs, folder)
    const settings = [...packageFiles].map(([path, content]) => ({ path, text: content }))
    const place = { file, realFile: await realpath(file), folder }
    return {
      ok: true,
      code,
      hash: await hashParts({ code, externals: notes.externals, packageFiles }),
      inputs: [...inputs, ...notes.externals, ...packageFiles.keys()],
      sources: ownSources([...texts, ...settings], place),
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
