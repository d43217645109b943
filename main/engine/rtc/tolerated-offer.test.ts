import { expect, it } from 'vitest'
import { toleratedOffer } from './tolerated-offer'

const offer = (...video: readonly string[]) =>
  ['v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:0', 'a=sendrecv', ...video, ''].join('\r\n')

it('takes a medium of port 0 that is to share a transport for an offered one', () => {
  const given = offer('m=video 0 UDP/TLS/RTP/SAVPF 96', 'a=bundle-only', 'a=mid:1', 'a=sendrecv')
  expect(toleratedOffer(given)).toContain('m=video 9 UDP/TLS/RTP/SAVPF 96\r\n')
})

it('takes a medium of port 0 for a refused one where nothing else is said', () => {
  const given = offer('m=video 0 UDP/TLS/RTP/SAVPF 96', 'a=mid:1', 'a=inactive')
  expect(toleratedOffer(given)).toBe(given)
})
