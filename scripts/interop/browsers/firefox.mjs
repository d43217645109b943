// Firefox as it is installed, on the client page, with the microphone and the camera that it has for tests.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { connectBidi } from './bidi.mjs'
import { keepPeer, measurement, prepare } from './in-page.mjs'

const STARTS_WITHIN = 60_000

/** Everything that asks a person, or another server, is off. */
const PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'toolkit.telemetry.enabled': false,
}

/** @param {string} folder @returns {string} a profile of its own */
function makeProfile(folder) {
  const profile = path.join(folder, 'firefox')
  fs.mkdirSync(profile, { recursive: true })
  const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref("${name}", ${value});`)
  fs.writeFileSync(path.join(profile, 'user.js'), `${lines.join('\n')}\n`)
  return profile
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<string>} where it takes commands */
function addressOf(child) {
  return new Promise((resolve, reject) => {
    let printed = ''
    const timer = setTimeout(() => reject(new Error(`Firefox did not start: ${printed}`)), STARTS_WITHIN)
    child.stderr?.on('data', (text) => {
      printed += text
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(printed)
      if (!found?.[1]) return
      clearTimeout(timer)
      resolve(found[1])
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`Firefox ended with ${code}: ${printed}`))
    })
  })
}

/** @param {import('node:child_process').ChildProcess} child */
async function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
  await new Promise((resolve) => child.once('exit', resolve))
  clearTimeout(timer)
}

/** @param {import('../clients.mjs').Call} call @returns {Promise<import('../figures.mjs').Figures>} */
export async function callFromFirefox({ url, video, folder, program }) {
  const args = ['--headless', '--remote-debugging-port=0', '--no-remote', '--profile', makeProfile(folder)]
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, HOME: folder },
  })
  try {
    const browser = await connectBidi(await addressOf(child))
    try {
      await browser.addPreload(String(keepPeer))
      await browser.navigate(url)
      await browser.value(`(${prepare})()`)
      await browser.click('#start')
      const figures = await browser.value(measurement(video))
      await browser.click('#stop')
      return figures
    } finally {
      await browser.close()
    }
  } finally {
    child.kill()
    await ended(child)
  }
}
