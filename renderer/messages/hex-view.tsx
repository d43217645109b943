import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { searched } from '../inspector/use-text-marks'
import { hexLine, hexLineCount } from './hex-lines'
import styles from './hex-view.module.css'
import { countText } from './row-text'

const LINE_HEIGHT = 17
/** As high as the view may get; also what is assumed before it was measured. */
const MAX_HEIGHT = 272

/** Bytes in lines of sixteen; of many only those in view are drawn. */
export function HexView({ bytes }: { readonly bytes: Uint8Array }) {
  const scroller = useRef<HTMLElement>(null)
  const count = hexLineCount(bytes)
  const lines = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    initialRect: { width: 0, height: MAX_HEIGHT },
    overscan: 8,
  })
  return (
    <section
      ref={scroller}
      className={styles.view}
      aria-label={`${countText(bytes.length)} bytes in hexadecimal`}
      data-own-keys=""
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled with the arrow keys.
      tabIndex={0}
    >
      <div className={styles.lines} style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map(({ index, start }) => {
          const { offset, hex, text } = hexLine(bytes, index)
          return (
            <div key={index} className={styles.line} style={{ transform: `translateY(${start}px)` }}>
              <span className={styles.offset}>{offset}</span>
              <span>{hex}</span>
              <span className={styles.text} {...searched}>
                {text}
              </span>
            </div>
          )
        })}
      </div>
    </section>
  )
}
