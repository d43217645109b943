import { FilePlus, FolderOpen, FolderSearch } from 'lucide-react'
import { useAttempt, useBench, useMirror } from '../app/bench-context'
import { IconButton } from '../design/button'
import styles from './handler-pane.module.css'

/** The last two names of a path: enough to know a folder by. */
export const folderName = (path: string): string => path.split(/[/\\]/).filter(Boolean).slice(-2).join('/')

export interface FolderHeaderProps {
  readonly count: number
  readonly onNew: () => void
}

export function FolderHeader({ count, onNew }: FolderHeaderProps) {
  const { client } = useBench()
  const attempt = useAttempt('folder')
  const path = useMirror(({ bench }) => bench.folder.path)
  const isOpen = useMirror(({ bench }) => bench.folder.status === 'watching')
  return (
    <div className={styles.header}>
      <div className={styles.names}>
        <h2>
          Handlers
          {count > 0 && <span className={styles.count}>{count}</span>}
        </h2>
        {path && (
          <p className={styles.folder} title={path}>
            {folderName(path)}
          </p>
        )}
      </div>
      <IconButton
        label="New handler"
        hint="New handler from an example"
        icon={FilePlus}
        disabled={!isOpen}
        onClick={onNew}
      />
      <IconButton
        label="Choose folder"
        icon={FolderOpen}
        onClick={() => attempt(() => client.request('shell.chooseFolder'))}
      />
      <IconButton
        label="Reveal folder"
        hint="Show the folder in the file browser"
        icon={FolderSearch}
        onClick={() => attempt(() => client.request('shell.revealFile', { handlerId: null }))}
      />
    </div>
  )
}
