import { cpSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { echoSource, unfinishedSource } from '../testing/handlers'
import { buildProgram, jsonLines, type Program } from '../testing/program'

let program: Program

beforeAll(async () => {
  program = await buildProgram()
}, 120_000)
afterAll(() => program.remove())

const wrongType = echoSource.replace(
  'await this.heard.put(frame)',
  'const rate: string = frame[0]\n    await this.heard.put([Number(rate), frame[1]])',
)

describe('soundcheck check', () => {
  it('is content with every example that ships, in a folder with nothing installed', async () => {
    const examples = path.resolve(import.meta.dirname, '../../handlers/examples')
    const folder = path.join(program.folder, 'examples')
    cpSync(examples, folder, { recursive: true, filter: (file) => !/native-model|\.test\.ts$/.test(file) })
    const { code, stdout } = await program.run('check', 'examples')
    expect(stdout).toMatch(/^(ok \S+: .*\n)+$/)
    expect(stdout).toContain('ok echo: Echo, audio, send-receive\n')
    expect(code).toBe(0)
  }, 120_000)

  it('says of each kind of problem where it is, in the form that editors understand', async () => {
    const unfinished = program.write('bad/unfinished.ts', unfinishedSource)
    const throwing = program.write('bad/throwing.ts', `${echoSource}\nthrow new Error('there is no key')\n`)
    const shared = program.write(
      'bad/shared.ts',
      echoSource
        .replace('export default', 'const history = new Map<string, number>()\nexport default')
        .replace(
          'private readonly heard',
          'readonly history = history.set("a", 1)\n  private readonly heard',
        ),
    )
    const typed = program.write('bad/typed.ts', wrongType)
    const { code, stdout } = await program.run('check', 'bad')
    expect(code).toBe(1)
    expect(stdout).toContain(`${unfinished}:7:1: `)
    expect(stdout).toMatch(new RegExp(`^${throwing}:\\d+:\\d+: there is no key$`, 'm'))
    expect(stdout).toMatch(new RegExp(`^${shared}:\\d+:\\d+: .*\\(shared-state\\)$`, 'm'))
    expect(stdout).toMatch(
      new RegExp(`^${typed}:\\d+:11: Type 'number' is not assignable.*\\(TS2322\\)$`, 'm'),
    )
    expect(stdout).not.toContain('ok ')
  }, 120_000)

  it('looks at one file alone, and goes by the settings that lie beside it', async () => {
    program.write('strict/unfinished.ts', unfinishedSource)
    program.write('strict/tsconfig.json', '{ "compilerOptions": { "strict": true, "noUnusedLocals": true } }')
    const file = program.write('strict/echo.ts', `${echoSource}\nconst unused = 1\n`)
    const { code, stdout } = await program.run('check', file, '--json')
    expect(code).toBe(1)
    expect(jsonLines(stdout)).toMatchObject([
      { event: 'error', kind: 'types', rule: 'TS6133', error: { position: { file, column: 7 } } },
    ])
  }, 120_000)
})
