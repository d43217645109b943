import { app, Menu, type MenuItemConstructorOptions } from 'electron'

/** The application menu: the roles that people expect; the window has its own buttons for the rest. */
export function installMenu(openWindow: () => void): void {
  const isMac = process.platform === 'darwin'
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      { label: 'New Window', accelerator: 'CmdOrCtrl+Shift+N', click: openWindow },
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
