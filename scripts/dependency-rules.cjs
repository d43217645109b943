// Makes dependency-cruiser's rules from the table.
const fs = require('node:fs')
const path = require('node:path')
const { table, nodeDoors, outside } = require('./dependency-table.cjs')

const OURS = ['contract', 'handlers', 'main', 'preload', 'renderer', 'cli', ...outside, 'scripts']
/** Tests and what they share: no folder rules. */
const TESTS = '[.](test|spec)[.]tsx?$|/testing/'

/** @param {string} text */
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** @param {string} name as in the table @returns {string} a pattern of the paths it means */
function pathsOf(name) {
  if (name.endsWith('/*')) return `^${escaped(name.slice(0, -1))}[^/]+$`
  return /[.]tsx?$/.test(name) ? `^${escaped(name)}$` : `^${escaped(name)}/`
}

/** @param {string} folder @returns {string[]} patterns of the rows that lie inside it: they speak for themselves */
function nestedIn(folder) {
  const prefix = folder.endsWith('/*') ? folder.slice(0, -1) : `${folder}/`
  return table
    .filter((row) => row.folder !== folder && row.folder.startsWith(prefix))
    .map((row) => pathsOf(row.folder))
}

/** @param {readonly string[]} foreign @returns {string | undefined} a pattern of Node's modules that are refused */
function refusedNodeModules(foreign) {
  const named = foreign.filter((name) => /^node:[^*]/.test(name)).map((name) => name.slice('node:'.length))
  if (!foreign.includes('node:*')) return named.length === 0 ? '' : `^(?!(node:)?(${named.join('|')})$)`
  const refused = nodeDoors.filter((door) => !named.includes(door))
  return refused.length === 0 ? undefined : `^(node:)?(${refused.join('|')})$`
}

/**
 * @param {(typeof table)[number]} row
 * @returns {import('dependency-cruiser').IForbiddenRuleType[]}
 */
function rulesOf({ folder, ours, foreign, typesOnly }) {
  const from = { path: pathsOf(folder), pathNot: [...nestedIn(folder), TESTS] }
  const severity = /** @type {const} */ ('error')
  const packages = foreign.filter((name) => !name.startsWith('node:'))
  const allowedPackages = packages.map((name) => `node_modules/(@types/)?${escaped(name)}/`)
  const nodeModules = refusedNodeModules(foreign)
  const ownFolder = folder.endsWith('/*') ? folder.slice(0, -2) : folder
  /** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
  const rules = [
    {
      name: `${folder}: ours`,
      comment: `may import of this project: ${ours.join(', ') || 'nothing'}`,
      severity,
      from,
      to: { path: `^(${OURS.join('|')})/`, pathNot: [pathsOf(ownFolder), ...ours.map(pathsOf)] },
    },
    {
      name: `${folder}: packages`,
      comment: `may import these packages: ${packages.join(', ') || 'none'}`,
      severity,
      from,
      to: { path: 'node_modules/', pathNot: allowedPackages },
    },
  ]
  if (nodeModules !== undefined)
    rules.push({
      name: `${folder}: node`,
      comment: `may import of Node: ${foreign.filter((name) => name.startsWith('node:')).join(', ') || 'nothing'}`,
      severity,
      from,
      to: { dependencyTypes: ['core'], ...(nodeModules ? { path: nodeModules } : {}) },
    })
  if (typesOnly)
    rules.push({
      name: `${folder}: types only`,
      comment: `may import ${ours.join(', ')} for types alone`,
      severity,
      from,
      to: { path: ours.map(pathsOf), dependencyTypesNot: ['type-only', 'type-import'] },
    })
  return rules
}

const general = [
  {
    name: 'no cycles',
    comment: 'two files that need each other are one, or a third is missing',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'found',
    comment: 'an import that leads nowhere would be outside every rule',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'in the table',
    comment: 'a new folder needs a row in scripts/dependency-table.cjs',
    severity: 'error',
    from: {
      pathNot: [...table.map((row) => pathsOf(row.folder)), ...outside.map(pathsOf), TESTS, 'node_modules/'],
    },
    to: {},
  },
  {
    name: 'not from tests',
    comment: 'only tests import tests and what lies in a testing folder',
    severity: 'error',
    from: { pathNot: [TESTS, ...outside.map(pathsOf)] },
    to: { path: [TESTS] },
  },
]

module.exports = {
  forbidden: [...general, ...table.flatMap(rulesOf)],
  /** Folders that the table speaks of but that are not there yet cannot be looked at. */
  cruised: OURS.filter((name) => name !== 'scripts' && fs.existsSync(path.join(__dirname, '..', name))),
}
