/**
 * The JSON text of a channel message, `{"type":type,"data":data}`: the shape of all FastRTC messages.
 *
 * @param data anything that JSON can carry.
 */
export function createMessage(type: string, data: unknown): string {
  return JSON.stringify({ type, data })
}

/**
 * The JSON text of an `error` or `warning`. FastRTC's code puts the text under `message`, its documentation says `data`;
 * clients of both kinds exist, so both keys carry it.
 */
export function createNotice(type: 'error' | 'warning', text: string): string {
  return JSON.stringify({ type, data: text, message: text })
}
