import type { Account } from '../../chain/account.ts'
import { purposeTemplates } from '../../chain/purposeTemplates.ts'
import { recordGrant, type SignedGrant, sign, signGrant } from './grants.ts'
import { hexOf, type Stage } from './stage.ts'

const revokedByRecipient = 1
const invalidatedByCourt = 1

/** Every change of a consent's state that is not a query. */
export async function consentStory(stage: Stage, round: number): Promise<void> {
  const relayer = stage.account('relayer')
  await cancelled(stage, relayer, `cancelled ${round}`)
  await paused(stage, relayer, `paused ${round}`)
  await amended(stage, relayer, `amended ${round}`)
  await ended(stage, round)
  const { consents } = stage.contracts
  const template = purposeTemplates.get(1)
  if (template !== undefined) {
    await stage.send(stage.council, consents.encode('setTemplate', 1, template))
  }
}

async function cancelled(stage: Stage, relayer: Account, name: string): Promise<void> {
  const { consentId, onChain, secretKey } = await signGrant(stage, name)
  const deadline = (await stage.nowSec()) + 600
  const signature = stage.typedData.consentCancel.sign({ consentId, deadline }, secretKey)
  await stage.send(relayer, stage.contracts.consents.encode('cancel', onChain, deadline, signature))
}

async function paused(stage: Stage, relayer: Account, name: string): Promise<void> {
  const { consentId, onChain, secretKey } = await recordGrant(stage, name)
  const { consents } = stage.contracts
  const { consentPause, consentResume, consentWithdraw } = stage.typedData
  const deadline = (await stage.nowSec()) + 600
  const steps = [
    ['pause', consentPause],
    ['resume', consentResume],
    ['withdraw', consentWithdraw],
  ] as const
  for (const [i, [step, message]] of steps.entries()) {
    const seq = i + 1
    const signature = message.sign({ consentId, seq, deadline }, secretKey)
    await stage.send(relayer, consents.encode(step, onChain, seq, deadline, signature))
  }
}

async function amended(stage: Stage, relayer: Account, name: string): Promise<void> {
  const old = await recordGrant(stage, name)
  const changes = { categories: 1, supersedes: old.consentId, nonce: hexOf(`second ${name}`) }
  const next = sign(stage, { ...old.grant, ...changes }, old.secretKey)
  const { consents } = stage.contracts
  await stage.send(relayer, consents.encode('amend', old.onChain, next.onChain, next.signature))
}

async function ended(stage: Stage, round: number): Promise<void> {
  const { consents } = stage.contracts
  const fresh = (name: string): Promise<SignedGrant> => recordGrant(stage, `${name} ${round}`)
  const revoked = await fresh('revoked')
  await stage.send(stage.lender, consents.encode('revoke', revoked.onChain, revokedByRecipient))
  const { consentId } = await fresh('revoked by the network')
  await stage.send(stage.council, consents.encode('revokeByNetwork', consentId, 4))
  const doubted = (await fresh('invalidated')).consentId
  const [first, second] = stage.auditors
  await stage.send(first, consents.encode('proposeInvalidation', doubted, invalidatedByCourt))
  await stage.send(second, consents.encode('confirmInvalidation', doubted, invalidatedByCourt))
  const expiring = await fresh('expired')
  await stage.passBeyond(expiring.grant.expiresAt)
  await stage.send(stage.account('anyone'), consents.encode('pokeExpired', expiring.onChain))
}
