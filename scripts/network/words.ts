import { formatAmount } from '@creditmesh/sdk/audit/formatAmount.ts'
import type { Admitted } from './admit.ts'
import type { NetworkStatus } from './status.ts'

/** The status for people: a line for each process, then who takes part. */
export function statusText(status: NetworkStatus): string {
  const { chain, agencies, relayer, lenders, subjects } = status
  const head = chain.head === undefined ? '' : `  block ${chain.head}, ${chain.headAgeSec} s old`
  return [
    `The network in ${status.dir} is ${status.up ? 'up' : 'not up'}.`,
    line('chain', chain.state, chain.url, head),
    ...agencies.map((agency) =>
      line(`agency ${agency.name}`, agency.state, agency.url, `  ${agency.address ?? ''}`),
    ),
    line('relayer', relayer.state, relayer.url, ''),
    ...lenders.map(({ name, address = '' }) => line(`lender ${name}`, '', '', address)),
    ...subjects.map((name) => line(`subject ${name}`, '', '', '')),
  ].join('\n')
}

export function admittedText({ name, role, address, endpoint, balance }: Admitted): string {
  const next =
    role === 'agency'
      ? 'Start it with the network: creditmesh network up'
      : `It may ask: creditmesh query create --lender ${name} ...`
  return [
    `The council has admitted the ${role} ${name}.`,
    `  account  ${address}`,
    ...(endpoint === '' ? [] : [`  endpoint ${endpoint}`]),
    `  balance  ${formatAmount(BigInt(balance))} CMS`,
    next,
  ].join('\n')
}

function line(who: string, state: string, url: string, rest: string): string {
  return `  ${who.padEnd(16)} ${state.padEnd(8)} ${url}${rest}`.trimEnd()
}
