import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migrations } from '../store/kysely/migrations.js'
import { createOperator } from './operator.contract.js'

test('a store is made for its user alone, brought up to date, and left alone afterwards', async () => {
  const operator = createOperator()
  const names = Object.keys(migrations({ sequence: 'integer' }))
  const file = join(operator.dataDir, 'ringdown.sqlite')
  expect(await operator.run(['migrate'])).toEqual({
    exitCode: 0,
    stdout: `${file} was brought up to date: ${names.join(', ')}\n`,
    stderr: '',
  })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(await operator.run(['migrate'])).toEqual({ exitCode: 0, stdout: `${file} is up to date\n`, stderr: '' })
  expect(await operator.ask('account', 'list')).toEqual([])
})
