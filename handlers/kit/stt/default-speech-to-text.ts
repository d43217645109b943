import { createPocketSphinx } from './pocket-sphinx'
import type { SpeechToText } from './speech-to-text'

/** What `ReplyOnStopWords` listens with unless it is given something else; loads when it is first used, once a thread. */
export const defaultSpeechToText: SpeechToText = createPocketSphinx()
