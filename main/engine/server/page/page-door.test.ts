import { createHash } from 'node:crypto'
import { Script } from 'node:vm'
import fastify from 'fastify'
import { expect, it } from 'vitest'
import { SoundcheckError } from '../../../../contract/errors'
import type { HandlerManifest } from '../../../../contract/manifest'
import type { HandlerEntry } from '../../../../contract/state'
import type { HandlerVersion } from '../../handler-version'
import type { DoorMeans } from '../doors'
import { joinModules } from './join-modules'
import { pageScript } from './page-assets'
import { pageDoor } from './page-door'
import { renderPage } from './render-page'

const manifest = { title: 'Tom & <Jerry>', modality: 'audio', mode: 'send-receive' } as HandlerManifest

function entry(id: string, version: number): HandlerEntry {
  return { id, version, manifest: { ...manifest, title: id } } as HandlerEntry
}

async function page(versionFor: () => HandlerVersion, handlers: readonly HandlerEntry[] = []) {
  const app = fastify({ logger: false })
  pageDoor(app, { versionFor, handlers: () => handlers } as unknown as DoorMeans)
  const response = await app.inject({ method: 'GET', url: '/?token=secret' })
  await app.close()
  return response
}

const found = () => ({ id: 'a.ts', manifest }) as HandlerVersion

/** What the browser finds between the tags of an inline element. */
function contentOf(html: string, tag: string): string {
  return new RegExp(`<${tag}>([^]*?)</${tag.split(' ')[0]}>`).exec(html)?.[1] ?? ''
}

it('says which handler it is, with its title as text', async () => {
  const { statusCode, headers, body } = await page(found)
  expect(statusCode).toBe(200)
  expect(headers['content-type']).toBe('text/html; charset=utf-8')
  expect(body).toContain('<h1 id="title">Tom &amp; &lt;Jerry&gt;</h1>')
  expect(body).toContain('This handler takes sound from you, and sends sound back.')
})

it('is complete: every place is filled and nothing comes from elsewhere', async () => {
  const { body } = await page(found)
  expect(body).not.toMatch(/%[A-Z]+%/)
  expect(body).not.toMatch(/(?:src|href)="(?!data:,")/)
  expect(body).not.toMatch(/\son[a-z]+="/)
})

it('allows its own script and style by their hashes, and no others', async () => {
  const { body, headers } = await page(found)
  const policy = String(headers['content-security-policy'])
  for (const tag of ['style', 'script type="module"']) {
    const hash = createHash('sha256').update(contentOf(body, tag)).digest('base64')
    expect(policy).toContain(`'sha256-${hash}'`)
  }
  expect(policy).not.toContain('unsafe')
  expect(policy).toContain("default-src 'none'")
})

it('has one script without a name that is given twice', () => {
  expect(() => new Script(pageScript)).not.toThrow()
})

it('keeps the token out of itself and of what other servers are told', async () => {
  const { body, headers } = await page(found)
  expect(body).not.toContain('secret')
  expect(headers['referrer-policy']).toBe('no-referrer')
  expect(headers['cache-control']).toBe('no-store')
})

it('says why there is nothing to call, and where to go instead', async () => {
  const broken = () => {
    throw new SoundcheckError('not-found', 'a.ts has no version that runs', { hint: 'Mend it.' })
  }
  const { statusCode, body } = await page(broken, [entry('a.ts', 0), entry('b/c.ts', 2)])
  expect(statusCode).toBe(404)
  const data = JSON.parse(contentOf(body, 'script type="application/json" id="handler"'))
  expect(data.trouble).toEqual({ message: 'a.ts has no version that runs', hint: 'Mend it.' })
  expect(data.others).toEqual([{ name: 'b/c', title: 'b/c.ts' }])
})

it('cannot be broken out of by a title', () => {
  const others = [{ name: 'x', title: '</script><script>alert(1)</script>' }]
  const html = renderPage({ manifest, trouble: null, others })
  expect(html).not.toContain('<script>alert')
  expect(JSON.parse(contentOf(html, 'script type="application/json" id="handler"')).others).toEqual(others)
})

it('refuses to join modules in a way that would lose something', () => {
  expect(joinModules(["import { a } from './b.js'\nexport const c = a\n"])).toBe('const c = a\n')
  expect(() => joinModules(["import x from 'elsewhere'\n"])).toThrow(/cannot be joined/)
})
