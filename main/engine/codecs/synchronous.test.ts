import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as lib from 'node-av/lib'
import { expect, it } from 'vitest'

/** Every method of node-av that has a synchronous twin: the call without `Sync` works on a thread of libuv's pool. */
function asynchronousMethods(): Set<string> {
  const names = Object.values(lib).flatMap((exported) => {
    const prototype: unknown = typeof exported === 'function' ? exported.prototype : undefined
    return prototype ? Object.getOwnPropertyNames(prototype) : []
  })
  const all = new Set(names)
  return new Set(names.filter((name) => all.has(`${name}Sync`)))
}

const engine = join(import.meta.dirname, '..')
/** The folders that may know node-av. */
const doors = ['codecs', 'clips']
/** What is called so, and is not node-av's. */
const ours: readonly string[] = ['clips/clip-sound.ts: reader.read(', 'clips/clip-sound.ts: resampler.flush(']

function importsValues(text: string): boolean {
  const [, names = ''] = /^import \{([^}]*)\} from 'node-av\/lib'/m.exec(text) ?? []
  return names.split(',').some((name) => name.trim() !== '' && !name.trim().startsWith('type '))
}

it('no codec and no clip calls node-av asynchronously: a thread that ends during such a call aborts the whole program', () => {
  const forbidden = asynchronousMethods()
  expect(forbidden).toContain('sendPacket')
  expect(forbidden).toContain('open2')
  const sources = doors.flatMap((door) =>
    readdirSync(join(engine, door)).flatMap((name) => (/(?<!test)\.ts$/.test(name) ? join(door, name) : [])),
  )
  const calls = sources
    .map((name) => ({ name, text: readFileSync(join(engine, name), 'utf8') }))
    // Files of clips that know only the types of node-av call methods of our own under the same names.
    .filter(({ name, text }) => name.startsWith('codecs') || importsValues(text))
    .flatMap(({ name, text }) =>
      [...text.matchAll(/\b(\w+)\.(\w+)\(/g)]
        .filter(([, , method = '']) => forbidden.has(method))
        .map(([call]) => `${name}: ${call}`),
    )
    .filter((call) => !ours.includes(call))
  expect(calls).toEqual([])
})

it('no file but those of codecs and clips imports node-av', () => {
  const files = readdirSync(engine, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )
  const importing = files.filter((name) => /from 'node-av/.test(readFileSync(join(engine, name), 'utf8')))
  expect(importing.filter((name) => !doors.some((door) => name.startsWith(door)))).toEqual([])
})

it('no codec is opened with a Dictionary, which node-av frees twice', () => {
  const sources = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts'))
  const text = sources.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8')).join('')
  expect(text.match(/import [^;]*?\bDictionary\b[^;]*? from 'node-av/g)).toBeNull()
})
