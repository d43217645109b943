import { useEffect, useState } from 'react'
import type { WireError } from '../../contract/errors'
import { toWireError } from '../../contract/errors'
import type { FileDiff } from '../../contract/ipc'
import { useBench } from '../app/bench-context'
import type { Comparison } from '../state/window-store'

export type Diff =
  | { readonly status: 'reading' }
  | { readonly status: 'failed'; readonly error: WireError }
  | { readonly status: 'read'; readonly files: readonly FileDiff[] }

export function useDiff({ handlerId, from, to }: Comparison): Diff {
  const { client } = useBench()
  const [diff, setDiff] = useState<Diff>({ status: 'reading' })
  useEffect(() => {
    let current = true
    setDiff({ status: 'reading' })
    client.request('handler.diff', { handlerId, from, to }).then(
      (files) => current && setDiff({ status: 'read', files }),
      (thrown: unknown) => current && setDiff({ status: 'failed', error: toWireError(thrown) }),
    )
    return () => {
      current = false
    }
  }, [client, handlerId, from, to])
  return diff
}
