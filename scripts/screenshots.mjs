#!/usr/bin/env node
// npm run screenshots: the pictures in docs/screenshots, taken of the real app with a real call and built-in sources.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { ensureBuilt } from './build.mjs'
import {
  brokenMirrorHandler,
  failingMirrorHandler,
  loopingMirrorHandler,
  mirrorHandler,
} from './screenshots/demo-handler.mjs'
import { callFromOutside } from './screenshots/outside.mjs'
import {
  foldRows,
  handlerOption,
  rowIsThere,
  send,
  sessionOption,
  startConversation,
  startServer,
  startTellingCall,
  stopCall,
  waitForSound,
} from './screenshots/scenes.mjs'
import { prepareSystem, withDisplay } from './setup/prepare.mjs'
import { main, root, say, scriptArguments } from './setup/run.mjs'

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{ electron: import('@playwright/test').ElectronApplication, page: Page, handlers: string, to: string }} Stage */

const FULL = { width: 1280, height: 800 }
const SMALL = { width: 960, height: 600 }

/** @param {Stage} stage @param {'dark' | 'light'} theme @param {{ width: number, height: number }} size */
async function dress({ electron, page }, theme, size) {
  await electron.evaluate(({ nativeTheme }, source) => {
    nativeTheme.themeSource = source
  }, theme)
  await electron.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
  }, size)
  await page.waitForFunction(({ width, height }) => innerWidth === width && innerHeight === height, size)
  // Nothing is hovered or focused by chance.
  await page.mouse.move(size.width / 2, 4)
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
  await page.waitForTimeout(600)
}

/** @param {Stage} stage @param {string} name */
async function take({ page, to }, name) {
  await page.screenshot({ path: path.join(to, `${name}.png`) })
  say(`${name}.png`)
}

/** @param {Stage} stage */
async function takeCall(stage) {
  const { page, handlers } = stage
  // Only an empty folder is given the examples.
  await handlerOption(page, 'Echo').waitFor()
  fs.writeFileSync(path.join(handlers, 'mirror.ts'), mirrorHandler)
  await startTellingCall(page)
  await dress(stage, 'dark', FULL)
  await waitForSound(page)
  await take(stage, 'stage-dark')
  await dress(stage, 'light', FULL)
  await take(stage, 'stage-light')
  await foldRows(page)
  await takeFrames(stage)
  await dress(stage, 'dark', SMALL)
  await take(stage, 'stage-960')
  fs.writeFileSync(path.join(handlers, 'mirror.ts'), brokenMirrorHandler)
  await handlerOption(page, /Mirror.*broken/).waitFor()
  await dress(stage, 'dark', FULL)
  await take(stage, 'broken-dark')
  await stopCall(page)
}

/** Where the time of each picture goes. @param {Stage} stage */
async function takeFrames(stage) {
  const { page } = stage
  await page.getByRole('tab', { name: 'Timing' }).click()
  await page.getByRole('radio', { name: 'Frames' }).click()
  await page.getByRole('radio', { name: 'Pictures', exact: true }).click()
  await page.getByText('from the camera to the screen').waitFor()
  await dress(stage, 'dark', FULL)
  await take(stage, 'frames-dark')
  await page.getByRole('tab', { name: 'Messages' }).click()
}

/** A version that is taken back, what was tried, and a call that blocks. @param {Stage} stage */
async function takeTrouble(stage) {
  const { page, handlers } = stage
  const save = (/** @type {string} */ text) => fs.writeFileSync(path.join(handlers, 'mirror.ts'), text)
  await handlerOption(page, 'Echo').waitFor()
  save(mirrorHandler)
  await startTellingCall(page)
  await foldRows(page)
  save(failingMirrorHandler)
  await page.getByRole('button', { name: 'Show what was tried' }).waitFor()
  await dress(stage, 'dark', FULL)
  await waitForSound(page)
  await take(stage, 'rolled-back-dark')
  await page.getByRole('button', { name: 'Show what was tried' }).click()
  await dress(stage, 'light', FULL)
  await take(stage, 'versions-light')
  await page.keyboard.press('Escape')
  save(loopingMirrorHandler)
  await rowIsThere(page, 'version 3 of mirror.ts took over')
  await send(page, '{"type":"ping","id":2}')
  await page.getByRole('alert', { name: 'Blocked call' }).getByText('mirror.ts').waitFor()
  await dress(stage, 'dark', SMALL)
  await take(stage, 'blocked-960')
  await page.getByRole('button', { name: 'Stop now' }).click()
  await page.getByRole('button', { name: 'Queues' }).click()
  await dress(stage, 'light', FULL)
  await take(stage, 'queues-light')
  await page.keyboard.press('Escape')
  await stopCall(page)
}

/** @param {Stage} stage */
async function takeConversation(stage) {
  const { page } = stage
  await startConversation(page)
  await dress(stage, 'dark', FULL)
  await waitForSound(page)
  await take(stage, 'turns-dark')
  await dress(stage, 'light', SMALL)
  await take(stage, 'turns-960')
  await page.getByRole('tab', { name: 'Timeline' }).click()
  await dress(stage, 'dark', FULL)
  await take(stage, 'timeline-dark')
  await stopCall(page)
  await dress(stage, 'light', FULL)
  await page.getByRole('button', { name: 'New handler' }).click()
  await page.getByRole('dialog').getByText('Storyteller').waitFor()
  await take(stage, 'new-handler-light')
}

/** The server's dialog, and who came in through it. @param {Stage} stage */
async function takeServer(stage) {
  const { page } = stage
  await handlerOption(page, 'Echo').waitFor()
  const url = await startServer(page)
  await dress(stage, 'light', FULL)
  await take(stage, 'server-light')
  await page.keyboard.press('Escape')
  const callers = await callFromOutside(url, 'echo')
  try {
    await sessionOption(page, /kitchen-tablet/).click()
    await dress(stage, 'dark', FULL)
    await page.waitForTimeout(8000)
    await take(stage, 'outside-dark')
  } finally {
    callers.close()
  }
}

/** @param {Stage} stage */
async function takeEmpty(stage) {
  await stage.page.getByText('No handlers here yet').waitFor()
  await dress(stage, 'light', FULL)
  await take(stage, 'empty-light')
}

/**
 * Runs the app on a folder of its own and lets `scene` take its pictures.
 * @param {{ exe: string, flags: readonly string[], env: NodeJS.ProcessEnv, to: string }} system
 * @param {{ [name: string]: string }} files in the handler folder before the start; none: the app puts its examples there
 * @param {(stage: Stage) => Promise<void>} scene
 */
async function withApp({ exe, flags, env, to }, files, scene) {
  const { _electron } = await import('@playwright/test')
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'soundcheck-screenshots-'))
  const handlers = path.join(folder, 'Soundcheck', 'handlers')
  fs.mkdirSync(handlers, { recursive: true })
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(handlers, name), text)
  const args = [...flags, `--user-data-dir=${path.join(folder, 'data')}`, '.', `--handlers=${handlers}`]
  const environment = /** @type {{ [name: string]: string }} */ ({ ...env, LANG: 'en_US.UTF-8' })
  // `colorScheme: null`: the window follows the app's theme, not Playwright's.
  const options = { executablePath: exe, args, cwd: root, env: environment, colorScheme: null }
  const electron = await _electron.launch(options)
  try {
    const page = await electron.firstWindow()
    await scene({ electron, page, handlers, to })
  } finally {
    await electron.close()
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

main(async () => {
  const { exe, flags } = await prepareSystem()
  await ensureBuilt()
  const [to = path.join(root, 'docs', 'screenshots')] = scriptArguments(process.argv)
  fs.mkdirSync(to, { recursive: true })
  return await withDisplay(exe, async (env, displayFlags) => {
    const system = { exe, flags: [...flags, ...displayFlags], env, to }
    await withApp(system, {}, takeCall)
    await withApp(system, {}, takeTrouble)
    await withApp(system, {}, takeConversation)
    await withApp(system, {}, takeServer)
    await withApp(system, { 'notes.txt': 'A folder without handlers.\n' }, takeEmpty)
    return 0
  })
})
