import { messageOf, SoundcheckError } from '../../../contract/errors'
import type { ServerSettings } from '../../../contract/server'
import { inUrl } from './own-addresses'

const reasons: { readonly [code: string]: readonly [reason: string, hint: string] } = {
  EADDRINUSE: [
    'the port is in use',
    'Stop the program that listens there, or choose another port; 0 is any free one.',
  ],
  EACCES: ['this user may not listen at that port', 'Choose a port above 1023, or 0 for any free one.'],
  EADDRNOTAVAIL: [
    'this computer has no such address',
    'Choose an address of this computer: 127.0.0.1 for this computer alone, 0.0.0.0 for the network.',
  ],
  ENOTFOUND: ['there is no such host name', 'Choose an address of this computer, as 127.0.0.1 or 0.0.0.0.'],
  EAFNOSUPPORT: ['this computer has no addresses of that kind', 'Choose an IPv4 address, as 127.0.0.1.'],
}
const aliases: { readonly [code: string]: string } = {
  EPERM: 'EACCES',
  EAI_AGAIN: 'ENOTFOUND',
  EINVAL: 'EADDRNOTAVAIL',
}

/** Why the server does not listen, and what to do about it. */
export function listenError({ host, port }: ServerSettings, thrown: unknown): SoundcheckError {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  const [reason, hint] = reasons[aliases[code] ?? code] ?? [messageOf(thrown), undefined]
  const message = `The server cannot listen at ${inUrl(host)}:${port}: ${reason}.`
  return new SoundcheckError('unavailable', message, { hint, cause: thrown })
}
