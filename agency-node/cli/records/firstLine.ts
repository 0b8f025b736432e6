import { open } from 'node:fs/promises'

const most = 4096

/** The first line of a file, or as much of it as tells formats apart. */
export async function firstLineOf(path: string): Promise<string> {
  await using file = await open(path)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, 0)
  return buffer.toString('utf8', 0, bytesRead).split(/\r?\n/, 1)[0] ?? ''
}
