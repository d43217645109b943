import { BrowserWindow, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron'
import { type Reply, replyOf, SoundcheckError } from '../../contract/errors'
import {
  type EventName,
  type Events,
  IPC_EVENT,
  IPC_REQUEST,
  parseParams,
  type RequestName,
  type RequestParams,
  type RequestResult,
  requests,
  type ShellRequestName,
  shellRequests,
} from '../../contract/ipc'
import type { EngineClient } from './engine-client'
import { isOwnOrigin } from './permissions'

export type ShellAnswers = {
  readonly [N in ShellRequestName]: (
    params: RequestParams<N>,
    window: BrowserWindow,
  ) => RequestResult<N> | Promise<RequestResult<N>>
}

function isShellRequest(name: RequestName): name is ShellRequestName {
  return (shellRequests as readonly string[]).includes(name)
}

function checkSender(event: IpcMainInvokeEvent): BrowserWindow {
  const window = BrowserWindow.fromWebContents(event.sender)
  const isMainFrame = event.senderFrame === event.sender.mainFrame
  if (window && isMainFrame && isOwnOrigin(event.senderFrame?.url ?? '')) return window
  throw new SoundcheckError('invalid', 'a request came from somewhere else than the window')
}

function checkName(name: unknown): RequestName {
  if (typeof name === 'string' && Object.hasOwn(requests, name)) return name as RequestName
  throw new SoundcheckError('invalid', `there is no request ${String(name)}`)
}

/** Remembers which window opened which session, and ends its sessions when it goes away or loads anew. */
function createSessionOwners(engine: EngineClient) {
  const owned = new Map<WebContents, Set<string>>()

  function release(contents: WebContents): void {
    for (const sessionId of owned.get(contents) ?? []) void engine.request('session.close', { sessionId })
    owned.get(contents)?.clear()
  }

  return (contents: WebContents, sessionId: string): void => {
    if (contents.isDestroyed()) {
      void engine.request('session.close', { sessionId })
      return
    }
    if (!owned.has(contents)) {
      owned.set(contents, new Set())
      contents.once('destroyed', () => {
        release(contents)
        owned.delete(contents)
      })
      contents.on('render-process-gone', () => release(contents))
      contents.on('did-start-navigation', (details) => {
        if (details.isMainFrame && !details.isSameDocument) release(contents)
      })
    }
    owned.get(contents)?.add(sessionId)
  }
}

/** The one door between windows and the rest: checks sender, name and parameters, then answers or relays. */
export function openIpcDoor(engine: EngineClient, answers: ShellAnswers): void {
  const own = createSessionOwners(engine)

  async function relay(name: Exclude<RequestName, ShellRequestName>, params: unknown, sender: WebContents) {
    const reply = await engine.request(name, params)
    if (name === 'session.open' && reply.ok) own(sender, (reply.value as { sessionId: string }).sessionId)
    return reply
  }

  ipcMain.handle(
    IPC_REQUEST,
    async (event, rawName: unknown, rawParams: unknown): Promise<Reply<unknown>> => {
      const reply = await replyOf(async (): Promise<Reply<unknown>> => {
        const window = checkSender(event)
        const name = checkName(rawName)
        const params = parseParams(name, rawParams)
        if (!isShellRequest(name)) return relay(name, params, event.sender)
        const answer = answers[name] as (params: unknown, window: BrowserWindow) => unknown
        return { ok: true, value: await answer(params, window) }
      })
      return reply.ok ? reply.value : reply
    },
  )
}

export function tell<N extends EventName>(window: BrowserWindow, name: N, payload: Events[N]): void {
  if (!window.webContents.isDestroyed()) window.webContents.send(IPC_EVENT, name, payload)
}

/** Tells every window. */
export function broadcast<N extends EventName>(name: N, payload: Events[N]): void {
  for (const window of BrowserWindow.getAllWindows()) tell(window, name, payload)
}
