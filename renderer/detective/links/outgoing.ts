import type { Span } from '../evidence'
import { dead, type Finding, meant, ok, unknown } from '../finding'
import {
  afterWatching,
  dbText,
  engineOf,
  grown,
  type Link,
  type Medium,
  passedText,
  SILENT_DBFS,
  streamOf,
} from './link'

/** What is emitted louder than this must be heard, dBFS. */
const QUIET_DBFS = -60

const ofWindow = { media: ['audio', 'video'], place: 'window', half: 'out', beforeCall: false } as const

function judgeEncode(span: Span, medium: Medium): Finding {
  const sent = grown(span, (evidence) => engineOf(evidence, medium)?.sent.count)
  const links = engineOf(span.last, medium)
  if (sent > 0) return ok(`${passedText(sent, medium === 'audio' ? 'blocks of 20 ms' : 'pictures', span)}.`)
  return afterWatching(span, () =>
    dead(
      `Nothing was encoded: ${links?.unencodable ?? 0} could not be, ${links?.stale ?? 0} belonged to an interrupted turn.`,
      'Look at the size and format of what emit() gives, and at the errors in the console.',
      ['show-console', 'open-file'],
    ),
  )
}

function judgePacketsBack(span: Span, medium: Medium): Finding {
  const came = grown(span, (evidence) => streamOf(evidence, 'received', medium)?.packets)
  const stream = streamOf(span.last, 'received', medium)
  const frames = grown(span, (evidence) => streamOf(evidence, 'received', medium)?.frames)
  if (came > 0 && medium === 'video')
    return frames > 0
      ? ok(`${passedText(came, 'packets', span)}, ${frames} pictures decoded.`)
      : afterWatching(span, () =>
          dead(
            `${passedText(came, 'packets', span)}, but no picture could be decoded.`,
            'Start the call again.',
            ['show-packets'],
          ),
        )
  const concealed = stream && stream.samples > 0 ? (100 * stream.concealed) / stream.samples : 0
  if (came > 0)
    return ok(
      `${passedText(came, 'packets', span)}, ${stream?.lost ?? 0} lost, ${concealed.toFixed(1)} % made up.`,
    )
  const state = span.last.window?.connection?.state ?? 'not known'
  return afterWatching(span, () =>
    dead(
      `No packet comes back to this window; the connection is ${state}.`,
      'Stop and start the call. If that does not help, look at the packets.',
      ['show-packets'],
    ),
  )
}

function judgePlayout(span: Span): Finding {
  const { window } = span.last
  if (!window?.player) return unknown('Nothing is there to play it.')
  const { player, heardReceived, output } = window
  if (output.isHowling)
    return meant(
      'Soundcheck turned the speaker off, because the microphone heard it and the sound fed itself.',
      'Put on headphones or turn the volume down, then turn it on again.',
      ['unmute-speaker'],
    )
  if (player.isMuted)
    return meant('You muted the speaker in Soundcheck.', 'Turn it on to hear the handler.', [
      'unmute-speaker',
    ])
  if (player.volume < 0.01) return meant('The volume is at 0 %.', 'Turn it up.', ['full-volume'])
  if (!player.hasStream || player.isPaused)
    return dead('The player stands still.', 'Play again.', ['play-again'])
  if (heardReceived.loudest > SILENT_DBFS)
    return ok(`${dbText(heardReceived.loudest)} at the loudest, volume ${Math.round(player.volume * 100)} %.`)
  const emitted = engineOf(span.last, 'audio')?.levelOut ?? null
  if (emitted === null || emitted <= QUIET_DBFS)
    return ok(`Plays, as quiet as the handler is: ${dbText(heardReceived.loudest)}.`)
  return afterWatching(span, () =>
    window.context === 'suspended'
      ? dead('The sound system of this window stands still.', 'Resume it.', ['resume-sound'])
      : dead(
          `What comes out of the decoder is silent: ${dbText(heardReceived.loudest)}.`,
          'Look whether packets are lost or come late.',
          ['show-packets'],
        ),
  )
}

function judgeOutput({ last }: Span): Finding {
  if (!last.window) return unknown('Not known.')
  const { label, isListed, devices, isElsewhere } = last.window.output
  if (devices === 0)
    return dead('The system lists no output device.', 'Connect headphones or a loudspeaker.', [])
  if (!isListed || isElsewhere)
    return dead(
      isListed ? `"${label}" was refused by the system.` : 'The chosen output device is not connected.',
      'Connect it, or use the default output.',
      ['default-speaker'],
    )
  const name = label === null ? "The system's default output" : `"${label}"`
  return ok(`${name}. Up to here all is well: if you hear nothing, check its own volume and cable.`)
}

/** From what the handler emitted to the ear. */
export const outgoingLinks: readonly Link[] = [
  {
    ...ofWindow,
    place: 'engine',
    id: 'encode',
    title: { audio: 'Encode', video: 'Encode' },
    looksAt: 'what the engine encodes and sends',
    judge: judgeEncode,
  },
  {
    ...ofWindow,
    id: 'packets-back',
    title: { audio: 'Packets back', video: 'Packets back' },
    looksAt: 'packets that this window gets',
    judge: judgePacketsBack,
  },
  {
    ...ofWindow,
    media: ['audio'],
    id: 'playout',
    title: { audio: 'Playout', video: 'Playout' },
    looksAt: 'the player, its mute and volume, and the sound in it',
    judge: judgePlayout,
  },
  {
    ...ofWindow,
    media: ['audio'],
    id: 'output',
    title: { audio: 'Output device', video: 'Output device' },
    looksAt: 'where it is played',
    judge: judgeOutput,
  },
]
