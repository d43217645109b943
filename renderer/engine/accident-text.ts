import type { Accident } from '../../contract/state'

const timeOf = (at: number) =>
  new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })

const listOf = new Intl.ListFormat('en', { type: 'conjunction' })

function handlersText(handlers: readonly string[]): string {
  const names = listOf.format(handlers)
  return handlers.length === 1
    ? ` ${names} was running and now runs in a process until it changes.`
    : ` ${names} were running and now run in processes until they change.`
}

/** What happened the last time, and what that changed. */
export function accidentText({ what, at, handlers }: Pick<Accident, 'what' | 'at' | 'handlers'>): string {
  if (what === 'engine') return `The engine ended unexpectedly at ${timeOf(at)} and was started again.`
  const moved = handlers.length === 0 ? '' : handlersText(handlers)
  return `Soundcheck ended unexpectedly at ${timeOf(at)}.${moved}`
}
