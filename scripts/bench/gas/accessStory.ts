import { accessRoles } from '@creditmesh/sdk/chain/accessRoles.ts'
import type { Hex } from '@creditmesh/sdk/chain/ids.ts'
import { interfaces } from '@creditmesh/sdk/chain/interfaces.ts'
import { concat, fromHex, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { AbiCoder, getCreateAddress } from 'ethers'
import { readArtifact } from '../../chain/artifacts.ts'
import type { Stage } from './stage.ts'

// A role that guards nothing: the network goes on as it was.
const role = 99n

/** OpenZeppelin's AccessManager: what the council's powers cost to hand out. */
export async function accessStory(stage: Stage, round: number): Promise<void> {
  const { council, send } = stage
  const { accessManager: manager, members } = stage.contracts
  const officer = stage.account(`officer ${round}`)
  const selectors = [interfaces.members.getFunction('pause')?.selector as Hex] // in the ABI
  await send(council, manager.encode('labelRole', role, 'OFFICE'))
  await send(council, manager.encode('setRoleAdmin', role, accessRoles.COUNCIL))
  await send(council, manager.encode('setRoleGuardian', role, accessRoles.COUNCIL))
  await send(council, manager.encode('setGrantDelay', role, 0))
  await send(council, manager.encode('grantRole', role, officer.address, 0))
  await send(council, manager.encode('revokeRole', role, officer.address))
  await send(council, manager.encode('grantRole', role, officer.address, 0))
  await send(officer, manager.encode('renounceRole', role, officer.address))
  const supervisor = accessRoles.SUPERVISOR
  await send(
    council,
    manager.encode('setTargetFunctionRole', members.address, selectors, supervisor),
  )
  await send(council, manager.encode('setTargetAdminDelay', members.address, 0))
  await send(council, manager.encode('setTargetClosed', members.address, true))
  await send(council, manager.encode('setTargetClosed', members.address, false))
  const label = manager.encode('labelRole', role, 'OFFICE').data
  await send(council, manager.encode('multicall', [label]), 'one call')
  await delayed(stage, round)
  await moved(stage)
}

/** A holder whose calls must wait in the open: schedule, then execute or cancel. */
async function delayed(stage: Stage, round: number): Promise<void> {
  const { council, send } = stage
  const manager = stage.contracts.accessManager
  const slow = stage.account(`slow admin ${round}`)
  await council.send(manager.encode('grantRole', accessRoles.ADMIN, slow.address, 1))
  const { data } = manager.encode('labelRole', role, 'OFFICE')
  const schedule = () => send(slow, manager.encode('schedule', manager.address, data, 0))
  await schedule()
  await stage.passBeyond((await stage.nowSec()) + 2)
  await send(slow, manager.encode('execute', manager.address, data))
  await schedule()
  await send(slow, manager.encode('cancel', slow.address, manager.address, data))
}

/** A contract of its own goes to another authority: those of the network stay where they are. */
async function moved({ council, contracts, send }: Stage): Promise<void> {
  const manager = contracts.accessManager
  const target = getCreateAddress({ from: council.address, nonce: await council.nextNonce() })
  const input = fromHex(AbiCoder.defaultAbiCoder().encode(['address'], [manager.address]))
  const code = concat(fromHex(readArtifact('Members').bytecode), input)
  await council.send({ to: null, data: toHex(code) })
  const call = manager.encode('updateAuthority', target as Hex, contracts.members.address)
  await send(council, call)
}
