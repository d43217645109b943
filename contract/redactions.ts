/** What is taken away from a journal before it leaves the app. */
import { z } from 'zod'

/** A rule by which something is taken away. */
export interface RedactionRule {
  readonly id: RedactionRuleId
  readonly title: string
  readonly about: string
  /** Whether it is on unless the person says otherwise. */
  readonly standard: boolean
  readonly takes:
    | { readonly what: 'fields'; readonly names: readonly string[] }
    /** Sources of regular expressions; what they match is replaced. Every repetition is bounded, so that no text takes for ever. */
    | { readonly what: 'patterns'; readonly patterns: readonly string[] }
    | { readonly what: 'media' }
    | { readonly what: 'message texts' }
    | { readonly what: 'sources' }
}

export const redactionRuleIds = [
  'secrets',
  'emails',
  'bearers',
  'addresses',
  'people',
  'media',
  'texts',
  'sources',
] as const
export type RedactionRuleId = (typeof redactionRuleIds)[number]

/** What stands where something was taken away. */
export const REDACTED = '[redacted]'

/** Values of passwords are not in a journal in the first place; these rules are for what is in messages and logs. */
export const redactionRules: readonly RedactionRule[] = [
  {
    id: 'secrets',
    title: 'Fields with secrets',
    about: 'The values of fields that are named like a password, token, key, cookie or authorization.',
    standard: true,
    takes: {
      what: 'fields',
      names: [
        'password',
        'passwd',
        'passphrase',
        'secret',
        'clientsecret',
        'token',
        'accesstoken',
        'refreshtoken',
        'idtoken',
        'authtoken',
        'apikey',
        'xapikey',
        'privatekey',
        'authorization',
        'cookie',
        'setcookie',
        'credential',
        'credentials',
        'icepwd',
      ],
    },
  },
  {
    id: 'bearers',
    title: 'Bearer tokens and keys',
    about: 'What looks like a bearer token, a JSON web token or the key of a well-known service.',
    standard: true,
    takes: {
      what: 'patterns',
      patterns: [
        String.raw`\b[Bb][Ee][Aa][Rr][Ee][Rr]\s{1,4}[A-Za-z0-9._~+/=-]{8,4000}`,
        String.raw`\beyJ[A-Za-z0-9_-]{8,400}\.[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{0,4000}`,
        String.raw`\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{16,400}`,
        String.raw`\b(?:gh[opsu]_[A-Za-z0-9]{20,400}|xox[abpr]-[A-Za-z0-9-]{10,400}|AKIA[0-9A-Z]{16}|AIza[A-Za-z0-9_-]{30,400})`,
      ],
    },
  },
  {
    id: 'emails',
    title: 'E-mail addresses',
    about: 'Wherever they are in a text.',
    standard: true,
    takes: {
      what: 'patterns',
      patterns: [
        String.raw`\b[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,6}\.[A-Za-z]{2,24}\b`,
      ],
    },
  },
  {
    id: 'addresses',
    title: 'IP addresses',
    about:
      'Of clients and in candidates, other than those of this computer itself (127.0.0.1, ::1, 0.0.0.0).',
    standard: true,
    takes: {
      what: 'patterns',
      patterns: [
        String.raw`\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b`,
        String.raw`\b(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}\b`,
        String.raw`(?<![\w:])(?:(?:[0-9A-Fa-f]{1,4}:){1,6}|:)(?::[0-9A-Fa-f]{1,4}){1,6}\b`,
      ],
    },
  },
  {
    id: 'people',
    title: 'Names of people in paths',
    about: 'The folder of a person in paths of files, as in /home/NAME or C:\\Users\\NAME.',
    standard: true,
    takes: {
      what: 'patterns',
      patterns: [String.raw`(?:/home/|/Users/|\b[A-Za-z]:\\{1,2}Users\\{1,2})[^/\\\s"':]{1,100}`],
    },
  },
  {
    id: 'media',
    title: 'Sound and pictures',
    about:
      'The contents of packets, small pictures and waveforms: their numbers and times stay, what was said and shown goes.',
    standard: false,
    takes: { what: 'media' },
  },
  {
    id: 'texts',
    title: 'Texts of messages',
    about: 'Of messages, outputs, inputs and consoles: their times, types and sizes stay.',
    standard: false,
    takes: { what: 'message texts' },
  },
  {
    id: 'sources',
    title: 'The handler’s source',
    about: 'The files of each version that ran: when which version took over stays.',
    standard: false,
    takes: { what: 'sources' },
  },
]

export const standardRedactions: readonly RedactionRuleId[] = redactionRules
  .filter(({ standard }) => standard)
  .map(({ id }) => id)

/** Which rules hold, and what a person adds to them. */
export const redactionsSchema = z.strictObject({
  rules: z.array(z.enum(redactionRuleIds)).max(redactionRuleIds.length),
  /** Further names of fields, at any depth, or paths of them from the top of a message: `data.user.name`. */
  fields: z.array(z.string().min(1).max(200)).max(100),
})
export type Redactions = z.infer<typeof redactionsSchema>

/** What one rule takes away, in a preview or in a file. */
export interface RedactionCount {
  readonly rule: RedactionRuleId | 'fields'
  /** Places. */
  readonly count: number
  /** Some of what is taken, shortened, with what is around it. */
  readonly examples: readonly string[]
}
