/** The text of a file. Vite and Vitest read it because of `?raw`, esbuild because of `with { type: 'text' }`. */
declare module '*?raw' {
  const text: string

  export = text
}
