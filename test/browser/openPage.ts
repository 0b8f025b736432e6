import type { Page } from 'playwright-core'
import { launchChromium } from './chromium.ts'
import type { page as pageExports } from './page/main.ts'
import { startPageServer } from './pageServer.ts'

type PageExports = typeof pageExports
type PageFunction = keyof PageExports

export interface OpenPage {
  readonly origin: string
  readonly bundleBytes: number
  readonly browserPage: Page
  /** What the page wrote to its console as an error, or did not catch. */
  readonly complaints: readonly string[]
  /** Runs a function of the page, there; arguments and results travel as JSON. */
  call<F extends PageFunction>(
    name: F,
    ...args: Parameters<PageExports[F]>
  ): Promise<Awaited<ReturnType<PageExports[F]>>>
  reload(): Promise<void>
  close(): Promise<void>
}

/** The page, in a fresh browser. */
export async function openPage(): Promise<OpenPage> {
  const server = await startPageServer()
  const browser = await launchChromium()
  const browserPage = await browser.newPage()
  const complaints: string[] = []
  browserPage.on('pageerror', (error) => complaints.push(String(error)))
  browserPage.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await browserPage.goto(server.origin)
  return {
    ...{ origin: server.origin, bundleBytes: server.bundleBytes, browserPage, complaints },
    call: (name, ...args) =>
      browserPage.evaluate(
        ([called, given]) => {
          // main.ts put it there.
          const { page } = globalThis as unknown as { page: Record<string, CallableFunction> }
          return page[called as string]?.(...(given as unknown[]))
        },
        [name, args],
      ),
    reload: async () => void (await browserPage.reload()),
    async close() {
      await browser[Symbol.asyncDispose]()
      await server.close()
    },
  }
}
