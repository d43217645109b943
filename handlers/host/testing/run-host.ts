import { MessageChannel, Worker } from 'node:worker_threads'
import { type HostCommand, type HostReport, SYNC_BYTES, syncWord } from '../../../contract/host'
import type { JsonValue } from '../../../contract/json'
import { buildHostBundle } from './build-host-bundle'
import { type CompiledHandler, compileFile, compileSource } from './compile-handler'

type ReportOf<T extends HostReport['type']> = Extract<HostReport, { readonly type: T }>

const LONGEST_WAIT = 10_000

/** A real handler thread with the engine's end of the contract in the hands of a test. */
export class TestHost {
  /** Built once for all the hosts of a test file. */
  static #script: Promise<string> | null = null
  readonly reports: HostReport[] = []
  readonly #worker: Worker
  readonly #words = new Int32Array(new SharedArrayBuffer(SYNC_BYTES))
  readonly #sync = new MessageChannel()
  readonly #exited: Promise<number>
  #listeners: (() => void)[] = []
  /** Acknowledges messages by itself, as the engine does when the channel has taken them. */
  acknowledges = true
  /** Tells the host of each audio report that it was taken. */
  takesAudio = true

  private constructor(script: string) {
    this.#worker = new Worker(script, {
      workerData: { sync: this.#words.buffer, syncPort: this.#sync.port2 },
      transferList: [this.#sync.port2],
      // As the engine starts it.
      execArgv: ['--experimental-websocket', '--no-addons'],
      stdout: true,
      stderr: true,
    })
    this.#worker.on('message', (report: HostReport) => this.#take(report))
    this.#exited = new Promise((resolve, reject) => {
      this.#worker.on('exit', resolve)
      this.#worker.on('error', reject)
    })
  }

  static async start(): Promise<TestHost> {
    TestHost.#script ??= buildHostBundle()
    const host = new TestHost(await TestHost.#script)
    await host.next('booted')
    return host
  }

  post(command: HostCommand, transfer: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(command, transfer)
    if (command.type !== 'inputs' && command.type !== 'close') return
    this.#sync.port1.postMessage(command)
    this.#wake()
  }

  /** The first report of this type that `accept` takes, from `from` on; waits for it. */
  async next<T extends HostReport['type']>(
    type: T,
    accept: (report: ReportOf<T>) => boolean = () => true,
    from = 0,
  ): Promise<ReportOf<T>> {
    let found: ReportOf<T> | undefined
    await this.until(() => {
      found = this.all(type, from).find(accept)
      return found !== undefined
    }, `a "${type}" report`)
    return found as ReportOf<T>
  }

  all<T extends HostReport['type']>(type: T, from = 0): ReportOf<T>[] {
    return this.reports.slice(from).filter((report): report is ReportOf<T> => report.type === type)
  }

  /** Waits until `holds` after some report; it fails with `what` and what came instead. */
  async until(holds: () => boolean, what: string): Promise<void> {
    let late = false
    const timer = setTimeout(() => {
      late = true
      this.#notify()
    }, LONGEST_WAIT)
    while (!holds() && !late) await new Promise<void>((resolve) => this.#listeners.push(resolve))
    clearTimeout(timer)
    if (late) throw new Error(`Waited in vain for ${what}; there are ${this.#summary()}`)
  }

  async load(handler: string | CompiledHandler): Promise<ReportOf<'loaded'>['manifest']> {
    const from = this.reports.length
    const compiled = typeof handler === 'string' ? await compileSource(handler) : handler
    this.post({ type: 'load', ...compiled })
    await this.until(
      () => this.all('loaded', from).length + this.all('load-failed', from).length > 0,
      'a load',
    )
    const [failure] = this.all('load-failed', from)
    if (failure) throw Object.assign(new Error(failure.error.message), { wire: failure.error })
    return (await this.next('loaded', undefined, from)).manifest
  }

  async loadFile(file: string): Promise<ReportOf<'loaded'>['manifest']> {
    return this.load(await compileFile(file))
  }

  /** `open` and `channel-opened`: until `receive` and `emit` have begun. */
  async begin(more: { inputs?: Record<string, JsonValue>; phoneMode?: boolean } = {}): Promise<void> {
    this.open(more)
    await this.next('opened')
    this.post({ type: 'channel-opened' })
    await this.next('started')
  }

  open({
    inputs = {},
    phoneMode = false,
  }: {
    inputs?: Record<string, JsonValue>
    phoneMode?: boolean
  } = {}): void {
    this.post({ type: 'open', webrtcId: 'test-session', inputs, phoneMode, sessionTime: 1000 })
  }

  audio(samples: Int16Array<ArrayBuffer>, channels: 1 | 2 = 1, arrivedAt = 0): void {
    this.post({ type: 'audio', samples, channels, arrivedAt }, [samples.buffer])
  }

  /** Frames that the host took off its port. */
  taken(): { audio: number; video: number } {
    return {
      audio: Atomics.load(this.#words, syncWord.audioTaken),
      video: Atomics.load(this.#words, syncWord.videoTaken),
    }
  }

  takeAudio(count: number): void {
    Atomics.add(this.#words, syncWord.emittedTaken, count)
  }

  acknowledge(slot: number): void {
    Atomics.store(this.#words, syncWord.acknowledged, slot)
    this.#wake()
  }

  /** Ends the session, then the thread. */
  async close(): Promise<void> {
    this.post({ type: 'close', reason: 'the test is over' })
    await this.next('closed')
    await this.stop()
  }

  /** Ends the thread, whatever it does. */
  async stop(): Promise<void> {
    await this.#worker.terminate()
    this.#sync.port1.close()
  }

  exited(): Promise<number> {
    return this.#exited
  }

  #take(report: HostReport): void {
    this.reports.push(report)
    if (report.type === 'audio' && this.takesAudio) Atomics.add(this.#words, syncWord.emittedTaken, 1)
    if (report.type === 'message' && report.ack !== null && this.acknowledges) this.acknowledge(report.ack)
    this.#notify()
  }

  #wake(): void {
    Atomics.add(this.#words, syncWord.signal, 1)
    Atomics.notify(this.#words, syncWord.signal)
  }

  #notify(): void {
    const listeners = this.#listeners
    this.#listeners = []
    for (const go of listeners) go()
  }

  #summary(): string {
    return JSON.stringify(this.reports.map((report) => report.type).slice(-30))
  }
}
