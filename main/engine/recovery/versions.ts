import { arch, platform, release } from 'node:os'
import type { Versions } from './running-marker'

/** What this process is made of. */
export function currentVersions(app: string | null): Versions {
  const { electron, chrome, node } = process.versions as { [name: string]: string | undefined }
  return {
    app,
    electron: electron ?? null,
    chromium: chrome ?? null,
    node: node ?? '',
    os: `${platform()} ${release()}`,
    arch: arch(),
  }
}
