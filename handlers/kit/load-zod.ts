import type { z } from './z'

/**
 * The same as './z', but set up when it is first asked for, which takes 50 ms of processor time: most handlers declare no inputs,
 * and a bundler leaves what is `require`d where it is until then.
 */
export function loadZod(): typeof z {
  return (require('zod') as { readonly z: typeof z }).z
}
