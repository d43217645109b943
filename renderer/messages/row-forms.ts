import type { JournalRow } from '../../contract/journal'
import type { JsonValue } from '../../contract/json'
import { parseMessage } from '../../contract/json'
import type { ServerEntry } from '../../contract/server'
import type { SessionEntry } from '../../contract/state'

const isObject = (value: unknown): value is { readonly [key: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The row itself, as one line of JSON. */
export function rowAsJson(row: JournalRow, text: string): string {
  const { n, atUs, kind, direction, type, position, fields } = row
  const hasFields = Object.keys(fields).length > 0
  return JSON.stringify({
    ...{ n, atUs, kind, direction, type, text },
    ...(hasFields ? { fields } : {}),
    ...(position ? { position } : {}),
  })
}

/** The text as JSON over several lines; a text that is none as a string. */
export const textAsJson = (text: string): string => JSON.stringify(parseMessage(text), null, 2)

const plainKey = /^[A-Za-z_$][\w$]*$/

function quoted(text: string): string {
  const json = JSON.stringify(text)
  return text.includes("'") ? json : `'${json.slice(1, -1).replaceAll('\\"', '"')}'`
}

/** A value as TypeScript is written here: single quotes, keys bare where they may be. */
export function literal(value: JsonValue, indent = ''): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object' || value === null) return String(value)
  const inner = `${indent}  `
  const parts = Array.isArray(value)
    ? value.map((one) => literal(one, inner))
    : Object.entries(value).map(
        ([key, one]) => `${plainKey.test(key) ? key : quoted(key)}: ${literal(one, inner)}`,
      )
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  const line = Array.isArray(value) ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`
  if (parts.length === 0) return open + close
  if (line.length + indent.length <= 80 && !line.includes('\n')) return line
  return `${open}\n${parts.map((part) => `${inner}${part},\n`).join('')}${indent}${close}`
}

/** The line of code that sends the same: of a client on its data channel, of a handler with its method. */
export function rowAsTypeScript({ direction }: Pick<JournalRow, 'direction'>, text: string): string {
  const value = parseMessage(text)
  const isText = typeof value === 'string'
  if (direction === 'in')
    return `channel.send(${isText ? quoted(text) : `JSON.stringify(${literal(value)})`})`
  const isMessage =
    isObject(value) && typeof value.type === 'string' && Object.keys(value).join() === 'type,data'
  if (isMessage && value.data !== undefined)
    return `await this.sendMessage(createMessage(${quoted(String(value.type))}, ${literal(value.data)}))`
  return `await this.sendMessage(${isText ? quoted(text) : `JSON.stringify(${literal(value)})`})`
}

const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/**
 * The `soundcheck` command that says the same again: to a fresh instance of the handler, with the inputs as they are. Of a row that is
 * no message to a handler, or whose handler is gone: the one that shows it.
 */
export function rowAsCommand(
  { n, kind, direction, hasBytes }: Pick<JournalRow, 'n' | 'kind' | 'direction' | 'hasBytes'>,
  text: string,
  sessionId: string,
  inputs: SessionEntry['inputs'],
  handlerFile: string | undefined,
): string {
  if (kind !== 'message' || direction !== 'in' || hasBytes || handlerFile === undefined)
    return `soundcheck journal query ${sessionId} n:${n}`
  const isPlain = Object.keys(inputs).length === 0
  return [
    `soundcheck run ${shellQuoted(handlerFile)}`,
    ...(isPlain ? [] : [`--args ${shellQuoted(JSON.stringify(inputs))}`]),
    // A text that begins with a dash is no option.
    `--send=${shellQuoted(text)}`,
  ].join(' ')
}

type Served = Pick<ServerEntry, 'status' | 'urls' | 'token' | 'fingerprint'>

/** The request that sets the same inputs from outside; null where the door for it is closed, or the row is about something else. */
export function rowAsCurl(
  { kind, type }: Pick<JournalRow, 'kind' | 'type'>,
  text: string,
  session: Pick<SessionEntry, 'client'> | undefined,
  { status, urls, token, fingerprint }: Served,
): string | null {
  const inputs = parseMessage(text)
  const url = urls.at(-1)
  if (kind !== 'input' || type !== null || !isObject(inputs) || !session || !url || status !== 'listening')
    return null
  const address = `${url.replace(/\/$/, '')}/input_hook`
  const body = JSON.stringify({ webrtc_id: session.client.webrtcId, inputs })
  return [
    'curl -X POST',
    ...(fingerprint === null ? [] : ['--insecure']),
    ...(token === null ? [] : [`-H ${shellQuoted(`Authorization: Bearer ${token}`)}`]),
    "-H 'Content-Type: application/json'",
    `-d ${shellQuoted(body)}`,
    shellQuoted(address),
  ].join(' ')
}
