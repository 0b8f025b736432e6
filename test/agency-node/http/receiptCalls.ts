import type { IncomingCall } from '@creditmesh/agency-node/http/call.ts'
import { createDispatch, type UntypedHandler } from '@creditmesh/agency-node/http/dispatch.ts'
import type { Route } from '@creditmesh/sdk/wire/route.ts'
import { agencyRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { bodyOf, callOf, createHarness, type Harness } from './harness.ts'

export const legId = `0x${'11'.repeat(32)}` as const
export const params = { legId }
export const receipt = { deliveryHash: `0x${'22'.repeat(32)}`, signature: `0x${'33'.repeat(65)}` }
export const key = `0x${'44'.repeat(32)}`
const answerKey: UntypedHandler = async () => ({ key })
export const { receipt: receiptRoute, ask: askRoute, identify: identifyRoute } = agencyRoutes

/** A lender's call of the receipt route, the smallest one that is signed and has a body. */
export function receiptCall(setup: Parameters<typeof callOf>[1] = {}): IncomingCall {
  return callOf(receiptRoute, { params, body: receipt, ...setup })
}

/** Takes a call through a node of its own, or through that of the harness. */
export async function answer(
  call: IncomingCall,
  {
    route = receiptRoute as Route,
    handler = answerKey,
    harness = undefined as Harness | undefined,
  } = {},
) {
  const { options } = harness ?? (await createHarness())
  const answered = await createDispatch(route, handler, options)(call)
  return { ...answered, json: bodyOf(answered) }
}
