import type { WireError } from '../../contract/errors'

export const lost: WireError = {
  code: 'unavailable',
  message: 'The connection to the handler was lost.',
  hint: 'Press Start to connect again. What came until then stays in Messages.',
}

export const noSession: WireError = {
  code: 'closed',
  message: 'There is no session.',
  hint: 'Press Start first.',
}

export const tooSlow: WireError = {
  code: 'timeout',
  message: 'The connection did not come up within 15 seconds.',
  hint: 'A firewall may block UDP on this computer. Press Start to try again.',
}

export const neverLoaded: WireError = {
  code: 'compile',
  message: 'This handler has no version that runs yet.',
  hint: 'Correct the error in its file; it is loaded again as soon as you save it.',
}
