/** Folders that tell whose machine it is. */
export interface PrivateFolders {
  readonly home: string
  /** The user folder. */
  readonly handlers: string
}

/** A folder as it can stand in a message: with either slash, or as part of a URL. */
function spellings(folder: string): readonly string[] {
  const slashed = folder.replaceAll('\\', '/')
  return [...new Set([folder, slashed, encodeURI(slashed), folder.replaceAll('\\', '\\\\')])]
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Not within a longer name: `/home/an` is no part of `/home/anna`. */
function without(text: string, folder: string, name: string): string {
  if (folder.length < 2) return text
  const bare = folder.replace(/[\\/]+$/, '')
  return spellings(bare).reduce(
    (left, spelling) => left.replaceAll(new RegExp(`${escaped(spelling)}(?![\\w-])`, 'gi'), () => name),
    text,
  )
}

/** Homes of people in general, also those that are not ours: Linux, macOS, Windows. */
const anyHome = /(\/home\/|\/Users\/|[A-Za-z]:[\\/]{1,2}Users[\\/]{1,2})[^\\/\s:'")]+/g

/** `text` without the names of people: paths in it begin at the handlers folder or the home folder. */
export function scrubPaths(text: string, { home, handlers }: PrivateFolders): string {
  return without(without(text, handlers, '<handlers>'), home, '~').replaceAll(anyHome, '~')
}
