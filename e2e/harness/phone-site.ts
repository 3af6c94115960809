import { readFile } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { type AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import type { SdkName } from '../page/phone-api.js'
import { createToneFile } from './tone-file.js'

const pageFolder = fileURLToPath(new URL('../page/', import.meta.url))
const { resolve: findModule } = createRequire(import.meta.url)

/** The SDKs' script-tag builds, as npm has them, beside the modules that `require` would take. */
const sdkFiles: Readonly<Record<SdkName, string>> = {
  'twilio-client': join(dirname(findModule('twilio-client')), '../dist/twilio.js'),
  'voice-sdk': join(dirname(findModule('@twilio/voice-sdk')), '../dist/twilio.js'),
}

/** The web site that the phone page comes from; a microphone needs `localhost`. */
export interface PhoneSite {
  /** The page of an SDK. */
  url(sdk: SdkName): string
  stop(): Promise<void>
}

/** Serve the phone page, its script and the unmodified SDKs. */
export async function startPhoneSite(): Promise<PhoneSite> {
  const server = createServer((request, response) => {
    serve(request.url ?? '', response).catch(() => response.writeHead(404).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: (sdk) => `http://localhost:${(server.address() as AddressInfo).port}/${sdk}/`,
    stop: () => close(server),
  }
}

async function serve(url: string, response: ServerResponse): Promise<void> {
  const [, sdk, name = ''] = /^\/([\w-]+)\/([\w-]+)?(?:\.js)?$/.exec(url) ?? []
  const isSdk = sdk === 'twilio-client' || sdk === 'voice-sdk'
  if (url === '/sound.wav') send(response, 'audio/wav', createToneFile({ hertz: 350, onMs: 50, offMs: 50 }))
  else if (isSdk && name === '') send(response, 'text/html; charset=utf-8', page)
  else if (isSdk && name === 'sdk') send(response, 'text/javascript', await readFile(sdkFiles[sdk]))
  else if (isSdk) send(response, 'text/javascript', await translate(join(pageFolder, `${name}.ts`)))
  else response.writeHead(404).end()
}

const page = `<!doctype html>
<title>Phone</title>
<link rel="icon" href="data:,">
<script src="sdk.js"></script>
<script type="module" src="phone.js"></script>
`

async function translate(file: string): Promise<string> {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext }
  return ts.transpileModule(await readFile(file, 'utf8'), { compilerOptions }).outputText
}

function send(response: ServerResponse, type: string, body: string | Buffer): void {
  // Any origin: the demo page is listened to with a part of this one.
  const headers = { 'Content-Type': type, 'Cache-Control': 'max-age=600', 'Access-Control-Allow-Origin': '*' }
  response.writeHead(200, headers).end(body)
}

function close(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
  })
}
