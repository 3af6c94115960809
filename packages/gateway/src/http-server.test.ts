import { expect, test } from 'vitest'
import { createHttpApp } from './http-server.js'

test('a request that meets a defect is answered without its text, and the defect is reported', async () => {
  const faults: unknown[] = []
  const app = createHttpApp({ onFault: (error) => faults.push(error) })
  const defect = new Error('the disk holds a secret')
  app.get('/broken', () => {
    throw defect
  })
  const response = await app.inject('/broken')
  expect(response.statusCode).toBe(500)
  expect(response.json()).toMatchObject({ code: 20500 })
  expect(response.body).not.toContain('secret')
  expect(faults).toEqual([defect])
})

test('a request that cannot be read is its sender’s fault', async () => {
  const faults: unknown[] = []
  const app = createHttpApp({ onFault: (error) => faults.push(error) })
  app.post('/taken', () => ({}))
  const headers = { 'content-type': 'application/json' }
  const response = await app.inject({ method: 'POST', url: '/taken', headers, payload: '{' })
  expect(response.statusCode).toBe(400)
  expect(faults).toEqual([])
})

test.each(['/', '/v4', '/nowhere', '/%', `/${'x'.repeat(10_000)}`])('there is nothing at %s', async (url) => {
  const response = await createHttpApp().inject(url)
  expect([response.statusCode, response.json<{ code: number }>().code]).toEqual([404, 20404])
})
