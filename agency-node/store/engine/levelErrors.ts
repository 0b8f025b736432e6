import { MeshError } from '@creditmesh/sdk/errors.ts'

/** Translates what LevelDB throws. Its messages name files of the store's own folder, never keys or values. */
export function fromLevelError(error: unknown): MeshError {
  if (error instanceof MeshError) return error
  const text = causesOf(error)
  if (/LEVEL_LOCKED/.test(text)) return new MeshError('store.locked', { cause: error })
  if (/No space left on device|ENOSPC|[Qq]uota exceeded|EDQUOT/.test(text)) {
    return new MeshError('store.disk_full', { cause: error })
  }
  if (/LEVEL_CORRUPTION|Corruption|No such file or directory/.test(text)) {
    return new MeshError('store.corrupt', { cause: error })
  }
  return new MeshError('store.unavailable', { cause: error })
}

function causesOf(error: unknown): string {
  const parts: string[] = []
  for (let next = error; next instanceof Error; next = next.cause) {
    parts.push('code' in next ? String(next.code) : '', next.message)
  }
  return parts.join('\n')
}
