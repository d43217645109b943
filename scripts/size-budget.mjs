#!/usr/bin/env node
// The size budget: no file over 400 lines, no function over 60 lines of its own, no factory over 200 with all that is in
// it. A factory is the class of this code base: the functions it makes are measured one by one, and count there as a line.
// What grows past that wants to be two things.
import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { root } from './setup/run.mjs'

export const MAX_FILE_LINES = 400
export const MAX_FUNCTION_LINES = 60
export const MAX_FACTORY_LINES = 200
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
  const lineOf = (node) => source.getLineAndCharacterOfPosition(node.getStart()).line + 1
  /** @param {ts.Node} node */
  const length = (node) => source.getLineAndCharacterOfPosition(node.getEnd()).line + 2 - lineOf(node)
  /** @param {ts.Node} node @returns {ts.Node[]} the functions directly inside */
  const nested = (node) => childrenOf(node).flatMap((child) => (isFunction(child) ? [child] : nested(child)))
  /** @param {ts.Node} node @param {number} size @param {number} most */
  const complain = (node, size, most) => {
    if (size > most)
      found.push(`${file}:${lineOf(node)}: ${nameOf(node)} has ${size} lines (at most ${most})`)
  }
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (isFunction(node) && !isListOfTests(node)) {
      const inner = nested(node).reduce((lines, one) => lines + length(one) - 1, 0)
      complain(node, length(node) - inner, MAX_FUNCTION_LINES)
      if (inner > 0) complain(node, length(node), MAX_FACTORY_LINES)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** @param {ts.Node} node */
function childrenOf(node) {
  /** @type {ts.Node[]} */
  const children = []
  ts.forEachChild(node, (child) => {
    children.push(child)
  })
  return children
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
