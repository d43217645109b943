import { Stethoscope } from 'lucide-react'
import { useEffect } from 'react'
import { useBench, useStageHandler } from '../app/bench-context'
import { IconButton } from '../design/button'

/** Asks for the dead link; Ctrl+Shift+D does, too. */
export function DetectiveButton() {
  const { detective } = useBench()
  const hasPath = useStageHandler()?.manifest != null
  useEffect(() => {
    if (!hasPath) return
    const onKeyDown = (event: KeyboardEvent) => {
      const isAsked = (event.ctrlKey || event.metaKey) && event.shiftKey && event.code === 'KeyD'
      if (!isAsked || detective.store.getState().isOpen) return
      event.preventDefault()
      detective.open()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [detective, hasPath])
  return (
    <IconButton
      label="Why is it silent?"
      hint="Why is it silent? Look for the dead link (Ctrl+Shift+D)"
      icon={Stethoscope}
      aria-keyshortcuts="Control+Shift+D"
      disabled={!hasPath}
      onClick={detective.open}
    />
  )
}
