import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadSelfSignedCertificate, readCertificate } from './certificate.js'

const now = Date.UTC(2026, 10, 21)
const dayMs = 86_400_000
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringdown-certificate-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

test('a certificate made on the spot holds localhost and the names asked for', async () => {
  const { cert } = await loadSelfSignedCertificate(folder, ['gateway.example', '192.0.2.7'], now)
  const parsed = new X509Certificate(cert)
  for (const name of ['localhost', 'gateway.example']) expect(parsed.checkHost(name)).toBe(name)
  for (const address of ['127.0.0.1', '192.0.2.7']) expect(parsed.checkIP(address)).toBe(address)
  expect(parsed.checkIP('192.0.2.8')).toBeUndefined()
})

test('only its user may read the key', async () => {
  await loadSelfSignedCertificate(folder, [], now)
  expect((await stat(join(folder, 'self-signed.key'))).mode & 0o777).toBe(0o600)
})

test('a certificate that was made is used again, so that browsers go on trusting it', async () => {
  const first = await loadSelfSignedCertificate(folder, ['gateway.example'], now)
  expect(await loadSelfSignedCertificate(folder, ['gateway.example'], now + dayMs)).toEqual(first)
})

test.each([
  ['ends within a month', ['gateway.example'], now + 340 * dayMs],
  ['lacks a name', ['other.example'], now],
])('a certificate that %s is made anew', async (_case, hosts, later) => {
  const first = await loadSelfSignedCertificate(folder, ['gateway.example'], now)
  expect((await loadSelfSignedCertificate(folder, hosts, later)).cert).not.toBe(first.cert)
})

test.each([
  ['certificate is damaged', 'self-signed.crt', '-----BEGIN CERTIFICATE-----\n'],
  ['key is damaged', 'self-signed.key', ''],
])('one whose %s is made anew, and its key stays private', async (_case, file, text) => {
  const first = await loadSelfSignedCertificate(folder, [], now)
  await writeFile(join(folder, file), text)
  const second = await loadSelfSignedCertificate(folder, [], now)
  expect(second.cert).not.toBe(first.cert)
  expect(new X509Certificate(second.cert).checkPrivateKey(createPrivateKey(second.key))).toBe(true)
  expect((await stat(join(folder, 'self-signed.key'))).mode & 0o777).toBe(0o600)
})

test('one with the key of another is made anew', async () => {
  const first = await loadSelfSignedCertificate(folder, [], now)
  await writeFile(join(folder, 'self-signed.crt'), (await loadSelfSignedCertificate(folder, ['a.example'], now)).cert)
  await writeFile(join(folder, 'self-signed.key'), first.key)
  const again = await loadSelfSignedCertificate(folder, ['a.example'], now)
  expect(new X509Certificate(again.cert).checkPrivateKey(createPrivateKey(again.key))).toBe(true)
})

test("the operator's certificate is read as it stands", async () => {
  const [certFile, keyFile] = [join(folder, 'a.crt'), join(folder, 'a.key')]
  await writeFile(certFile, 'certificate')
  await writeFile(keyFile, 'key')
  expect(await readCertificate({ certFile, keyFile })).toEqual({ cert: 'certificate', key: 'key' })
  await expect(readCertificate({ certFile, keyFile: join(folder, 'none') })).rejects.toMatchObject({ code: 'ENOENT' })
})
