import { useCallback, useEffect, useState } from 'react'
import { SoundcheckError, toWireError, type WireError } from '../../contract/errors'
import type { ExportFormat, ExportOutcome, ExportSelection } from '../../contract/exports'
import type { Redactions } from '../../contract/redactions'
import { useBench } from '../app/bench-context'

/** An export from its beginning to its end. */
export type ExportState =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'running'
      readonly exportId: string
      readonly share: number
      readonly isCancelled: boolean
    }
  | { readonly phase: 'done'; readonly outcome: ExportOutcome }
  | { readonly phase: 'failed'; readonly error: WireError }

export interface ExportOrder {
  readonly sessionId: string
  readonly format: ExportFormat
  readonly selection: ExportSelection
  readonly redactions: Redactions
  /** Of the file, without its ending. */
  readonly name: string
}

export interface ExportUse {
  readonly state: ExportState
  /** Asks where to save, then writes. */
  start(order: ExportOrder): Promise<void>
  cancel(): void
  showFile(): Promise<void>
  /** Forgets how the last one ended. */
  reset(): void
}

/** Exports of one button, one at a time; they go on while its dialog is closed. */
export function useExport(): ExportUse {
  const { client } = useBench()
  const [state, setState] = useState<ExportState>({ phase: 'idle' })

  useEffect(
    () =>
      client.on('export.progressed', ({ exportId, share }) =>
        setState((now) => (now.phase === 'running' && now.exportId === exportId ? { ...now, share } : now)),
      ),
    [client],
  )

  const start = useCallback(
    async ({ name, ...order }: ExportOrder) => {
      const exportId = crypto.randomUUID()
      try {
        const chosen = await client.request('shell.chooseExportFile', { format: order.format, name })
        if (chosen === null) return
        setState({ phase: 'running', exportId, share: 0, isCancelled: false })
        const outcome = await client.request('export.start', { ...order, exportId, path: chosen.path })
        setState({ phase: 'done', outcome })
      } catch (thrown) {
        const isCancelled = thrown instanceof SoundcheckError && thrown.code === 'closed'
        setState(isCancelled ? { phase: 'idle' } : { phase: 'failed', error: toWireError(thrown) })
      }
    },
    [client],
  )

  const cancel = (): void => {
    if (state.phase !== 'running') return
    setState({ ...state, isCancelled: true })
    void client.request('export.cancel', { exportId: state.exportId })
  }

  const showFile = async (): Promise<void> => {
    if (state.phase === 'done') await client.request('shell.showExport', { path: state.outcome.path })
  }

  return { state, start, cancel, showFile, reset: () => setState({ phase: 'idle' }) }
}
