import type { OpenAPIV3_1 } from 'openapi-types'
import { describe, expect, test } from 'vitest'
import { restRoots } from '../rest-roots.js'
import { createRestWorld } from '../test-support/rest-world.js'

async function fetchDocument(): Promise<OpenAPIV3_1.Document> {
  const { json } = await (await createRestWorld()).ask('/ringdown/openapi.json', { signIn: undefined })
  return json as OpenAPIV3_1.Document
}

describe('the OpenAPI document', () => {
  test('is of version 3.1, and needs no credentials to read', async () => {
    expect(await fetchDocument()).toMatchObject({ openapi: '3.1.1', info: { title: 'Ringdown REST API' } })
  })

  test('has every route of every root, each with its parameters, and no other', async () => {
    const { paths = {} } = await fetchDocument()
    const roots = Object.keys(restRoots)
    for (const path of Object.keys(paths)) expect(roots.some((root) => path.startsWith(`${root}/`))).toBe(true)
    const applications = paths['/2010-04-01/Accounts/{AccountSid}/Applications.json']
    expect(Object.keys(applications ?? {})).toEqual(['get', 'post'])
    expect(applications?.get?.parameters).toContainEqual(expect.objectContaining({ name: 'PageToken', in: 'query' }))
    expect(applications?.post?.requestBody).toMatchObject({
      content: {
        'application/x-www-form-urlencoded': {
          schema: { properties: { VoiceMethod: { type: 'string', enum: ['GET', 'POST'] } } },
        },
      },
    })
  })

  test('refers to nothing that it does not have, and has nothing that it does not refer to', async () => {
    const document = await fetchDocument()
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    )
    expect([...new Set(references)].sort()).toEqual(Object.keys(document.components?.schemas ?? {}).sort())
  })
})

test('the reference is a page without scripts that has every operation', async () => {
  const world = await createRestWorld()
  const { text, headers } = await world.ask('/ringdown/reference', { signIn: undefined })
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(text).not.toMatch(/<script|https?:\/\/(?!app\.example)/)
  for (const [path, item] of Object.entries((await fetchDocument()).paths ?? {})) {
    for (const method of ['get', 'post', 'delete'] as const)
      if (item?.[method] !== undefined) expect(text).toContain(`<code>${method.toUpperCase()} ${path}</code>`)
  }
  expect(text).toContain('<code>VoiceUrl</code>')
})
