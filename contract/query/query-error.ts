/** What is wrong with a query, and where: `from` up to before `to`, offsets in UTF-16 units. */
export interface QueryError {
  /** One sentence that begins in lower case. */
  readonly message: string
  readonly from: number
  readonly to: number
  /** What to write instead, one sentence. */
  readonly hint?: string
}

/** Takes note of an error, and gives null for what could not be read. */
export type Complain = (from: number, to: number, message: string, hint?: string) => null
