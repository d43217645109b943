import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../setup/run.mjs'
import { drawAll } from './draw-all.mjs'

it('the pictures in docs are what the kit does now (if not: node scripts/guide/build-pictures.mjs)', async () => {
  const folder = path.join(root, 'docs/pictures')
  const pictures = await drawAll()
  expect(fs.readdirSync(folder).sort()).toEqual([...pictures.keys()].map((name) => `${name}.svg`).sort())
  for (const [name, svg] of pictures)
    expect(fs.readFileSync(path.join(folder, `${name}.svg`), 'utf8') === svg, name).toBe(true)
}, 60_000)
