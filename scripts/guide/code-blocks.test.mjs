import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { root } from '../setup/run.mjs'
import { buildStarter } from '../starter/build-starter.mjs'
import { codeBlocks, complaints } from './code-blocks.mjs'

let folder = ''

beforeAll(() => {
  // Far from any node_modules: the user's folder has none above it.
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'code-blocks-'))
  buildStarter(folder)
}, 60_000)
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

const user = () => path.join(folder, 'support')

/** README.md and the pages of docs, by the names they have in the project. */
function pages() {
  const docs = fs.readdirSync(path.join(root, 'docs')).filter((name) => name.endsWith('.md'))
  return ['README.md', ...docs.map((name) => `docs/${name}`)]
}

it('every block of README and docs compiles in a folder with nothing installed', () => {
  const blocks = pages().flatMap((page) => codeBlocks(page, fs.readFileSync(path.join(root, page), 'utf8')))
  expect(blocks.map(({ file }) => file)).toEqual(
    expect.arrayContaining(['README.md', 'docs/handler-guide.md']),
  )
  expect(complaints(blocks, user())).toEqual([])
}, 60_000)

it('a block that does not compile is named by file and line', () => {
  const page = [
    '# A page',
    '```ts',
    "import { type EmitType, StreamHandler } from 'soundcheck'",
    'export default class Wrong extends StreamHandler {',
    '  receive(): void {}',
    '  emit(): EmitType {',
    "    return 'a string'",
    '  }',
    '}',
    '```',
    '```ts fragment of ReplyOnPause',
    'this.turnSignal.throwIfAborted()',
    'await this.noSuchMethod()',
    '```',
    '```ts fragment',
    'return new AdditionalOutputs(this.turnSignal)',
    '```',
  ].join('\n')
  expect(complaints(codeBlocks('page.md', page), user())).toEqual([
    expect.stringMatching(/^page\.md:7: Type '"a string"' is not assignable to type 'EmitType'/),
    expect.stringMatching(/^page\.md:13: Property 'noSuchMethod' does not exist on type 'ReplyOnPause'/),
    expect.stringMatching(/^page\.md:16: Property 'turnSignal' does not exist/),
  ])
}, 60_000)

it('blocks of other languages are left alone, and a fence that would be passed over is refused', () => {
  expect(codeBlocks('page.md', '```py\nprint(1)\n```\n```\nnpm start\n```')).toEqual([])
  expect(() => codeBlocks('page.md', 'text\n```ts no-check\n```')).toThrow('page.md:2')
  expect(() => codeBlocks('page.md', '```ts\nconst open = 1')).toThrow('page.md:1: the block has no end')
})
