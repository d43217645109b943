import { create } from 'qrcode'
import { useMemo } from 'react'
import styles from './server-dialog.module.css'

/** Modules of light around it. Source: ISO/IEC 18004, section 5.3.8. */
const QUIET_ZONE = 4

/** The dark modules as one path, a unit square each. */
export function qrPath(text: string): { readonly path: string; readonly size: number } {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules
  const dark = [...data.keys()].filter((at) => data[at])
  const squares = dark.map((at) => `M${at % size} ${Math.floor(at / size)}h1v1h-1z`)
  return { path: squares.join(''), size }
}

/** Dark on light in both themes: cameras do not read it otherwise. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { path, size } = useMemo(() => qrPath(text), [text])
  const side = size + 2 * QUIET_ZONE
  return (
    <svg
      role="img"
      aria-label={label}
      className={styles.qr}
      viewBox={`${-QUIET_ZONE} ${-QUIET_ZONE} ${side} ${side}`}
      shapeRendering="crispEdges"
    >
      <path d={path} />
    </svg>
  )
}
