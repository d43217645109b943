import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const at = (path: string) => resolve(import.meta.dirname, path)

// The oldest Electron that these bundles must run on is 33: Node 20.18 and Chromium 130.
const NODE_TARGET = 'node20.18'
const BROWSER_TARGET = 'chrome130'

export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      target: NODE_TARGET,
      sourcemap: true,
      // Small and pure: bundled, so that a handler thread starts without looking for packages.
      externalizeDeps: { exclude: ['zod', 'zustand'] },
      lib: {
        formats: ['es'],
        entry: {
          shell: at('main/shell/index.ts'),
          engine: at('main/engine/thread.ts'),
          'session-thread': at('main/engine/session-threads/thread.ts'),
          'journal-thread': at('main/engine/journal/store/thread.ts'),
          'export-thread': at('main/engine/exports/thread.ts'),
          host: at('handlers/host/thread.ts'),
          'host-process': at('handlers/host/process.ts'),
          cli: at('cli/index.ts'),
        },
      },
      rolldownOptions: { output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' } },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      target: NODE_TARGET,
      // A sandboxed preload can load nothing but `electron`: everything else is bundled.
      externalizeDeps: false,
      lib: { entry: at('preload/index.ts'), formats: ['cjs'] },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react()],
    build: {
      outDir: at('out/renderer'),
      target: BROWSER_TARGET,
      minify: 'oxc',
      sourcemap: 'hidden',
      // Read from the disk, not over a network.
      chunkSizeWarningLimit: 3000,
      rolldownOptions: { input: at('renderer/index.html') },
    },
  },
})
