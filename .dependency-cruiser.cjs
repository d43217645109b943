const { forbidden } = require('./scripts/dependency-rules.cjs')

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden,
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.json', '.css'],
      conditionNames: ['import', 'types', 'node'],
      exportsFields: ['exports'],
    },
  },
}
