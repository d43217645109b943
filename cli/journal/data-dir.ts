import path from 'node:path'

export interface DataPlace {
  readonly platform: NodeJS.Platform
  readonly env: NodeJS.ProcessEnv
  /** Of the person. */
  readonly home: string
}

/** Where Electron keeps what belongs to an app. */
function appData({ platform, env, home }: DataPlace): string {
  if (platform === 'win32') return env.APPDATA ?? path.join(home, 'AppData', 'Roaming')
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support')
  return env.XDG_CONFIG_HOME ?? path.join(home, '.config')
}

/** Where the app keeps its journals, unless it was started with a folder of its own. */
export function appDataDir(place: DataPlace): string {
  return path.join(appData(place), 'Soundcheck', 'engine')
}
