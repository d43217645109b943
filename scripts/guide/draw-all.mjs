// All pictures of the handler guide, by the names of their files.
import { drawScene } from './draw-scene.mjs'
import { drawLifeCycle, drawLoops } from './life-picture.mjs'
import { optionScenes } from './option-scenes.mjs'
import { loadKit } from './run-conversation.mjs'
import { drawStates } from './state-picture.mjs'

/** @returns {Promise<Map<string, string>>} SVG files by name, without their ending */
export async function drawAll() {
  const kit = await loadKit()
  /** @type {Map<string, string>} */
  const pictures = new Map([
    ['states', drawStates(kit)],
    ['life-cycle', drawLifeCycle()],
    ['loops', drawLoops()],
  ])
  for (const scene of optionScenes) pictures.set(scene.name, await drawScene(kit, scene))
  return pictures
}
