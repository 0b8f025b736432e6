import fs from 'node:fs/promises'
import { createFileWallet } from '@creditmesh/sdk/client/subject/fileWallet.ts'
import type { WalletStore } from '@creditmesh/sdk/client/subject/walletState.ts'

/** A person's wallet as files of the folder, the same that a program of hers would keep by the SDK. */
export function walletFileIn(folder: string): WalletStore {
  return createFileWallet(folder, fs)
}
