import { useEffect, useState } from 'react'
import { messageOf } from '../../contract/errors'
import type { JournalRow } from '../../contract/journal'
import { useBench } from '../app/bench-context'
import type { Client } from '../state/client'

/** What was fetched of a row; null = not yet. */
export type Fetched<T> = { readonly value: T } | { readonly failure: string } | null

const encoder = new TextEncoder()

export async function textOf(client: Client, sessionId: string, row: JournalRow): Promise<string> {
  if (!row.truncated) return row.summary
  return (await client.request('journal.detail', { sessionId, n: row.n })).text
}

/** The bytes that belong to a row, else those of its text. */
export async function bytesOf(client: Client, sessionId: string, row: JournalRow): Promise<Uint8Array> {
  if (!row.hasBytes) return encoder.encode(await textOf(client, sessionId, row))
  return (await client.request('journal.bytes', { sessionId, n: row.n })).bytes
}

function useFetched<T>(
  fetch: (client: Client, sessionId: string, row: JournalRow) => Promise<T>,
  sessionId: string,
  row: JournalRow,
): Fetched<T> {
  const { client } = useBench()
  const [fetched, setFetched] = useState<Fetched<T>>(null)
  useEffect(() => {
    let current = true
    fetch(client, sessionId, row).then(
      (value) => current && setFetched({ value }),
      (thrown: unknown) => current && setFetched({ failure: messageOf(thrown) }),
    )
    return () => {
      current = false
    }
  }, [fetch, client, sessionId, row])
  return fetched
}

export function useRowText(sessionId: string, row: JournalRow): Fetched<string> {
  const fetched = useFetched(textOf, sessionId, row)
  return row.truncated ? fetched : { value: row.summary }
}

export const useRowBytes = (sessionId: string, row: JournalRow): Fetched<Uint8Array> =>
  useFetched(bytesOf, sessionId, row)
