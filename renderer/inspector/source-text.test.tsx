import { screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler } from '../testing/samples'
import { SourceText } from './source-text'

const handler = sampleHandler('echo.ts')
const folder = sampleBench([]).folder.path

const stack = `${handler.file}:9:1
Error: no (such) thing at /${'x'.repeat(20)}
    at load (${folder}/lib/my files/load.ts:3:11)
    at async ${handler.file}:7:5
    at run (node:internal/modules/run:1:2)
    at /opt/other/file.js:1:2`

async function show(text: string) {
  const test = createTestBench(sampleBench([handler]))
  renderBench(
    test,
    <pre>
      <SourceText text={text} />
    </pre>,
  )
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  return test
}

const links = () => screen.queryAllByRole('button').map(({ textContent }) => textContent)

describe('a text with stacks', () => {
  it('is shown as it is, with links to the places in the folder of handlers alone', async () => {
    const test = await show(stack)
    expect(document.querySelector('pre')?.textContent).toBe(stack)
    expect(links()).toEqual(['echo.ts:9:1', 'load.ts:3:11', 'echo.ts:7:5'])
    await userEvent.click(screen.getByText(/load\.ts/))
    expect(test.paramsOf('shell.openSource')).toEqual([
      { file: `${folder}/lib/my files/load.ts`, line: 3, column: 11 },
    ])
  })

  it('is shown at once when it is one long line of what only begins like a place', async () => {
    const text = '(/a'.repeat(80_000)
    await show(text)
    expect(document.querySelector('pre')?.textContent).toBe(text)
    expect(links()).toEqual([])
  })
})
