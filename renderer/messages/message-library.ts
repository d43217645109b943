import type { StoreApi } from 'zustand/vanilla'
import { createStoredStore, isText, listOf, shapeOf } from '../inspector/stored-store'
import type { Variable } from './message-variables'

export interface SavedMessage {
  /** Blank = in none. */
  readonly folder: string
  readonly name: string
  readonly text: string
}

/** Messages and variables that a person keeps. */
export interface MessageLibraryState {
  readonly messages: readonly SavedMessage[]
  readonly variables: readonly Variable[]
}

export type MessageLibrary = StoreApi<MessageLibraryState>

export const createMessageLibrary = (storage: Storage | null): MessageLibrary =>
  createStoredStore<MessageLibraryState>(
    storage,
    'soundcheck.messages',
    { messages: [], variables: [] },
    {
      messages: listOf(shapeOf({ folder: isText, name: isText, text: isText })),
      variables: listOf(shapeOf({ name: isText, value: isText })),
    },
  )

const isSame = (a: Omit<SavedMessage, 'text'>, b: Omit<SavedMessage, 'text'>): boolean =>
  a.folder === b.folder && a.name === b.name

/** `messages` with this one, in place of one of the same name in its folder. */
export const withMessage = (
  messages: readonly SavedMessage[],
  message: SavedMessage,
): readonly SavedMessage[] =>
  [...withoutMessage(messages, message), message].sort(
    (a, b) => a.folder.localeCompare(b.folder) || a.name.localeCompare(b.name),
  )

export const withoutMessage = (
  messages: readonly SavedMessage[],
  message: Omit<SavedMessage, 'text'>,
): readonly SavedMessage[] => messages.filter((one) => !isSame(one, message))

export interface MessageFolder {
  readonly folder: string
  readonly messages: readonly SavedMessage[]
}

export const foldersOf = (messages: readonly SavedMessage[]): readonly MessageFolder[] =>
  [...new Set(messages.map(({ folder }) => folder))].map((folder) => ({
    folder,
    messages: messages.filter((one) => one.folder === folder),
  }))

/** `variables` with this one, in its place if it is there; a blank name is none. */
export function withVariable(variables: readonly Variable[], variable: Variable): readonly Variable[] {
  const { value } = variable
  const name = variable.name.trim()
  if (name === '') return variables
  if (!variables.some((one) => one.name === name)) return [...variables, { name, value }]
  return variables.map((one) => (one.name === name ? { name, value } : one))
}
