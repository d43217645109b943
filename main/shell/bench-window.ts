import path from 'node:path'
import { BrowserWindow, nativeTheme, screen, shell } from 'electron'
import { APP_ORIGIN } from './app-protocol'
import { isOwnOrigin } from './permissions'
import type { SettingsStore } from './settings'

const DEFAULT_SIZE = { width: 1280, height: 800 }
const MIN_SIZE = { minWidth: 820, minHeight: 520 }
/** The window's ground before the first paint, as in the renderer's theme. */
const ground = { dark: '#0e1012', light: '#eef0f2' }

/** The saved bounds if they still lie on a screen. */
function restoredBounds(settings: SettingsStore): Partial<Electron.Rectangle> {
  const saved = settings.get().window
  if (!saved) return DEFAULT_SIZE
  const area = screen.getDisplayMatching(saved).workArea
  const onScreen = saved.x < area.x + area.width - 50 && saved.y < area.y + area.height - 50
  return onScreen ? saved : { width: saved.width, height: saved.height }
}

function denyNavigation(window: BrowserWindow): void {
  window.webContents.on('will-navigate', (event, url) => {
    if (!isOwnOrigin(url)) event.preventDefault()
  })
  window.webContents.setWindowOpenHandler(({ url }) => {
    if (url.startsWith('https://')) void shell.openExternal(url)
    return { action: 'deny' }
  })
}

/** Opens one window of the bench. */
export function openBenchWindow(settings: SettingsStore, preload: string): BrowserWindow {
  const window = new BrowserWindow({
    ...restoredBounds(settings),
    ...MIN_SIZE,
    title: 'Soundcheck',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? ground.dark : ground.light,
    autoHideMenuBar: true,
    webPreferences: {
      preload: path.resolve(preload),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      // A bench measures: its meters and clips go on while another window is in front.
      backgroundThrottling: false,
      spellcheck: false,
    },
  })
  denyNavigation(window)
  window.once('ready-to-show', () => window.show())
  window.on('close', () => settings.set({ window: window.getNormalBounds() }))
  void window.loadURL(`${APP_ORIGIN}/index.html`)
  return window
}
