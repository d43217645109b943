import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createExamples, describeExample } from './examples'
import { writeNewHandler } from './write-new-handler'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'soundcheck-examples-'))
  await mkdir(join(root, 'examples'))
})
afterEach(() => rm(root, { recursive: true }))

describe('the examples', () => {
  it('say what they are in the lines that they begin with', () => {
    const source = '// Echo\n// What you say\r\n// comes back.\n//\n// More.\n\n// Not this.\nimport {}'
    expect(describeExample('echo', source)).toEqual({
      name: 'echo',
      title: 'Echo',
      summary: 'What you say comes back.',
      needs: null,
    })
  })

  it.each([
    '// Echo\n// Loud.\n//\n// Needs: npm install a b\n',
    '// Echo\n// Needs: npm install a b\n// Loud.\n',
  ])('say which command they need first', (source) => {
    expect(describeExample('echo', source)).toEqual({
      name: 'echo',
      title: 'Echo',
      summary: 'Loud.',
      needs: 'npm install a b',
    })
  })

  it('go by their names when they say nothing', () => {
    const unnamed = { name: 'echo', title: 'echo', summary: '', needs: null }
    expect(describeExample('echo', 'import {}')).toEqual(unnamed)
    expect(describeExample('echo', '')).toEqual(unnamed)
  })

  it('are listed by their titles', async () => {
    for (const [name, title] of Object.entries({ b: 'Alpha', a: 'Beta' }))
      await writeFile(join(root, 'examples', `${name}.ts`), `// ${title}\n`)
    await writeFile(join(root, 'examples', 'notes.md'), '')
    const listed = await createExamples(root).list()
    expect(listed.map(({ name, title }) => [name, title])).toEqual([
      ['b', 'Alpha'],
      ['a', 'Beta'],
    ])
  })

  it('that ship all have a title that their stream has too, and a summary', async () => {
    const shipped = resolve(import.meta.dirname, '../../../handlers/examples')
    const files = (await readdir(shipped)).filter((file) => /^[a-z-]+\.ts$/.test(file))
    expect(files.length).toBeGreaterThanOrEqual(6)
    for (const file of files) {
      const source = await readFile(join(shipped, file), 'utf8')
      const { title, summary } = describeExample(file, source)
      expect(source).toContain(`title: '${title}'`)
      expect(summary).toMatch(/^[A-Z].+\.$/)
    }
  })

  it('are found by name and nothing else is', async () => {
    await writeFile(join(root, 'examples', 'echo.ts'), '// Echo\n')
    await writeFile(join(root, 'secret.ts'), '')
    const examples = createExamples(root)
    expect(await examples.source('echo')).toBe('// Echo\n')
    await expect(examples.source('../secret')).rejects.toMatchObject({ code: 'not-found' })
    await expect(createExamples(join(root, 'none')).list()).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a new handler', () => {
  it('is written under its name and never over another file', async () => {
    expect(await writeNewHandler(root, 'my-echo2', 'one')).toBe('my-echo2.ts')
    await expect(writeNewHandler(root, 'my-echo2', 'two')).rejects.toMatchObject({
      code: 'invalid',
      hint: 'Choose another name.',
    })
    expect(await readFile(join(root, 'my-echo2.ts'), 'utf8')).toBe('one')
  })

  it.each(['', 'Echo', 'my echo', '../echo', 'echo.ts', '-echo', 'my--echo', '2nd', 'nul', 'com1'])(
    'is not named "%s"',
    async (name) => {
      await expect(writeNewHandler(root, name, '')).rejects.toMatchObject({
        code: 'invalid',
        hint: expect.stringContaining('my-handler'),
      })
    },
  )

  it('leaves nothing behind in a folder that is gone', async () => {
    await expect(writeNewHandler(join(root, 'gone'), 'echo', '')).rejects.toMatchObject({ code: 'not-found' })
  })
})
