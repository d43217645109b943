/** What a handler file imports as 'soundcheck'. */
export * from './exports'
export { z } from './z'
