import { once } from 'node:events'
import { connect } from 'node:net'
import { agencyRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { describe, expect, it } from 'vitest'
import { key, legId, receipt, sendRaw, start, statusOf } from './nodeOnPort.ts'

describe('hostile bytes on the wire', () => {
  it('error: a body that is too large is refused, read or unread', async () => {
    const { server } = await start()
    const body = 'x'.repeat(600_000)
    const response = await fetch(`${server.url}/livez`, { method: 'POST', body })
    expect(response.status).toBe(404)
    const { client } = await start({ receipt: async () => ({ key }) })
    const tooLong = { ...receipt, signature: `0x${'33'.repeat(4000)}` } as const
    const call = client.call(agencyRoutes.receipt, { params: { legId }, body: tooLong })
    await expect(call).rejects.toMatchObject({ code: 'input.too_large' })
  })

  it('error: a GET may carry no body', async () => {
    const { server } = await start()
    const raw = await sendRaw(
      server,
      'GET /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello',
    )
    expect(statusOf(raw)).toBe(413)
  })

  it('error: a chunked body is bounded too', async () => {
    const { server } = await start()
    const chunk = `8000\r\n${'y'.repeat(0x8000)}\r\n`
    const raw = await sendRaw(
      server,
      'GET /livez HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n',
      ...Array.from({ length: 40 }, () => chunk),
    )
    expect(statusOf(raw)).toBe(413)
  })

  it.each([
    ['two lengths', 'Content-Length: 1\r\nContent-Length: 2'],
    ['two equal lengths', 'Content-Length: 0\r\nContent-Length: 0'],
    ['a length and chunks', 'Content-Length: 3\r\nTransfer-Encoding: chunked'],
    ['a negative length', 'Content-Length: -1'],
    ['a length in words', 'Content-Length: five'],
    ['a folded header', 'X-A: 1\r\n 2'],
    ['a name with a space', 'X A: 1'],
    ['an encoding of its own', 'Transfer-Encoding: xchunked'],
    ['two hosts', 'Host: b'],
  ])('error: %s is refused', async (_, header) => {
    const { server } = await start()
    const head = `GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${header}\r\n\r\n`
    expect(statusOf(await sendRaw(server, head))).toBe(400)
  })

  it('error: a request without Host is refused', async () => {
    const { server } = await start()
    expect(statusOf(await sendRaw(server, 'GET /livez HTTP/1.1\r\n\r\n'))).toBe(400)
  })

  it('error: headers without end are refused', async () => {
    const { server } = await start()
    const head = `GET /livez HTTP/1.1\r\nHost: a\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`
    expect(statusOf(await sendRaw(server, head))).toBe(431)
  })

  it('error: a body shorter than announced ends with the connection, and the node serves on', async () => {
    const { server } = await start()
    const socket = connect(server.port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write('GET /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nshort')
    socket.destroy()
    await once(socket, 'close')
    expect((await fetch(`${server.url}/livez`)).status).toBe(200)
  })

  it('error: a client that dawdles over its headers is dropped', async () => {
    const { server } = await start({}, { headersTimeoutMs: 50 })
    expect(statusOf(await sendRaw(server, 'GET /livez HTTP/1.1\r\nHost: a\r\n'))).toBe(408)
  })

  it('error: a client that dawdles over its body is dropped', async () => {
    const { server } = await start({}, { headersTimeoutMs: 50, requestTimeoutMs: 100 })
    const head = 'GET /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nslow'
    expect(statusOf(await sendRaw(server, head))).toBe(408)
  })
})
