import { type ServerSettings, serverSettingsSchema } from '../../contract/server'

/** Settings as they are being written. */
export interface ServerDraft {
  readonly host: string
  readonly port: string
  readonly tls: boolean
  /** One a line. */
  readonly origins: string
}

export type Reach = 'computer' | 'network'

const THIS_COMPUTER = '127.0.0.1'
const EVERY_ADDRESS = '0.0.0.0'

/** Who can reach a server that listens at `host`. */
export function reachOf(host: string): Reach {
  return host === 'localhost' || host === '::1' || host.startsWith('127.') ? 'computer' : 'network'
}

export const draftOf = ({ host, port, tls, allowedOrigins }: ServerSettings): ServerDraft => ({
  host,
  port: String(port),
  tls,
  origins: allowedOrigins.join('\n'),
})

/** Pages of other computers get no microphone without TLS, and what is said would be heard by everybody on the way. */
export function withReach(draft: ServerDraft, reach: Reach): ServerDraft {
  if (reach === reachOf(draft.host)) return draft
  return reach === 'network'
    ? { ...draft, host: EVERY_ADDRESS, tls: true }
    : { ...draft, host: THIS_COMPUTER, tls: false }
}

export interface DraftTrouble {
  readonly port: string | null
  readonly origins: string | null
}

function portTrouble(text: string): string | null {
  const isPort = text.trim() !== '' && serverSettingsSchema.shape.port.safeParse(Number(text)).success
  return isPort ? null : 'Enter a whole number from 0 to 65,535.'
}

/** What was written, as origins: what comes after the port of an address is no part of one. */
const originsOf = (text: string): string[] =>
  text
    .split(/[\s,]+/)
    .filter((line) => line !== '')
    .map((line) => (/^https?:\/\//.test(line) && URL.canParse(line) ? new URL(line).origin : line))

function originsTrouble(text: string): string | null {
  const origins = originsOf(text)
  const isWrong = (one: string) => !serverSettingsSchema.shape.allowedOrigins.safeParse([one]).success
  const wrong = origins.find(isWrong)
  if (wrong) return `${wrong} is no origin. Write it as https://example.org.`
  return serverSettingsSchema.shape.allowedOrigins.safeParse(origins).success ? null : 'Not more than 50.'
}

export const troubleOf = ({ port, origins }: ServerDraft): DraftTrouble => ({
  port: portTrouble(port),
  origins: originsTrouble(origins),
})

/** null while something in it is no setting. */
export function settingsOf(draft: ServerDraft): ServerSettings | null {
  const { port, origins } = troubleOf(draft)
  if (port !== null || origins !== null) return null
  const { host, tls } = draft
  return { host, port: Number(draft.port), tls, allowedOrigins: originsOf(draft.origins) }
}

/** Where a client begins; with the token, if one is asked for. */
export const linkOf = (url: string, token: string | null): string =>
  token === null ? `${url}/` : `${url}/?token=${encodeURIComponent(token)}`
