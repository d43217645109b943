import type { ExportJob } from '../export-job'
import type { ExportSource } from '../export-source'
import { mediaPacketOf, type SidePacket } from './media-packets'
import { noMedia } from './no-media'

/**
 * The packets of sound of what was selected, in the order in which they came.
 * Throws `not-found`, at the end, when there was none in `what`: "what was selected", "this part of the session".
 */
export async function* soundPackets(
  source: ExportSource,
  job: ExportJob,
  what = 'what was selected',
): AsyncGenerator<SidePacket> {
  let isSome = false
  for await (const rows of source.slices(job, ['rtp']))
    for (const row of rows) {
      const packet = row.fields.medium === 'audio' ? mediaPacketOf(source, row) : null
      if (!packet) continue
      isSome = true
      yield packet
    }
  if (!isSome) throw noMedia(`There are no packets of sound in ${what}.`)
}
