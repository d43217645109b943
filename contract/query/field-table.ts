import { type QueryField, type QueryUnit, queryFields } from './query-fields'

const units: { readonly [unit in QueryUnit]: string } = {
  ms: 'duration, ms',
  clock: 'time, s',
  bytes: 'bytes',
  Hz: 'Hz',
  'bit/s': 'bit/s',
  dB: 'dB',
  none: 'number',
}

const code = (text: string): string => `\`${text}\``

function valueText({ type, unit, values }: QueryField): string {
  if (values) return values.map(code).join(' ')
  if (type === 'number') return units[unit]
  return { flag: 'true or false', word: 'word', text: 'text', path: 'path' }[type]
}

const rowOf = (field: QueryField): string =>
  [
    [field.name, ...field.aliases].map(code).join(' '),
    field.kinds?.map(code).join(' ') ?? 'all',
    valueText(field),
    field.about,
  ].join(' | ')

/** The fields as a Markdown table: for the page on the query language, and for help on the command line. */
export const fieldTable = (): string =>
  ['field | in rows of kind | value | what it is', '--- | --- | --- | ---', ...queryFields.map(rowOf)]
    .map((row) => `| ${row} |`)
    .join('\n')
