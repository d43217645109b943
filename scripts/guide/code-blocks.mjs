// The TypeScript in our Markdown files, compiled as a user's folder would compile it.
import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/**
 * @typedef {object} CodeBlock
 * @property {string} file the Markdown file, as it is to be called
 * @property {number} line of its first line of code, from 1
 * @property {string} code
 * @property {string | null} fragmentOf the class whose `this` a fragment has; null = a module of its own
 */

const FENCE = /^```ts(?: fragment(?: of (\w+))?)?$/
/** The class whose method a fragment is, where it does not say. */
const ANY_HANDLER = 'AsyncAudioVideoStreamHandler'

/**
 * All ```ts blocks of a Markdown file. ```ts fragment is the inside of a method; `fragment of ReplyOnPause` says whose.
 * @param {string} file as it is to be called @param {string} markdown
 * @returns {CodeBlock[]}
 */
export function codeBlocks(file, markdown) {
  const lines = markdown.split('\n')
  return lines.flatMap((line, at) => {
    const fence = FENCE.exec(line)
    if (!fence) {
      if (/^\s*```(ts|typescript)\b/.test(line))
        throw new Error(`${file}:${at + 1}: \`${line}\` is no fence that is understood`)
      return []
    }
    const length = lines.slice(at + 1).indexOf('```')
    if (length < 0) throw new Error(`${file}:${at + 1}: the block has no end`)
    const code = lines.slice(at + 1, at + 1 + length).join('\n')
    const isFragment = line.includes('fragment')
    return [{ file, line: at + 2, code, fragmentOf: isFragment ? (fence[1] ?? ANY_HANDLER) : null }]
  })
}

/** @param {string} folder with the settings and typings of a user folder @returns {string[]} what the kit exports */
function kitNames(folder) {
  const kit = path.join(folder, '.soundcheck/types/soundcheck/handlers/kit')
  const index = ['index.d.ts', 'exports.d.ts']
    .map((name) => fs.readFileSync(path.join(kit, name), 'utf8'))
    .join('\n')
  const names = [...index.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, list = '']) =>
    list.split(','),
  )
  return names.map((name) => name.replace(/^\s*type /, '').trim()).filter((name) => name !== '')
}

/**
 * The block as a file in which every line has the number that it has in the Markdown.
 * @param {CodeBlock} block @param {readonly string[]} kit
 */
function moduleOf({ line, code, fragmentOf }, kit) {
  const above = '\n'.repeat(Math.max(0, line - 2))
  if (fragmentOf === null) return `${above}\n${code}\nexport {}\n`
  const head = `import { ${kit.join(', ')} } from 'soundcheck'; export async function fragment(this: ${fragmentOf}): Promise<unknown> {`
  return `${above}${head}\n${code}\nreturn }\n`
}

/** @param {string} folder of a user */
function optionsOf(folder) {
  const settings = ts.readConfigFile(path.join(folder, 'tsconfig.json'), ts.sys.readFile)
  return ts.parseJsonConfigFileContent(settings.config, ts.sys, folder).options
}

/** @type {Map<string, ts.SourceFile | undefined>} typings that were read before: they are most of the work */
const typings = new Map()

/** @param {ts.CompilerOptions} options */
function createHost(options) {
  const host = ts.createCompilerHost(options)
  const read = host.getSourceFile.bind(host)
  host.getSourceFile = (file, ...more) => {
    if (!file.endsWith('.d.ts')) return read(file, ...more)
    if (!typings.has(file)) typings.set(file, read(file, ...more))
    return typings.get(file)
  }
  return host
}

/**
 * What the compiler has against the blocks, as `file:line: message`.
 * @param {readonly CodeBlock[]} blocks
 * @param {string} folder as a new user folder is: settings and typings, no packages
 * @returns {string[]}
 */
export function complaints(blocks, folder) {
  const kit = kitNames(folder)
  /** @type {Map<string, CodeBlock>} */
  const byFile = new Map()
  for (const [n, block] of blocks.entries()) {
    const file = path.join(folder, `block-${n}.ts`)
    fs.writeFileSync(file, moduleOf(block, kit))
    byFile.set(file, block)
  }
  const options = optionsOf(folder)
  const program = ts.createProgram([...byFile.keys()], options, createHost(options))
  const found = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, ' ')
    const block = file && byFile.get(path.normalize(file.fileName))
    if (!block || start === undefined) return `${file?.fileName ?? 'settings'}: ${message}`
    return `${block.file}:${file.getLineAndCharacterOfPosition(start).line + 1}: ${message}`
  })
  for (const file of byFile.keys()) fs.rmSync(file)
  return found
}
