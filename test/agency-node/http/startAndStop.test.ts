import { once } from 'node:events'
import { createApp } from '@creditmesh/agency-node/http/app.ts'
import type { Handlers } from '@creditmesh/agency-node/http/handler.ts'
import { startHttpServer } from '@creditmesh/agency-node/http/server.ts'
import { agencyRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { describe, expect, it } from 'vitest'
import { createHarness } from './harness.ts'
import { key, legId, receipt, start } from './nodeOnPort.ts'

describe('start and stop', () => {
  it('error: a port that is taken has its own code', async () => {
    const { server } = await start()
    await expect(startHttpServer(() => {}, { port: server.port })).rejects.toMatchObject({
      code: 'http.port_taken',
      details: { port: server.port },
    })
  })

  it('finishes what is under way and takes nothing new', async () => {
    const entered = Promise.withResolvers<void>()
    const finish = Promise.withResolvers<void>()
    const { server, client } = await start({
      receipt: async () => {
        entered.resolve()
        await finish.promise
        return { key }
      },
    })
    const call = client.call(agencyRoutes.receipt, { params: { legId }, body: receipt })
    await entered.promise
    const closed = server.close(60_000)
    await expect(fetch(`${server.url}/livez`)).rejects.toThrowError()
    finish.resolve()
    expect(await call).toEqual({ key })
    await closed
  })

  it('does not wait for ever', async () => {
    const entered = Promise.withResolvers<void>()
    const { server, client } = await start({
      receipt: async ({ signal }) => {
        entered.resolve()
        await once(signal, 'abort')
        return { key }
      },
    })
    const call = client.call(agencyRoutes.receipt, { params: { legId }, body: receipt })
    const failed = expect(call).rejects.toMatchObject({ code: 'http.unreachable' })
    await entered.promise
    await server.close(10)
    await failed
  })

  it('error: a table without a handler for each route does not start', async () => {
    const { options } = await createHarness()
    const { live } = agencyRoutes
    const none = {} as Handlers<{ live: typeof live }> // what a caller without types could pass
    expect(() => createApp({ live }, none, options)).toThrowError(
      expect.objectContaining({ code: 'config.invalid' }),
    )
  })

  it('error: a signed route without authentication does not start', async () => {
    const { options } = await createHarness()
    const { authentication: _, ...rest } = options
    const { receipt: route } = agencyRoutes
    expect(() => createApp({ route }, { route: async () => ({ key }) }, rest)).toThrowError(
      expect.objectContaining({ code: 'config.invalid' }),
    )
  })
})
