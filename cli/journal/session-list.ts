import type { SessionHead } from '../../main/engine/journal/session-head'
import type { Output } from '../output'
import { shortId } from '../serve/session-lines'

/** For machines and for people. */
export function tellSession(head: SessionHead, output: Output): void {
  const { sessionId, handlerId, handlerVersion, openedAt, client, end } = head
  const seconds = end ? Math.round((end.at - openedAt) / 100) / 10 : null
  const status = end?.status ?? 'open'
  const reason = end?.reason ?? null
  const opened = new Date(openedAt).toISOString().slice(0, 19).replace('T', ' ')
  const lasted = seconds === null ? 'not ended, or cut off' : `${seconds} s, ${status}`
  output.result(
    {
      event: 'session',
      session: sessionId,
      ...{ handler: handlerId, version: handlerVersion, door: client.door, address: client.address },
      ...{ openedAt, status, reason, seconds },
    },
    `${shortId(sessionId)}  ${opened}  ${handlerId} v${handlerVersion}  ${client.door}  ${lasted}${reason ? `: ${reason}` : ''}`,
  )
}
