import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { surviveErrors } from './survive-errors'

it('logs what nobody caught instead of letting it end the engine, a hundred times at most', () => {
  const source = new EventEmitter()
  const lines: string[] = []
  surviveErrors(source, (line) => lines.push(line))
  source.emit('unhandledRejection', new Error('an unknown packet'))
  source.emit('uncaughtException', 'text')
  expect(lines[0]).toContain('an unknown packet')
  expect(lines[1]).toBe('an error that nobody caught: text')
  for (let n = 0; n < 200; n += 1) source.emit('unhandledRejection', new Error('again'))
  expect(lines).toHaveLength(101)
})
