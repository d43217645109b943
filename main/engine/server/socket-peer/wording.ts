/** How one protocol says what goes out over its socket. */
export interface Wording {
  /** A piece of sound, mu-law. */
  media(payload: Uint8Array): string
  /** What was sent and not played yet is to be forgotten; null = the client has no such queue. */
  readonly clear: string | null
  /** Asks to be told when all that was sent before it has been played; null = the client cannot tell. */
  readonly mark: ((name: string) => string) | null
  /** False: the client knows no texts but those above, and a handler's messages go no further than the journal. */
  readonly takesMessages: boolean
}

export const toBase64 = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64')
