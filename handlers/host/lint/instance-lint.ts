import type { FindingRule } from '../../../contract/findings'
import { type HandlerMethod, type HostReport, syncWord } from '../../../contract/host'
import type { HandlerManifest } from '../../../contract/manifest'
import { channelCount } from '../../../contract/media'
import type { HandlerContext } from '../../kit/host-binding'
import type { EmittedSamples } from '../audio-medium'
import type { AuthorSources } from '../author-sources'
import type { ContextScope } from '../context-scope'
import { methodPosition } from '../handler-error'
import type { Medium } from '../interpret-emit'
import type { CallObserver } from '../method-calls'
import type { Complaint } from './complaint'
import { EmitRate } from './emit-rate'
import { lengthOf, peakOf } from './emitted-sound'
import { FindingLog } from './finding-log'
import { FrameShape } from './frame-shape'
import { HeldThread, type ThreadClock } from './held-thread'
import type { KitWaits } from './kit-waits'
import { ResourceWatch } from './resource-watch'
import { findLeftRunning } from './shutdown-check'
import { SilentEmit } from './silent-emit'

/** How often the thread's own clocks are looked at, ms. */
const LOOK_EVERY = 250
/** A thread that was that late within the last seconds (ms) is on a machine that has too much to do. */
const HELD_UP = 40
const HELD_UP_FOR = 6000

/** Methods that may be under way when the session ends. */
const longMethods: readonly HandlerMethod[] = ['startUp', 'onMessage']
const mediaMethods: readonly HandlerMethod[] = ['receive', 'emit', 'videoReceive', 'videoEmit']

export interface InstanceLintOptions {
  readonly manifest: HandlerManifest
  readonly sources: AuthorSources
  readonly scope: ContextScope
  readonly waits: KitWaits
  readonly post: (report: HostReport) => void
  readonly now: () => number
  /** See `HostWorkerData.sync`. */
  readonly words: Int32Array<SharedArrayBuffer>
}

/** Watches one instance for what runs but cannot be meant. It never changes what the handler does. */
export class InstanceLint implements CallObserver {
  readonly #options: InstanceLintOptions
  readonly #log: FindingLog
  readonly #resources: ResourceWatch
  readonly #waits: KitWaits
  readonly #shape: FrameShape
  readonly #rate = new EmitRate()
  readonly #silence = new SilentEmit()
  readonly #held: HeldThread
  /** Whether the author wrote the media methods; those of the other kinds are the kit's. */
  readonly #writesMedia: boolean
  readonly #calls = new Map<HandlerContext, HandlerMethod>()
  #timer: NodeJS.Timeout | null = null
  #lookedAt = 0
  #heldUpAt = Number.NEGATIVE_INFINITY

  constructor(options: InstanceLintOptions) {
    const { manifest, scope, waits, now, post } = options
    this.#options = options
    this.#log = new FindingLog(post)
    this.#waits = waits
    const isAuthors = (): boolean => scope.current() !== undefined && !this.#waits.isInside
    this.#resources = new ResourceWatch({ now, isAuthors })
    this.#shape = new FrameShape({ ...manifest, inputChannels: channelCount(manifest.expectedLayout) })
    this.#held = new HeldThread(this.#clock())
    this.#writesMedia = manifest.kind.endsWith('StreamHandler')
  }

  /** The loops begin. */
  start(): void {
    this.#lookedAt = this.#options.now()
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY).unref()
  }

  /** The handler was shut down: reports what goes on all the same, then watches no more. */
  async end(): Promise<void> {
    this.#stopLooking()
    const { sources, now } = this.#options
    const pending = (): HandlerMethod[] => this.#pending()
    const findings = await findLeftRunning({ resources: this.#resources, pending, sources, now })
    for (const finding of findings) this.#log.report(finding)
    this.close()
  }

  /** Watches no more. */
  close(): void {
    this.#stopLooking()
    this.#resources.close()
  }

  /** A block that `receive` is about to be given. */
  received(samples: Int16Array): void {
    const { inputSampleRate, expectedLayout } = this.#options.manifest
    const ms = (1000 * samples.length) / channelCount(expectedLayout) / inputSampleRate
    this.#shape.received(samples)
    this.#rate.received(this.#options.now(), ms)
    this.#silence.received(peakOf(samples), ms)
  }

  /** `medium`, with an ear on what passes through it. */
  listen(medium: Medium<EmittedSamples>): Medium<EmittedSamples> {
    return {
      expected: medium.expected,
      claims: (value) => medium.claims(value),
      read: (value) => {
        const reading = medium.read(value)
        if (reading.ok && reading.value !== null) this.#emitted(reading.value, (value as unknown[])[1])
        return reading
      },
    }
  }

  /** What was emitted is not played. */
  cleared(): void {
    this.#rate.cleared()
  }

  began(method: HandlerMethod, context: HandlerContext): void {
    this.#calls.set(context, method)
    if (method === 'emit') this.#silence.began(this.#options.now())
  }

  returned(method: HandlerMethod, ms: number, waitedInKit: boolean): void {
    const isKits = waitedInKit || (mediaMethods.includes(method) && !this.#writesMedia)
    const call = { method, ms, isKits, at: this.#options.now() }
    this.#tell('silent-emit', this.#held.returned(call), method)
  }

  ended(context: HandlerContext): void {
    if (this.#calls.get(context) === 'emit') this.#silence.ended()
    this.#calls.delete(context)
  }

  /** Methods of the author's with a call that is not over, and does not wait in the kit. */
  #pending(): HandlerMethod[] {
    const methods = this.#writesMedia ? [...longMethods, ...mediaMethods] : longMethods
    return [...this.#calls]
      .filter(([context, method]) => methods.includes(method) && !this.#waits.isWaitedIn(context))
      .map(([, method]) => method)
  }

  #emitted(emitted: EmittedSamples, given: unknown): void {
    const at = this.#options.now()
    const sound = { ...emitted, given }
    for (const complaint of this.#shape.emitted(sound)) this.#tell('frame-shape', complaint, 'emit')
    const isHeldUp = (): boolean => at - this.#heldUpAt < HELD_UP_FOR
    this.#tell('emit-rate', this.#rate.emitted(at, lengthOf(sound), isHeldUp), 'emit')
  }

  #look(): void {
    const clock = this.#clock()
    if (clock.at - this.#lookedAt - LOOK_EVERY > HELD_UP) this.#heldUpAt = clock.at
    this.#lookedAt = clock.at
    const held = this.#held.look(clock, LOOK_EVERY)
    // Of the other kinds it may be the kit that recognises speech.
    if (this.#writesMedia) this.#tell('silent-emit', held, null)
    // Who only listens has nothing to emit.
    if (this.#options.manifest.mode === 'send' || !this.#pending().includes('emit')) return
    this.#tell('silent-emit', this.#silence.judge(clock.at), 'emit')
  }

  #clock(): ThreadClock {
    return {
      at: this.#options.now(),
      busy: performance.eventLoopUtilization().active,
      beats: Atomics.load(this.#options.words, syncWord.heartbeat),
    }
  }

  #tell(rule: FindingRule, complaint: Complaint | null, method: HandlerMethod | null): void {
    if (complaint === null) return
    const position = methodPosition(this.#options.sources, method ?? undefined)
    this.#log.report({ rule, ...complaint, position })
  }

  #stopLooking(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
  }
}
