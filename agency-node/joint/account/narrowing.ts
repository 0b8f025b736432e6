import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { JointAgreement, TrainingAgreement } from '@creditmesh/sdk/wire/joint/agreement.ts'
import type { SessionDocument } from '../documents.ts'
import type { JointWorld } from '../world.ts'

type History = Pick<JointWorld, 'sessions' | 'agreements' | 'identity'>

/**
 * Parties whose own sums are the difference between what this agreement would tell and what an earlier session told:
 * the same outcome with a common column, and parties that differ by one. Empty for a linkage.
 */
export async function narrowingParties(
  agreement: JointAgreement,
  history: History,
): Promise<Hex[]> {
  if (agreement.kind === 'linkage') return []
  const found = new Set<Hex>()
  for await (const session of comparable(agreement, history)) {
    const alone = difference(session.parties, agreement.parties)
    const [only] = alone
    if (alone.length === 1 && only !== undefined) found.add(only)
  }
  return [...found].sort()
}

/**
 * Throws `joint.not_allowed` (narrowing) where the own rows have changed since sums of them were learned, by fewer than a
 * party must have: the difference of the two sums would be about those few.
 */
export async function requireNoNarrowing(
  agreement: TrainingAgreement,
  own: { readonly rows: number; readonly dataHash: Hex },
  history: History,
): Promise<void> {
  for await (const { rows, dataHash } of comparable(agreement, history)) {
    if (rows === undefined || dataHash === own.dataHash) continue
    if (Math.abs(rows - own.rows) >= agreement.minRows) continue
    throw new MeshError('joint.not_allowed', { details: { check: 'narrowing' } })
  }
}

/** Sessions whose sums were learned, about the same outcome and some of the same columns. */
async function* comparable(
  { outcome, columns }: TrainingAgreement,
  { sessions, agreements }: History,
): AsyncGenerator<SessionDocument> {
  for await (const session of sessions.all()) {
    if (session.kind === 'linkage' || session.learned.length === 0) continue
    const earlier = (await agreements.get(session.agreementId))?.agreement
    if (earlier === undefined || earlier.kind === 'linkage' || earlier.outcome !== outcome) continue
    if (earlier.columns.some((column) => columns.includes(column))) yield session
  }
}

function difference(a: readonly Hex[], b: readonly Hex[]): Hex[] {
  return [...a.filter((one) => !b.includes(one)), ...b.filter((one) => !a.includes(one))]
}
