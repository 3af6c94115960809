import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import type { WorkerFixtures } from './e2e/harness/test.js'

const debianChromium = '/usr/bin/chromium'

export default defineConfig<object, WorkerFixtures>({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'temp/browser-tests',
  // Two browsers and a gateway fill two cores.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'temp/browser-test-report.json' }]],
  use: {
    launchOptions: {
      ...(existsSync(debianChromium) ? { executablePath: debianChromium } : {}),
      args: [
        '--no-sandbox',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        '--autoplay-policy=no-user-gesture-required',
        '--ignore-certificate-errors',
        '--disable-background-networking',
        '--disable-quic',
        // Whatever leaves for anywhere else must fail, with or without a network.
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1',
      ],
    },
  },
  projects: [
    {
      name: 'twilio-client 1.15',
      // It has neither call messages nor connect tokens, and takes one host.
      testIgnore: ['**/demo.*', '**/call-message.*', '**/take-over.*', '**/several-hosts.*'],
      use: { sdk: 'twilio-client' },
    },
    // It always knows ringing.
    { name: 'voice-sdk 2.18', testIgnore: ['**/demo.*', '**/older-page.*'], use: { sdk: 'voice-sdk' } },
    { name: 'demo', testMatch: '**/demo.spec.ts' },
  ],
})
