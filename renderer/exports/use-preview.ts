import { useEffect, useState } from 'react'
import { messageOf } from '../../contract/errors'
import type { ExportPreview, ExportSelection } from '../../contract/exports'
import type { Redactions } from '../../contract/redactions'
import { useBench } from '../app/bench-context'

export type PreviewState =
  | { readonly phase: 'looking' }
  | { readonly phase: 'known'; readonly preview: ExportPreview }
  | { readonly phase: 'failed'; readonly message: string }

/** While somebody types it is not looked at anew with each key, ms. */
const SETTLED = 300

/** What the rules would take away of what is selected; null while nothing is. */
export function usePreview(
  sessionId: string,
  selection: ExportSelection | null,
  redactions: Redactions,
): PreviewState | null {
  const { client } = useBench()
  const [state, setState] = useState<PreviewState | null>(null)
  const asked = selection === null ? null : JSON.stringify({ sessionId, selection, redactions })

  useEffect(() => {
    if (asked === null) {
      setState(null)
      return
    }
    let isWanted = true
    const tell = (next: PreviewState): void => {
      if (isWanted) setState(next)
    }
    setState({ phase: 'looking' })
    const timer = setTimeout(() => {
      client.request('export.preview', JSON.parse(asked)).then(
        (preview) => tell({ phase: 'known', preview }),
        (thrown: unknown) => tell({ phase: 'failed', message: messageOf(thrown) }),
      )
    }, SETTLED)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [client, asked])

  return state
}
