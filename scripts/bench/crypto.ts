import { chooseCryptoSuites } from '@creditmesh/agency-node/native/cryptoSuites.ts'
import type { Bench, BenchOptions } from './bench.ts'
import { ethereumPrimitives } from './crypto/ethereum.ts'
import { naclPrimitives } from './crypto/nacl.ts'
import type { Primitives } from './crypto/primitive.ts'
import { race } from './race.ts'

type PeerName = 'tweetnacl' | 'ethers'

/** Operations a second of every primitive on this machine, beside tweetnacl and ethers. */
export const benchCrypto: Bench = async (options) => {
  const { nacl, ecdsa } = await chooseCryptoSuites()
  const measured = [
    ...measure('tweetnacl', naclPrimitives(nacl), options),
    ...measure('ethers', ethereumPrimitives(ecdsa), options),
  ]
  return {
    figures: Object.fromEntries(
      measured.map(({ name, ours, peer, peerName }) => [name, { ours, [peerName]: peer }]),
    ),
    tables: [
      {
        title: `Operations a second on one thread (ours: ${nacl.name}; ${ecdsa.name})`,
        columns: ['primitive', 'ours', 'peer', 'name of the peer', 'times'],
        rows: measured.map(({ name, ours, peer, peerName }) => [
          ...[name, ours, peer, peerName],
          ours / peer,
        ]),
      },
    ],
    remarks: ['One thread: limited by the processor alone.'],
  }
}

function measure(peerName: PeerName, primitives: Primitives, { isQuick, log }: BenchOptions) {
  const effort = isQuick ? { runs: 1, millisecondsPerRun: 4 } : { runs: 5, millisecondsPerRun: 100 }
  return Object.entries(primitives).map(([name, contenders]) => {
    log(`crypto: ${name}`)
    return { name, peerName, ...race(contenders, effort) }
  })
}
