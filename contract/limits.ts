import { z } from 'zod'

/** What a handler may use before it is ended; the person can change it. */
export const hostLimitsSchema = z.strictObject({
  /** Seconds without a sign of life after which a handler that blocks is ended. */
  hangLimitInS: z.number().int().min(2).max(3600),
  /** Memory of one handler's JavaScript heap, MB; a process may use four times that in all. */
  heapLimitMb: z.number().int().min(64).max(3072),
})
export type HostLimits = z.infer<typeof hostLimitsSchema>

export const standardLimits: HostLimits = { hangLimitInS: 10, heapLimitMb: 512 }
