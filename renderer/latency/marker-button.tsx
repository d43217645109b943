import { Flashlight } from 'lucide-react'
import { useState } from 'react'
import { messageOf } from '../../contract/errors'
import { useBench } from '../app/bench-context'
import { Button } from '../design/button'
import styles from './frames-panel.module.css'
import { markerText } from './marker-words'
import { type MarkerResult, measureMarker } from './measure-marker'

interface MarkerButtonProps {
  readonly result: MarkerResult | null
  readonly onResult: (result: MarkerResult) => void
}

/** Sends a tone and a flash, and says when they came back. */
export function MarkerButton({ result, onResult }: MarkerButtonProps) {
  const { call, inspector, streams } = useBench()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const measure = () => {
    setBusy(true)
    setError(null)
    measureMarker(call, inspector.ears, streams.get())
      .then(onResult, (thrown: unknown) => setError(messageOf(thrown)))
      .finally(() => setBusy(false))
  }
  const text = error ?? (isBusy ? 'Quiet, a short tone, and a flash …' : result && markerText(result))
  return (
    <div className={styles.marker}>
      <Button
        icon={Flashlight}
        disabled={isBusy}
        title="For four seconds a tone and a flash are sent in the place of microphone and camera"
        onClick={measure}
      >
        Send a marker
      </Button>
      <span role="status" className={styles.faint}>
        {text}
      </span>
    </div>
  )
}
