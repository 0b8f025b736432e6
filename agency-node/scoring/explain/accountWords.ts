import type { FileFacts } from './facts.ts'

/** One account as its owner would call it: "your credit card". */
export function accountWords({ accounts }: Pick<FileFacts, 'accounts'>, account: number): string {
  return `your ${accounts[account]?.name ?? 'account'}`
}

/** All that she has: "your credit card", or "your accounts". */
export function allAccountsWords(facts: Pick<FileFacts, 'accounts'>): string {
  return facts.accounts.length === 1 ? accountWords(facts, 0) : 'your accounts'
}
