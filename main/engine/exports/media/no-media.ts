import { SoundcheckError } from '../../../../contract/errors'

/** There is nothing to be heard or seen in what is to be taken out. */
export function noMedia(why: string): SoundcheckError {
  return new SoundcheckError('not-found', `There are no such media to be saved. ${why}`, {
    hint: 'Only calls over WebRTC have packets. Take a longer range, another side, or a query that finds packets.',
  })
}
