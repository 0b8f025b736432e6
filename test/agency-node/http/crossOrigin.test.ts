import { allowOrigins } from '@creditmesh/agency-node/http/crossOrigin.ts'
import { startHttpServer } from '@creditmesh/agency-node/http/server.ts'
import express from 'express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const bank = 'https://bank.example'
const app = express()
app.use(allowOrigins([bank]))
app.get('/answer', (_, response) => void response.end('answer'))

let server: Awaited<ReturnType<typeof startHttpServer>>
beforeAll(async () => {
  server = await startHttpServer(app, { port: 0 })
})
afterAll(() => server.close())

const from = (origin: string, method = 'GET') =>
  fetch(`${server.url}/answer`, { method, headers: { origin } })
const allowOf = (response: Response) => response.headers.get('access-control-allow-origin')

describe('pages of other origins', () => {
  test('may read answers when they are named, signatures included', async () => {
    const response = await from(bank)
    expect(allowOf(response)).toBe(bank)
    expect(response.headers.get('vary')).toBe('Origin')
    expect(response.headers.get('access-control-expose-headers')).toContain('signature-input')
    expect(response.headers.get('access-control-allow-credentials')).toBeNull()
  })

  test('are told beforehand what they may send', async () => {
    const response = await from(bank, 'OPTIONS')
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-methods')).toBe('GET, POST')
    expect(response.headers.get('access-control-allow-headers')).toContain('content-digest')
  })

  test('error: get nothing when they are not named', async () => {
    for (const origin of ['https://bank.example.evil.example', 'http://bank.example', 'null']) {
      for (const method of ['GET', 'OPTIONS']) {
        expect(allowOf(await from(origin, method))).toBeNull()
      }
    }
  })
})
