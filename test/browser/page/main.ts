import * as sdk from '@creditmesh/sdk'
import { knownAnswers } from './knownAnswers.ts'
import { ask } from './lender.ts'
import { grantConsent, makeWallet } from './wallet.ts'

/** What the tests call in the page. */
export const page = {
  knownAnswers,
  makeWallet,
  grantConsent,
  ask,
  /** The names that the SDK's front door gives, all of which must load here. */
  exportedNames: () => Object.keys(sdk).sort(),
}

Object.assign(globalThis, { page })
