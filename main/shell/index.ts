/** The shell's boot, in order. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { app, BrowserWindow, session } from 'electron'
import type { EngineOptions } from '../../contract/engine'
import { journalsDir } from '../engine/journal/session-folder'
import { registerAppScheme, serveApp } from './app-protocol'
import { openBenchWindow } from './bench-window'
import { createEngineClient, type EngineClient } from './engine-client'
import { createHandlerProcesses } from './handler-processes'
import { broadcast, openIpcDoor } from './ipc-door'
import { installMenu } from './menu'
import { installPermissionPolicy } from './permissions'
import { openSettings, type SettingsStore } from './settings'
import { createShellAnswers } from './shell-answers'
import { parseSwitches } from './switches'

const out = path.resolve(import.meta.dirname, '..')
const crashReportsDir = path.join(app.getPath('userData'), 'crash-reports')
const dataDir = path.join(app.getPath('userData'), 'engine')
const report = (message: string): void => console.error(`soundcheck: ${message}`)

// Without a network Chromium would gather no candidates at all, and the window could not reach the engine.
app.commandLine.appendSwitch('allow-loopback-in-peer-connection')
registerAppScheme()

function unpacked(file: string): string {
  const outside = file.replace(`app.asar${path.sep}`, `app.asar.unpacked${path.sep}`)
  return outside !== file && existsSync(outside) ? outside : file
}

/** In a packaged app esbuild must be told where its binary lies, before it is loaded. */
function locateEsbuild(): void {
  if (!app.isPackaged) return
  const folder = path.join(
    app.getAppPath(),
    'node_modules',
    '@esbuild',
    `${process.platform}-${process.arch}`,
  )
  const binary = process.platform === 'win32' ? 'esbuild.exe' : path.join('bin', 'esbuild')
  process.env.ESBUILD_BINARY_PATH ??= unpacked(path.join(folder, binary))
}

function engineOptions(settings: SettingsStore): EngineOptions {
  const { handlers } = parseSwitches(process.argv, (folder) => path.resolve(folder))
  const standard = path.join(app.getPath('documents'), 'Soundcheck', 'handlers')
  return {
    folder: handlers ?? settings.get().handlersFolder ?? standard,
    createFolder: true,
    starterDir: path.join(out, 'starter'),
    hostScript: path.join(out, 'main', 'host.js'),
    hostProcessScript: path.join(out, 'main', 'host-process.js'),
    sessionThreadScript: path.join(out, 'main', 'session-thread.js'),
    journalThreadScript: path.join(out, 'main', 'journal-thread.js'),
    exportThreadScript: path.join(out, 'main', 'export-thread.js'),
    processesBy: 'shell',
    dataDir,
    limits: settings.get().limits,
    journalLimits: settings.get().journal,
    appVersion: app.getVersion(),
    crashReports: { dir: crashReportsDir },
  }
}

function startEngine(settings: SettingsStore): EngineClient {
  const engine = engineOptions(settings)
  const { startWithApp, ...server } = settings.get().server
  const processes = createHandlerProcesses({ script: engine.hostProcessScript })
  return createEngineClient({
    script: path.join(out, 'main', 'engine.js'),
    engine,
    server: startWithApp ? server : null,
    onEvent: broadcast,
    onFork: processes.fork,
    onThreadEnded: processes.killAll,
    log: report,
  })
}

/** Every way to quit first stops the engine: ending the process inside a codec call would abort it. */
function stopBeforeQuit(engine: EngineClient): void {
  let stopped = false
  app.on('before-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    void engine.stop().then((how) => {
      stopped = true
      // Its windows are closed by now or have nothing to lose, and leaving as one should would never come to an end.
      if (how === 'late') process.kill(process.pid, 'SIGKILL')
      app.quit()
    })
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
}

locateEsbuild()
const settings = openSettings(path.join(app.getPath('userData'), 'settings.json'), report)
const engine = startEngine(settings)
const openWindow = (): void => {
  const window = openBenchWindow(settings, path.join(out, 'preload', 'index.cjs'))
  // Windows ends a session of its own without `before-quit`: that is no accident.
  window.on('session-end', () => void engine.stop())
}

stopBeforeQuit(engine)
app.on('window-all-closed', () => app.quit())
app.on('activate', () => BrowserWindow.getAllWindows().length === 0 && openWindow())

// Not awaited at the top level: in an ES module main, "ready" comes only after the entry module has finished.
void app.whenReady().then(() => {
  serveApp(session.defaultSession, path.join(out, 'renderer'), process.env.ELECTRON_RENDERER_URL)
  installPermissionPolicy(session.defaultSession)
  openIpcDoor(
    engine,
    createShellAnswers(engine, settings, { crashReports: crashReportsDir, journals: journalsDir(dataDir) }),
  )
  installMenu(openWindow)
  openWindow()
})
