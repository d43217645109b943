import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Listening,
  quiet,
  type Replying,
  stepTurn,
  type TurnEffect,
  type TurnRules,
  type TurnSignal,
  type TurnState,
} from './turn-machine'

const defaults: TurnRules = { canInterrupt: true, interruptOn: 'start', asksForInputs: false }

type Row = readonly [from: string, signal: TurnSignal, to: string, effects: string]

/** `person reply` before and after, and what is done between. */
function check(rules: Partial<TurnRules>, rows: readonly Row[]): void {
  for (const [from, signal, to, effects] of rows) {
    const [person, reply] = from.split(' ') as [Listening, Replying]
    const next = stepTurn({ person, reply }, signal, { ...defaults, ...rules })
    expect([
      `${from} + ${signal}`,
      `${next.state.person} ${next.state.reply}`,
      next.effects.join(', '),
    ]).toEqual([`${from} + ${signal}`, to, effects])
  }
}

function run(
  signals: readonly TurnSignal[],
  rules: Partial<TurnRules> = {},
): { state: TurnState; effects: TurnEffect[] } {
  let state = quiet
  const effects: TurnEffect[] = []
  for (const signal of signals) {
    const next = stepTurn(state, signal, { ...defaults, ...rules })
    state = next.state
    effects.push(...next.effects)
  }
  return { state, effects }
}

describe('a conversation', () => {
  it('follows the table of the reference: listening, talking, replying, listening', () => {
    check({}, [
      ['silent none', 'speech-started', 'speaking none', 'keep-speech, tell-started'],
      ['speaking none', 'speech-paused', 'silent making', 'tell-paused, make-reply'],
      ['silent making', 'reply-made', 'silent playing', ''],
      ['silent playing', 'reply-played', 'silent none', 'tell-finished'],
    ])
  })

  it('asks for the inputs before each reply that needs them, and keeps listening into the same turn', () => {
    check({ asksForInputs: true }, [
      ['speaking none', 'speech-paused', 'silent waiting', 'tell-paused, ask-for-inputs'],
      ['silent waiting', 'inputs-given', 'silent making', 'make-reply'],
      ['silent waiting', 'speech-started', 'speaking waiting', 'tell-started'],
      ['speaking waiting', 'speech-paused', 'silent waiting', 'tell-paused'],
      ['speaking waiting', 'inputs-given', 'speaking none', ''],
    ])
  })

  it('cuts the reply off at the start of speech, while it is made and while it is played', () => {
    check({}, [
      ['silent making', 'speech-started', 'speaking none', 'cut-reply, keep-speech, tell-started'],
      ['silent playing', 'speech-started', 'speaking none', 'cut-reply, keep-speech, tell-started'],
    ])
  })

  it('lets the reply go on until the pause where that is wanted, and keeps what is said meanwhile', () => {
    check({ interruptOn: 'pause' }, [
      ['silent making', 'speech-started', 'speaking making', 'keep-speech, tell-started'],
      ['speaking making', 'speech-paused', 'silent making', 'cut-reply, tell-paused, make-reply'],
      ['speaking playing', 'speech-paused', 'silent making', 'cut-reply, tell-paused, make-reply'],
      ['speaking making', 'reply-made', 'speaking playing', ''],
      ['speaking playing', 'reply-played', 'speaking none', 'tell-finished'],
    ])
  })

  it('protects a reply until its last sound was played, also against a trigger', () => {
    check({ canInterrupt: false }, [
      ['silent making', 'speech-started', 'silent making', ''],
      ['silent playing', 'speech-started', 'silent playing', ''],
      ['silent playing', 'triggered', 'silent playing', 'refuse'],
      ['silent making', 'triggered', 'silent making', 'refuse'],
    ])
  })

  it('replies at once when that is asked for', () => {
    check({}, [
      ['silent none', 'triggered', 'silent making', 'tell-paused, make-reply'],
      ['speaking none', 'triggered', 'silent making', 'tell-paused, make-reply'],
      ['silent playing', 'triggered', 'silent making', 'cut-reply, tell-paused, make-reply'],
    ])
  })

  it('speaks first where there is a greeting, which can be cut off as a reply', () => {
    expect(run(['greeted', 'speech-started']).effects).toEqual([
      'make-greeting',
      'cut-reply',
      'keep-speech',
      'tell-started',
    ])
    expect(run(['greeted', 'reply-made', 'reply-played']).effects).toEqual(['make-greeting', 'tell-finished'])
  })

  it('takes no notice of what comes too late', () => {
    check({}, [
      ['silent none', 'speech-paused', 'silent none', ''],
      ['silent none', 'reply-made', 'silent none', ''],
      ['silent none', 'reply-played', 'silent none', ''],
      ['silent making', 'reply-played', 'silent making', ''],
      ['silent none', 'inputs-given', 'silent none', ''],
      ['speaking none', 'speech-started', 'speaking none', ''],
      ['silent making', 'greeted', 'silent making', ''],
      ['speaking none', 'greeted', 'speaking none', ''],
    ])
  })
})

const signals = fc.array(
  fc.constantFrom<TurnSignal>(
    'speech-started',
    'speech-paused',
    'triggered',
    'greeted',
    'inputs-given',
    'reply-made',
    'reply-played',
  ),
  { maxLength: 60 },
)
const anyRules = fc.record({
  canInterrupt: fc.boolean(),
  interruptOn: fc.constantFrom<'start' | 'pause'>('start', 'pause'),
  asksForInputs: fc.boolean(),
})

describe('any conversation', () => {
  it('is never stuck: a pause, the inputs, the end of the reply and of its playback lead back to quiet', () => {
    fc.assert(
      fc.property(signals, anyRules, (before, rules) => {
        const ending: TurnSignal[] = ['speech-paused', 'inputs-given', 'reply-made', 'reply-played']
        expect(run([...before, ...ending], rules).state).toEqual(quiet)
      }),
    )
  })

  it('never makes a second reply before the first was cut off or played', () => {
    fc.assert(
      fc.property(signals, anyRules, (sequence, rules) => {
        let open = false
        for (const effect of run(sequence, rules).effects) {
          if (effect === 'make-reply' || effect === 'make-greeting') {
            expect(open).toBe(false)
            open = true
          }
          if (effect === 'cut-reply' || effect === 'tell-finished') open = false
        }
      }),
    )
  })

  it('cuts nothing off where replies are protected', () => {
    fc.assert(
      fc.property(signals, anyRules, (sequence, rules) => {
        const { effects } = run(sequence, { ...rules, canInterrupt: false, interruptOn: 'start' })
        expect(effects).not.toContain('cut-reply')
      }),
    )
  })
})
