import { useEffect, useState } from 'react'
import type { Quantiles } from '../../contract/metrics'
import { useBench } from '../app/bench-context'

const EVERY_MS = 2000

/** How late the main thread of the app is, while somebody looks; null until that is known. */
export function useAppDelay(): Quantiles | null {
  const { client } = useBench()
  const [delay, setDelay] = useState<Quantiles | null>(null)
  useEffect(() => {
    let isOpen = true
    const ask = () =>
      client.request('shell.loopDelay').then(
        (found) => isOpen && found.count > 0 && setDelay(found),
        (thrown: unknown) => console.warn('How late the main thread is is not known:', thrown),
      )
    void ask()
    const timer = setInterval(() => void ask(), EVERY_MS)
    return () => {
      isOpen = false
      clearInterval(timer)
    }
  }, [client])
  return delay
}
