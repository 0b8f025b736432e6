import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'

const executablePath = '/usr/bin/chromium'

/**
 * Whether Debian's Chromium is here. Without it the browser tests skip themselves, except under CI=true, where
 * nothing is skipped unseen.
 */
export function hasChromium({
  path = executablePath,
  isCi = process.env.CI === 'true',
} = {}): boolean {
  if (existsSync(path)) return true
  const message = `the browser tests need ${path}: apt-get install chromium`
  if (isCi) throw new Error(message)
  console.warn(`skipped: ${message}`)
  return false
}

/** A browser with nothing of any earlier one, which asks nobody anything by itself. */
export async function launchChromium(): Promise<BrowserContext & AsyncDisposable> {
  const profile = await mkdtemp(join(tmpdir(), 'creditmesh-browser-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  })
  return Object.assign(context, {
    [Symbol.asyncDispose]: async () => {
      await context.close()
      await rm(profile, { recursive: true, force: true })
    },
  })
}
