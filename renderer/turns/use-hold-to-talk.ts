import type { KeyboardEvent, MouseEvent, PointerEvent } from 'react'
import { useEffect, useMemo, useState } from 'react'
import { useAttempt, useBench } from '../app/bench-context'
import type { Hold } from './hold'
import { createHold } from './hold'

/** Where a Space is a Space, or chooses something. */
const OWN_SPACE =
  'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="dialog"], [role="option"]'

const takesSpace = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(OWN_SPACE) !== null

/** Space held anywhere but in a text field; buttons that have the focus are pressed with Enter meanwhile. */
function followSpace(hold: Hold): () => void {
  const onDown = (event: globalThis.KeyboardEvent) => {
    if (event.code !== 'Space' || event.ctrlKey || event.altKey || event.metaKey) return
    if (takesSpace(event.target)) return
    event.preventDefault()
    if (!event.repeat) hold.press('space')
  }
  const onUp = (event: globalThis.KeyboardEvent) => {
    if (event.code !== 'Space') return
    // A button with the focus would take it for a press.
    if (hold.held) event.preventDefault()
    hold.release('space')
  }
  const onHidden = () => document.hidden && hold.releaseAll()
  // Before anything that has the focus.
  window.addEventListener('keydown', onDown, true)
  window.addEventListener('keyup', onUp, true)
  window.addEventListener('blur', hold.releaseAll)
  document.addEventListener('visibilitychange', onHidden)
  return () => {
    window.removeEventListener('keydown', onDown, true)
    window.removeEventListener('keyup', onUp, true)
    window.removeEventListener('blur', hold.releaseAll)
    document.removeEventListener('visibilitychange', onHidden)
  }
}

const isKey = ({ key }: KeyboardEvent) => key === ' ' || key === 'Enter'

const buttonEvents = (hold: Hold) => ({
  onPointerDown: (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    hold.press('pointer')
  },
  onPointerUp: () => hold.release('pointer'),
  onPointerCancel: () => hold.release('pointer'),
  onLostPointerCapture: () => hold.release('pointer'),
  onContextMenu: (event: MouseEvent) => event.preventDefault(),
  onKeyDown: (event: KeyboardEvent) => {
    if (!isKey(event)) return
    event.preventDefault()
    if (!event.repeat) hold.press('key')
  },
  onKeyUp: (event: KeyboardEvent) => isKey(event) && hold.release('key'),
  onBlur: () => hold.release('key'),
})

/** A button that sets the input `name` while it is held; `live` = there is a session to tell. */
export function useHoldToTalk(name: string, live: boolean) {
  const { steering } = useBench()
  const attempt = useAttempt('inputs')
  const [held, setHeld] = useState(false)
  const hold = useMemo(
    () =>
      createHold((value) => {
        setHeld(value)
        attempt(() => steering.setInputs({ [name]: value }))
      }),
    [attempt, steering, name],
  )
  const events = useMemo(() => buttonEvents(hold), [hold])
  useEffect(() => (live ? followSpace(hold) : undefined), [hold, live])
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the session ends the holding.
  useEffect(() => hold.releaseAll, [hold, live])
  return { held, events }
}
