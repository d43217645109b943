import { ensureElectron } from '../../scripts/electron-runtime.mjs'

/** Playwright's global set-up: `npm run e2e` has found the runtime already, a bare `npx playwright test` has not. */
// biome-ignore lint/style/noDefaultExport: Playwright takes a global set-up as the default export
export default async function findElectron(): Promise<void> {
  process.env.SOUNDCHECK_ELECTRON ??= (await ensureElectron()).exe
  const hasDisplay = process.env.DISPLAY || process.env.WAYLAND_DISPLAY
  if (process.platform === 'linux' && !hasDisplay)
    throw new Error('There is no display: use `npm run e2e`, which brings a virtual one.')
}
