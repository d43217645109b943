import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { HostKind } from '../../../contract/host-link'
import type { Fault } from '../table/fault'
import { type FaultCode, subjectSource } from '../table/subject-source'
import { createPinger, type Pinger } from '../wire/pinger'
import { openToneCall, type ToneCall } from '../wire/tone-call'
import type { Stage } from './stage'
import { waitFor } from './wait-for'

const HZ = 1000
const ANSWER_LIMIT = 10_000
const RETRY = 250

/** Versions that the plan of a fault needs: the faulty one among them. */
function versionsOf({ plan, code }: Fault): readonly FaultCode[] {
  const good: FaultCode = { methods: { exportState: '' } }
  if (plan.by === 'swap') return [good, { ...code, methods: { importState: '', ...code.methods } }]
  if (plan.by === 'successor') return [code, { methods: { importState: '' } }]
  return [code]
}

const slug = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-')

/** The handler that has the fault, and the call to it. */
export function createSubject(stage: Stage, fault: Fault, kind: HostKind) {
  const id = `${slug(fault.name)}-${kind}.ts`
  const marker = path.join(stage.folder, `${id}.marker`)
  const versions = versionsOf(fault)
  let call: ToneCall | null = null
  let pinger: Pinger | null = null

  function save(version: number): void {
    const code = versions[version - 1]
    if (!code) throw new Error(`${id} has no version ${version}`)
    const isolation = kind === 'process' ? 'process' : 'auto'
    const armed = fault.plan.by === 'swap' && version === 2
    const { video = false } = fault
    stage.save(id, subjectSource({ ...code, isolation, version, video, armed, marker }))
  }

  return {
    id,
    save,
    /** The next `isFirst()` in its code is true. */
    arm: () => writeFileSync(marker, ''),
    call: () => call,
    pongs: () => pinger?.pongs ?? [],
    /** Opens a call; rejects when it does not come about. */
    async open(): Promise<void> {
      call = await openToneCall(stage.backend, { handlerId: id, hz: HZ, video: fault.video ?? false })
      pinger = createPinger(call)
    },
    /** Opens calls until one comes about, or the time is over. */
    async openAtLast(limit: number): Promise<void> {
      const end = performance.now() + limit
      for (;;) {
        try {
          return await this.open()
        } catch (thrown) {
          if (performance.now() > end || !stage.backend.isRunning()) throw thrown
          await setTimeout(RETRY)
        }
      }
    },
    async answered(limit = ANSWER_LIMIT) {
      const first = await waitFor(limit, () => pinger?.pongs.at(-1))
      if (!first) throw new Error(`${id} did not answer within ${limit} ms`)
      return first
    },
    async close(): Promise<void> {
      pinger?.close()
      await call?.hangUp()
      pinger = null
      call = null
    },
  }
}

export type Subject = ReturnType<typeof createSubject>
