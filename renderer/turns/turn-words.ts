import type { TurnPhase, TurnTimes } from './turn-trace'

/** What a person is told; also read aloud, so that it is told once a step. */
export const phaseWords: { readonly [P in TurnPhase]: string } = {
  listening: 'Listening',
  speaking: 'You are speaking',
  waiting: 'Waiting for the reply',
  replying: 'Reply playing',
  interrupted: 'Interrupted',
}

/** Of the phases a person hears: that nothing happens is no news. */
export const spokenWords = (phase: TurnPhase): string => (phase === 'listening' ? '' : phaseWords[phase])

const UNKNOWN = '–'
const msText = (ms: number | null | undefined) =>
  ms === null || ms === undefined ? UNKNOWN : `${Math.round(ms).toLocaleString('en')}\u00a0ms`

export interface TurnReading {
  readonly label: string
  readonly value: string
  readonly meaning: string
}

/** The delays of the last turn. */
export const turnReadings = (times: TurnTimes | null): readonly TurnReading[] => [
  {
    label: 'End of turn',
    value: msText(times?.endOfTurn),
    meaning: 'From your last sound until the handler knew that you had finished',
  },
  {
    label: 'First sound',
    value: msText(times?.firstSound),
    meaning: 'From there until the handler gave the first sound of its reply',
  },
]
