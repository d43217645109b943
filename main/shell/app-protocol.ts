import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { net, protocol, type Session } from 'electron'

/** The window's own scheme: a real origin, so that media, storage and CSP work, and no other file can be read. */
export const APP_SCHEME = 'app'
export const APP_ORIGIN = `${APP_SCHEME}://soundcheck`

const mimeTypes: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
}

/** Before `ready`: a scheme cannot get these rights later. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges }])
}

/** The file of `url` below `root`, or null when it points elsewhere. */
export function fileOf(url: string, root: string): string | null {
  const { host, pathname, protocol: scheme } = new URL(url)
  if (`${scheme}//${host}` !== APP_ORIGIN) return null
  const file = path.resolve(root, `.${decodeURIComponent(pathname === '/' ? '/index.html' : pathname)}`)
  return file.startsWith(root + path.sep) ? file : null
}

async function serveFile(url: string, root: string): Promise<Response> {
  const file = fileOf(url, root)
  const type = file && mimeTypes[path.extname(file)]
  if (!file || !type) return new Response('not found', { status: 404 })
  try {
    return new Response(new Uint8Array(await readFile(file)), { headers: { 'content-type': type } })
  } catch (thrown) {
    console.error(`cannot serve ${url}: ${String(thrown)}`)
    return new Response('not found', { status: 404 })
  }
}

/** Serves the window's files from `root`, or passes on to `devServer` while developing. */
export function serveApp(session: Session, root: string, devServer: string | undefined): void {
  session.protocol.handle(APP_SCHEME, (request) => {
    if (!devServer) return serveFile(request.url, root)
    const { pathname, search } = new URL(request.url)
    return net.fetch(new URL(pathname + search, devServer).href)
  })
}
