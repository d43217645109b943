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

it('no codec calls node-av asynchronously: a thread that ends during such a call aborts the whole program', () => {
  const forbidden = asynchronousMethods()
  expect(forbidden).toContain('sendPacket')
  expect(forbidden).toContain('open2')
  const sources = readdirSync(import.meta.dirname).filter((name) => /(?<!test)\.ts$/.test(name))
  const calls = sources.flatMap((name) =>
    [...readFileSync(join(import.meta.dirname, name), 'utf8').matchAll(/\.(\w+)\(/g)]
      .map(([, method]) => method ?? '')
      .filter((method) => forbidden.has(method))
      .map((method) => `${name}: ${method}`),
  )
  expect(calls).toEqual([])
})

it('no file but those of codecs imports node-av', () => {
  const engine = join(import.meta.dirname, '..')
  const files = readdirSync(engine, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )
  const importing = files.filter((name) => /from 'node-av/.test(readFileSync(join(engine, name), 'utf8')))
  expect(importing.filter((name) => !name.startsWith('codecs'))).toEqual([])
})

it('no codec is opened with a Dictionary, which node-av frees twice', () => {
  const sources = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts'))
  const text = sources.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8')).join('')
  expect(text.match(/import [^;]*?\bDictionary\b[^;]*? from 'node-av/g)).toBeNull()
})
