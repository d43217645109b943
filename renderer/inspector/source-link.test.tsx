import { screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import { SoundcheckError } from '../../contract/errors'
import type { Answers } from '../testing/fake-bridge'
import { createTestBench } from '../testing/fake-call'
import { renderBench } from '../testing/render-bench'
import { sampleBench, sampleHandler } from '../testing/samples'
import { SourceLink } from './source-link'

async function show(shown: ReactNode, { path = '/handlers', answers = {} as Answers } = {}) {
  const outside = { ...sampleHandler('other.ts'), file: '/elsewhere/other.ts' }
  const state = sampleBench([sampleHandler('echo.ts'), outside])
  const test = createTestBench({ ...state, folder: { ...state.folder, path } }, answers)
  renderBench(test, shown)
  await waitFor(() => expect(test.bench.mirror.store.getState().link).toBe('following'))
  return test
}

const names = () => screen.queryAllByRole('button').map(({ textContent }) => textContent)

describe('a link to a source', () => {
  it('opens the editor at the line and column, of handlers and of what else is in their folder', async () => {
    const files = ['/handlers/echo.ts', '/handlers/lib/speak.ts', '/elsewhere/other.ts']
    const test = await show(
      files.map((file, at) => <SourceLink key={file} position={{ file, line: at + 1, column: 5 }} />),
    )
    expect(names()).toEqual(['echo.ts:1', 'speak.ts:2', 'other.ts:3'])
    for (const button of screen.getAllByRole('button')) await userEvent.click(button)
    expect(test.paramsOf('shell.openSource')).toEqual(
      files.map((file, at) => ({ file, line: at + 1, column: 5 })),
    )
  })

  it('is a text alone where the shell would refuse: elsewhere, or in a neighbour with a like name', async () => {
    const files = ['/app/out/main/engine.js', '/handlers-old/echo.ts', '/elsewhere/more.ts']
    await show(files.map((file) => <SourceLink key={file} position={{ file, line: 1, column: 1 }} />))
    expect(names()).toEqual([])
    expect(screen.getByText('engine.js:1').title).toBe('/app/out/main/engine.js:1:1')
  })

  it('knows folders of Windows', async () => {
    const position = { file: 'C:\\my handlers\\lib\\a.ts', line: 2, column: 3 }
    const test = await show(<SourceLink position={position} />, { path: 'C:\\my handlers' })
    await userEvent.click(screen.getByRole('button'))
    expect(test.paramsOf('shell.openSource')).toEqual([position])
  })

  it('says what to do when the editor did not open', async () => {
    const answers: Answers = {
      'shell.openSource': () => {
        throw new SoundcheckError('unavailable', 'No editor was found', { hint: 'Choose one.' })
      },
    }
    const test = await show(<SourceLink position={{ file: '/handlers/echo.ts', line: 1, column: 1 }} />, {
      answers,
    })
    await userEvent.click(screen.getByRole('button'))
    await waitFor(() =>
      expect(Object.values(test.bench.alerts.store.getState().alerts)).toMatchObject([
        { message: 'No editor was found', hint: 'Choose one.' },
      ]),
    )
  })
})
