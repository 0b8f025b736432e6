import { signAction } from '@creditmesh/sdk/client/subject/consentActions.ts'
import { createConsent } from '@creditmesh/sdk/client/subject/createConsent.ts'
import { createRelayer } from '@creditmesh/sdk/client/subject/relayer.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { problemMediaType, toProblem } from '@creditmesh/sdk/wire/problem.ts'
import { expect, test } from 'vitest'
import { digestOf } from '../keyring.ts'
import { enrolledWallet, plainRequest } from './people.ts'

const answer = { transactionHash: digestOf('transaction'), blockNumber: 7 }

function relayerAnswering(reply: (path: string, body: unknown) => Response) {
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const body = JSON.parse(new TextDecoder().decode(init?.body as Uint8Array))
    return reply(new URL(String(input)).pathname, body)
  }
  return createRelayer({ url: 'http://relayer.invalid/', fetch })
}

test('a relayer is sent each statement on its own route, unsigned', async () => {
  const { wallet } = await enrolledWallet()
  const { held } = await createConsent(wallet, plainRequest())
  const { consentId, grant, signature } = held
  const seen: string[] = []
  const relayer = relayerAnswering((path, body) => {
    const { action = 'record' } = body as { action?: string }
    seen.push(`${path} ${action}`)
    return Response.json({ consentId, ...answer })
  })
  expect(await relayer.record({ grant, signature })).toEqual({ consentId, ...answer })
  for (const action of ['pause', 'resume', 'withdraw', 'cancel'] as const) {
    await relayer.act(consentId, signAction(wallet, consentId, { action, seq: 1 }))
  }
  await relayer.amend(consentId, { oldGrant: grant, newGrant: grant, signature })
  expect(seen).toEqual([
    '/v1/consents record',
    `/v1/consents/${consentId}/pause pause`,
    `/v1/consents/${consentId}/resume resume`,
    `/v1/consents/${consentId}/withdraw withdraw`,
    `/v1/consents/${consentId}/cancel cancel`,
    `/v1/consents/${consentId}/amend record`,
  ])
})

test('error: a refusal keeps its code', async () => {
  const { wallet } = await enrolledWallet()
  const { grant, signature } = (await createConsent(wallet, plainRequest())).held
  const error = new MeshError('fair_use.exceeded', { details: { attribute: 'maxUses' } })
  const problem = JSON.stringify(toProblem(error, { requestId: 'test' }))
  const headers = { 'content-type': problemMediaType }
  const relayer = relayerAnswering(() => new Response(problem, { status: error.status, headers }))
  await expect(relayer.record({ grant, signature })).rejects.toMatchObject({
    code: 'fair_use.exceeded',
    details: { attribute: 'maxUses' },
  })
})
