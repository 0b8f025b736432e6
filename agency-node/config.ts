import { MeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'

/** What may open the node's keystore: a file, never a value in this file. */
const keySecretSchema = z.union([
  z.strictObject({ keyFile: z.string().min(1) }),
  z.strictObject({ passphraseFile: z.string().min(1) }),
  z.strictObject({ passphraseEnv: z.string().regex(/^[A-Z][A-Z0-9_]*$/) }),
])

const settingsSchema = z.strictObject({
  /** Answers leave after whole steps of it, so that their time does not show a hit from a miss. */
  answerFloorMs: z.int().min(0).max(5000).default(20),
  /** An ask is held so long before it is answered "pending". */
  askHoldMs: z.int().min(0).max(60_000).default(8000),
  /** How long peers may take to offer. */
  offerWindowSec: z.int().min(1).max(3600).default(3),
  /** The least time between the end of offers and the receipt of a trade. */
  tradeWindowSec: z.int().min(1).max(3600).default(3),
  royaltyBps: z.int().min(0).max(10_000).default(0),
  /** Blocks on top of one before it counts as final. */
  confirmations: z.int().min(0).max(100).default(0),
  pollMs: z.int().min(10).max(60_000).default(250),
  sweepMs: z.int().min(100).max(600_000).default(1000),
  /** Hours between two purges of what may no longer be held. */
  purgeHours: z.number().min(0.001).max(168).default(24),
  /** Hours that a changed root waits at a holder that knew another (PROTOCOL 2). */
  rootWaitingHours: z.int().min(0).max(8760).default(72),
  credentialDays: z.int().min(1).max(3650).default(365),
  /** Origins of pages whose scripts may call this node, such as https://bank.example. */
  allowedOrigins: z
    .array(z.url({ protocol: /^https?$/ }))
    .max(100)
    .default([]),
  requestsPerMinute: z.int().min(1).max(1_000_000).default(12_000),
})

const scoringSchema = z.strictObject({
  /** What this agency scores for; on chain it has one champion for each product. */
  product: z.string().min(1).max(31).default('consumer-credit'),
  /**
   * Lets the newest draft score while no second person has approved a model on chain. For a network on one machine, where
   * there is nobody to ask; a node that answers for real people leaves it false.
   */
  allowUnapproved: z.boolean().default(false),
  /** How long a score that was given can be replayed. */
  keepScoresDays: z.int().min(1).max(36_500).default(2555),
})

const jointSchema = z.strictObject({
  /** Lets this agency sum with one other party alone, which then learns this agency's own numbers. */
  allowTwo: z.boolean().default(false),
  /** Linkages within 30 days: of one peer, and of one peer for one purpose. Each tells who is not on file as well. */
  linkagesPerPeer: z.int().min(0).max(10_000).default(10),
  linkagesPerPurpose: z.int().min(0).max(10_000).default(4),
  /** People that one peer may ask about within 30 days. */
  elementsPerPeer: z.int().min(0).max(100_000_000).default(500_000),
  /** A party that is not heard of for so long has dropped out. */
  idleSec: z.int().min(1).max(3600).default(120),
})
export type JointSettings = z.output<typeof jointSchema>

const line = z.string().min(1).max(200)

/** Whom a person asks about her score and her file: her letters name it (Regulation B: name, address, telephone). */
const contactSchema = z
  .strictObject({
    name: line.optional(),
    address: line.optional(),
    phone: line.optional(),
    email: line.optional(),
    website: line.optional(),
    /** Within how many days the agency answers a person. */
    answersWithinDays: z.int().min(1).max(365).optional(),
  })
  .refine(({ address, phone, email, website }) => address ?? phone ?? email ?? website, {
    error: 'needs an address, phone, email or website',
  })
export type AgencyContact = z.output<typeof contactSchema>

/** `agency.json` in the state folder of one agency. Paths are relative to that folder. */
export const agencyConfigSchema = z.strictObject({
  name: z.string().min(1).max(64),
  rpcUrl: z.url({ protocol: /^https?$/ }),
  /** The file that `network up` or the consortium's deployment wrote. */
  deployment: z.string().min(1),
  listen: z.strictObject({ host: z.string().min(1), port: z.int().min(0).max(65_535) }),
  publicUrl: z.url({ protocol: /^https?$/ }),
  keySecret: keySecretSchema,
  contact: contactSchema.optional(),
  settings: settingsSchema.default(settingsSchema.parse({})),
  scoring: scoringSchema.default(scoringSchema.parse({})),
  joint: jointSchema.default(jointSchema.parse({})),
})
export type AgencyConfig = z.output<typeof agencyConfigSchema>
export type AgencySettings = AgencyConfig['settings']

/** Parses a configuration; an unknown setting is an error. Throws `config.invalid` naming the setting. */
export function parseAgencyConfig(value: unknown): AgencyConfig {
  const parsed = agencyConfigSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const setting = issue?.path.map(String).join('.') || 'agency.json'
  throw new MeshError('config.invalid', {
    detail: `${setting}: ${issue?.message ?? 'invalid'}`,
    details: { setting },
  })
}
