import { renameSync } from 'node:fs'
import { expect, saveHandler, test } from './fixtures'
import { chooseHandler, chooseSource, connection, start } from './support/bench-page'

test('a denied camera says so and what to do', async ({ bench, page }) => {
  await bench.electron.evaluate(({ session }) => {
    session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  })
  await chooseSource(page, 'Microphone', 'Silence')
  await chooseHandler(page, /flip|mirror/i)
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  const alert = page.getByRole('alert').filter({ hasText: /camera/i })
  await expect(alert).toContainText('may not use the camera')
  await expect(alert).toContainText(/Check|Allow|Open/)
})

test('a handler file that cannot run says why, with the line, and disturbs no other', async ({
  page,
  folders,
}) => {
  const list = page.getByRole('listbox', { name: 'Handlers' })
  await expect(list.getByRole('option', { name: /^echo/i })).toContainText('ready')
  saveHandler(folders, 'empty.ts', '')
  saveHandler(folders, 'no-handler.ts', 'export default 42\n')
  saveHandler(folders, 'throws.ts', "\nthrow new Error('at import')\nexport default class Never {}\n")
  saveHandler(folders, 'half.ts', "import { AsyncStreamHandler } from 'sound")
  saveHandler(
    folders,
    'lacks.ts',
    "import { AsyncStreamHandler } from 'soundcheck'\nexport default class Lacks extends AsyncStreamHandler {\n  async receive() {}\n}\n",
  )
  for (const name of ['empty', 'no-handler', 'throws', 'half', 'lacks']) {
    await expect(list.getByRole('option', { name: new RegExp(name) })).toContainText('broken')
  }
  await expect(list.getByRole('option', { name: /throws/ })).toContainText('throws.ts:2')
  await expect(list.getByRole('option', { name: /lacks/ })).toContainText('emit')
  await expect(list.getByRole('option', { name: /half/ })).toContainText('half.ts:1')
  await expect(list.getByRole('option', { name: /^echo/i })).toContainText('ready')
})

test('two files with one name in different folders stay apart', async ({ page, folders }) => {
  const source = (text: string) => `import { AsyncStreamHandler } from 'soundcheck'
export const stream = { title: '${text}' }
export default class Same extends AsyncStreamHandler {
  async receive() {}
  async emit() { return null }
}
`
  saveHandler(folders, 'a/same.ts', source('First'))
  saveHandler(folders, 'b/same.ts', source('Second'))
  const list = page.getByRole('listbox', { name: 'Handlers' })
  await expect(list.getByRole('option', { name: /First/ })).toContainText('ready')
  await expect(list.getByRole('option', { name: /Second/ })).toContainText('ready')
})

test('a message over 256 KiB is refused with the reason, and the call goes on', async ({ page }) => {
  await chooseSource(page, 'Microphone', 'Silence')
  await chooseHandler(page, /^chat/i)
  await start(page)
  await page.getByRole('textbox', { name: 'Message' }).fill('x'.repeat(262_145))
  await expect(page.getByText(/262,144|256 KiB/).first()).toBeVisible()
  await page.getByRole('textbox', { name: 'Message' }).fill('short')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('log', { name: 'Messages' })).toContainText('short')
  await expect(connection(page)).toContainText('live')
})

test('a folder that goes away says so, and comes back by itself', async ({ page, folders }) => {
  const list = page.getByRole('listbox', { name: 'Handlers' })
  await expect(list.getByRole('option', { name: /^echo/i })).toContainText('ready')
  renameSync(folders.handlers, `${folders.handlers}-away`)
  await expect(page.getByText(/is gone/).first()).toBeVisible()
  renameSync(`${folders.handlers}-away`, folders.handlers)
  await expect(list.getByRole('option', { name: /^echo/i })).toContainText('ready')
})
