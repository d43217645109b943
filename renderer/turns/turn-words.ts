import type { TurnPhase, TurnTimes } from './turn-trace'

/** Whose conversation it is: the person's at this window, or a client's that they look at. */
export type Speaker = 'you' | 'client'

export const speakerWords: { readonly [S in Speaker]: string } = { you: 'You', client: 'Client' }

const speakingWords: { readonly [S in Speaker]: string } = {
  you: 'You are speaking',
  client: 'The client is speaking',
}

const phaseWords: { readonly [P in Exclude<TurnPhase, 'speaking'>]: string } = {
  listening: 'Listening',
  waiting: 'Waiting for the reply',
  replying: 'Reply playing',
  interrupted: 'Interrupted',
}

/** What a person is told; also read aloud, so that it is told once a step. */
export const phaseText = (phase: TurnPhase, speaker: Speaker): string =>
  phase === 'speaking' ? speakingWords[speaker] : phaseWords[phase]

/** Of the phases a person hears: that nothing happens is no news. */
export const spokenWords = (phase: TurnPhase, speaker: Speaker): string =>
  phase === 'listening' ? '' : phaseText(phase, speaker)

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
