import { X509Certificate } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { generate } from 'selfsigned'

/** A certificate and its key, as PEM texts. */
export interface Certificate {
  readonly cert: string
  readonly key: string
  /** Whether the gateway made it itself, so that browsers ask before they trust it. */
  readonly isSelfSigned: boolean
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
  return { cert, key, isSelfSigned: false }
}

/**
 * Make a certificate for the machine's own names, and keep it in a folder, so that a browser that was told once to
 * trust it goes on doing so. One that ends within a month is made anew.
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
  const kept = await readKept({ certFile, keyFile }, now)
  if (kept !== undefined) return kept
  const made = await makeCertificate(hosts, now)
  await mkdir(folder, { recursive: true })
  await writeFile(keyFile, made.key, { mode: 0o600 })
  await writeFile(certFile, made.cert)
  return made
}

async function readKept(files: CertificateFiles, now: number): Promise<Certificate | undefined> {
  try {
    const certificate = await readCertificate(files)
    return endOf(certificate.cert) > now + 30 * dayMs ? { ...certificate, isSelfSigned: true } : undefined
  } catch {
    return undefined
  }
}

async function makeCertificate(hosts: readonly string[], now: number): Promise<Certificate> {
  const names = [...new Set(['localhost', '127.0.0.1', '::1', ...hosts])]
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'Ringdown development' }], {
    notBeforeDate: new Date(now - dayMs),
    notAfterDate: new Date(now + validDays * dayMs),
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: names.map(toAltName) }],
  })
  return { cert, key, isSelfSigned: true }
}

function toAltName(name: string): { type: 2; value: string } | { type: 7; ip: string } {
  return isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name }
}

function endOf(cert: string): number {
  return Date.parse(new X509Certificate(cert).validTo)
}
