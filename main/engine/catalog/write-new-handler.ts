import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SoundcheckError } from '../../../contract/errors'
import { errnoOf, explainFolderError } from './folder-errors'

const kebabCase = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/
/** No file can have such a name on Windows, with any extension. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)$/

function checkName(name: string): void {
  if (kebabCase.test(name) && !devices.test(name)) return
  throw new SoundcheckError('invalid', `"${name}" cannot be the name of a handler file.`, {
    hint: 'Use small letters, digits and single hyphens between them, such as my-handler.',
  })
}

/**
 * Writes `<name>.ts` into the user folder and gives the handler's id. Never overwrites; throws `invalid` for a name that is
 * none or is taken.
 */
export async function writeNewHandler(folder: string, name: string, source: string): Promise<string> {
  checkName(name)
  const id = `${name}.ts`
  try {
    await writeFile(join(folder, id), source, { flag: 'wx' })
    return id
  } catch (thrown) {
    if (errnoOf(thrown) === 'EEXIST') {
      throw new SoundcheckError('invalid', `There is a file ${id} in the folder already.`, {
        hint: 'Choose another name.',
      })
    }
    // On a full disk the file may be there without its contents.
    await rm(join(folder, id), { force: true })
    throw explainFolderError(folder, thrown)
  }
}
