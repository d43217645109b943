import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import type { Finding } from '../../../contract/findings'
import { compileSource } from '../testing/compile-handler'
import { TestHost } from '../testing/run-host'

let host: TestHost
afterEach(() => host.stop())

const head =
  "import * as kit from 'soundcheck'\nconst { AsyncQueue, AsyncStreamHandler, StreamHandler } = kit\n"
const idle = 'async receive() {}\nasync emit() { return null }\n'

/** What the probe says of a handler file with this text after its first two lines. */
async function probe(source: string): Promise<readonly Finding[]> {
  host = await TestHost.start()
  host.post({ type: 'load', probe: true, ...(await compileSource(head + source)) })
  return (await host.next('loaded')).findings
}

/** Runs a class with these members, whose first line is line 4. */
async function run(members: string, base = 'AsyncStreamHandler'): Promise<void> {
  host = await TestHost.start()
  await host.load(`${head}export default class Mine extends ${base} {\n${members}\n}`)
  await host.begin()
}

const findings = (): Finding[] => host.all('finding').map(({ finding }) => finding)

/** A second of speech-like sound, as the client sends it. */
function talk(blocks = 50): void {
  for (let n = 0; n < blocks; n++) host.audio(sine(n * 960))
}

function sine(from: number): Int16Array<ArrayBuffer> {
  return Int16Array.from({ length: 960 }, (_, n) => Math.round(9000 * Math.sin((from + n) ** 1.1 / 20)))
}

describe('a handler that shares its state', () => {
  it('is told of the field that both copies hold, at its line', async () => {
    const found = await probe(`const cache = new Map()
      export default class Mine extends AsyncStreamHandler {
        name = 'x'
        history = cache
        ${idle}
      }`)
    expect(found).toEqual([
      {
        rule: 'shared-state',
        message: "Both copies share the same Map in `history`: sessions would see each other's data",
        hint: expect.stringContaining('inside the class'),
        position: { file: '/handlers/test-handler.ts', line: 6, column: 9 },
      },
    ])
  })

  it('is told of what copy() passes on when it is changed somewhere', async () => {
    const found = await probe(`export default class Mine extends AsyncStreamHandler {
        constructor(public turns = ['system'], private readonly settings = { voice: 'a' }) { super() }
        copy() { return new Mine(this.turns, this.settings) }
        async receive() { this.turns.push(this.settings.voice) }
        async emit() { return null }
      }`)
    expect(found).toMatchObject([
      { message: expect.stringContaining('array in `turns`'), position: { line: 4 } },
    ])
  })

  it('is told nothing of tables, settings, clients and queues of its own', async () => {
    const found = await probe(`import { Worker } from 'node:worker_threads'
      import { URL } from 'node:url'
      const options = {}, tools = []
      const notes = [440, 554], names = new Map([['a', 1]]), settings = { voice: 'a' }
      class Weather { constructor(key) { this.key = key } }
      const weather = new Weather('k'), site = new URL('http://x'), pattern = /a/g
      export default class Mine extends AsyncStreamHandler {
        queue = new AsyncQueue(); turns = []; notes = notes; names = names; settings = settings
        weather = weather; site = site; pattern = pattern; frozen = Object.freeze([]); answer = () => 1
        schema = kit.z.object({ a: kit.z.number() }); options = options; tools = tools
        async receive() { this.turns.push(this.names.get('a')) }
        async emit() { return this.settings.voice === 'b' ? null : null }
      }`)
    expect(found).toEqual([])
  })

  it('is told of a variable of the same name, and of a queue', async () => {
    const found = await probe(`const heard = [], queue = new AsyncQueue()
      export default class Mine extends AsyncStreamHandler {
        heard = heard
        queue = queue
        async receive(frame) { heard.push(frame) }
        async emit() { return await this.queue.get() }
      }`)
    expect(found.map(({ message, position }) => [message.split(':')[0], position?.line])).toEqual([
      ['Both copies share the same array in `heard`', 5],
      ['Both copies share the same AsyncQueue in `queue`', 6],
    ])
  })

  it.each([
    'new kit.ReplyOnPause(function* () { yield [24000, new Int16Array(480)] }, {})',
    'new kit.VideoCallback((frame) => frame, {})',
    'new kit.AudioGenerator(function* () { yield [24000, new Int16Array(480)] })',
  ])('is told nothing when it is %s', async (handler) => {
    expect(await probe(`export default ${handler}`)).toEqual([])
    host.open()
    await host.next('opened')
    host.post({ type: 'channel-opened' })
    await host.next('started')
    await host.close()
    expect(findings()).toEqual([])
  })

  it('is not told by the probe when copy() fails', async () => {
    expect(
      await probe(`export default class Mine extends AsyncStreamHandler {
      copy() { throw new Error('no') } ${idle} }`),
    ).toEqual([])
  })

  it('is not copied by a host that is no probe', async () => {
    host = await TestHost.start()
    await host.load(`${head}export default class Mine extends AsyncStreamHandler {
      copy() { console.log('copy'); return new Mine() } ${idle} }`)
    await host.begin()
    await host.close()
    expect(host.all('console')).toHaveLength(1)
  })
})

describe('a handler that emits frames of a wrong shape', () => {
  it.each([
    ['at its output rate', 'return [24000, frame]', 'at 24000 Hz what receive was given at 48000 Hz'],
    ['as stereo', "return [48000, frame.slice(), 'stereo']", 'as stereo what receive was given as mono'],
    ['as floats of 16 bits', 'return [48000, Float32Array.from(frame)]', 'far beyond -1..1'],
    ['at a misspelt rate', 'return [44000, frame.map((s) => s / 2)]', 'at 44000 Hz'],
    ['with an offset', 'return [48000, frame.map((s) => s / 4 + 8000)]', 'a mean far from 0'],
  ])('is told that it echoes %s', async (_, statement, message) => {
    await run(`queue = new AsyncQueue()
      async receive([rate, frame]) { this.queue.putNowait(frame) }
      async emit() {
        const frame = await this.queue.get()
        ${statement}
      }`)
    for (let second = 0; second < 3; second++) {
      talk()
      await host.until(() => host.all('audio').length === 50 * (second + 1), 'an echo')
    }
    await host.close()
    expect(findings()).toMatchObject([
      { rule: 'frame-shape', message: expect.stringContaining(message), position: { line: 6, column: 13 } },
    ])
  })

  it('is told that floats do not fit into integers', async () => {
    await run(
      `n = 0
      receive() {}
      emit() { return [24000, Int16Array.from({ length: 12000 }, () => Math.round(Math.sin(this.n++ / 9)))] }`,
      'StreamHandler',
    )
    const { finding } = await host.next('finding')
    expect(finding).toMatchObject({ rule: 'frame-shape', position: { line: 6 } })
    expect(finding.message).toContain('-1, 0 and 1 only')
  })
})

describe('a handler that holds the thread', () => {
  const hold = 'const end = Date.now() + 600; while (Date.now() < end);'

  it('is told which method does', async () => {
    await run(`async receive() {}
      async emit() { return null }
      async onMessage() { ${hold} }`)
    host.post({ type: 'message', message: 'x' })
    const { finding } = await host.next('finding')
    expect(finding).toMatchObject({ rule: 'silent-emit', position: { line: 6 } })
    expect(finding.message).toContain('onMessage held the thread')
  })

  it('is told nothing when it waits for its channel or its inputs', async () => {
    await run('receive() { this.waitForArgsSync() }\nemit() { return null }', 'StreamHandler')
    host.audio(sine(0))
    await host.next('message', ({ text }) => text.includes('send_input'))
    await new Promise((resolve) => setTimeout(resolve, 700))
    host.post({ type: 'inputs', values: { a: 1 } })
    await host.close()
    expect(findings()).toEqual([])
  })
})

/** Makes the thread's clock one that goes only when the handler says so: `clock += ms`. */
const ownClock = 'clock = performance.now(); constructor() { super(); performance.now = () => this.clock }'

describe('a handler that emits at another pace than sound is played', () => {
  it.each([
    [24, /^emit gave only 4\.[12] s of sound in 5\.0 s/],
    [16, /^emit gives 1\.25 times the sound that can be played/],
  ])('is told so when 20 ms come every %d ms', async (every, message) => {
    await run(`${ownClock}
      async receive() {}
      async emit() {
        this.clock += ${every}
        return [24000, new Float32Array(480).map(() => Math.random() - 0.5)]
      }`)
    const { finding } = await host.next('finding')
    expect(finding).toMatchObject({ rule: 'emit-rate', position: { line: 6 } })
    expect(finding.message).toMatch(message)
  })
})

describe('a handler whose emit does not return', () => {
  /** A minute and some seconds of talk, to a handler whose emit waits for `what`. */
  async function talkTo(what: string): Promise<void> {
    await run(`${ownClock}
      queue = new AsyncQueue(); blocks = 0
      async receive() { this.clock += 20; if (++this.blocks % 40 === 0) console.log(this.blocks) }
      async emit() { return await ${what} }
      onMessage() { this.loop.callLater(600, () => console.log('later')) }`)
    for (let blocks = 40; blocks <= 3200; blocks += 40) {
      talk(40)
      await host.next('console', ({ text }) => text === String(blocks))
    }
    host.post({ type: 'message', message: 'two looks at the clock' })
    await host.next('console', ({ text }) => text === 'later')
  }

  it('is told nothing when it waits for its queue', async () => {
    await talkTo('this.queue.get()')
    expect(findings()).toEqual([])
  })

  it('is told so after a minute of talk', async () => {
    await talkTo('new Promise(() => {})')
    const { finding } = await host.next('finding')
    expect(finding).toMatchObject({ rule: 'silent-emit', position: { line: 7 } })
    expect(finding.message).toContain('emit has not returned for 60 s')
  })
})

describe('the small examples', () => {
  const examples = ['chat', 'echo', 'flip', 'gain', 'grayscale', 'tone']

  async function complaintsOf(name: string): Promise<readonly unknown[]> {
    const example = await TestHost.start()
    await example.loadFile(fileURLToPath(new URL(`../../examples/${name}.ts`, import.meta.url)))
    await example.begin()
    for (let block = 0; block < 250; block++) {
      example.audio(sine(block * 960))
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await example.close()
    return [...example.all('finding'), ...example.all('fault')]
  }

  it('give no finding in five seconds', async () => {
    expect(await Promise.all(examples.map(complaintsOf))).toEqual(examples.map(() => []))
  })
})
