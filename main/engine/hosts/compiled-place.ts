import { SourceMap } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SourcePosition } from '../../../contract/errors'
import type { CompiledFrame } from '../../../contract/host-link'

/** The handler file that a host was told to load. */
export interface LoadedCode {
  /** Absolute path: the name under which the code runs. */
  readonly file: string
  /** The bundle, with its source map inline. */
  readonly code: string
}

const mapComment = '//# sourceMappingURL=data:application/json;base64,'

function toPath(file: string): string {
  return file.startsWith('file://') ? fileURLToPath(file) : file
}

/** null when the code brings none, or one that cannot be read: then what runs is all there is. */
function sourceMapOf(code: string): SourceMap | null {
  const at = code.lastIndexOf(mapComment)
  if (at < 0) return null
  try {
    const encoded = code.slice(at + mapComment.length).trimEnd()
    return new SourceMap(JSON.parse(Buffer.from(encoded, 'base64').toString()))
  } catch {
    return null
  }
}

function placeOf(frame: CompiledFrame, map: SourceMap | null, file: string): SourcePosition | null {
  if (!map) return { file, line: frame.line + 1, column: frame.column + 1 }
  const entry = map.findEntry(frame.line, frame.column)
  if (!('originalSource' in entry) || !entry.originalSource) return null
  return {
    file: resolve(dirname(file), toPath(entry.originalSource)),
    line: entry.originalLine + 1,
    column: entry.originalColumn + 1,
  }
}

/**
 * Where in the author's files the innermost of their frames is, as an editor counts; null when none of the frames, innermost
 * first, is in the code that was `loaded`. Frames in packages, in the host or in Node are passed over.
 */
export function mapFrames(frames: readonly CompiledFrame[], loaded: LoadedCode): SourcePosition | null {
  const ours = frames.filter((frame) => toPath(frame.file) === loaded.file)
  if (ours.length === 0) return null
  const map = sourceMapOf(loaded.code)
  for (const frame of ours) {
    const place = placeOf(frame, map, loaded.file)
    if (place) return place
  }
  return null
}
