import path from 'node:path'
import type ts from 'typescript'
import type { TypeScript } from './find-typescript'
import type { Problem } from './problem'
import { typeSettings } from './type-options'

export interface TypeCheck {
  readonly typescript: TypeScript
  /** The user folder: only what lies in it is the author's to mend. */
  readonly folder: string
  /** Of handlers, absolute. */
  readonly files: readonly string[]
  /** The tsconfig.json of new user folders. */
  readonly ownConfig: string
}

function isOwn(folder: string, { fileName, isDeclarationFile }: ts.SourceFile): boolean {
  const parts = path.relative(folder, fileName).split(/[\\/]/)
  return !isDeclarationFile && parts[0] !== '..' && !parts.includes('node_modules')
}

function toProblem(typescript: TypeScript, { file, start, messageText, code }: ts.Diagnostic): Problem {
  const place = file && start !== undefined ? file.getLineAndCharacterOfPosition(start) : null
  const [message = '', ...more] = typescript.flattenDiagnosticMessageText(messageText, '\n').split('\n')
  return {
    kind: 'types',
    rule: `TS${code}`,
    error: {
      code: 'compile',
      message,
      ...(more.length > 0 ? { hint: more.join('\n') } : {}),
      ...(file && place
        ? {
            position: {
              file: path.normalize(file.fileName),
              line: place.line + 1,
              column: place.character + 1,
            },
          }
        : {}),
    },
  }
}

/** What TypeScript finds in the handlers and in what they import of the folder. */
export function checkTypes({ typescript, folder, files, ownConfig }: TypeCheck): Problem[] {
  const [first] = files
  if (first === undefined) return []
  const { options, errors } = typeSettings(typescript, first, ownConfig)
  const program = typescript.createProgram([...files], options)
  const found = program
    .getSourceFiles()
    .filter((file) => isOwn(folder, file))
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
  const general = [...errors, ...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()]
  const severe = [...general, ...found].filter(
    ({ category }) => category === typescript.DiagnosticCategory.Error,
  )
  return typescript.sortAndDeduplicateDiagnostics(severe).map((one) => toProblem(typescript, one))
}
