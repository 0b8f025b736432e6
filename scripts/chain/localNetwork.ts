import { fileURLToPath } from 'node:url'
import { createHardhatRuntimeEnvironment } from 'hardhat/hre'
import type { NetworkConfigOverride } from 'hardhat/types/config'
import hardhatConfig from '../../hardhat.config.ts'

/** A chain inside this process. `request` speaks JSON-RPC and throws the engine's errors. */
export interface LocalNetwork {
  request<T>(method: string, params?: readonly unknown[]): Promise<T>
  close(): Promise<void>
}

const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Opens an empty chain whose genesis depends on `genesisSec` alone. Gas is free, as on a permissioned network,
 * and blocks are made only on command.
 */
export async function openLocalNetwork(genesisSec: number): Promise<LocalNetwork> {
  // Given the config as a value, Hardhat works from any working directory.
  const configPath = fileURLToPath(new URL('../../hardhat.config.ts', import.meta.url))
  const hardhat = await createHardhatRuntimeEnvironment(hardhatConfig, { config: configPath }, root)
  const override: NetworkConfigOverride = {
    accounts: [],
    initialDate: new Date(genesisSec * 1000),
    mining: { auto: false, interval: 0, mempool: { order: 'fifo' } },
    initialBaseFeePerGas: 0,
    // The base fee rises once a block is more than half full; in a block this large it stays at zero.
    blockGasLimit: 1_000_000_000,
    // A reverted transaction is an answer with status 0, as on every other chain.
    throwOnTransactionFailures: false,
  }
  const connection = await hardhat.network.create({ network: 'local', override })
  return {
    request: <T>(method: string, params: readonly unknown[] = []) =>
      connection.provider.request({ method, params: [...params] }) as Promise<T>, // the method's own type
    close: () => connection.close(),
  }
}
