import { mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApplication } from '../../packages/gateway/dist/account/create-application.js'
import { loadConfig } from '../../packages/gateway/dist/config.js'
import { openStore, startGateway } from '../../packages/gateway/dist/gateway.js'
import { createLog } from '../../packages/gateway/dist/log.js'
import { FakeMedia } from '../../packages/gateway/dist/media/fake/fake-media.js'
import { systemClock as clock } from '../../packages/gateway/dist/system-clock.js'
import { systemIds as ids } from '../../packages/gateway/dist/system-ids.js'
import { startHotSpots } from '../harness/hot-spots.js'
import { answerParent } from '../harness/worker.js'
import { sample } from '../token/sample.js'
import { createMeter, type ServerQuestions } from './server-questions.js'

/** What can be asked of the gateway's process beside that. */
export type GatewayQuestions = ServerQuestions & {
  /** Where it keeps its store. */
  readonly dataDir: () => string
}

const [media, voiceUrl = null, profiling] = process.argv.slice(2)
const { accountSid, authToken, applicationSid } = sample
const dataDir = mkdtempSync(join(tmpdir(), 'ringdown-bench-'))
process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

/**
 * Everything as an operator gets it, but for the limits of one address, one account and one device, since all load is of
 * one, and for the patience with devices, since a load generator may be slow on a machine that does other things.
 */
const env = {
  RINGDOWN_HTTP_PORT: '0',
  RINGDOWN_DATA_DIR: dataDir,
  RINGDOWN_ACCOUNT_SID: accountSid,
  RINGDOWN_AUTH_TOKEN: authToken,
  RINGDOWN_SIGNALLING_CONNECTIONS_PER_ADDRESS_PER_MINUTE: '1000000',
  RINGDOWN_SIGNALLING_LISTENS_PER_ACCOUNT_PER_SECOND: '1000000',
  RINGDOWN_SIGNALLING_MESSAGES_PER_SECOND: '10000',
  RINGDOWN_SIGNALLING_MESSAGE_BURST: '10000',
  RINGDOWN_SIGNALLING_HELLO_TIMEOUT_MS: '60000',
  RINGDOWN_SIGNALLING_MISSED_HEARTBEATS: '20',
  RINGDOWN_MEDIA_LISTEN_ADDRESSES: '127.0.0.1',
}

const logFile = openSync(join(dataDir, 'gateway.log'), 'a')

/** Each line at once, as on standard error; what went wrong goes there, too. */
function writeLine(line: string): void {
  writeSync(logFile, line)
  if (line.startsWith('{"level":"error"')) process.stderr.write(line)
}

function reportHotSpots(): void {
  const stop = startHotSpots()
  process.on('exit', () => {
    process.stderr.write(`Where the gateway's time went:\n${stop().join('\n')}\n`)
  })
}

function readNoFile(): never {
  throw new Error('A benchmark reads no configuration file.')
}

const questions: GatewayQuestions = {
  open: async () => {
    const { config } = loadConfig({ env, flags: {}, readFile: readNoFile })
    const log = createLog(config.log, { write: writeLine })
    const fake = media === 'fake' ? { media: new FakeMedia() } : {}
    const { listeners } = await startGateway(config, { clock, ids, log, ...fake })
    const { store } = await openStore(config)
    const application = { sid: applicationSid, accountSid, friendlyName: 'Benchmark', voiceUrl }
    await store.applications.insert(createApplication(application, clock.now()))
    await store.close()
    if (profiling === 'profiled') reportHotSpots()
    return `ws://127.0.0.1:${listeners.httpPort ?? 0}/signal`
  },
  ...createMeter(),
  dataDir: () => dataDir,
}

answerParent(questions)
