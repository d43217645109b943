import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { hostsOf } from './own-addresses'

export interface Certificate {
  /** PEM. */
  readonly key: string
  readonly cert: string
  /** SHA-256, in hexadecimal pairs with `:`. */
  readonly fingerprint: string
}

const YEAR = 365 * 24 * 3600 * 1000

/** A certificate of our own for all names of a server that listens at `host`. Browsers ask the person to trust it. */
export async function createCertificate(host: string, now = Date.now()): Promise<Certificate> {
  // It is loaded when it is needed: a server without TLS starts faster by it.
  const { generate } = await import('selfsigned')
  const altNames = hostsOf(host)
    .filter((name) => name !== '0.0.0.0' && name !== '::')
    .map((name) => (isIP(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name }))
  const pems = await generate([{ name: 'commonName', value: 'Soundcheck' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    // A device whose clock is a little slow takes it, too.
    notBeforeDate: new Date(now - 24 * 3600 * 1000),
    notAfterDate: new Date(now + YEAR),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  })
  return { key: pems.private, cert: pems.cert, fingerprint: new X509Certificate(pems.cert).fingerprint256 }
}
