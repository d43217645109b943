/** zod, so that a handler describes its `inputs` without a dependency of its own. */
export { z } from 'zod'
