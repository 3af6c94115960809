import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { format } from 'prettier'
import { createHttpApp } from '../packages/gateway/dist/http-server.js'
import { registerRest } from '../packages/gateway/dist/rest/register-rest.js'
import type { RestPorts } from '../packages/gateway/dist/rest/rest-ports.js'
import { openSqliteStore } from '../packages/gateway/dist/store/sqlite/sqlite-store.js'
import { systemClock } from '../packages/gateway/dist/system-clock.js'
import { systemIds } from '../packages/gateway/dist/system-ids.js'
import { workspaceRoot } from './check/workspace-root.js'

const { store } = await openSqliteStore({ file: ':memory:' })
const app = createHttpApp()
// The document is made of the routes; what only their handlers use is not needed for it.
registerRest(app, { store, clock: systemClock, ids: systemIds } as RestPorts)
// The document as a gateway serves it.
const { body } = await app.inject('/ringdown/openapi.json')
await app.close()
await store.close()

const file = join(workspaceRoot, 'docs/reference/openapi.json')
const text = await format(body, { parser: 'json', printWidth: 120 })
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
if (!values.check) await writeFile(file, text)
else if ((await readFile(file, 'utf8').catch(() => '')) !== text) process.exitCode = 1
