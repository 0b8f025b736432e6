import type { Contracts } from '@creditmesh/sdk/chain/contracts.ts'
import type { Deployment } from '@creditmesh/sdk/chain/deployment.ts'
import { readHistory } from '@creditmesh/sdk/chain/history.ts'
import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import type { Rpc } from '@creditmesh/sdk/chain/rpc.ts'
import { fromHex, type Hex } from '@creditmesh/sdk/crypto/bytes.ts'
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
}

interface DirectoryOptions {
  readonly rpc: Rpc
  readonly contracts: Contracts
  readonly deployment: Deployment
  readonly clockMs: () => number
  readonly maxAgeMs?: number
}

export function createMemberDirectory(options: DirectoryOptions): MemberDirectory {
  const { contracts, clockMs, maxAgeMs = 1000 } = options
  const remember = createMemory(clockMs, maxAgeMs)
  const memberOf = (address: Address) =>
    remember(`member:${address.toLowerCase()}`, async () => {
      const member = await contracts.members.read('memberOf', [address])
      return { address, ...member }
    })
  const periodOf = (address: Address, epoch: number) =>
    remember(`keys:${address.toLowerCase()}:${epoch}`, () =>
      contracts.members.read('keysOf', [address, epoch]),
    )
  return {
    memberOf,
    async keysFor(address, epoch) {
      const [member, period] = await Promise.all([memberOf(address), periodOf(address, epoch)])
      if (period.sinceSec === 0) return null
      const keys = { x25519: fromHex(period.x25519), ed25519: fromHex(period.ed25519) }
      const { status, roles } = member
      return { ...keys, status, roles, ...(period.untilSec > 0 && { untilSec: period.untilSec }) }
    },
    async signingKeyOf(address, epoch) {
      const { ed25519, sinceSec: since, untilSec: until } = await periodOf(address, epoch)
      return since === 0 ? null : { ed25519: fromHex(ed25519), since, until }
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
  }
}

function isActiveAgency({ status, roles }: MemberEntry): boolean {
  return status === memberStatus.active && (roles & memberRoleBits.agency) !== 0
}

// The registry has no list: who was ever admitted stands in the log, what became of them in the registry.
async function admittedAgencies({ rpc, deployment }: DirectoryOptions): Promise<Hex[]> {
  const admissions = await readHistory(rpc, deployment, { name: 'MemberAdmitted' })
  return [...new Set(admissions.map(({ args }) => args.account))]
}

/** Remembers answers for a moment, and lets simultaneous questions share one. */
function createMemory(clockMs: () => number, maxAgeMs: number) {
  const answers = new Map<string, { readonly askedAtMs: number; readonly answer: unknown }>()
  return <T>(question: string, ask: () => Promise<T>): Promise<T> => {
    const known = answers.get(question)
    const nowMs = clockMs()
    // The question names the type of its answer.
    if (known && nowMs - known.askedAtMs <= maxAgeMs) return known.answer as Promise<T>
    const answer = ask()
    answers.set(question, { askedAtMs: nowMs, answer })
    answer.catch(() => answers.delete(question))
    return answer
  }
}
