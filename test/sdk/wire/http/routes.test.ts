import { errorCatalogue } from '@creditmesh/sdk/errors.ts'
import { openApiOf } from '@creditmesh/sdk/wire/openapi.ts'
import { commonErrors, pathOf, type Route } from '@creditmesh/sdk/wire/route.ts'
import { agencyRoutes, relayerRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { describe, expect, it } from 'vitest'

interface Operation {
  readonly operationId: string
  readonly parameters?: readonly { name: string; in: string; required: boolean; schema: object }[]
  readonly requestBody?: { content: Record<string, { schema: object }> }
  readonly responses: Record<string, { description: string; content: Record<string, object> }>
  readonly security: readonly object[]
}

interface Document {
  readonly openapi: string
  readonly info: { title: string; version: string }
  readonly paths: Record<string, Record<string, Operation>>
  readonly components: { schemas: Record<string, object>; securitySchemes: Record<string, object> }
}

const tables = [
  ['agency', agencyRoutes],
  ['relayer', relayerRoutes],
] as const

describe.each(tables)('the route table of an %s', (_, table) => {
  const routes: readonly Route[] = Object.values(table)

  it('names each route as its key says, and no path twice', () => {
    expect(Object.entries(table).every(([key, route]) => key === route.name)).toBe(true)
    const places = routes.map((route) => `${route.method} ${route.path}`)
    expect(new Set(places).size).toBe(places.length)
  })

  it('gives each path parameter a schema, and no other', () => {
    for (const route of routes) {
      const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name)
      expect(Object.keys(route.params.shape)).toEqual(inPath)
    }
  })

  it('gives a signed route roles, and a body a limit', () => {
    for (const route of routes) {
      if (route.access.kind === 'signed') expect(route.access.roles.length).toBeGreaterThan(0)
      expect(route.maxRequestBytes > 0).toBe(route.request !== undefined)
      expect(route.request === undefined).toBe(route.method === 'GET')
    }
  })

  it('names no code that the catalogue lacks', () => {
    for (const route of routes) {
      for (const code of [...commonErrors(route), ...route.errors]) {
        expect(errorCatalogue).toHaveProperty([code])
      }
    }
  })
})

describe.each(tables)('the OpenAPI document of an %s', (_, table) => {
  const routes: readonly Route[] = Object.values(table)
  // Through JSON, as a client gets it; the shape is what the assertions below establish.
  const document = JSON.parse(
    JSON.stringify(openApiOf(table, { title: 'creditmesh', version: '0.1.0' })),
  ) as Document
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path))

  it('is of version 3.1 and has every route once, and nothing else', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(operations.map((operation) => operation.operationId).sort()).toEqual(
      routes.map((route) => route.name).sort(),
    )
    for (const route of routes) {
      const path = route.path.replace(/:(\w+)/g, '{$1}')
      expect(document.paths[path]?.[route.method.toLowerCase()]?.operationId).toBe(route.name)
    }
  })

  it('describes parameters, bodies and answers', () => {
    for (const route of routes) {
      const operation = operations.find(({ operationId }) => operationId === route.name)
      const names = operation?.parameters?.map((parameter) => parameter.name) ?? []
      expect(names).toEqual(Object.keys(route.params.shape))
      expect(operation?.requestBody !== undefined).toBe(route.request !== undefined)
      const mediaType = route.produces === 'json' ? 'application/json' : 'text/plain'
      expect(operation?.responses['200']?.content).toHaveProperty([mediaType])
      expect(operation?.security).toHaveLength(route.access.kind === 'signed' ? 1 : 0)
    }
  })

  it('lists the refusals of each route under their status', () => {
    for (const route of routes) {
      const operation = operations.find(({ operationId }) => operationId === route.name)
      for (const code of route.errors) {
        const response = operation?.responses[String(errorCatalogue[code].status)]
        expect(response?.description).toContain(code)
        expect(response?.content).toHaveProperty(['application/problem+json'])
      }
    }
  })

  it('refers to nothing that it does not hold', () => {
    const references = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)
    for (const [, pointer = ''] of references) {
      expect(document).toHaveProperty(pointer.split('/'))
    }
  })
})

describe('a path', () => {
  it('carries its parameters', () => {
    const legId = `0x${'12'.repeat(32)}`
    expect(pathOf(agencyRoutes.ask, { legId })).toBe(`/v1/legs/${legId}/ask`)
  })

  it('cannot be left through a parameter', () => {
    expect(pathOf(agencyRoutes.ask, { legId: '../../metrics?' })).toBe(
      '/v1/legs/..%2F..%2Fmetrics%3F/ask',
    )
  })
})
