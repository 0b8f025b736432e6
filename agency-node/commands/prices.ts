import { toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { keccak256 } from '@creditmesh/sdk/crypto/hash.ts'
import { amount, uint8 } from '@creditmesh/sdk/wire/fields.ts'
import { encodeMessage } from '@creditmesh/sdk/wire/json.ts'
import { z } from 'zod'
import { command } from '../admin/command.ts'
import type { AgencyServices } from '../services.ts'

const priceEntry = z.strictObject({
  category: uint8,
  /** 1 direct, 2 surcharge of a relayed answer, 3 trade. */
  product: z.int().min(1).max(3),
  /** 1 hit, 2 miss. */
  outcome: z.int().min(1).max(2),
  amount,
})

/** Publishes prices on chain; entries not named stay as they are. */
export const setPrices = command(
  z.strictObject({ entries: z.array(priceEntry).min(1).max(100) }),
  async ({ contracts, transactions }: AgencyServices, { entries }) => {
    // The same list at another time is another transaction: prices may have changed in between.
    const id = `prices:${Date.now()}:${toHex(keccak256(encodeMessage(entries)))}`
    const call = contracts.priceList.encode('setPrices', entries)
    await (await transactions.enqueueCall(id, call)).mined
    return { prices: entries.length }
  },
)
