import { type Contract, getCreateAddress, id } from 'ethers'
import hardhat from 'hardhat'

const council = 1n
const settlement = 3n
const agency = 1
const queryUser = 2
const startingBalance = 1_000_000_000n

/** A chain of its own in this process, with every contract deployed and three members admitted and funded. */
export async function openNetwork() {
  const connection = await hardhat.network.create({ network: 'local', chainType: 'l1' })
  const { ethers } = connection
  const signers = await ethers.getSigners()
  const [deployer, lender, asked, holder, relayer] = signers
  if (!deployer || !lender || !asked || !holder || !relayer) throw new Error('too few accounts')

  const deploy = async (name: string, ...args: unknown[]): Promise<Contract> => {
    const contract = await ethers.deployContract(name, args)
    await contract.waitForDeployment()
    return contract
  }
  const access = await deploy('AccessManager', deployer.address)
  const members = await deploy('Members', access.target)
  const token = await deploy('SettlementToken', access.target)
  const nonce = await deployer.getNonce()
  // Consents and Ledger come first and know Queries by the address that its nonce will give it.
  const predicted = getCreateAddress({ from: deployer.address, nonce: nonce + 2 })
  const consents = await deploy('Consents', access.target, predicted)
  const ledger = await deploy('Ledger', token.target, predicted, 0)
  const windows = {
    receiptMarginSec: 10,
    tradeMarginSec: 10,
    maxWindowSec: 86_400,
    lapseBlocks: 2,
  }
  const queries = await deploy('Queries', members.target, consents.target, ledger.target, windows)
  const call = async (contract: Contract, method: string, ...args: unknown[]) => {
    const tx = await contract.getFunction(method)(...args)
    return tx.wait()
  }
  const allow = (target: Contract, role: bigint, ...methods: string[]) =>
    call(
      access,
      'setTargetFunctionRole',
      target.target,
      methods.map((method) => target.getFunction(method).fragment.selector),
      role,
    )
  await call(access, 'grantRole', council, deployer.address, 0)
  await call(access, 'grantRole', settlement, deployer.address, 0)
  await allow(members, council, 'admit', 'suspend', 'readmit', 'unpause', 'setPurposes')
  await allow(consents, council, 'setTemplate', 'revokeByNetwork')
  await allow(token, settlement, 'mint', 'burn')

  for (const [signer, roles] of [
    [lender, queryUser],
    [asked, agency],
    [holder, agency],
  ] as const) {
    const keys = { x25519: id(`x${signer.address}`), ed25519: id(`e${signer.address}`) }
    const params = { roles, purposes: 2, ...keys, endpoint: 'https://a.example', name: 'A' }
    await call(members, 'admit', signer.address, params)
    await call(token, 'mint', signer.address, startingBalance)
    await call(token.connect(signer) as Contract, 'approve', ledger.target, startingBalance)
    await call(ledger.connect(signer) as Contract, 'deposit', startingBalance)
  }
  await call(consents, 'setTemplate', 1, {
    enabled: true,
    maxExpirySec: 30 * 86_400,
    maxUses: 10,
    maxPerPeriod: 0,
    periodSec: 0,
    maxLookbackMonths: 60,
    maxDataLifeDays: 30,
    detailMask: 15,
  })
  return {
    ethers,
    connection,
    contracts: { access, members, token, consents, ledger, queries },
    people: { deployer, lender, asked, holder, relayer },
  }
}
