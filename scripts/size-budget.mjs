#!/usr/bin/env node
// The size budget: no file over 400 lines, no function over 60. What grows past that wants to be two things.
import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { root } from './setup/run.mjs'

export const MAX_FILE_LINES = 400
export const MAX_FUNCTION_LINES = 60
const FOLDERS = ['contract', 'main', 'preload', 'renderer', 'handlers', 'cli', 'scripts', 'e2e', 'bench']
const SOURCE = /\.([cm]?[jt]sx?|css)$/

/** @param {ts.Node} node */
function isFunction(node) {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined
}

/** @param {ts.Node} node the callback of `describe(...)`, `describe.each(...)(...)`, `test.describe(...)`: a list of tests */
function isListOfTests(node) {
  const call = node.parent
  return ts.isCallExpression(call) && /\bdescribe\b/.test(call.expression.getText())
}

/** @param {ts.Node} node */
function nameOf(node) {
  const named =
    /** @type {{ name?: ts.Node }} */ (node).name ?? /** @type {{ name?: ts.Node }} */ (node.parent).name
  return named?.getText() ?? 'a function'
}

/**
 * What in one file is over budget.
 * @param {string} file as it is to be called @param {string} text
 * @returns {string[]} a sentence each
 */
export function overBudget(file, text) {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  const found = lines > MAX_FILE_LINES ? [`${file}: ${lines} lines (at most ${MAX_FILE_LINES})`] : []
  if (file.endsWith('.css')) return found
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (isFunction(node) && !isListOfTests(node)) {
      const first = source.getLineAndCharacterOfPosition(node.getStart()).line
      const length = source.getLineAndCharacterOfPosition(node.getEnd()).line - first + 1
      if (length > MAX_FUNCTION_LINES)
        found.push(
          `${file}:${first + 1}: ${nameOf(node)} has ${length} lines (at most ${MAX_FUNCTION_LINES})`,
        )
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** @returns {string[]} */
function sourceFiles() {
  return FOLDERS.filter((folder) => fs.existsSync(path.join(root, folder))).flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => SOURCE.test(name))
      .map((name) => path.join(folder, name)),
  )
}

if (process.argv[1] === import.meta.filename) {
  const files = sourceFiles()
  const found = files.flatMap((file) => overBudget(file, fs.readFileSync(path.join(root, file), 'utf8')))
  for (const sentence of found) process.stdout.write(`${sentence}\n`)
  process.stdout.write(`${files.length} files looked at, ${found.length} over budget\n`)
  process.exitCode = found.length === 0 && files.length > 0 ? 0 : 1
}
