import { type FaultCode, subjectSource } from '../table/subject-source'

/** What a soak's handler does when it is told to, by `what`. */
export const soakFaults = ['throw', 'reject', 'exit', 'loop', 'leak'] as const
export type SoakFault = (typeof soakFaults)[number]

const code: FaultCode = {
  members: 'private readonly kept: unknown[] = []',
  methods: { exportState: '', importState: '' },
  go: `if (message.what === 'throw') throw new Error('boom')
    if (message.what === 'reject') void Promise.reject(new Error('boom'))
    if (message.what === 'exit') process.exit(1)
    if (message.what === 'loop') for (;;) {}
    if (message.what === 'leak') setInterval(() => this.kept.push(Array.from({ length: 300_000 }, (_, n) => ({ n }))), 20)`,
}

/** `good` runs; `broken` does not compile; `bad` compiles and fails when it has taken over. */
export type SoakVersion = 'good' | 'broken' | 'bad'

const changed: { readonly [version in SoakVersion]: FaultCode } = {
  good: code,
  broken: { ...code, top: 'const = 1' },
  bad: { ...code, methods: { ...code.methods, startUp: "throw new Error('boom')" } },
}

export function soakSource(kind: SoakVersion, version: number): string {
  return subjectSource({ ...changed[kind], isolation: 'auto', version, marker: '' })
}
