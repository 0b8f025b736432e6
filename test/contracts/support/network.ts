import { type Contract, type ContractTransactionReceipt, getCreateAddress, id } from 'ethers'
import hardhat from 'hardhat'

const councilRole = 1n
const settlementRole = 3n
const agency = 1
const queryUser = 2
const startingBalance = 1_000_000_000n
const day = 86_400

export type Network = Awaited<ReturnType<typeof openNetwork>>

/** A chain of its own in this process, with every contract deployed and three members admitted and funded. */
export async function openNetwork() {
  const connection = await hardhat.network.create({ network: 'local', chainType: 'l1' })
  const [deployer, lender, asked, holder, relayer] = await connection.ethers.getSigners()
  if (!deployer || !lender || !asked || !holder || !relayer) throw new Error('too few accounts')
  const contracts = await deployAll(connection.ethers, deployer)
  await assignRoles(contracts, deployer.address)
  await setTemplate(contracts.consents)
  await join(contracts, lender, queryUser)
  await join(contracts, asked, agency)
  await join(contracts, holder, agency)
  return {
    ethers: connection.ethers,
    contracts,
    people: { deployer, lender, asked, holder, relayer },
    close: () => connection.close(),
  }
}

/** Sends one transaction and waits for its receipt. */
export async function send(
  contract: Contract,
  method: string,
  ...args: unknown[]
): Promise<ContractTransactionReceipt> {
  const transaction = await contract.getFunction(method)(...args)
  return transaction.wait()
}

type Connection = Awaited<ReturnType<typeof hardhat.network.create<'l1'>>>
type Ethers = Connection['ethers']
type Signer = Awaited<ReturnType<Ethers['getSigners']>>[number]
type Contracts = Awaited<ReturnType<typeof deployAll>>

async function deployAll(ethers: Ethers, deployer: Signer) {
  const deploy = async (name: string, ...args: unknown[]): Promise<Contract> =>
    ethers.deployContract(name, args)
  const access = await deploy('AccessManager', deployer.address)
  const members = await deploy('Members', access.target)
  const token = await deploy('SettlementToken', access.target)
  // Consents and Ledger come first and know Queries by the address that its nonce will give it.
  const nonce = (await deployer.getNonce()) + 2
  const predicted = getCreateAddress({ from: deployer.address, nonce })
  const consents = await deploy('Consents', access.target, predicted)
  const ledger = await deploy('Ledger', token.target, predicted, 0)
  const windows = { receiptMarginSec: 10, tradeMarginSec: 10, maxWindowSec: day, lapseBlocks: 2 }
  const queries = await deploy('Queries', members.target, consents.target, ledger.target, windows)
  return { access, members, token, consents, ledger, queries }
}

async function assignRoles({ access, members, token, consents }: Contracts, holder: string) {
  const allow = (target: Contract, role: bigint, ...methods: string[]) => {
    const selectors = methods.map((method) => target.getFunction(method).fragment.selector)
    return send(access, 'setTargetFunctionRole', target.target, selectors, role)
  }
  await send(access, 'grantRole', councilRole, holder, 0)
  await send(access, 'grantRole', settlementRole, holder, 0)
  await allow(members, councilRole, 'admit')
  await allow(consents, councilRole, 'setTemplate')
  await allow(token, settlementRole, 'mint')
}

async function setTemplate(consents: Contract) {
  await send(consents, 'setTemplate', 1, {
    enabled: true,
    maxExpirySec: 30 * day,
    maxUses: 10,
    maxPerPeriod: 0,
    periodSec: 0,
    maxLookbackMonths: 60,
    maxDataLifeDays: 30,
    detailMask: 15,
  })
}

async function join({ members, token, ledger }: Contracts, signer: Signer, roles: number) {
  const keys = { x25519: id(`x25519 ${signer.address}`), ed25519: id(`ed25519 ${signer.address}`) }
  const params = { roles, purposes: 2, ...keys, endpoint: 'https://agency.example', name: 'Name' }
  await send(members, 'admit', signer.address, params)
  await send(token, 'mint', signer.address, startingBalance)
  await send(as(token, signer), 'approve', ledger.target, startingBalance)
  await send(as(ledger, signer), 'deposit', startingBalance)
}

/** The same contract, called by another account. */
export function as(contract: Contract, signer: Signer): Contract {
  return contract.connect(signer) as Contract // connect keeps the ABI; its declared type does not
}
