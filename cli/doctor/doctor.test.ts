import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createOutput } from '../output'
import { diagnose, doctor } from './doctor'
import { complaint, type Examination } from './examination'
import { lookAtNode } from './machine'
import { lookAtPort } from './network'

const fine: Examination = { name: 'fine', needed: true, look: () => 'as it should be' }
const bad = (needed: boolean): Examination => ({
  name: 'bad',
  needed,
  look: () => {
    throw complaint('it is broken', 'mend it')
  },
})

function written(): { readonly output: ReturnType<typeof createOutput>; readonly text: string[] } {
  const text: string[] = []
  const stream = { isTTY: false, write: (part: string) => text.push(part) > 0 }
  const output = createOutput({ json: false, stdout: stream as never, stderr: stream as never, env: {} })
  return { output, text }
}

describe('the doctor', () => {
  it('fails for what is needed alone, and says for both what to do', async () => {
    const { output, text } = written()
    expect(await doctor([fine, bad(false)], output)).toBe(0)
    expect(await doctor([fine, bad(true)], output)).toBe(1)
    expect(text.filter((line) => line.includes('mend it'))).toHaveLength(2)
    expect(text.at(-1)).toBe('1 failed\n')
  })

  it('does not wait for ever', async () => {
    const never: Examination = { name: 'never', needed: true, look: () => new Promise(() => undefined) }
    expect(await diagnose(never, 10)).toMatchObject({
      verdict: 'failed',
      detail: expect.stringContaining('0.01 s'),
    })
  })

  it('knows which Node is too old', () => {
    expect(lookAtNode('20.19.0')).toBe('Node 20.19.0')
    expect(lookAtNode('22.1.0')).toBe('Node 22.1.0')
    for (const old of ['18.20.4', '20.18.3']) expect(() => lookAtNode(old)).toThrow('too old')
  })

  it('sees a port that is taken', async () => {
    const server = createServer()
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
    )
    await expect(lookAtPort(port)).rejects.toMatchObject({ hint: expect.stringContaining('--port 0') })
    await new Promise((resolve) => server.close(resolve))
    expect(await lookAtPort(port)).toContain('is free')
  })
})
