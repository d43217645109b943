import { SoundcheckError } from '../../contract/errors'
import type { HandlerManifest } from '../../contract/manifest'
import { handlerKindOf } from '../kit/stream-handler-base'
import { describeValue, withArticle } from './describe-value'
import type { AnyHandler } from './find-handler'

const settings = ['expectedLayout', 'inputSampleRate', 'outputSampleRate', 'fps'] as const

/**
 * The instance for one session.
 *
 * @throws what `copy` throws; SoundcheckError `handler` when it made something that cannot stand for the prototype.
 */
export function copyPrototype(prototype: AnyHandler, manifest: HandlerManifest): AnyHandler {
  const copy: unknown = prototype.copy()
  const kind = handlerKindOf(copy)
  if (kind !== manifest.kind) {
    const what = kind === null ? describeValue(copy) : withArticle(kind)
    throw badCopy(`copy() returned ${what}, not ${withArticle(manifest.kind)}`)
  }
  if (copy === prototype) throw badCopy('copy() returned the handler itself: sessions would share its state')
  const instance = copy as AnyHandler
  for (const name of settings) {
    if (instance[name] === manifest[name]) continue
    throw badCopy(
      `copy() made an instance with ${name} ${instance[name]}; the original has ${manifest[name]}`,
    )
  }
  return instance
}

function badCopy(message: string): SoundcheckError {
  return new SoundcheckError('handler', message, {
    hint: 'copy() returns a new instance, made with the same arguments as this one.',
  })
}
