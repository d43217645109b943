import { useCallback, useEffect, useRef, useState } from 'react'
import { messageOf } from '../../contract/errors'
import type { JsonValue } from '../../contract/json'
import type { HandlerManifest } from '../../contract/manifest'
import { useBench, useCall, useWindow } from '../app/bench-context'
import { isActive } from '../call/call-state'
import type { InputValues } from './input-values'
import { inputValues, withoutHeld } from './input-values'

const SEND_AFTER_MS = 100

/** Collects changes and gives them together once `SEND_AFTER_MS` passed since the first. */
export function useDebounced(send: (values: InputValues) => void): (values: InputValues) => void {
  const waiting = useRef<Record<string, JsonValue>>({})
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
      timer.current = null
    },
    [],
  )
  return useCallback(
    (values) => {
      Object.assign(waiting.current, values)
      timer.current ??= setTimeout(() => {
        const sent = waiting.current
        waiting.current = {}
        timer.current = null
        send(sent)
      }, SEND_AFTER_MS)
    },
    [send],
  )
}

export interface InputEdits {
  readonly values: InputValues
  readonly isEdited: boolean
  /** Why the engine refused the last change; null when it did not. */
  readonly refusal: string | null
  set(name: string, value: JsonValue): void
  reset(): void
}

/** The values of a handler's inputs: the defaults and what was changed, told to the session while there is one. */
export function useInputEdits(handlerId: string, manifest: HandlerManifest): InputEdits {
  const { call, window } = useBench()
  const edits = useWindow((state) => state.inputEdits[handlerId])
  const inCall = useCall((state) => isActive(state.status) && state.handlerId === handlerId)
  const [refusal, setRefusal] = useState<string | null>(null)

  const send = useCallback(
    (values: InputValues) => {
      call.setInputs(values).then(
        () => setRefusal(null),
        (thrown: unknown) => setRefusal(messageOf(thrown)),
      )
    },
    [call],
  )
  const sendSoon = useDebounced(send)

  const write = (next: InputValues, change: InputValues) => {
    window.setState(({ inputEdits }) => ({ inputEdits: { ...inputEdits, [handlerId]: next } }))
    if (inCall) sendSoon(change)
    else setRefusal(null)
  }
  return {
    values: inputValues(manifest, edits),
    isEdited: edits !== undefined && Object.keys(edits).length > 0,
    refusal,
    set: (name, value) => write({ ...edits, [name]: value }, { [name]: value }),
    reset: () => write({}, withoutHeld(manifest, manifest.inputDefaults)),
  }
}
