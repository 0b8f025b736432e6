import { namedCodec } from './abiCodec.ts'
import type { ErrorCodec } from './contractCodecs.ts'

/** What Solidity itself reverts with: a sentence, or the number of a fault ("Panic via assert and Error via require"). */
export const solidityErrors: readonly (readonly [selector: string, ErrorCodec])[] = [
  [
    '0x08c379a0',
    {
      name: 'Error',
      selector: '0x08c379a0',
      values: namedCodec([{ name: 'reason', type: 'string' }]),
    },
  ],
  [
    '0x4e487b71',
    {
      name: 'Panic',
      selector: '0x4e487b71',
      values: namedCodec([{ name: 'code', type: 'uint256' }]),
    },
  ],
]
