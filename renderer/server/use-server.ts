import { useEffect, useState } from 'react'
import { toWireError, type WireError } from '../../contract/errors'
import { type ServerChoice, type ServerSettings, standardServerChoice } from '../../contract/server'
import { useBench, useMirror } from '../app/bench-context'

/** What a person does about the server; what they choose is kept for the next start of the app. */
export function useServer() {
  const { client } = useBench()
  const entry = useMirror(({ bench }) => bench.server)
  /** null until it is read. */
  const [kept, setKept] = useState<ServerChoice | null>(null)
  const [failure, setFailure] = useState<WireError | null>(null)

  const attempt = async (work: () => Promise<unknown>) => {
    setFailure(null)
    try {
      await work()
    } catch (thrown) {
      setFailure(toWireError(thrown))
    }
  }
  const keep = async (change: Partial<ServerChoice>) => {
    const choice = { ...(kept ?? standardServerChoice), ...change }
    setKept(choice)
    await client.request('shell.setServer', choice)
  }

  useEffect(() => {
    let isHere = true
    client.request('shell.server').then(
      (choice) => isHere && setKept(choice),
      (thrown: unknown) => isHere && setFailure(toWireError(thrown)),
    )
    return () => {
      isHere = false
    }
  }, [client])

  return {
    entry,
    kept,
    failure: entry.status === 'failed' ? (entry.error ?? failure) : failure,
    start: (settings: ServerSettings) =>
      attempt(async () => {
        await keep({ settings })
        await client.request('server.start', settings)
      }),
    stop: () => attempt(() => client.request('server.stop')),
    select: (handlerId: string) =>
      attempt(async () => {
        await client.request('server.select', { handlerId })
        await keep({ selected: handlerId })
      }),
    startWithApp: (startWithApp: boolean) => attempt(() => keep({ startWithApp })),
  }
}

export type ServerUse = ReturnType<typeof useServer>
