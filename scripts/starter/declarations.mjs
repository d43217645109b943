// Which declaration files an editor needs to understand one entry file.
import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { root, SetupProblem } from '../setup/run.mjs'

/**
 * The files that `entry` needs, itself included, following relative imports; and the packages that they name.
 * @param {string} entry @param {(file: string) => string | undefined} read the text of a file, if there is one
 */
export function declarationClosure(entry, read) {
  /** @type {Map<string, string>} */
  const files = new Map()
  /** @type {Set<string>} */
  const packages = new Set()
  const waiting = [entry]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const text = read(file)
    if (files.has(file) || text === undefined) continue
    files.set(file, text)
    for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
      if (!fileName.startsWith('.')) packages.add(fileName)
      else waiting.push(...candidates(path.resolve(path.dirname(file), fileName)))
    }
  }
  return { files, packages: [...packages].sort() }
}

/** @param {string} target what an import points at, with or without an extension */
function candidates(target) {
  const bare = target.replace(/\.[cm]?[jt]s$/, '')
  return [`${bare}.d.ts`, path.join(target, 'index.d.ts')]
}

/** @param {readonly ts.Diagnostic[]} diagnostics */
function failOn(diagnostics) {
  if (diagnostics.length === 0) return
  const text = ts.formatDiagnostics(diagnostics, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => root,
    getNewLine: () => '\n',
  })
  throw new SetupProblem(`The typings of the kit could not be made:\n${text}`)
}

/**
 * The typings of one of our source files as text, by the absolute path they would have beside their sources.
 * @param {string} entry @returns {Map<string, string>}
 */
export function emitDeclarations(entry) {
  const config = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  const program = ts.createProgram([entry], {
    ...options,
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    stripInternal: true,
    rootDir: root,
    outDir: root,
  })
  /** @type {Map<string, string>} */
  const emitted = new Map()
  const { diagnostics } = program.emit(undefined, (file, text) => emitted.set(path.resolve(file), text))
  failOn([...program.getSemanticDiagnostics(), ...diagnostics])
  return declarationClosure(entry.replace(/\.ts$/, '.d.ts'), (file) => emitted.get(file)).files
}

/** @param {string} entry a declaration file on the disk */
export function closureOnDisk(entry) {
  return declarationClosure(entry, (file) =>
    fs.existsSync(file) && fs.statSync(file).isFile() ? fs.readFileSync(file, 'utf8') : undefined,
  )
}
