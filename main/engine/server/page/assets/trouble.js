/** What keeps a call from working, in words for the person. */
export class Trouble extends Error {
  /** @param {string} message what happened @param {string} [hint] what to do about it */
  constructor(message, hint = '') {
    super(message)
    this.hint = hint
  }
}

const DEVICES = { audio: 'microphone', video: 'camera', 'audio-video': 'microphone and camera' }

/**
 * Why the browser gives no microphone or camera.
 * @param {unknown} thrown by getUserMedia @param {'audio' | 'video' | 'audio-video'} modality
 */
export function deviceTrouble(thrown, modality) {
  const devices = DEVICES[modality]
  const name = thrown instanceof Error ? thrown.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError')
    return new Trouble(
      `The browser was not allowed to use your ${devices}.`,
      'Allow it in the settings of this page, which are left of its address, and start again.',
    )
  if (name === 'NotFoundError' || name === 'OverconstrainedError')
    return new Trouble(`There is no ${devices}.`, 'Connect one, and start again.')
  if (name === 'NotReadableError' || name === 'AbortError')
    return new Trouble(
      `Your ${devices} cannot be read.`,
      'Another program may be using it: close that, and start again.',
    )
  const words = thrown instanceof Error ? thrown.message : String(thrown)
  return new Trouble(`Your ${devices} cannot be used: ${words}`)
}

/** @param {'audio' | 'video' | 'audio-video'} modality */
export function insecureTrouble(modality) {
  return new Trouble(
    `This page may not use your ${DEVICES[modality]}, because its address is not secure.`,
    'Browsers ask for https, or for http://localhost on the computer itself. Turn TLS on for the server in Soundcheck, and open its https address.',
  )
}

/**
 * Why the server did not answer an offer. Takes the bodies of FastRTC (`meta.error`) and those with code, message and hint.
 * @param {number} status of HTTP @param {any} body as it was parsed; null when it is not JSON
 */
export function refusal(status, body) {
  const reason = body?.meta?.error
  if (reason === 'concurrency_limit_reached')
    return new Trouble(
      `The handler takes ${body.meta.limit ?? 'only so many'} session(s) at once, and all are in use.`,
      'Wait until somebody hangs up, or raise concurrencyLimit in the handler file.',
    )
  if (reason === 'connection_already_exists')
    return new Trouble('The server still has a connection of this page.', 'Wait a moment, and start again.')
  if (status === 401)
    return new Trouble(
      'The server did not take the token of this address.',
      'Open the whole address that Soundcheck shows, with ?token=… at its end. It changes with each start.',
    )
  if (typeof body?.message === 'string') return new Trouble(body.message, body.hint ?? '')
  if (reason !== undefined) return new Trouble(`The server refused: ${reason}`)
  return new Trouble(`The server answered with status ${status}.`, 'Its log may say why.')
}
