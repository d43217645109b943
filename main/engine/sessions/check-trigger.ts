import { SoundcheckError } from '../../../contract/errors'
import type { HandlerManifest } from '../../../contract/manifest'

/** Throws `invalid` when the handler cannot be asked for a reply, or not with a text. */
export function checkTrigger({ title, turns }: HandlerManifest, text: string | null): void {
  if (!turns) {
    throw new SoundcheckError('invalid', `${title} does not take turns, so no reply can be asked for`, {
      hint: 'Use ReplyOnPause or ReplyOnStopWords, or send the handler a message.',
    })
  }
  if (text !== null && !turns.typedText) {
    throw new SoundcheckError('invalid', `${title} takes no typed text in place of speech`, {
      hint: 'Speak to it, or ask for a reply without a text.',
    })
  }
}
