import { useEffect, useRef } from 'react'
import type { LevelReading } from '../media/level'
import { METER_FLOOR_DBFS } from '../media/level'
import type { LevelFeed } from '../media/level-feed'
import styles from './level-meter.module.css'
import { useFrames } from './use-frames'

/** The lowest level that is drawn; what is below is still told as a number. */
const DRAWN_FLOOR_DBFS = -60
const SAY_EVERY_MS = 100
/** dBFS; every other one is left out where there is no room for its number. */
const TICKS = [-60, -50, -40, -30, -20, -10, 0]

/** 0..1 of the meter's width. */
export const meterFraction = (dbfs: number): number => Math.min(1, Math.max(0, 1 - dbfs / DRAWN_FLOOR_DBFS))

export const levelText = (dbfs: number): string =>
  dbfs <= METER_FLOOR_DBFS ? '−∞' : dbfs.toFixed(1).replace('-', '−')

const tickText = (dbfs: number) => String(dbfs).replace('-', '−')
const rounded = (dbfs: number) => (Math.round(dbfs * 10) / 10).toFixed(1)

function draw(root: HTMLElement, { level, peakHold, clipped }: LevelReading): void {
  root.style.setProperty('--level', String(meterFraction(level)))
  root.style.setProperty('--peak', String(meterFraction(peakHold)))
  root.toggleAttribute('data-clipped', clipped)
}

/** Draws outside of React: the level changes with every frame of the screen. */
export function LevelMeter({ label, feed }: { readonly label: string; readonly feed: LevelFeed }) {
  const root = useRef<HTMLDivElement>(null)
  const text = useRef<HTMLSpanElement>(null)

  useFrames((now) => root.current && draw(root.current, feed.meter.read(now)))

  useEffect(() => {
    const say = () => {
      const { steady: level } = feed.meter.read(performance.now())
      root.current?.setAttribute('aria-valuenow', rounded(level))
      root.current?.setAttribute('aria-valuetext', `${rounded(level)} dBFS`)
      if (text.current) text.current.textContent = levelText(level)
    }
    say()
    const timer = setInterval(say, SAY_EVERY_MS)
    return () => clearInterval(timer)
  }, [feed])

  return (
    <div className={styles.line}>
      {/* biome-ignore lint/a11y/useSemanticElements: the element meter cannot show peak and clipping. */}
      <div
        ref={root}
        role="meter"
        aria-label={label}
        aria-valuemin={METER_FLOOR_DBFS}
        aria-valuemax={0}
        aria-valuenow={METER_FLOOR_DBFS}
        className={styles.meter}
      >
        <div className={styles.track}>
          <div className={styles.fill} />
          <div className={styles.peak} />
        </div>
        <div className={styles.clip} title="Lights when a sample reaches full scale" />
        <Scale />
      </div>
      <span className={styles.value} aria-hidden>
        <span ref={text}>−∞</span> dBFS
      </span>
    </div>
  )
}

const Scale = () => (
  <div className={styles.scale} aria-hidden>
    {TICKS.map((dbfs, index) => (
      <span key={dbfs} className={index % 2 === 0 ? styles.tick : styles.minorTick}>
        {tickText(dbfs)}
      </span>
    ))}
  </div>
)
