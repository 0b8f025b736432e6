import { z } from 'zod'
import { type ErrorCode, errorCatalogue } from '../errors.ts'
import { problemMediaType, problemSchema } from './problem.ts'
import { commonErrors, type Route, type RouteTable } from './route.ts'

type JsonObject = Readonly<Record<string, unknown>>

const signatureHeader = {
  type: 'apiKey',
  in: 'header',
  name: 'Signature',
  description:
    'HTTP Message Signature (RFC 9421) by the Ed25519 key that the member registered on chain, labelled ' +
    '"creditmesh", over @method, @authority, @path, @query, content-digest (sha-256) and, when sent, ' +
    'idempotency-key; keyid "<address>#<epoch>", created, expires within 300 s, nonce of 16 bytes, alg "ed25519".',
}

/** Describes a route table in OpenAPI 3.1. */
export function openApiOf(
  routes: RouteTable,
  { title, version }: { title: string; version: string },
): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {}
  for (const route of Object.values(routes)) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title, version },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    paths,
    components: {
      schemas: { Problem: schemaOf(problemSchema) },
      securitySchemes: { memberSignature: signatureHeader },
    },
  }
}

function operationOf(route: Route): JsonObject {
  const parameters = Object.entries(route.params.shape).map(([name, schema]) => ({
    name,
    in: 'path',
    required: true,
    schema: schemaOf(schema as z.ZodType), // the shape of a z.object holds zod types
  }))
  return {
    operationId: route.name,
    summary: route.summary,
    description: accessText(route),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.request === undefined ? {} : { requestBody: bodyOf(route.request) }),
    responses: { 200: successOf(route), ...refusalsOf(route) },
    security: route.access.kind === 'signed' ? [{ memberSignature: [] }] : [],
  }
}

function accessText({ access }: Route): string {
  if (access.kind === 'public') return 'Open to anyone.'
  if (access.kind === 'operator') return 'For the operator of the node.'
  const standing = access.standing === 'any' ? 'in any standing' : 'in active standing'
  return `For members ${standing} with one of the roles: ${access.roles.join(', ')}.`
}

function bodyOf(schema: z.ZodType): JsonObject {
  return { required: true, content: { 'application/json': { schema: schemaOf(schema) } } }
}

function successOf(route: Route): JsonObject {
  const mediaType = route.produces === 'json' ? 'application/json' : 'text/plain'
  return { description: 'Done.', content: { [mediaType]: { schema: schemaOf(route.response) } } }
}

/** One response a status; its codes are listed in the description. */
function refusalsOf(route: Route): JsonObject {
  const codesByStatus = new Map<number, Set<ErrorCode>>()
  for (const code of [...commonErrors(route), ...route.errors]) {
    const { status } = errorCatalogue[code]
    codesByStatus.set(status, (codesByStatus.get(status) ?? new Set()).add(code))
  }
  return Object.fromEntries(
    [...codesByStatus].map(([status, codes]) => [
      status,
      {
        description: [...codes].join(', '),
        content: { [problemMediaType]: { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  )
}

/** The JSON Schema of what travels: the input side of schemas that turn text into bytes or amounts. */
function schemaOf(schema: z.ZodType): JsonObject {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return rest
}
