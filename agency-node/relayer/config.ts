import { MeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'

/** `relayer.json` in the folder of a relayer. Paths are relative to that folder. */
export const relayerConfigSchema = z.strictObject({
  rpcUrl: z.url({ protocol: /^https?$/ }),
  deployment: z.string().min(1),
  listen: z.strictObject({ host: z.string().min(1), port: z.int().min(0).max(65_535) }),
  /** Of the account that pays the gas. */
  keyFile: z.string().min(1),
  /** Origins of pages whose scripts may call it: wallets in browsers. */
  allowedOrigins: z
    .array(z.url({ protocol: /^https?$/ }))
    .max(100)
    .default([]),
  /** From one network address; a person needs a handful a year. */
  requestsPerMinute: z.int().min(1).max(1_000_000).default(600),
})
export type RelayerConfig = z.output<typeof relayerConfigSchema>

/** Parses a configuration; an unknown setting is an error. Throws `config.invalid` naming the setting. */
export function parseRelayerConfig(value: unknown): RelayerConfig {
  const parsed = relayerConfigSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const setting = issue?.path.map(String).join('.') || 'relayer.json'
  throw new MeshError('config.invalid', {
    detail: `${setting}: ${issue?.message ?? 'invalid'}`,
    details: { setting },
  })
}
