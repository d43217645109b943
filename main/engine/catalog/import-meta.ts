import { readFile } from 'node:fs/promises'
import { dirname, extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Loader, Plugin } from 'esbuild'

/** CommonJS has no `import.meta`: its members become constants that each file which uses them is given. */
export const importMetaDefines = {
  'import.meta.url': '__soundcheckFileUrl',
  'import.meta.filename': '__soundcheckFile',
  'import.meta.dirname': '__soundcheckFolder',
}

const loaders: { readonly [extension: string]: Loader } = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.tsx': 'tsx',
  '.jsx': 'jsx',
}

/** Put before the first line, without a line of its own, so that line numbers stay right. */
export function importMetaPrefix(file: string): string {
  const [url, path, folder] = [pathToFileURL(file).href, file, dirname(file)].map((text) =>
    JSON.stringify(text),
  )
  return `const __soundcheckFileUrl = ${url}, __soundcheckFile = ${path}, __soundcheckFolder = ${folder}; `
}

/** `onPrefixed` is told of each file whose first line was made longer. */
export function importMeta(onPrefixed: (file: string) => void): Plugin {
  return {
    name: 'soundcheck-import-meta',
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8')
        if (!text.includes('import.meta') || text.startsWith('#!')) return undefined
        onPrefixed(path)
        return { contents: importMetaPrefix(path) + text, loader: loaders[extname(path)] ?? 'js' }
      })
    },
  }
}
