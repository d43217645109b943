import { useCallback, useState } from 'react'
import { messageOf } from '../../contract/errors'
import type { HandlerManifest } from '../../contract/manifest'
import type { SessionEntry } from '../../contract/state'
import { useBench } from '../app/bench-context'
import { type InputValues, inputValues, withoutHeld } from './input-values'
import { type InputEdits, useDebounced } from './use-input-edits'

const noValues: InputValues = {}

/** The input values of somebody else's session: as they are there, and what was just changed here. */
export function useOutsideInputs(session: SessionEntry, manifest: HandlerManifest): InputEdits {
  const { steering } = useBench()
  const [edits, setEdits] = useState(noValues)
  const [refusal, setRefusal] = useState<string | null>(null)
  const send = useCallback(
    (values: InputValues) => {
      steering.setInputs(values).then(
        () => setRefusal(null),
        (thrown: unknown) => {
          setRefusal(messageOf(thrown))
          setEdits(noValues)
        },
      )
    },
    [steering],
  )
  const sendSoon = useDebounced(send)
  const write = (change: InputValues) => {
    setEdits({ ...edits, ...change })
    sendSoon(change)
  }
  const values = inputValues(manifest, { ...session.inputs, ...edits })
  const isDefault = ([name, value]: [string, unknown]) =>
    JSON.stringify(value) === JSON.stringify(manifest.inputDefaults[name])
  return {
    values,
    isEdited: !Object.entries(values).every(isDefault),
    refusal,
    set: (name, value) => write({ [name]: value }),
    reset: () => write(withoutHeld(manifest, manifest.inputDefaults)),
  }
}
