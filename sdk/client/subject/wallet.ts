import type { SigningDomains } from '../../chain/typedData.ts'
import { createTypedData, type TypedData } from '../../chain/typedData.ts'
import type { Bytes } from '../../crypto/bytes.ts'
import { type KeyPair, type NaclSuite, tweetnaclSuite } from '../../crypto/nacl.ts'
import { type EcdsaSuite, ethersEcdsa } from '../../crypto/secp256k1.ts'
import { MeshError } from '../../errors.ts'
import { parseWith, toJson } from '../../wire/json.ts'
import { type Clock, systemClock } from '../clock.ts'
import { consentSecretOf, rootKeyOf } from './keys.ts'
import { type WalletState, type WalletStore, walletStateSchema } from './walletState.ts'

/** A person's wallet, opened. The functions beside this file work on it. */
export interface Wallet {
  readonly rootKey: KeyPair
  readonly domains: SigningDomains
  readonly typedData: TypedData
  readonly clock: Clock
  readonly nacl: NaclSuite
  readonly ecdsa: EcdsaSuite
  state(): WalletState
  consentSecret(keyIndex: number): Bytes
  /** Makes one change after another, each saved before it shows. */
  update<T>(change: WalletChange<T>): Promise<T>
}

/** A pure step: it runs again on the newer state if another process changed the wallet meanwhile. */
type WalletChange<T> = (state: WalletState) => { readonly next: Changes; readonly result: T }
type Changes = Partial<Omit<WalletState, 'format' | 'version' | 'rootSecret'>>

export interface WalletModules {
  readonly store: WalletStore
  /** The chain and contracts that the wallet's signatures are for. */
  readonly domains: SigningDomains
  readonly clock?: Clock
  readonly nacl?: NaclSuite
  readonly ecdsa?: EcdsaSuite
}

/** Makes a wallet with a fresh root secret, or a restored one. Throws `store.conflict` if the store holds one. */
export async function createWallet(
  modules: WalletModules,
  { rootSecret }: { rootSecret?: Bytes } = {},
): Promise<Wallet> {
  const { nacl = tweetnaclSuite } = modules
  const state: WalletState = {
    format: 'creditmesh/wallet/1',
    version: 1,
    rootSecret: rootSecret ?? nacl.randomBytes(32),
    nextKeyIndex: 0,
    enrolments: [],
    consents: [],
  }
  const wallet = bindWallet(state, modules)
  await modules.store.save(toJson(state), 0)
  return wallet
}

/** Opens the wallet that the store holds. Throws `file.not_found` if it holds none. */
export async function openWallet(modules: WalletModules): Promise<Wallet> {
  return bindWallet(await loadState(modules.store), modules)
}

async function loadState(store: WalletStore): Promise<WalletState> {
  const document = await store.load()
  if (document === null) throw new MeshError('file.not_found', { detail: 'there is no wallet' })
  return parseWith(walletStateSchema, document)
}

function bindWallet(initial: WalletState, modules: WalletModules): Wallet {
  const { nacl = tweetnaclSuite, ecdsa = ethersEcdsa, clock = systemClock } = modules
  const { domains, store } = modules
  return {
    rootKey: rootKeyOf(nacl, initial.rootSecret),
    domains,
    typedData: createTypedData(domains, ecdsa),
    clock,
    nacl,
    ecdsa,
    consentSecret: (keyIndex) => consentSecretOf(initial.rootSecret, keyIndex),
    ...serialiseChanges(initial, store),
  }
}

function serialiseChanges(
  initial: WalletState,
  store: WalletStore,
): Pick<Wallet, 'state' | 'update'> {
  let state = initial
  let queue: Promise<unknown> = Promise.resolve()

  const changeOnce = async <T>(change: WalletChange<T>) => {
    const { next, result } = change(state)
    const changed = { ...state, ...next, version: state.version + 1 }
    await store.save(toJson(changed), state.version)
    state = changed
    return result
  }
  const changeLatest = async <T>(change: WalletChange<T>) => {
    try {
      return await changeOnce(change)
    } catch (error) {
      if (!(error instanceof MeshError && error.code === 'store.conflict')) throw error
      state = await loadState(store)
      return changeOnce(change)
    }
  }

  return {
    state: () => state,
    update(change) {
      const turn = queue.then(() => changeLatest(change))
      queue = turn.catch(() => undefined) // the caller hears of the failure; later changes go on
      return turn
    },
  }
}
