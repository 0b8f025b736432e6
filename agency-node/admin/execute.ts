import { MeshError } from '@creditmesh/sdk/errors.ts'
import { parseWith, toJson } from '@creditmesh/sdk/wire/json.ts'
import type { CommandTable, CommandTools } from './command.ts'

/**
 * Runs a command by its name: the one path that socket and offline use share. What it gives back is plain JSON, so
 * that nobody offline can rely on what would not pass the socket. Throws `usage.invalid` for an unknown name.
 */
export async function execute<Context>(
  commands: CommandTable<Context>,
  context: Context,
  { name, args, ...tools }: { name: string; args: unknown } & CommandTools,
): Promise<unknown> {
  const known = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (known === undefined) {
    throw new MeshError('usage.invalid', { detail: 'there is no such command' })
  }
  const parsed = parseWith(known.args, args)
  const result = await known.run(context, parsed, tools)
  return result === undefined ? null : toJson(result)
}
