import path from 'node:path'
import { app, dialog, shell } from 'electron'
import { SoundcheckError } from '../../contract/errors'
import { exportFormatInfos } from '../../contract/exports'
import type { ShellAnswers } from './ipc-door'

type ExportDialogRequest = 'shell.chooseExportFile' | 'shell.chooseImportFile' | 'shell.showExport'

/** Characters that a file's name cannot have on one of the systems. */
const UNFIT = /[<>:"/\\|?*\p{Cc}]+/gu

/** Where files with what was in a session go to and come from. */
export function exportDialogAnswers(): Pick<ShellAnswers, ExportDialogRequest> {
  const chosen = new Set<string>()

  return {
    'shell.chooseExportFile': async ({ format, name }, window) => {
      const { ending, title } = exportFormatInfos[format]
      const fit = name.replace(UNFIT, '-')
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: `Save ${title}`,
        defaultPath: path.join(app.getPath('documents'), `${fit}${ending}`),
        filters: [{ name: title, extensions: [ending.slice(1)] }],
      })
      if (canceled || !filePath) return null
      const file = path.extname(filePath) === '' ? `${filePath}${ending}` : filePath
      chosen.add(file)
      return { path: file }
    },
    'shell.chooseImportFile': async (_params, window) => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: 'Open a journal or bundle',
        properties: ['openFile'],
        filters: [{ name: 'Journals and bundles', extensions: ['jsonl', 'zip'] }],
      })
      const [file] = filePaths
      return canceled || !file ? null : { path: file }
    },
    'shell.showExport': ({ path: file }) => {
      if (!chosen.has(file))
        throw new SoundcheckError('not-found', 'This file was not saved since the app started.')
      shell.showItemInFolder(file)
      return null
    },
  }
}
