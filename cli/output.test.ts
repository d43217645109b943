import { expect, it } from 'vitest'
import { createOutput } from './output'

function written(options: { json: boolean; isTTY?: boolean; env?: NodeJS.ProcessEnv }) {
  const text = { stdout: '', stderr: '' }
  const streamOf = (name: 'stdout' | 'stderr') => ({
    isTTY: options.isTTY ?? false,
    write(part: string) {
      text[name] += part
      return true
    },
  })
  const streams = { stdout: streamOf('stdout'), stderr: streamOf('stderr') } as never as {
    stdout: NodeJS.WriteStream
    stderr: NodeJS.WriteStream
  }
  return { text, output: createOutput({ json: options.json, env: options.env ?? {}, ...streams }) }
}

const error = {
  code: 'compile',
  message: 'no',
  hint: 'do this\nand that',
  position: { file: '/h/a.ts', line: 3, column: 7 },
  stack: 'Error: no',
} as const

it('puts an error where editors find its place, with what to do under it', () => {
  const { output, text } = written({ json: false })
  output.error(error)
  expect(text).toEqual({ stdout: '', stderr: 'error: /h/a.ts:3:7: no\n  do this\n  and that\n' })
})

it('gives machines one line of JSON, without the stack', () => {
  const { output, text } = written({ json: true, isTTY: true })
  output.error(error)
  const { stack: _, ...rest } = error
  expect(JSON.parse(text.stdout)).toEqual({ event: 'error', error: rest })
  output.progress('working …')
  expect(text.stderr).toBe('')
})

it('paints on a terminal alone, and not where colours are unwanted', () => {
  expect(written({ json: false }).output.paint('red', 'x')).toBe('x')
  expect(written({ json: false, isTTY: true }).output.paint('red', 'x')).toContain('\u001b[31m')
  expect(written({ json: false, isTTY: true, env: { NO_COLOR: '1' } }).output.paint('red', 'x')).toBe('x')
})
