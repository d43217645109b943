// Who may import whom: the design's table of folders as data. dependency-rules.cjs turns it into rules.
//
// folder    the files that a row is about; where rows nest, the deepest one counts. A name ending in `/*` means the
//           files that lie directly in that folder, one with an extension means that file.
// ours      what of this project it may import, beside its own folder
// foreign   packages; `node:*` is all of Node but the doors, which a row must name
// typesOnly `ours` may be imported for their types alone

/** Modules of Node that start a program or a thread: only the hosts, and the two ends of the engine thread and of session threads, may. */
const nodeDoors = ['worker_threads', 'child_process', 'cluster']

/** What the engine's leaves may know of it. */
const base = ['contract', 'main/engine/clock.ts', 'main/engine/handler-version.ts', 'main/engine/peer.ts']

const ui = [
  'react',
  'react-dom',
  'zustand',
  'radix-ui',
  'lucide-react',
  'qrcode',
  'react-resizable-panels',
  'react-json-view-lite',
  '@tanstack/react-virtual',
  'sdp-transform',
  'diff',
  'fft.js',
  'uplot',
  '@fontsource-variable/inter',
  '@fontsource-variable/jetbrains-mono',
]

/** @type {readonly { folder: string, ours: readonly string[], foreign: readonly string[], typesOnly?: true }[]} */
const table = [
  { folder: 'contract', ours: [], foreign: ['zod'] },
  { folder: 'contract/query', ours: ['contract'], foreign: ['chevrotain', 're2js'] },

  { folder: 'handlers/kit', ours: ['contract'], foreign: ['zod'] },
  { folder: 'handlers/kit/vad', ours: ['contract', 'handlers/kit'], foreign: ['fft.js'] },
  { folder: 'handlers/host', ours: ['contract', 'handlers/kit'], foreign: ['node:*', 'node:worker_threads'] },
  { folder: 'handlers/examples', ours: ['handlers/kit/index.ts'], foreign: ['onnxruntime-node'] },

  { folder: 'main/engine/*', ours: ['contract', 'main/engine'], foreign: ['node:*', 'zustand'] },
  {
    folder: 'main/engine/thread.ts',
    ours: ['contract', 'main/engine'],
    foreign: ['node:*', 'node:worker_threads'],
  },
  { folder: 'main/engine/rtc', ours: [...base, 'main/engine/media'], foreign: ['node:*', 'werift'] },
  { folder: 'main/engine/media', ours: base, foreign: [] },
  { folder: 'main/engine/codecs', ours: [...base, 'main/engine/media'], foreign: ['node:*', 'node-av'] },
  {
    folder: 'main/engine/hosts',
    // Both ends of the pipe to a handler process read and write the same frames.
    ours: [...base, 'handlers/host/link/frames.ts'],
    foreign: ['node:*', 'node:worker_threads', 'node:child_process', 'zod'],
  },
  // Files of sound and pictures: FFmpeg's demuxers are node-av's, too.
  {
    folder: 'main/engine/clips',
    ours: [...base, 'main/engine/codecs'],
    foreign: ['node:*', 'node-av'],
  },
  {
    folder: 'main/engine/journal',
    ours: base,
    foreign: ['node:*', 'node:worker_threads', 'zod'],
  },
  {
    folder: 'main/engine/journal/store',
    ours: [...base, 'main/engine/journal', 'main/engine/survive-errors.ts'],
    foreign: ['node:*', 'node:worker_threads'],
  },
  {
    folder: 'main/engine/exports',
    ours: [
      ...base,
      'main/engine/journal',
      'main/engine/codecs',
      'main/engine/clips',
      'main/engine/media',
      'main/engine/survive-errors.ts',
    ],
    foreign: ['node:*', 'node:worker_threads', 'yazl', 'yauzl', 'zod'],
  },
  { folder: 'main/engine/recovery', ours: ['contract', 'main/engine/journal'], foreign: ['node:*', 'zod'] },
  {
    folder: 'main/engine/catalog',
    ours: [...base, 'main/engine/hosts'],
    foreign: ['node:*', 'esbuild', 'chokidar', 'diff'],
  },
  {
    folder: 'main/engine/sessions',
    ours: [
      ...base,
      'main/engine/rtc',
      'main/engine/codecs',
      'main/engine/media',
      'main/engine/hosts',
      'main/engine/journal',
    ],
    foreign: ['node:*'],
  },
  {
    folder: 'main/engine/session-threads',
    ours: [
      ...base,
      'main/engine/sessions',
      'main/engine/hosts',
      'main/engine/journal',
      'main/engine/media',
      'main/engine/loop-delay.ts',
      'main/engine/shell-fork.ts',
      'main/engine/survive-errors.ts',
    ],
    foreign: ['node:*', 'node:worker_threads'],
  },
  {
    folder: 'main/engine/server',
    ours: [...base, 'main/engine/sessions', 'main/engine/rtc/reach.ts', 'main/engine/media'],
    foreign: ['node:*', 'fastify', '@fastify/websocket', '@fastify/cors', 'selfsigned', 'ws', 'zod'],
  },

  // The shell outlives the engine: it writes the report of its death with the engine's own means.
  {
    folder: 'main/shell',
    ours: [
      'contract',
      'main/engine/recovery',
      'main/engine/hosts/paced-text.ts',
      'main/engine/journal/session-folder.ts',
      'main/engine/loop-delay.ts',
    ],
    foreign: ['electron', 'zod', 'node:*'],
  },
  {
    folder: 'main/shell/open-in-editor.ts',
    ours: ['contract', 'main/shell/start-program.ts'],
    foreign: ['node:*', 'launch-editor'],
  },
  { folder: 'main/shell/start-program.ts', ours: [], foreign: ['node:*', 'node:child_process'] },
  {
    folder: 'main/shell/engine-thread.ts',
    ours: ['contract', 'main/shell'],
    foreign: ['electron', 'node:*', 'node:worker_threads'],
  },
  { folder: 'preload', ours: ['contract'], foreign: ['electron'], typesOnly: true },
  { folder: 'renderer', ours: ['contract'], foreign: ui },
  { folder: 'cli', ours: ['contract', 'main/engine'], foreign: ['node:*', 'commander', 'zod', 'typescript'] },
]

/** Files that start or measure the product from outside: no folder rules, but no cycles either. */
const outside = ['e2e', 'bench']

module.exports = { table, nodeDoors, outside }
