/** What can be said on the app's command line. Chromium's own switches pass by; `--user-data-dir` is one of them. */
export interface Switches {
  /** The user folder for this run, absolute; null = the one from the settings. */
  readonly handlers: string | null
}

/** Reads `--handlers=DIR` and `--handlers DIR`; relative folders count from `cwd`. */
export function parseSwitches(argv: readonly string[], resolve: (folder: string) => string): Switches {
  const joined = argv.find((argument) => argument.startsWith('--handlers='))?.slice('--handlers='.length)
  const position = argv.indexOf('--handlers')
  const value = joined ?? (position >= 0 ? argv[position + 1] : undefined)
  return { handlers: value ? resolve(value) : null }
}
