import { isIPv4 } from 'node:net'
import { SoundcheckError } from '../../../contract/errors'

/** An address of the other side. */
export interface RemoteCandidate {
  /** As `candidate:…`, with single blanks. */
  readonly text: string
  /** Whose ICE session it is of; null = it does not say. */
  readonly ufrag: string | null
  /**
   * Whether it is one that we could send to: UDP, by IPv4. A name in `.local`, behind which a browser hides its address, cannot be
   * resolved without asking the whole network; its owner reaches us all the same, and is answered where it called from.
   */
  readonly isUsable: boolean
}

/** Source: RFC 8839 section 5.1. */
const FIELDS = /^\S{1,32} \d{1,3} \S+ \d{1,10} \S+ \d{1,5} typ \S+/

function isUnicast(address: string): boolean {
  const first = Number(address.split('.')[0])
  return isIPv4(address) && first > 0 && first < 224
}

/** Reads an `a=candidate` line without its `a=`; throws `invalid` when it is malformed. */
export function readCandidate(text: string): RemoteCandidate {
  const words = text
    .replace(/^candidate:/, '')
    .trim()
    .split(/\s+/)
  const line = words.join(' ')
  const [, component, protocol, priority, address = '', port] = words
  if (!FIELDS.test(line) || Number(priority) >= 2 ** 32 || Number(port) > 65_535) {
    throw new SoundcheckError('invalid', `the ICE candidate "${line.slice(0, 100)}" is malformed`, {
      hint: 'Pass on the candidate, sdpMid and sdpMLineIndex of the icecandidate event unchanged.',
    })
  }
  const ufragAt = words.indexOf('ufrag', 8)
  const isUdp = protocol?.toLowerCase() === 'udp' && component === '1'
  return {
    text: `candidate:${line}`,
    ufrag: ufragAt < 0 ? null : (words[ufragAt + 1] ?? null),
    isUsable: isUdp && isUnicast(address) && Number(port) > 0,
  }
}
