import { SoundcheckError } from '../../contract/errors'
import { type HandlerContext, hostBinding } from './host-binding'

/**
 * The context of the running handler method: in all of a handler's methods, `startUp`, `shutdown` and the video pair
 * included, and in the timers and promises they start.
 *
 * @throws SoundcheckError `handler` ("No context found") elsewhere, such as at the top of the file.
 * Source: FastRTC `get_current_context`, which fails in `shutdown` and in the video methods; this one does not.
 */
export function getCurrentContext(): HandlerContext {
  const context = hostBinding()?.context()
  if (context) return context
  throw new SoundcheckError('handler', 'No context found', {
    hint: 'Call getCurrentContext() inside a method of the handler, not while the file is being loaded.',
  })
}
