import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** 256 random bits in the letters that need no escaping in an address. */
export function createToken(): string {
  return randomBytes(32).toString('base64url')
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** In a time that tells nothing of how much of it is right. */
export function isToken(token: string, given: string): boolean {
  return timingSafeEqual(digest(token), digest(given))
}

export interface Given {
  readonly headers: IncomingHttpHeaders
  /** Of the address: `?token=`. */
  readonly inQuery: string | undefined
  /** Of the address: `/~TOKEN/…`. */
  readonly inPath: string | undefined
  readonly cookieName: string
}

/** Everything in a request that may be the token. */
export function tokensIn({ headers, inQuery, inPath, cookieName }: Given): string[] {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  const cookies = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  const cookie = cookies.find(([name]) => name === cookieName)?.[1]
  return [bearer, inQuery, inPath, cookie].filter((one) => one !== undefined)
}
