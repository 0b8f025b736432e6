import type { Address, Hex } from '@creditmesh/sdk/chain/ids.ts'
import type { Rpc } from '@creditmesh/sdk/chain/rpc.ts'
import {
  explainRevert,
  freeGas,
  readNonce,
  type SignedTransaction,
  sendTransaction,
  signTransaction,
  type TransactionCall,
  type TransactionReceipt,
} from '@creditmesh/sdk/chain/sender.ts'
import { waitForReceipt } from '@creditmesh/sdk/chain/waitForReceipt.ts'
import { type EcdsaSuite, ethersEcdsa } from '@creditmesh/sdk/crypto/secp256k1.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'

/** A key that sends transactions one after the other: for scripts and tests. Nodes have their outbox. */
export interface Account {
  readonly address: Address
  readonly secretKey: Uint8Array
  /** Resolves when mined. Throws the decoded revert. */
  send(call: TransactionCall): Promise<TransactionReceipt>
  /** Sends all at once, in this order, and waits for all. */
  sendAll(calls: readonly TransactionCall[]): Promise<TransactionReceipt[]>
  /** The nonce of the next transaction: decides the address of the next contract. */
  nextNonce(): Promise<number>
}

interface Modules {
  readonly rpc: Rpc
  readonly ecdsa?: EcdsaSuite
}

// More than any of our transactions takes. Gas that is not used costs nothing, and gas is free here.
const gasLimit = 15_000_000n
const receiptPollMs = 20

export function createAccount(
  secretKey: Uint8Array,
  { rpc, ecdsa = ethersEcdsa }: Modules,
): Account {
  return new KeyedAccount(secretKey, { rpc, ecdsa })
}

class KeyedAccount implements Account {
  readonly address: Address
  readonly secretKey: Uint8Array
  readonly #modules: Required<Modules>
  #chainId: number | undefined
  #nonce: number | undefined
  #taking: Promise<unknown> = Promise.resolve()

  constructor(secretKey: Uint8Array, modules: Required<Modules>) {
    this.secretKey = secretKey
    this.address = modules.ecdsa.addressOf(secretKey)
    this.#modules = modules
  }

  async send(call: TransactionCall): Promise<TransactionReceipt> {
    return (await this.sendAll([call]))[0] as TransactionReceipt // one for each call
  }

  async sendAll(calls: readonly TransactionCall[]): Promise<TransactionReceipt[]> {
    const { rpc } = this.#modules
    const signed = await this.#sign(calls)
    try {
      await Promise.all(signed.map((transaction) => sendTransaction(rpc, transaction)))
    } catch (error) {
      this.#nonce = undefined // which of them the chain took, it knows
      throw error
    }
    return Promise.all(signed.map((transaction, i) => this.#waitFor(transaction, calls[i])))
  }

  nextNonce(): Promise<number> {
    return this.#takeNonces(0)
  }

  async #sign(calls: readonly TransactionCall[]): Promise<SignedTransaction[]> {
    const { rpc, ecdsa } = this.#modules
    this.#chainId ??= Number(await rpc.request<Hex>('eth_chainId'))
    const first = await this.#takeNonces(calls.length)
    const fields = { chainId: this.#chainId, gasLimit, fees: freeGas }
    return calls.map((call, i) =>
      signTransaction(call, { ...fields, nonce: first + i }, { secretKey: this.secretKey, ecdsa }),
    )
  }

  /** The first of so many nonces, which nobody else gets, however many ask at once. */
  #takeNonces(count: number): Promise<number> {
    const taken = this.#taking.then(async () => {
      const first = this.#nonce ?? (await readNonce(this.#modules.rpc, this.address))
      this.#nonce = first + count
      return first
    })
    this.#taking = taken.catch(() => undefined) // told to whoever awaits `taken`
    return taken
  }

  async #waitFor(
    { hash }: SignedTransaction,
    call: TransactionCall | undefined,
  ): Promise<TransactionReceipt> {
    const { rpc } = this.#modules
    const receipt = await waitForReceipt(rpc, hash, { pollMs: receiptPollMs })
    if (receipt.isSuccess) return receipt
    const { blockNumber } = receipt
    if (!call?.to) throw new MeshError('chain.reverted', { detail: 'the creation reverted' })
    throw await explainRevert(rpc, call, { from: this.address, blockNumber })
  }
}
