import { describe, expect, it } from 'vitest'
import { compileSource } from '../../../handlers/host/testing/compile-handler'
import { mapFrames } from './compiled-place'

const file = '/handlers/test-handler.ts'
const source = `import { StreamHandler } from 'soundcheck'
interface Left { readonly out: number }

export class Tested extends StreamHandler {
  receive(frame: unknown): void {
    deepest()
  }
}
function deepest(): never {
    for (;;);
}
`

/** The frame of the place where `text` is in compiled code. */
function frameAt(code: string, text: string) {
  const before = code.slice(0, code.indexOf(text)).split('\n')
  return { file, line: before.length - 1, column: before.at(-1)?.length ?? 0 }
}

describe('the place of compiled code', () => {
  it('is the line and column of the innermost frame in the file that the author wrote', async () => {
    const { code } = await compileSource(source, file)
    const inner = { file: '/handlers/node_modules/lib/index.js', line: 3, column: 1 }
    const frames = [inner, frameAt(code, 'for (; ; )'), frameAt(code, 'deepest();')]
    expect(mapFrames(frames, { file, code })).toEqual({ file, line: 10, column: 5 })
    expect(mapFrames(frames.slice(2), { file, code })).toEqual({ file, line: 6, column: 5 })
  })

  it('is in the file of a source map that names it by URL', async () => {
    const { code } = await compileSource(source, file)
    const at = code.lastIndexOf('base64,') + 7
    const map = JSON.parse(Buffer.from(code.slice(at), 'base64').toString()) as { sources: string[] }
    map.sources = [`file://${file}`]
    const named = code.slice(0, at) + Buffer.from(JSON.stringify(map)).toString('base64')
    const frame = { ...frameAt(code, 'for (; ; )'), file: `file://${file}` }
    expect(mapFrames([frame], { file, code: named })?.file).toBe(file)
  })

  it('is not known when no frame is in the code', async () => {
    const { code } = await compileSource(source, file)
    expect(mapFrames([{ file: '/other.js', line: 0, column: 0 }], { file, code })).toBeNull()
    expect(mapFrames([], { file, code })).toBeNull()
  })

  it('is that of what runs where there is no source map, or none that can be read', () => {
    const frames = [{ file, line: 0, column: 4 }]
    const place = { file, line: 1, column: 5 }
    expect(mapFrames(frames, { file, code: '    x()' })).toEqual(place)
    const broken = 'x()\n//# sourceMappingURL=data:application/json;base64,!!!'
    expect(mapFrames(frames, { file, code: broken })).toEqual(place)
  })
})
