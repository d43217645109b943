import type { HostReport } from '../../../../contract/host'
import type { HostLimits } from '../../../../contract/limits'
import { buildHostBundle } from '../../../../handlers/host/testing/build-host-bundle'
import { compileSource } from '../../../../handlers/host/testing/compile-handler'
import type { HandlerHost, HostExit } from '../handler-host'
import { createHandlerProcess } from '../handler-process'
import { loadHandler, openHandler } from '../host-calls'
import { createNodeFork } from '../node-fork'

type ReportOf<T extends HostReport['type']> = Extract<HostReport, { readonly type: T }>

/** A real handler process, and the reports that came from it. */
export interface ProcessUnderTest {
  readonly host: HandlerHost
  readonly reports: HostReport[]
  /** The first report of this kind from now on, or one that came before. */
  report<T extends HostReport['type']>(
    type: T,
    accept?: (found: ReportOf<T>) => boolean,
  ): Promise<ReportOf<T>>
  printed(text: string): Promise<unknown>
  exit(): Promise<HostExit>
}

/** Built once for all the processes of a test file. */
let built: Promise<string> | null = null

export async function startProcess(limits?: HostLimits): Promise<ProcessUnderTest> {
  built ??= buildHostBundle('process')
  const fork = createNodeFork(await built)
  const host = createHandlerProcess({ fork, ...(limits ? { limits } : {}) })
  const reports: HostReport[] = []
  host.onReport((report) => reports.push(report))
  const report: ProcessUnderTest['report'] = (type, accept = () => true) =>
    new Promise((resolve) => {
      const fits = (found: HostReport): found is ReportOf<typeof type> =>
        found.type === type && accept(found as ReportOf<typeof type>)
      const known = reports.find(fits)
      if (known) return resolve(known)
      const stop = host.onReport((found) => {
        if (!fits(found)) return
        stop()
        resolve(found)
      })
    })
  return {
    host,
    reports,
    report,
    printed: (text) => report('console', (found) => found.text.includes(text)),
    exit: () => new Promise((resolve) => void host.onExit(resolve)),
  }
}

/** Loads and opens a handler with these members in it. */
export async function openIn(
  { host }: ProcessUnderTest,
  members: string,
  { before = '', base = 'AudioVideoStreamHandler' } = {},
): Promise<void> {
  const source = `import { ${base} } from 'soundcheck'
${before}
export default class Tested extends ${base} {
  receive() {}
  emit() { return null }
  videoReceive() {}
  videoEmit() { return null }
  copy() { return new Tested() }
  ${members}
}`
  await loadHandler(host, await compileSource(source))
  await openHandler(host, { webrtcId: 'w', inputs: {}, phoneMode: false, sessionTime: 0 })
}

/** Whether there is a process with this id; one that ended but was not waited for counts as one. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
