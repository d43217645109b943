import Module from 'node:module'
import { dirname } from 'node:path'
import * as exports from '../kit/exports'
import { loadZod } from '../kit/load-zod'

/** The parts of Node's CommonJS loader that its typings leave out. */
interface CommonJsLoader {
  _nodeModulePaths(directory: string): string[]
  _load(request: string, parent: unknown, isMain: boolean): unknown
}
interface CommonJsModule extends Module {
  _compile(code: string, file: string): void
}

const loader = Module as unknown as CommonJsLoader

/** What handlers get as 'soundcheck'. */
const kit = Object.defineProperty({ ...exports }, 'z', { enumerable: true, get: loadZod })

/**
 * Makes `require('soundcheck')` give our kit, in handler files and in the packages they use alike, so that there is one
 * copy of it in the thread. Gives back the function that undoes it.
 */
export function provideKit(): () => void {
  const load = loader._load
  loader._load = (request, parent, isMain) =>
    request === 'soundcheck' ? kit : load.call(Module, request, parent, isMain)
  return () => {
    loader._load = load
  }
}

/** A module that is to run under the name `file`, with the `require` of that place. */
export function createModule(file: string): Module {
  const module = new Module(file)
  module.filename = file
  module.paths = loader._nodeModulePaths(dirname(file))
  return module
}

/** Runs compiled CommonJS code as `module` and gives back its exports. Throws what the code throws. */
export function runModule(module: Module, code: string): unknown {
  const commonJs = module as CommonJsModule
  commonJs._compile(code, commonJs.filename)
  commonJs.loaded = true
  return commonJs.exports
}
