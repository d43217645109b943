import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  audioPackets,
  streams,
  writePackets,
  writeSignals,
} from '../../main/engine/exports/testing/sample-call'
import { sampleHead, writeSession } from '../../main/engine/exports/testing/write-session'
import { buildProgram, jsonLines, type Program } from '../testing/program'
import { appDataDir } from './data-dir'
import { readSessions } from './find-session'

const LONG = 120_000
let program: Program
let dataDir: string

beforeAll(async () => {
  program = await buildProgram()
  const { dir } = await writeSession((journal) => {
    writeSignals(journal)
    journal.append({
      kind: 'message',
      direction: 'in',
      type: 'chat',
      text: '{"to":"ann@example.org"}',
      at: 50,
    })
    journal.append({ kind: 'console', type: 'log', text: 'red \u001b[31m text', at: 60 })
    writePackets(journal, audioPackets(streams.audioIn, 440, 50))
  })
  dataDir = path.dirname(dir)
}, LONG)
afterAll(() => program.remove())

const journal = (...args: readonly string[]) => program.run('journal', ...args, '--data-dir', dataDir)
const lines = async (...args: readonly string[]) => jsonLines((await journal(...args, '--json')).stdout)
const place = (name: string): string => path.join(program.folder, name)

describe('soundcheck journal', () => {
  it('lists the sessions that are kept', { timeout: LONG }, async () => {
    expect(await lines('list')).toEqual([
      {
        event: 'session',
        session: 'session-a',
        ...{ handler: 'echo.ts', version: 2, door: 'webrtc', address: '192.168.1.7' },
        ...{ openedAt: sampleHead.openedAt, status: 'closed', reason: 'hung up', seconds: 10 },
      },
    ])
    expect((await journal('list')).stdout).toBe(
      'session-  2026-01-02 03:04:05  echo.ts v2  webrtc  10 s, closed: hung up\n',
    )
  })

  it('finds rows, and lets nobody steer the terminal', { timeout: LONG }, async () => {
    const found = await lines('query', 'sess', 'kind:message,console', '--to', '55ms')
    expect(found).toMatchObject([
      { event: 'row', n: 2, kind: 'message', type: 'chat', text: '{"to":"ann@example.org"}' },
      { event: 'done', matched: 1 },
    ])
    const { stdout, stderr } = await journal('query', 'last', 'kind:console')
    expect(stdout).toBe('     3  0:00.060    console log red \ufffd[31m text\n')
    expect(stderr).toBe('1 rows\n')
    expect((await journal('query', 'last', '--side', 'in', '--limit', '3')).stdout.split('\n')).toHaveLength(
      4,
    )
  })

  it('writes a file, without what the rules take away, and opens it again', { timeout: LONG }, async () => {
    const out = place('call.zip')
    expect(await lines('export', 'last', '--out', out, '--redact', 'texts')).toMatchObject([
      { event: 'exported', session: 'session-a', format: 'bundle', file: out, notes: [] },
    ])
    expect(existsSync(out)).toBe(true)
    const [imported] = await lines('import', out)
    expect(imported).toMatchObject({ event: 'imported', rows: 54, notes: [] })
    const again = await lines('query', String(imported?.session), 'kind:message')
    expect(again).toMatchObject([{ text: '', type: 'chat' }, { event: 'done' }])
    expect(
      readSessions(dataDir)
        .map(({ client }) => client.door)
        .sort(),
    ).toEqual(['file', 'webrtc'])
  })

  it('tells how loud each side was', { timeout: LONG }, async () => {
    const [client] = await lines('loudness', 'session-a', '--side', 'in')
    expect(client).toMatchObject({ event: 'loudness', session: 'session-a', side: 'in', notes: [] })
    // A tone of 440 Hz counts a little less than one of 1 kHz.
    expect(Math.abs(Number(client?.integrated) - 20 * Math.log10(8000 / 32_768))).toBeLessThan(1)
    expect((await journal('loudness', 'session-a')).stdout).toMatch(/^client: -1\d\.\d LUFS, range /)
  })

  it('keeps what it is told to keep, and files that are there', { timeout: LONG }, async () => {
    const out = place('call.jsonl')
    await journal('export', 'session-a', '--out', out, '--query', 'kind:message')
    expect(readFileSync(out, 'utf8')).toContain('{\\"to\\":\\"[redacted]\\"}')
    expect((await journal('export', 'session-a', '--out', out)).code).toBe(3)
    await journal('export', 'session-a', '--out', out, '--keep', 'emails', '--force')
    expect(readFileSync(out, 'utf8')).toContain('ann@example.org')
    const { stdout } = await journal(
      'export',
      'session-a',
      '--out',
      place('a.wav'),
      '--side',
      'in',
      '--from',
      '0.5s',
    )
    expect(stdout).toBe(`${place('a.wav')} (${44 + 0.6 * 48_000 * 4} bytes)\n`)
  })

  it.each([
    [2, ['export', 'last', '--out', 'a.json']],
    [2, ['export', 'last', '--out', 'a.webm']],
    [2, ['export', 'last', '--out', 'a.zip', '--redact', 'everything']],
    [2, ['query', 'last', 'at:x']],
    [2, ['query', 'last', '--from', 'soon']],
    [3, ['query', 'nobody']],
    [3, ['import', 'nowhere.zip']],
    [3, ['export', 'last', '--out', 'nowhere/a.zip']],
  ] as const)('ends with %i: %j', { timeout: LONG }, async (code, args) => {
    const ended = await journal(...args)
    expect(ended.code).toBe(code)
    expect(ended.stderr).toMatch(/^error: /)
  })

  it('looks where the app keeps its own', () => {
    const at = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv) =>
      appDataDir({ platform, env, home: '/h' })
    expect(at('linux', {})).toBe('/h/.config/Soundcheck/engine')
    expect(at('linux', { XDG_CONFIG_HOME: '/x' })).toBe('/x/Soundcheck/engine')
    expect(at('darwin', {})).toBe('/h/Library/Application Support/Soundcheck/engine')
  })
})
