import { expect, it } from 'vitest'
import { withoutSecrets } from './without-secrets'

const inputs = {
  type: 'object',
  properties: { url: { type: 'string' }, apiKey: { type: 'string', format: 'password' } },
}

it('hides what was typed into a password field, and nothing else', () => {
  expect(withoutSecrets({ url: 'http://a', apiKey: 'sk-1' }, inputs)).toEqual({
    url: 'http://a',
    apiKey: '••••',
  })
})

it('shows that a password field is empty', () => {
  expect(withoutSecrets({ apiKey: '' }, inputs)).toEqual({ apiKey: '' })
})

it('shows all inputs of a handler that declares none', () => {
  expect(withoutSecrets({ apiKey: 'x' }, null)).toEqual({ apiKey: 'x' })
})
