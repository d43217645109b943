import { Settings } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useBench } from '../app/bench-context'
import { IconButton } from '../design/button'
import { SettingsDialog } from './settings-dialog'

/** Opens the settings, as Ctrl+, and the menu do. */
export function SettingsButton() {
  const { client } = useBench()
  const [isOpen, setOpen] = useState(false)
  useEffect(() => client.on('shell.settingsAsked', () => setOpen(true)), [client])
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== ',' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      setOpen(true)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <>
      <IconButton
        label="Settings"
        hint="Settings (Ctrl+,)"
        aria-keyshortcuts="Control+,"
        icon={Settings}
        onClick={() => setOpen(true)}
      />
      <SettingsDialog open={isOpen} onClose={() => setOpen(false)} />
    </>
  )
}
