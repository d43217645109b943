import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProgram, jsonLines, type Program } from './testing/program'

let program: Program

beforeAll(async () => {
  program = await buildProgram()
}, 120_000)
afterAll(() => program.remove())

describe('the command line', () => {
  it('tells its version, and helps with examples for each command', async () => {
    expect((await program.run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    for (const args of [['--help'], ['serve', '--help'], ['check', '--help'], ['doctor', '--help']]) {
      const { code, stdout } = await program.run(...args)
      expect(code).toBe(0)
      expect(stdout).toContain('Examples:\n  $ soundcheck ')
    }
  }, 120_000)

  it('ends with 2 and says what to do when it is used wrongly', async () => {
    const misspelt = await program.run('serv')
    expect(misspelt).toMatchObject({ code: 2, stdout: '' })
    expect(misspelt.stderr).toContain('(Did you mean serve?)')
    expect(misspelt.stderr).toContain('--help')
    for (const args of [[], ['serve'], ['serve', '.', '--port', '70000'], ['doctor', '--loud']])
      expect(await program.run(...args)).toMatchObject({ code: 2, stdout: '' })
  }, 120_000)

  it('tells machines of their mistakes as JSON', async () => {
    const { code, stdout, stderr } = await program.run('serve', '--json', '--allow-origin', 'nonsense')
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' })
    expect(jsonLines(stdout)).toMatchObject([
      {
        event: 'error',
        error: { code: 'invalid', hint: expect.stringContaining('soundcheck serve --help') },
      },
    ])
  })

  it('ends with 3 for a path where nothing is, and with 2 for a file that is no handler', async () => {
    program.write('notes.md', '# notes')
    expect((await program.run('check', 'nowhere')).code).toBe(3)
    expect((await program.run('check', 'notes.md')).code).toBe(2)
  })

  it('finds in the doctor that what Soundcheck is made of works here', async () => {
    const { code, stdout } = await program.run('doctor', '--json')
    const lines = jsonLines(stdout)
    expect(lines.filter(({ verdict }) => verdict === 'failed')).toEqual([])
    for (const name of ['sound', 'pictures', 'WebRTC', 'handlers', 'UDP'])
      expect(lines).toContainEqual(expect.objectContaining({ event: 'examined', name, verdict: 'ok' }))
    expect(lines.at(-1)).toMatchObject({ event: 'done', failed: 0 })
    expect(code).toBe(0)
  }, 120_000)
})
