import { type RowKind, rowKinds } from '../journal'
import { type RowField, rowFields } from '../row-fields'

/** How values of a field are written; `clock` is the session's, `none` a bare number. */
export type QueryUnit = NonNullable<RowField['unit']> | 'clock' | 'none'

/** What can stand before the `:` of a query. */
export interface QueryField {
  /** As it is printed. Names are understood in any case. */
  readonly name: string
  readonly aliases: readonly string[]
  /** Its name for `RowAccess.field`. */
  readonly key: string
  /** `text` is looked through, `word` compared as a whole, `path` by its end. */
  readonly type: RowField['type'] | 'text' | 'path'
  readonly unit: QueryUnit
  readonly about: string
  /** All that it can be; null = anything. */
  readonly values: readonly string[] | null
  /** The rows that can have it; null = all. */
  readonly kinds: readonly RowKind[] | null
}

const builtIn: readonly (Pick<QueryField, 'name' | 'type' | 'about'> & Partial<QueryField>)[] = [
  { name: 'kind', type: 'word', about: 'What the row is about', values: rowKinds },
  {
    name: 'direction',
    aliases: ['dir'],
    type: 'word',
    about: 'From the client to the handler, or from the handler to the client',
    values: ['in', 'out'],
  },
  {
    name: 'type',
    type: 'word',
    about:
      'A message’s JSON `type`, a console line’s level, a called method, an RTCP packet’s name, a phase of the connection',
  },
  { name: 'text', type: 'text', about: 'The whole text of the row; a value is found anywhere in it' },
  {
    name: 'size',
    type: 'number',
    unit: 'bytes',
    about: 'Bytes of the text, or of the packet or binary message',
  },
  {
    name: 'at',
    aliases: ['time'],
    key: 'atUs',
    type: 'number',
    unit: 'clock',
    about: 'When, on the session’s clock',
  },
  { name: 'n', type: 'number', about: 'Number of the row in its session, from 0' },
  { name: 'file', type: 'path', about: 'File that the row points at; the end of its path is enough' },
  { name: 'line', type: 'number', about: 'Line in that file, from 1' },
  {
    name: 'bytes',
    key: 'hasBytes',
    type: 'flag',
    about: 'Bytes belong to it: a packet, a binary message; mostly written `has:bytes`',
  },
]

/** More names than those that follow from the unit in a field's name. */
const moreAliases: { readonly [name: string]: readonly string[] } = {
  ms: ['duration'],
  sampleRate: ['rate'],
}

const withoutUnit = (name: string): string => name.replace(/(?<=.)(?:Ms|Db|Bytes|Share)$/, '')

function aliasesOf(name: string): readonly string[] {
  const short = withoutUnit(name)
  return [...(short === name ? [] : [short]), ...(moreAliases[name] ?? [])]
}

type Meaning = readonly [kind: RowKind, field: RowField]

/** One text where the meanings are the same; else each with its kinds. */
function aboutOf(meanings: readonly Meaning[]): string {
  const texts = [...new Set(meanings.map(([, field]) => field.about))]
  if (texts.length === 1) return texts[0] as string
  const kindsWith = (text: string): string =>
    meanings.flatMap(([kind, field]) => (field.about === text ? [kind] : [])).join(', ')
  return texts.map((text) => `${kindsWith(text)}: ${text}`).join('; ')
}

function fromRowFields(name: string, meanings: readonly Meaning[]): QueryField {
  const [, first] = meanings[0] as Meaning
  const values = new Set(meanings.flatMap(([, field]) => field.values ?? []))
  return {
    name,
    aliases: aliasesOf(name),
    key: name,
    type: first.type,
    unit: first.unit ?? 'none',
    about: aboutOf(meanings),
    values: values.size > 0 ? [...values] : null,
    kinds: meanings.map(([kind]) => kind),
  }
}

function rowFieldsByName(): readonly QueryField[] {
  const meanings = new Map<string, Meaning[]>()
  for (const kind of rowKinds)
    for (const [name, field] of Object.entries(rowFields[kind]))
      meanings.set(name, [...(meanings.get(name) ?? []), [kind, field]])
  return [...meanings].map(([name, all]) => fromRowFields(name, all))
}

/** Every field of the query language: what all rows have, then what some kinds have (`rowFields`). */
export const queryFields: readonly QueryField[] = [
  ...builtIn.map((field) => ({
    aliases: [],
    key: field.name,
    unit: 'none' as const,
    values: null,
    kinds: null,
    ...field,
  })),
  ...rowFieldsByName(),
]

const byName = new Map(
  queryFields.flatMap((field) => [field.name, ...field.aliases].map((name) => [name.toLowerCase(), field])),
)

/** The field that `name` means, in any case, or an alias of it; null = there is none. */
export const fieldNamed = (name: string): QueryField | null => byName.get(name.toLowerCase()) ?? null

/** Rows whose text may be JSON, which `data` looks into. */
export const dataKinds: readonly RowKind[] = ['message', 'output', 'input']
