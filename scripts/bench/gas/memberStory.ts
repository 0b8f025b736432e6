import { memberRoles } from '@creditmesh/sdk/chain/memberViews.ts'
import { allPurposes, hexOf, type Stage } from './stage.ts'

/** A member's life, an agency's price list, and the anchors of its credentials. */
export async function memberStory(stage: Stage, round: number): Promise<void> {
  const { members } = stage.contracts
  const { council, asked } = stage
  const newcomer = stage.account(`newcomer ${round}`)
  const { address } = newcomer
  const keys = { x25519: hexOf(`x ${round}`), ed25519: hexOf(`e ${round}`) }
  const terms = { roles: memberRoles.AGENCY, purposes: allPurposes, ...keys }
  const about = { endpoint: 'https://agency.example', name: 'Agency of the bench' }
  await stage.send(council, members.encode('admit', address, { ...terms, ...about }))
  const next = [hexOf(`next x ${round}`), hexOf(`next e ${round}`)] as const
  await stage.send(newcomer, members.encode('rotateKeys', ...next))
  await stage.send(newcomer, members.encode('setEndpoint', `https://moved-${round}.example`))
  await stage.send(newcomer, members.encode('declareAffiliation', asked.address))
  await stage.send(council, members.encode('undeclareAffiliation', address, asked.address))
  await stage.send(council, members.encode('setPurposes', address, 2))
  await stage.send(council, members.encode('pause', address))
  await stage.send(council, members.encode('unpause', address))
  await stage.send(council, members.encode('suspend', address))
  await stage.send(council, members.encode('readmit', address))
  await publish(stage, round)
  await stage.send(newcomer, members.encode('resign'))
}

async function publish(stage: Stage, round: number): Promise<void> {
  const { priceList, credentials } = stage.contracts
  const agency = stage.account(`newcomer ${round}`)
  const prices = [
    [1, 1],
    [1, 2],
    [2, 1],
    [3, 1],
  ].map(([product = 0, outcome = 0]) => ({ category: 1, product, outcome, amount: 500_000n }))
  await stage.send(agency, priceList.encode('setPrices', prices), 'one category')
  const id = hexOf(`credential ${round}`)
  await stage.send(agency, credentials.encode('anchor', [id]), 'one')
  await stage.send(agency, credentials.encode('revoke', id))
}
