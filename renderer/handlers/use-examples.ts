import { useEffect, useState } from 'react'
import { messageOf } from '../../contract/errors'
import type { ExampleEntry } from '../../contract/ipc'
import { useBench } from '../app/bench-context'

export type Examples =
  | { readonly status: 'reading' }
  | { readonly status: 'failed'; readonly message: string }
  | { readonly status: 'read'; readonly entries: readonly ExampleEntry[] }

/** The examples that ship, read anew with each use. */
export function useExamples(): Examples {
  const { client } = useBench()
  const [examples, setExamples] = useState<Examples>({ status: 'reading' })
  useEffect(() => {
    let current = true
    client.request('examples.list').then(
      (entries) => current && setExamples({ status: 'read', entries }),
      (thrown: unknown) => current && setExamples({ status: 'failed', message: messageOf(thrown) }),
    )
    return () => {
      current = false
    }
  }, [client])
  return examples
}

/** Those whose title, file or summary contains every word of `text`; first those whose name begins with it. */
export function findExamples(entries: readonly ExampleEntry[], text: string): readonly ExampleEntry[] {
  const wanted = text.trim().toLowerCase()
  const words = wanted.split(/\s+/).filter(Boolean)
  const found = entries.filter(({ name, title, summary }) => {
    const searched = `${title} ${name} ${summary}`.toLowerCase()
    return words.every((word) => searched.includes(word))
  })
  const begins = ({ name, title }: ExampleEntry) =>
    name.startsWith(wanted) || title.toLowerCase().startsWith(wanted)
  return [...found.filter(begins), ...found.filter((entry) => !begins(entry))]
}
