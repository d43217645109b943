import { SoundcheckError, type WireError } from '../../../contract/errors'
import type { Finding } from '../../../contract/findings'
import type { HandlerSources } from '../../../contract/handler-sources'
import { KEPT_VERSIONS, type VersionEntry } from '../../../contract/state'
import type { HandlerVersion } from '../handler-version'

/** A version that loaded, and what the list shows of it. */
export interface KeptVersion {
  readonly version: HandlerVersion
  /** Likely mistakes, as the probe found them. */
  readonly findings: readonly Finding[]
  /** ms since the epoch. */
  readonly loadedAt: number
  /** Why it was rolled back. */
  readonly rejected: WireError | null
}

/** The versions of one handler that can be gone back to. */
export interface VersionHistory {
  /** The one that sessions run. */
  current(): KeptVersion | null
  /** Newest first; the same array while nothing changes. */
  entries(): readonly VersionEntry[]
  /** Throws `not-found`. */
  get(number: number): KeptVersion
  /** Throws `not-found`, or `limit` when they were too much to keep. */
  sourcesOf(number: number): HandlerSources
  /** A version that was rolled back and has this hash. */
  rejectedWith(hash: string): KeptVersion | null
  has(hash: string): boolean
  /** The newest version, and from now on the current one. */
  add(version: Omit<KeptVersion, 'rejected'>): void
  /** Makes it the current one, whatever it did before. Throws `not-found`. */
  use(number: number): KeptVersion
  /** Marks it; if it was the current one, the newest that was not rejected takes its place. Nothing happens when it is not kept. */
  reject(number: number, error: WireError): void
}

/** Bundles of one handler; the oldest go first. */
const MOST_KEPT_CHARACTERS = 32 * 1024 * 1024

/** Most files do not change from one version to the next: their texts are kept once. */
function shareTexts(
  sources: HandlerSources | null,
  before: HandlerSources | null | undefined,
): HandlerSources | null {
  if (!sources || !before) return sources
  const share = ([file, text]: [string, string]): [string, string] => {
    const old = before.get(file)
    return [file, old === text ? old : text]
  }
  return new Map([...sources].map(share))
}

class KeptVersions implements VersionHistory {
  #kept: readonly KeptVersion[] = []
  #entries: readonly VersionEntry[] = []
  #current: number | null = null

  current(): KeptVersion | null {
    return this.#find(this.#current) ?? null
  }

  entries(): readonly VersionEntry[] {
    return this.#entries
  }

  get(number: number): KeptVersion {
    const found = this.#find(number)
    if (found) return found
    throw new SoundcheckError('not-found', `Version ${number} is not kept.`, {
      hint: `The newest ${KEPT_VERSIONS} versions of a handler are, while Soundcheck runs.`,
    })
  }

  sourcesOf(number: number): HandlerSources {
    const { sources } = this.get(number).version
    if (sources) return sources
    throw new SoundcheckError('limit', `The files of version ${number} were too large to be kept.`, {
      hint: 'Up to 2 MB of a version are kept: import large data from a package, or read it in startUp.',
    })
  }

  rejectedWith(hash: string): KeptVersion | null {
    return this.#kept.find(({ version, rejected }) => rejected && version.hash === hash) ?? null
  }

  has(hash: string): boolean {
    return this.#kept.some(({ version }) => version.hash === hash)
  }

  add(kept: Omit<KeptVersion, 'rejected'>): void {
    const { version: added, ...rest } = kept
    const sources = shareTexts(added.sources, this.#kept[0]?.version.sources)
    this.#current = added.version
    this.#keep([{ ...rest, version: { ...added, sources }, rejected: null }, ...this.#kept])
  }

  use(number: number): KeptVersion {
    const chosen = this.get(number)
    this.#current = number
    if (chosen.rejected) this.#replace({ ...chosen, rejected: null })
    return this.get(number)
  }

  reject(number: number, error: WireError): void {
    const rejected = this.#find(number)
    if (!rejected) return
    this.#replace({ ...rejected, rejected: error })
    if (this.#current !== number) return
    const next = this.#kept.find((kept) => kept.rejected === null)
    // Without another one it stays: a handler that fails is better than none.
    this.#current = next?.version.version ?? number
  }

  #find(number: number | null): KeptVersion | undefined {
    return this.#kept.find(({ version }) => version.version === number)
  }

  #replace(changed: KeptVersion): void {
    const isIt = ({ version }: KeptVersion) => version.version === changed.version.version
    this.#keep(this.#kept.map((kept) => (isIt(kept) ? changed : kept)))
  }

  #keep(versions: readonly KeptVersion[]): void {
    let characters = 0
    this.#kept = versions.slice(0, KEPT_VERSIONS).filter(({ version }, at) => {
      characters += version.code.length
      return at === 0 || characters <= MOST_KEPT_CHARACTERS
    })
    this.#entries = this.#kept.map(({ version, loadedAt, rejected }) => ({
      version: version.version,
      loadedAt,
      rejected,
    }))
  }
}

export function createVersionHistory(): VersionHistory {
  return new KeptVersions()
}
