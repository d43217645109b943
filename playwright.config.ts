import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './e2e/support/find-electron.ts',
  outputDir: 'test-results',
  // One app at a time: they would share the processors that their media needs, and the fake devices' clock.
  workers: 1,
  // A test that passes only when repeated is a defect, of the test or of the product.
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
})
