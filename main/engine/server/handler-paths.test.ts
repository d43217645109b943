import type { IncomingMessage } from 'node:http'
import fc from 'fast-check'
import fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { handlerName } from '../../../contract/server'
import { createHandlerPaths } from './handler-paths'
import { createRouteTable } from './route-table'
import { handlerOf } from './testing/server-bench'

function pathsTo(ids: readonly string[]) {
  const app = fastify()
  const routes = createRouteTable(app)
  app.post('/webrtc/offer', () => '')
  app.get('/', () => '')
  app.delete('/whip/:id', () => '')
  return createHandlerPaths(routes, () => ids.map((id) => handlerOf(id)))
}

const asked = (url: string) => ({ url }) as IncomingMessage
const names = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
  .filter((name) => !name.includes('/') && !['webrtc', 'whip', '.', '..'].includes(name))
const ids = fc.array(names, { minLength: 1, maxLength: 3 }).map((parts) => `${parts.join('/')}.ts`)

describe('a path', () => {
  it('of any name, encoded whole or part by part, leads to its handler', () => {
    fc.assert(
      fc.property(ids, ids, fc.boolean(), (id, other, isWhole) => {
        fc.pre(!id.startsWith('~') && handlerName(other) !== handlerName(id))
        const paths = pathsTo([other, id])
        const name = handlerName(id)
        const path = isWhole ? encodeURIComponent(name) : name.split('/').map(encodeURIComponent).join('/')
        const request = asked(`/${path}/webrtc/offer?a=/b`)
        expect(paths.rewrite(request)).toBe('/webrtc/offer?a=/b')
        expect(paths.of(request)).toEqual({ handlerId: id })
      }),
    )
  })

  it('of whatever kind is rewritten to one that begins with a slash, or stays as it is', () => {
    const pieces = fc.constantFrom(
      '/',
      'echo',
      '%2F',
      '%',
      '?',
      '~',
      'webrtc',
      'whip',
      '..',
      'é',
      '\u0000',
      '#',
      ' ',
    )
    const junk = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 12 }).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(junk, (text) => {
        const rewritten = pathsTo(['echo.ts', 'a/b.ts']).rewrite(asked(`/${text}`))
        expect(rewritten.startsWith('/')).toBe(true)
      }),
    )
  })

  it('with a handler of one name in another folder is for the one that a route comes after', () => {
    const paths = pathsTo(['a.ts', 'a/webrtc.ts'])
    const short = asked('/a/webrtc/offer')
    expect(paths.rewrite(short)).toBe('/webrtc/offer')
    expect(paths.of(short).handlerId).toBe('a.ts')
    const long = asked('/a/webrtc/webrtc/offer')
    paths.rewrite(long)
    expect(paths.of(long).handlerId).toBe('a/webrtc.ts')
  })

  it('that is a route stays one, whatever handlers are called', () => {
    const paths = pathsTo(['whip.ts', 'webrtc.ts'])
    const request = asked('/whip/5')
    expect(paths.rewrite(request)).toBe('/whip/5')
    expect(paths.of(request)).toEqual({})
  })

  it('may begin with a token', () => {
    const paths = pathsTo(['echo.ts'])
    const request = asked('/~a-b_c/echo/webrtc/offer?x=1')
    expect(paths.rewrite(request)).toBe('/webrtc/offer?x=1')
    expect(paths.of(request)).toEqual({ token: 'a-b_c', handlerId: 'echo.ts' })
  })
})
