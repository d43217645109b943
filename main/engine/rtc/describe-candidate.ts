import type { RowFields } from '../../../contract/row-fields'

/** What is known of an address that one side offers, as fields of a row. */
export interface DescribedCandidate {
  /** As `candidate:…`. */
  readonly text: string
  readonly fields: RowFields
}

const types = ['host', 'srflx', 'prflx', 'relay']
const protocols = ['udp', 'tcp']

/** IPv6 in brackets, since a port follows. */
export function addressOf(host: string, port: string | number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

/** Reads an `a=candidate` line, with `a=` or without; of what is malformed only that is told which is what it should be. */
export function describeCandidate(line: string, side: 'local' | 'remote'): DescribedCandidate {
  const text = line.replace(/^a=/, '').trim()
  const [, , protocol = '', , host, port, , type = ''] = text.replace(/^candidate:/, '').split(/\s+/)
  const isKnown = (words: readonly string[], word: string) => words.includes(word.toLowerCase())
  return {
    text: text.startsWith('candidate:') ? text : `candidate:${text}`,
    fields: {
      side,
      ...(isKnown(protocols, protocol) ? { protocol: protocol.toLowerCase() } : {}),
      ...(host !== undefined && port !== undefined ? { address: addressOf(host, port) } : {}),
      ...(isKnown(types, type) ? { candidate: type.toLowerCase() } : {}),
    },
  }
}
