import type { PermissionEvidence, SourceEvidence, Span } from '../evidence'
import type { Finding, Remedy } from '../finding'
import { dead, meant, ok, unknown } from '../finding'
import { afterWatching, dbText, type Link, type Medium, SILENT_DBFS } from './link'

const nouns = { audio: 'microphone', video: 'camera' } as const
const both = { media: ['audio', 'video'], place: 'window', half: 'in', beforeCall: true } as const

const others: { readonly [M in Medium]: readonly Remedy[] } = {
  audio: ['default-microphone', 'speech-clip'],
  video: ['default-camera'],
}

/** The source as it is now; the links are those of a window, which always has one. */
function sourceOf({ last }: Span, medium: Medium): SourceEvidence | null {
  const { window } = last
  return window && (medium === 'audio' ? window.microphone : window.camera)
}

const isRefused = ({ browser, system }: PermissionEvidence): boolean =>
  browser === 'denied' || system === 'denied' || system === 'restricted'

function judgePermission(span: Span, medium: Medium): Finding {
  const source = sourceOf(span, medium)
  if (!source) return unknown('Not known.')
  if (source.kind !== 'device') return ok(`Not needed: "${source.label}" is made by Soundcheck.`)
  const { permission } = source
  if (isRefused(permission)) {
    const noun = nouns[medium]
    const by = permission.browser === 'denied' ? 'The window' : 'The operating system'
    return dead(
      `${by} does not let Soundcheck use the ${noun}.`,
      `Allow the ${noun} for Soundcheck in the privacy settings of the system, then start the app again.`,
      medium === 'audio' ? ['speech-clip'] : [],
    )
  }
  return ok(permission.browser === 'granted' ? 'Given.' : 'Not refused; it is asked for when it is needed.')
}

function judgeDevice(span: Span, medium: Medium): Finding {
  const noun = nouns[medium]
  const source = sourceOf(span, medium)
  if (!source) return unknown('Not known.')
  if (source.kind === 'none')
    return meant('No camera is chosen.', 'Choose a camera, or the test picture.', ['default-camera'])
  if (source.kind === 'built-in') return ok(`"${source.label}", built in.`)
  if (!source.isListed)
    return dead(
      `The chosen ${noun} "${source.label}" is not connected.`,
      `Connect it, or choose another ${noun}.`,
      others[medium],
    )
  if (source.failure)
    return dead(source.failure.message, source.failure.hint ?? `Choose another ${noun}.`, others[medium])
  if (source.track?.isLive === false)
    return dead(
      `"${source.label}" stopped giving anything: it was disconnected.`,
      `Connect it again, or choose another ${noun}.`,
      others[medium],
    )
  if (source.track?.isMuted)
    return dead(
      `"${source.label}" is muted outside of Soundcheck: by its own switch, or by the system.`,
      `Look for a mute key or switch on the ${noun}, and at the system's privacy switches.`,
      others[medium],
    )
  return ok(`"${source.label}".`)
}

function judgeLevel(span: Span): Finding {
  const { window } = span.last
  if (!window) return unknown('Not known.')
  const { microphone, heardSent, context } = window
  if (microphone.isOff)
    return meant('You muted the microphone in Soundcheck.', 'Unmute it to be heard.', ['unmute-microphone'])
  if (microphone.isSilence)
    return meant('The source "Silence" is chosen.', 'Choose a microphone, the clip or the tone.', [
      'default-microphone',
      'speech-clip',
    ])
  if (context === 'suspended' || context === ('interrupted' as AudioContextState))
    return dead('The sound system of this window stands still.', 'Resume it.', ['resume-sound'])
  if (heardSent.blocks > 0 && heardSent.loudest > SILENT_DBFS)
    return ok(`${dbText(heardSent.loudest)} at the loudest.`)
  return afterWatching(span, () =>
    heardSent.blocks === 0
      ? dead(`"${microphone.label}" gives no samples at all.`, 'Choose another microphone.', others.audio)
      : dead(
          `"${microphone.label}" gives zeros: ${dbText(heardSent.loudest)} in ${heardSent.blocks} blocks. Even a quiet room is louder.`,
          'Check its mute switch and the input level in the system settings, or choose another microphone.',
          others.audio,
        ),
  )
}

function judgeTrack(span: Span, medium: Medium): Finding {
  const source = sourceOf(span, medium)
  if (!source) return unknown('Not known.')
  if (source.isOff)
    return meant(`You turned the ${nouns[medium]} off in Soundcheck.`, 'Turn it on again.', [
      medium === 'audio' ? 'unmute-microphone' : 'camera-on',
    ])
  const { track } = source
  if (!track)
    return dead(
      `No track of the ${nouns[medium]} is sent in this call.`,
      `Choose the ${nouns[medium]} again.`,
      others[medium],
    )
  if (!track.isEnabled) return dead('The track is switched off.', 'Choose the source again.', others[medium])
  return ok('Live and enabled.')
}

/** From the permission to the track that is sent. */
export const sourceLinks: readonly Link[] = [
  {
    ...both,
    id: 'permission',
    title: { audio: 'Permission', video: 'Permission' },
    looksAt: 'whether Soundcheck may use the device',
    judge: judgePermission,
  },
  {
    ...both,
    id: 'device',
    title: { audio: 'Microphone', video: 'Camera' },
    looksAt: 'whether the chosen device is there and gives something',
    judge: judgeDevice,
  },
  {
    ...both,
    media: ['audio'],
    id: 'level',
    title: { audio: 'Level', video: 'Level' },
    looksAt: 'whether sound comes from it',
    judge: judgeLevel,
  },
  {
    ...both,
    beforeCall: false,
    id: 'track',
    title: { audio: 'Track', video: 'Track' },
    looksAt: 'whether it is sent in the call',
    judge: judgeTrack,
  },
]
