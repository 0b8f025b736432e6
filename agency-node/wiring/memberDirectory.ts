import type { Contracts } from '@creditmesh/sdk/chain/contracts.ts'
import type { Deployment } from '@creditmesh/sdk/chain/deployment.ts'
import { readHistory } from '@creditmesh/sdk/chain/history.ts'
import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import type { Rpc } from '@creditmesh/sdk/chain/rpc.ts'
import { fromHex, type Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { memberRoleBits, memberStatus } from '@creditmesh/sdk/wire/route.ts'
import type { SigningKeyPeriod } from '../exchange/consentEvidence.ts'
import type { MemberKeys } from '../http/authenticate.ts'

export interface MemberEntry {
  readonly address: Address
  readonly status: number
  readonly roles: number
  readonly keyEpoch: number
  readonly endpoint: string
  readonly name: string
}

/** The members as the chain has them, remembered for a moment: a suspension is felt within `maxAgeMs`. */
export interface MemberDirectory {
  memberOf(address: Address): Promise<MemberEntry>
  keysFor(address: Address, epoch: number): Promise<MemberKeys | null>
  signingKeyOf(address: Address, epoch: number): Promise<SigningKeyPeriod | null>
  isActiveAgency(address: Address): Promise<boolean>
  isAffiliated(a: Address, b: Address): Promise<boolean>
  activeAgencies(): Promise<readonly MemberEntry[]>
  /** How many answers of the chain are held. */
  remembered(): number
}

interface DirectoryOptions {
  readonly rpc: Rpc
  readonly contracts: Contracts
  readonly deployment: Deployment
  readonly clockMs: () => number
  readonly maxAgeMs?: number
  /** Whoever signs with a made-up name makes us ask: what strangers can fill is small. */
  readonly maxEntries?: number
}

export function createMemberDirectory(options: DirectoryOptions): MemberDirectory {
  const { contracts } = options
  const memory = createMemory(options)
  const { remember } = memory
  const memberOf = (address: Address) =>
    remember(`member:${address.toLowerCase()}`, async () => {
      const member = await contracts.members.read('memberOf', [address])
      return { address, ...member }
    })
  const periodOf = (address: Address, epoch: number) =>
    remember(`keys:${address.toLowerCase()}:${epoch}`, () =>
      contracts.members.read('keysOf', [address, epoch]).catch(nullIfNoSuchEpoch),
    )
  return {
    memberOf,
    async keysFor(address, epoch) {
      const [member, period] = await Promise.all([memberOf(address), periodOf(address, epoch)])
      if (period === null) return null
      const keys = { x25519: fromHex(period.x25519), ed25519: fromHex(period.ed25519) }
      const { status, roles } = member
      return { ...keys, status, roles, ...(period.untilSec > 0 && { untilSec: period.untilSec }) }
    },
    async signingKeyOf(address, epoch) {
      const period = await periodOf(address, epoch)
      if (period === null) return null
      const { ed25519, sinceSec: since, untilSec: until } = period
      return { ed25519: fromHex(ed25519), since, until }
    },
    isActiveAgency: async (address) => isActiveAgency(await memberOf(address)),
    isAffiliated: (a, b) =>
      remember(`affiliated:${[a, b].map((x) => x.toLowerCase()).sort()}`, () =>
        contracts.members.read('isAffiliated', [a, b]),
      ),
    async activeAgencies() {
      const addresses = await remember('admitted', () => admittedAgencies(options))
      const members = await Promise.all(addresses.map(memberOf))
      return members.filter(isActiveAgency)
    },
    remembered: memory.size,
  }
}

function nullIfNoSuchEpoch(error: unknown): null {
  if (error instanceof MeshError && error.details.revert === 'MembersNoSuchEpoch') return null
  throw error
}

function isActiveAgency({ status, roles }: MemberEntry): boolean {
  return status === memberStatus.active && (roles & memberRoleBits.agency) !== 0
}

// The registry has no list: who was ever admitted stands in the log, what became of them in the registry.
async function admittedAgencies({ rpc, deployment }: DirectoryOptions): Promise<Hex[]> {
  const admissions = await readHistory(rpc, deployment, { name: 'MemberAdmitted' })
  return [...new Set(admissions.map(({ args }) => args.account))]
}

/** Remembers answers for a moment, the newest only, and lets simultaneous questions share one. */
function createMemory({ clockMs, maxAgeMs = 1000, maxEntries = 2000 }: DirectoryOptions) {
  const answers = new Map<string, { readonly askedAtMs: number; readonly answer: unknown }>()

  function remember<T>(question: string, ask: () => Promise<T>): Promise<T> {
    const known = answers.get(question)
    const nowMs = clockMs()
    // The question names the type of its answer.
    if (known && nowMs - known.askedAtMs <= maxAgeMs) return known.answer as Promise<T>
    const answer = ask()
    answers.delete(question) // so that the map keeps the order of asking
    answers.set(question, { askedAtMs: nowMs, answer })
    const [oldest] = answers.keys()
    if (answers.size > maxEntries && oldest !== undefined) answers.delete(oldest)
    answer.catch(() => answers.delete(question))
    return answer
  }

  return { remember, size: () => answers.size }
}
