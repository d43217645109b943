import { Blend } from 'lucide-react'
import { useState } from 'react'
import { useBench, useSignal } from '../app/bench-context'
import { IconButton } from '../design/button'
import { CompareDialog } from './compare-dialog'

/** Opens the comparison of what is sent with what comes back; there while both have pictures. */
export function CompareButton() {
  const { streams } = useBench()
  const { sentVideo, receivedVideo } = useSignal(streams)
  const [isOpen, setOpen] = useState(false)
  if (!sentVideo || !receivedVideo) return null
  return (
    <>
      <IconButton
        label="Compare pictures"
        hint="Compare what you send with what comes back: wipe, difference, pixels"
        icon={Blend}
        onClick={() => setOpen(true)}
      />
      {isOpen && <CompareDialog sent={sentVideo} received={receivedVideo} onClose={() => setOpen(false)} />}
    </>
  )
}
