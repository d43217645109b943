import type { QueueReading } from '../../../contract/state'
import type { Clock } from '../clock'
import type { JournalSink } from '../journal/journal'
import type { WireEvents } from '../peer'
import { createCallRows } from './call-rows'
import { createFramePaths } from './frame-paths'
import { createFrameRows } from './frame-rows'
import { createLinkTally } from './link-tally'
import type { MediaPaths } from './media-paths'
import { createPacketRows } from './packet-rows'
import { createPictureRows } from './picture-rows'
import { createQueueRows } from './queue-rows'
import { createSoundRows } from './sound-rows'
import { createSpeechRows } from './speech-rows'
import { createStatRows } from './stat-rows'
import { createTimerDelay } from './timer-delay'
import { createWorkMeter } from './work-meter'

export interface SessionRecordsOptions {
  readonly journal: JournalSink
  readonly clock: Clock
  /** Engine clock at the start of the session. */
  readonly origin: number
}

/** Makes rows of what passes in a session beside its messages: packets, calls, frames, states of the connection, figures. */
export function createSessionRecords({ journal, clock, origin }: SessionRecordsOptions) {
  const packets = createPacketRows({ journal, origin })
  const frames = createFrameRows({ journal, clock })
  const paths = createFramePaths({ journal, origin, capturedMs: packets.capturedMs })
  const links = createLinkTally({ clock, origin })
  const stats = createStatRows({ journal, clock })
  const sound = createSoundRows({ journal, origin })
  const pictures = createPictureRows({ journal, clock })
  const speech = createSpeechRows(journal)
  const writeQueues = createQueueRows(journal)
  const delay = createTimerDelay(clock)
  const work = createWorkMeter(clock)
  const wire: WireEvents = {
    ...packets.events,
    signal: ({ phase, ...note }) => journal.append({ kind: 'signal', type: phase, ...note }),
  }

  return {
    wire,
    frames,
    paths,
    sound,
    pictures,
    speech,
    links,
    work,
    calls: createCallRows({ journal, origin, picturesPerSecond: frames.picturesPerSecond }),
    channelOpened(label: string): void {
      const text = `data channel "${label}" open`
      journal.append({ kind: 'signal', type: 'channel', text, fields: { state: 'open' } })
    },
    /** Makes the rows of what was gathered since it was called before. */
    write(media: Pick<MediaPaths, 'readQueues' | 'counters' | 'hostCounters'>): void {
      const queues = media.readQueues()
      frames.write(queues)
      paths.write()
      sound.write()
      speech.write()
      stats.write(() => ({
        queues,
        lostIn: media.counters().packetsLost,
        host: media.hostCounters(),
        traffic: packets.takeTraffic(),
        engineDelayMs: delay.take(),
        workedMs: work.take(),
      }))
    },
    /** The same of all queues of the session. */
    writeQueues: (queues: readonly QueueReading[]): void => writeQueues(queues),
    close(): void {
      delay.close()
      pictures.close()
    },
  }
}

export type SessionRecords = ReturnType<typeof createSessionRecords>
