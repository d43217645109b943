import { PUSH_TO_TALK } from '../../contract/turns'
import { loadZod } from './load-zod'

/**
 * An input that is held down to talk, for `stream.inputs` of a `ReplyOnPause`: with it, what is said while it is true is
 * one turn, and speech is not listened for. The window draws it as a button to hold.
 */
export function pushToTalk() {
  return loadZod().boolean().default(false).meta({ title: 'Talk', control: PUSH_TO_TALK })
}
