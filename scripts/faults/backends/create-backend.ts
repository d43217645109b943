import type { Backend, BackendKind, BackendOptions } from './backend'
import { createElectronBackend } from './electron-backend'
import { createNodeBackend } from './node-backend'

const makers: { readonly [kind in BackendKind]: (options: BackendOptions) => Backend } = {
  node: createNodeBackend,
  electron: createElectronBackend,
}

export function createBackend(kind: BackendKind, options: BackendOptions): Backend {
  return makers[kind](options)
}
