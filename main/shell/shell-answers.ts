import { app, clipboard, dialog, shell } from 'electron'
import { SoundcheckError } from '../../contract/errors'
import type { StateSnapshot } from '../../contract/state'
import { createLoopDelay } from '../engine/loop-delay'
import { newestCrashReport } from '../engine/recovery/crash-report'
import { type EngineClient, unwrapReply } from './engine-client'
import { exportDialogAnswers } from './export-dialogs'
import type { ShellAnswers } from './ipc-door'
import { openInEditor, type SourcePlace } from './open-in-editor'
import { openWithSystem } from './open-path'
import { ownSource } from './own-source'
import { mediaAccess } from './permissions'
import type { SettingsStore } from './settings'

/** What the shell itself answers: dialogs, the system's file browser, the clipboard. */
export function createShellAnswers(
  engine: EngineClient,
  settings: SettingsStore,
  folders: { readonly crashReports: string; readonly journals: string },
): ShellAnswers {
  /** The handler's file as the engine knows it: the window names handlers, never paths. */
  async function fileOf(handlerId: string | null): Promise<string> {
    const { state } = unwrapReply(await engine.request('state.get', {})) as StateSnapshot
    if (handlerId === null) return state.folder.path
    const entry = state.handlers[handlerId]
    if (entry) return entry.file
    throw new SoundcheckError('not-found', `there is no handler ${handlerId} in the folder`)
  }

  const edit = (place: SourcePlace): Promise<void> =>
    openInEditor(place, {
      command: settings.get().editor,
      openPath,
      revealFile: (file) => shell.showItemInFolder(file),
      platform: process.platform,
    })

  const loopDelay = createLoopDelay()
  return {
    'shell.info': () => ({
      appVersion: app.getVersion(),
      electronVersion: process.versions.electron,
      platform: process.platform,
      microphone: mediaAccess('microphone'),
      camera: mediaAccess('camera'),
    }),
    'shell.loopDelay': () => loopDelay.take(),
    'shell.chooseFolder': async (_params, window) => {
      const chosen = await dialog.showOpenDialog(window, {
        title: 'Choose the folder with your handlers',
        properties: ['openDirectory', 'createDirectory'],
      })
      const path = chosen.filePaths[0]
      if (chosen.canceled || !path) return null
      unwrapReply(await engine.request('folder.open', { path, create: true }))
      settings.set({ handlersFolder: path })
      return { path }
    },
    'shell.revealFile': async ({ handlerId }) => {
      const file = await fileOf(handlerId)
      if (handlerId !== null) shell.showItemInFolder(file)
      else await openPath(file)
      return null
    },
    'shell.openFile': async ({ handlerId }) => {
      await edit({ file: await fileOf(handlerId) })
      return null
    },
    'shell.openSource': async ({ file, line, column }) => {
      const { state } = unwrapReply(await engine.request('state.get', {})) as StateSnapshot
      const handlers = Object.values(state.handlers).map((handler) => handler.file)
      await edit({ file: await ownSource(file, state.folder.path, handlers), line, column })
      return null
    },
    'shell.preferences': () => {
      const { editor, journal } = settings.get()
      return { editor, journal }
    },
    'shell.setPreferences': async (preferences) => {
      settings.set(preferences)
      const reply = await engine.request('journal.setLimits', preferences.journal)
      // An engine that is not running begins with them.
      if (reply.ok || reply.error.code !== 'unavailable') unwrapReply(reply)
      return null
    },
    'shell.revealJournals': async () => {
      await openPath(folders.journals)
      return null
    },
    'shell.setLimits': async (limits) => {
      settings.set({ limits })
      const reply = await engine.request('limits.set', limits)
      // An engine that is not running begins with them.
      if (reply.ok || reply.error.code !== 'unavailable') unwrapReply(reply)
      return limits
    },
    'shell.server': () => settings.get().server,
    'shell.setServer': (server) => {
      settings.set({ server })
      return null
    },
    ...exportDialogAnswers(),
    'shell.restartEngine': () => {
      engine.restart()
      return null
    },
    'shell.openCrashReport': async () => {
      const report = newestCrashReport(folders.crashReports)
      if (!report) throw new SoundcheckError('unavailable', 'there is no crash report')
      await openPath(report)
      return null
    },
    'shell.copyText': ({ text }) => {
      clipboard.writeText(text)
      return null
    },
  }
}

const openPath = (path: string): Promise<void> =>
  openWithSystem(path, { platform: process.platform, openPath: shell.openPath })
