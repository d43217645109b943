import { spawn } from 'node:child_process'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { capture, exitCodeOf, explain, npmCommand, SetupProblem, scriptArguments } from './run.mjs'

describe('scriptArguments', () => {
  it('gives the same whether npm or a person starts the script', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (given) => {
        fc.pre(given[0] !== '--')
        expect(scriptArguments(['node', 'start.mjs', ...given])).toEqual(given)
        expect(scriptArguments(['node', 'start.mjs', '--', ...given])).toEqual(given)
      }),
    )
  })

  it('keeps a later --', () => {
    expect(scriptArguments(['node', 's', '--', '-a', '--', 'b'])).toEqual(['-a', '--', 'b'])
  })
})

describe('npmCommand', () => {
  const npmScript = path.join('/opt/lib/node_modules/npm/bin/npm-cli.js')

  it('is the npm that started us', () => {
    const env = { npm_execpath: '/x/npm-cli.js' }
    expect(npmCommand(env, '/opt/bin/node', () => true)).toEqual({
      command: '/opt/bin/node',
      args: ['/x/npm-cli.js'],
      shell: false,
    })
  })

  it('is the one beside this Node when another package manager started us', () => {
    const env = { npm_execpath: '/x/yarn.js' }
    const found = npmCommand(env, '/opt/bin/node', (file) => file === npmScript)
    expect(found.args).toEqual([npmScript])
  })

  it('is the one on the PATH when there is none beside this Node', () => {
    const found = npmCommand({}, '/opt/bin/node', () => false)
    expect(found.command).toMatch(/^npm(\.cmd)?$/)
  })
})

describe('exit codes', () => {
  it('are those that a shell would tell', () => {
    expect(exitCodeOf(3, null)).toBe(3)
    expect(exitCodeOf(null, 'SIGTERM')).toBe(143)
  })

  it('come with everything that the program printed', async () => {
    const script = 'console.log("out"); console.error("err"); process.exit(4)'
    const { code, output } = await capture(process.execPath, ['-e', script])
    expect(code).toBe(4)
    expect(output.split('\n').sort()).toEqual(['', 'err', 'out'])
  })
})

it('shows a problem with its hint and without a stack, a defect with its stack', () => {
  expect(explain(new SetupProblem('It is missing.', 'Install it.'))).toBe('It is missing.\nInstall it.')
  expect(explain(new Error('defect'))).toContain('run.test')
})

describe('a script that is asked to stop', () => {
  const script = `
    import { main, run } from ${JSON.stringify(path.join(import.meta.dirname, 'run.mjs'))}
    const app = 'let n = 0; process.on("SIGINT", () => { n += 1; setTimeout(() => { console.log("signals", n); process.exit(0) }, 300) }); setInterval(() => {}, 1000); console.log("up")'
    await main(async () => await run(process.execPath, ['-e', app], { detached: true }))
  `

  it('passes the signal to the app once, waits for it and says by which signal it ended', async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script])
    let output = ''
    const ended = new Promise((resolve) => child.once('close', resolve))
    child.stdout.on('data', (chunk) => {
      output += chunk
      if (!output.endsWith('up\n')) return
      // As the terminal and npm do it: the same signal twice.
      child.kill('SIGINT')
      child.kill('SIGINT')
    })
    expect(await ended).toBe(130)
    expect(output).toBe('up\nsignals 1\n')
  })
})
