/** The parts of launch-editor that it comes without types for. */
declare module 'launch-editor/guess.js' {
  /** The command and its arguments as they were written, operators of a shell as objects; `[null]` = none was found. */
  function guessEditor(command?: string): readonly (string | object | null)[]
  export = guessEditor
}

declare module 'launch-editor/get-args.js' {
  function argumentsOf(
    editor: string,
    file: string,
    line: number,
    column?: number,
  ): readonly (string | number)[]
  export = argumentsOf
}
