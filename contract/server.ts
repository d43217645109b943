/** The doors through which clients outside of the app come in: HTTP, WebSockets, telephones. */
import { z } from 'zod'
import type { WireError } from './errors'

export const serverSettingsSchema = z.strictObject({
  /**
   * The IP address or host name to listen at. `127.0.0.1`, `::1` and `localhost` are reached from this computer alone;
   * any other address lets in whoever can reach it and knows the token.
   */
  host: z.string().min(1).max(255),
  /** 0 = any free one. */
  port: z.number().int().min(0).max(65_535),
  /** Speak TLS, with a certificate that is made for it: browsers give no microphone to pages of other computers without. */
  tls: z.boolean(),
  /** Origins of web pages, besides the server's own, that may use it, as `https://example.org`. */
  allowedOrigins: z.array(z.url({ protocol: /^https?$/ }).max(255)).max(50),
})
export type ServerSettings = z.infer<typeof serverSettingsSchema>

export const standardServer: ServerSettings = {
  host: '127.0.0.1',
  port: 8000,
  tls: false,
  allowedOrigins: [],
}

/** What the app keeps of the server for its next start. */
export const serverChoiceSchema = z.strictObject({
  settings: serverSettingsSchema,
  /** Let clients in as soon as the app runs. */
  startWithApp: z.boolean(),
  /** The handler at the root; null = the first of the folder. */
  selected: z.string().max(1000).nullable(),
})
export type ServerChoice = z.infer<typeof serverChoiceSchema>

export const standardServerChoice: ServerChoice = {
  settings: standardServer,
  startWithApp: false,
  selected: null,
}

export interface ServerEntry {
  readonly status: 'off' | 'starting' | 'listening' | 'failed'
  /** Those that it listens with, or was last asked to. */
  readonly settings: ServerSettings
  /** Under which it is reached, the one for other devices first; without the token. Empty unless it listens. */
  readonly urls: readonly string[]
  /** What clients have to show; null = it is reached from this computer alone, and asks for none. */
  readonly token: string | null
  /** SHA-256 of its certificate, in hexadecimal pairs with `:`; null without TLS. */
  readonly fingerprint: string | null
  /** The handler at the root; the others are under their names. null = the first of the folder. */
  readonly selected: string | null
  /** Why it does not listen; null unless `failed`. */
  readonly error: WireError | null
}

export const noServer: ServerEntry = {
  status: 'off',
  settings: standardServer,
  urls: [],
  token: null,
  fingerprint: null,
  selected: null,
  error: null,
}

/** The name of a handler in addresses and on the command line: its id without the file's ending. */
export function handlerName(id: string): string {
  return id.replace(/\.[^./]+$/, '')
}
