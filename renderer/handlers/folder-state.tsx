import { FileCode, FilePlus, FolderX, Loader, SearchX } from 'lucide-react'
import { useAttempt, useBench, useMirror } from '../app/bench-context'
import { Button } from '../design/button'
import { EmptyState } from '../design/empty-state'

export interface FolderStateProps {
  readonly search: string
  readonly onNew: () => void
}

/** In place of the list when there is no handler to list. */
export function FolderState({ search, onNew }: FolderStateProps) {
  const { client } = useBench()
  const attempt = useAttempt('folder')
  const folder = useMirror(({ bench }) => bench.folder)
  const link = useMirror((state) => state.link)
  const choose = (
    <Button onClick={() => attempt(() => client.request('shell.chooseFolder'))}>Choose folder</Button>
  )
  if (search !== '') return <EmptyState icon={SearchX} title={`No handler matches “${search}”`} />
  if (folder.status === 'failed') {
    const { error, path } = folder
    return (
      <EmptyState icon={FolderX} title="The folder cannot be read">
        <span>{error?.message ?? path}</span>
        <span>{error?.hint ?? 'Choose another folder, or create this one again.'}</span>
        <Button
          onClick={() => attempt(() => client.request('folder.open', { path, create: true }))}
          disabled={!path}
        >
          Create it with the examples
        </Button>
        {choose}
      </EmptyState>
    )
  }
  if (folder.status === 'opening' || link === 'loading')
    return <EmptyState icon={Loader} title="Reading the folder" />
  return (
    <EmptyState icon={FileCode} title="No handlers here yet">
      <span>Save a .ts file that exports a stream handler in this folder, and it appears at once.</span>
      <Button tone="primary" icon={FilePlus} onClick={onNew}>
        New handler
      </Button>
      <Button onClick={() => attempt(() => client.request('shell.revealFile', { handlerId: null }))}>
        Show the folder
      </Button>
      {choose}
    </EmptyState>
  )
}
