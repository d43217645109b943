// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { serverSettingsSchema, standardServer } from '../../contract/server'
import { draftOf, linkOf, reachOf, settingsOf, troubleOf, withReach } from './server-draft'

describe('the settings of the server, as they are written', () => {
  it('become exactly the settings that they were made from', () => {
    const settings = {
      ...standardServer,
      port: 8443,
      tls: true,
      allowedOrigins: ['https://a.test', 'http://b.test:81'],
    }
    expect(settingsOf(draftOf(settings))).toEqual(settings)
  })

  it('are settings that the contract takes, or none at all', () => {
    const text = fc.oneof(fc.string(), fc.nat(70_000).map(String), fc.webUrl())
    fc.assert(
      fc.property(text, text, (port, origins) => {
        const settings = settingsOf({ ...draftOf(standardServer), port, origins })
        expect(settings === null || serverSettingsSchema.safeParse(settings).success).toBe(true)
      }),
    )
  })

  it('say what is wrong with a port and with an origin', () => {
    const draft = draftOf(standardServer)
    expect(troubleOf({ ...draft, port: '70000' }).port).toContain('65,535')
    expect(troubleOf({ ...draft, port: '' }).port).not.toBeNull()
    expect(troubleOf({ ...draft, origins: 'example.org' }).origins).toContain('example.org is no origin')
  })

  it('take an address for its origin, and commas for lines', () => {
    const draft = { ...draftOf(standardServer), origins: 'https://a.test/some/page, https://b.test\n' }
    expect(settingsOf(draft)?.allowedOrigins).toEqual(['https://a.test', 'https://b.test'])
  })

  it('are encrypted for the network unless a person decides otherwise', () => {
    const wide = withReach(draftOf(standardServer), 'network')
    expect(wide).toMatchObject({ host: '0.0.0.0', tls: true })
    expect(withReach({ ...wide, host: '192.168.1.2', tls: false }, 'network')).toMatchObject({
      host: '192.168.1.2',
      tls: false,
    })
    expect(withReach(wide, 'computer')).toMatchObject({ host: '127.0.0.1', tls: false })
  })
})

describe('reachOf', () => {
  it('knows the addresses that only this computer has', () => {
    expect(['127.0.0.1', '127.8.8.8', '::1', 'localhost'].map(reachOf)).toEqual(Array(4).fill('computer'))
    expect(['0.0.0.0', '::', '192.168.1.2', 'bench.local'].map(reachOf)).toEqual(Array(4).fill('network'))
  })
})

describe('a link', () => {
  it('has the token, if one is asked for', () => {
    expect(linkOf('http://127.0.0.1:8000', null)).toBe('http://127.0.0.1:8000/')
    expect(linkOf('https://10.0.0.2:8443', 'a+b')).toBe('https://10.0.0.2:8443/?token=a%2Bb')
  })
})
