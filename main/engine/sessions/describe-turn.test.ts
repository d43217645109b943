import { expect, it } from 'vitest'
import { describeTurn } from './describe-turn'

it('says what happened, and when the sound was that it is about', () => {
  const event = { name: 'started_talking', at: 12_400, soundAt: 12_340, detail: null } as const
  expect(describeTurn(event)).toBe('started talking (sound at 12.340 s)')
  expect(describeTurn({ ...event, name: 'response_starting', soundAt: null })).toBe('the reply starts')
  expect(describeTurn({ ...event, name: 'stopword', soundAt: null, detail: 'computer' })).toBe(
    'said the stop word: computer',
  )
})
