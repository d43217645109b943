import { dirname } from 'node:path'
import { type BuildOptions, build } from 'esbuild'

export interface CompiledHandler {
  readonly file: string
  readonly code: string
}

/** Compiles a handler file as the catalog does: one CommonJS bundle with an inline source map. */
export function compileFile(file: string): Promise<CompiledHandler> {
  return compile(file, { entryPoints: [file] })
}

/** Compiles the text of a handler file that lies nowhere. */
export function compileSource(
  contents: string,
  file = '/handlers/test-handler.ts',
): Promise<CompiledHandler> {
  return compile(file, { stdin: { contents, loader: 'ts', sourcefile: file, resolveDir: dirname(file) } })
}

async function compile(file: string, entry: BuildOptions): Promise<CompiledHandler> {
  const { outputFiles } = await build({
    ...entry,
    outfile: `${file}.js`,
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    keepNames: true,
    sourcemap: 'inline',
    external: ['soundcheck'],
    packages: 'external',
    logLevel: 'silent',
  })
  return { file, code: outputFiles?.[0]?.text ?? '' }
}
