import { both, type Expectation, type Fault } from './fault'
import type { FaultCode } from './subject-source'

const members = 'private until = 0'

function flood(name: string, code: FaultCode, expect: Expectation, more: Partial<Fault> = {}): Fault {
  return { name, plan: { by: 'go' }, code: { members, ...code }, kinds: both, expect, ...more }
}

/** 10,000 a second, a hundred at a time. */
const often = (begin: string, code: string) => `${begin}
    const timer = setInterval(() => {
      for (let n = 0; n < 100; n += 1) { ${code} }
      if (Date.now() > this.until) clearInterval(timer)
    }, 10)`
const whileFlooding = (value: string) => `if (Date.now() < this.until) return ${value}`
const once = (value: string) => `if (this.until > 0) { this.until = 0; return ${value} }`

const picture = (side: number) =>
  `new VideoFrame({ width: ${side}, height: ${side}, format: 'gray8', data: new Uint8Array(${side} * ${side}) })`

/** What lasts is a flood; the rest is one thing of absurd size. */
function floodsOf(lasts: number): readonly Fault[] {
  const begin = `this.until = Date.now() + ${lasts}`
  const answers: Expectation = { ending: 'answers', within: lasts + 5000, lasts, isFlood: true }
  const goesOn: Expectation = { ...answers, ending: 'goes on' }
  return [
    flood(
      'messages, 10,000/s, not awaited',
      { go: often(begin, "void this.sendMessage(JSON.stringify({ type: 'flood', n }))") },
      answers,
    ),
    flood(
      'messages, as many as go, awaited',
      {
        go: `${begin}
    while (Date.now() < this.until) await this.sendMessage('{"type":"flood"}')`,
      },
      answers,
    ),
    flood(
      'sound, 100 times real time',
      { go: begin, methods: { emit: whileFlooding('[24000, new Int16Array(24000 * 2)]') } },
      goesOn,
    ),
    flood(
      'outputs, as many as go',
      { go: begin, methods: { emit: whileFlooding("new AdditionalOutputs('x'.repeat(100))") } },
      answers,
    ),
    flood(
      'console, 100,000 lines/s',
      { go: often(begin, "for (let m = 0; m < 10; m += 1) console.log('line', n, m)") },
      answers,
    ),
  ]
}

const absurd: Expectation = { ending: 'goes on', within: 10_000, lasts: 500 }
const now = 'this.until = 1'

const absurdFaults: readonly Fault[] = [
  flood(
    'sound of 500 MB at once',
    { go: now, methods: { emit: once('[48000, new Int16Array(250_000_000)]') } },
    { ...absurd, tells: /audio|sound|samples|emit/i },
  ),
  flood(
    'picture of 16384 x 16384',
    { go: now, methods: { videoEmit: once(picture(16_384)) } },
    { ...absurd, tells: /16384/ },
    { video: true },
  ),
  flood(
    'picture of 16383 x 16383',
    { go: now, methods: { videoEmit: once(picture(16_383)) } },
    { ...absurd, tells: /16383|picture|pixels/i },
    { video: true },
  ),
]

/** More than anybody can take. `lasts`: ms of each flood. */
export function floodingFaults(lasts: number): readonly Fault[] {
  return [...floodsOf(lasts), ...absurdFaults]
}
