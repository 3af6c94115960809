import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { generate } from 'selfsigned'

/** A certificate and its key, as PEM texts. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

/** Where the operator keeps a certificate. */
export interface CertificateFiles {
  readonly certFile: string
  readonly keyFile: string
}

const dayMs = 86_400_000
const validDays = 365

/** Read the operator's certificate. */
export async function readCertificate({ certFile, keyFile }: CertificateFiles): Promise<Certificate> {
  const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')])
  return { cert, key }
}

/**
 * Make a certificate for the machine's own names, and keep it in a folder, so that a browser that was told once to
 * trust it goes on doing so. One that ends within a month, lacks a name, or
 * is damaged is made anew.
 *
 * @param hosts - names and addresses that the certificate is to hold beside `localhost`
 * @param now - Unix milliseconds
 */
export async function loadSelfSignedCertificate(
  folder: string,
  hosts: readonly string[],
  now: number,
): Promise<Certificate> {
  const certFile = join(folder, 'self-signed.crt')
  const keyFile = join(folder, 'self-signed.key')
  const names = [...new Set(['localhost', '127.0.0.1', '::1', ...hosts])]
  const kept = await readKept({ certFile, keyFile })
  if (kept !== undefined && isGood(kept, names, now)) return kept
  const made = await makeCertificate(names, now)
  await mkdir(folder, { recursive: true })
  await writeFile(keyFile, made.key, { mode: 0o600 })
  await writeFile(certFile, made.cert)
  return made
}

async function readKept(files: CertificateFiles): Promise<Certificate | undefined> {
  try {
    return await readCertificate(files)
  } catch {
    return undefined
  }
}

function isGood({ cert, key }: Certificate, names: readonly string[], now: number): boolean {
  try {
    const parsed = new X509Certificate(cert)
    const holds = (name: string): boolean =>
      (isIP(name) === 0 ? parsed.checkHost(name) : parsed.checkIP(name)) !== undefined
    const isPair = parsed.checkPrivateKey(createPrivateKey(key))
    return isPair && Date.parse(parsed.validTo) > now + 30 * dayMs && names.every(holds)
  } catch {
    // A start that was killed while it wrote leaves a part of a file.
    return false
  }
}

async function makeCertificate(names: readonly string[], now: number): Promise<Certificate> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'Ringdown development' }], {
    notBeforeDate: new Date(now - dayMs),
    notAfterDate: new Date(now + validDays * dayMs),
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: names.map(toAltName) }],
  })
  return { cert, key }
}

function toAltName(name: string): { type: 2; value: string } | { type: 7; ip: string } {
  return isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name }
}
