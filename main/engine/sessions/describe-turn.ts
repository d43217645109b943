import type { TurnEvent, TurnEventName } from '../../../contract/turns'

const sentences: { readonly [name in TurnEventName]: string } = {
  started_talking: 'started talking',
  pause_detected: 'stopped talking',
  stopword: 'said the stop word',
  response_starting: 'the reply starts',
  interrupted: 'interrupted the reply',
  response_finished: 'the reply is finished',
}

/** A step of the conversation in words, as the log shows it. */
export function describeTurn({ name, soundAt, detail }: TurnEvent): string {
  const about = detail === null ? '' : `: ${detail}`
  const sound = soundAt === null ? '' : ` (sound at ${(soundAt / 1000).toFixed(3)} s)`
  return `${sentences[name]}${about}${sound}`
}
