import { type Session, systemPreferences } from 'electron'
import type { MediaAccess } from '../../contract/metrics'
import { APP_ORIGIN } from './app-protocol'

/** What our own window may ask for; everything else, and everybody else, is refused. */
const allowed: ReadonlySet<string> = new Set([
  'media',
  'speaker-selection',
  'clipboard-sanitized-write',
  'fullscreen',
])

export function isOwnOrigin(url: string): boolean {
  return url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`)
}

/** Media for our own window only; the operating system may still refuse, and the window says so. */
export function installPermissionPolicy(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide, details) => {
    decide(allowed.has(permission) && isOwnOrigin(details.requestingUrl))
  })
  session.setPermissionCheckHandler((_contents, permission, origin) => {
    return allowed.has(permission) && isOwnOrigin(origin.replace(/\/$/, ''))
  })
}

/** What the operating system allows; systems without such a switch (Linux) answer `unknown`. */
export function mediaAccess(medium: 'microphone' | 'camera'): MediaAccess {
  return process.platform === 'linux' ? 'unknown' : systemPreferences.getMediaAccessStatus(medium)
}
