import { createHash } from 'node:crypto'
import type { RTCDtlsTransport } from 'werift'

/** Source: IANA, TLS supported DTLS versions and DTLS-SRTP protection profiles (RFC 5764, RFC 7714). */
const versions: { readonly [minor: number]: string } = { 253: 'DTLS 1.2', 255: 'DTLS 1.0' }
const profiles: { readonly [id: number]: string } = {
  1: 'AES_CM_128_HMAC_SHA1_80',
  7: 'AEAD_AES_128_GCM',
}

/** As in `a=fingerprint`. Source: RFC 8122 section 5. */
function fingerprintOf(certificate: Buffer): string {
  const digest = createHash('sha256').update(certificate).digest('hex').toUpperCase()
  return `sha-256 ${digest.match(/../g)?.join(':') ?? ''}`
}

/** How a connection that has been secured is: one thing a line. */
export function describeSecurity({ dtls, role, localParameters }: RTCDtlsTransport): string {
  const profile = dtls?.srtp.srtpProfile
  const certificate = dtls?.remoteCertificate
  const [own] = localParameters.fingerprints
  const lines = [
    role === 'auto' ? null : `our part: ${role}`,
    dtls?.dtls.version && `version: ${versions[dtls.dtls.version.minor] ?? 'unknown'}`,
    dtls?.cipher.cipher?.name && `cipher: ${dtls.cipher.cipher.name}`,
    profile && `media keys: ${profiles[profile] ?? profile}`,
    own && `our certificate: ${own.algorithm} ${own.value}`,
    certificate && `the client’s certificate: ${fingerprintOf(certificate)}`,
  ]
  return lines.filter(Boolean).join('\n')
}
