import { createKeyedHash } from '../native/keyedHash.ts'

/** Gives opaque, stable names inside one agency: the same input has the same name after a restart or a second import. */
export type Referencer = (kind: 'subject' | 'account' | 'record', content: string) => string

const prefixes = { subject: 'sub', account: 'acc', record: 'rec' } as const

/** Names under a secret of the agency, so that nobody can compute whose name it is. 16 bytes do not collide. */
export function createReferencer(secret: Uint8Array): Referencer {
  const keyed = createKeyedHash(secret)
  return (kind, content) => {
    const digest = keyed.of(`creditmesh/${kind}/1|${content}`)
    const name = Buffer.from(digest).toString('base64url', 0, 16)
    return `${prefixes[kind]}_${name}`
  }
}
