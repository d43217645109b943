import { app, BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron'
import { tell } from './ipc-door'

/** The application menu: the roles that people expect; the window has its own buttons for the rest. */
export function installMenu(openWindow: () => void): void {
  const isMac = process.platform === 'darwin'
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      { label: 'New Window', accelerator: 'CmdOrCtrl+Shift+N', click: openWindow },
      {
        label: '&Settings…',
        accelerator: 'CmdOrCtrl+,',
        // The window listens for it, too: the menu may be hidden.
        registerAccelerator: false,
        click: (_item, window) => {
          if (window instanceof BrowserWindow) tell(window, 'shell.settingsAsked', {})
        },
      },
      { type: 'separator' },
      { role: isMac ? 'close' : 'quit' },
    ],
  }
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      { role: 'reload' },
      { role: 'toggleDevTools' },
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
    ],
  }
  const appMenu: MenuItemConstructorOptions[] = isMac ? [{ role: 'appMenu', label: app.getName() }] : []
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([...appMenu, file, { role: 'editMenu' }, view, { role: 'windowMenu' }]),
  )
}
