import { AV_CHANNEL_ORDER_NATIVE } from 'node-av/constants'
import type { ChannelLayout } from 'node-av/lib'
import type { ChannelCount } from '../../../contract/media'

const FRONT_CENTER = 4n
const FRONT_LEFT_AND_RIGHT = 3n

/** FFmpeg's channel layout of mono or stereo. */
export function nativeLayout(channels: ChannelCount): ChannelLayout {
  return {
    nbChannels: channels,
    order: AV_CHANNEL_ORDER_NATIVE,
    mask: channels === 1 ? FRONT_CENTER : FRONT_LEFT_AND_RIGHT,
  }
}
