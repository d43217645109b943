#!/usr/bin/env node
// node scripts/guide/build-pictures.mjs: draws the pictures of docs/handler-guide.md anew.
import fs from 'node:fs'
import path from 'node:path'
import { main, root, say } from '../setup/run.mjs'
import { drawAll } from './draw-all.mjs'

main(async () => {
  const folder = path.join(root, 'docs/pictures')
  fs.mkdirSync(folder, { recursive: true })
  for (const [name, svg] of await drawAll()) fs.writeFileSync(path.join(folder, `${name}.svg`), svg)
  say(`The pictures are in ${path.relative(root, folder)}.`)
  return 0
})
