import { type SourcePosition, toWireError, type WireError } from '../../../contract/errors'
import type { HandlerMethod, HostReport } from '../../../contract/host'
import type { HandlerHost } from '../hosts/handler-host'
import { type LoadedHandler, loadHandler } from '../hosts/host-calls'

export interface ProbedCode {
  readonly file: string
  readonly code: string
}

/** What came of loading code once in one host. */
export type ProbeAttempt =
  | { readonly ok: true; readonly loaded: LoadedHandler }
  | {
      readonly ok: false
      readonly error: WireError
      /** It hung, ended its host or used too much memory: nothing to do twice. */
      readonly harmful: boolean
      /** The host refused a native add-on before. */
      readonly wantsNative: boolean
    }

/** What a host says while it loads, beside how that ends. */
interface Signs {
  wantsNative: boolean
  /** The load itself has failed, not the host. */
  refused: boolean
  method: HandlerMethod | null
  position: SourcePosition | null
}

function note(signs: Signs, report: HostReport): void {
  if (report.type === 'native-refused') signs.wantsNative = true
  else if (report.type === 'load-failed') signs.refused = true
  else if (report.type === 'blocked') signs.method = report.method
  else if (report.type === 'blocked-at') signs.position = report.position
}

function isHarmful({ code }: WireError, { refused }: Signs): boolean {
  return !refused && (code === 'timeout' || code === 'limit' || code === 'handler')
}

/** Says where it hangs, if that can be told. */
async function explain(error: WireError, signs: Signs, host: HandlerHost): Promise<WireError> {
  if (signs.refused || error.code !== 'timeout') return error
  const position = error.position ?? signs.position ?? (await host.locate())
  return {
    ...error,
    message: signs.method ? `${signs.method}() did not return while the file was loaded.` : error.message,
    ...(position ? { position } : {}),
  }
}

/** Loads `source` in `host`, which stays the caller's to close. Never rejects. */
export async function attemptProbe(
  host: HandlerHost,
  source: ProbedCode,
  timeoutMs: number,
): Promise<ProbeAttempt> {
  const signs: Signs = { wantsNative: false, refused: false, method: null, position: null }
  const off = host.onReport((report) => note(signs, report))
  try {
    return { ok: true, loaded: await loadHandler(host, { ...source, probe: true }, timeoutMs) }
  } catch (thrown) {
    const failed = toWireError(thrown)
    const error = await explain(failed, signs, host)
    return { ok: false, error, harmful: isHarmful(failed, signs), wantsNative: signs.wantsNative }
  } finally {
    off()
  }
}
