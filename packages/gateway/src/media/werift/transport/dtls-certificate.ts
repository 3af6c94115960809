import { X509Certificate } from 'node:crypto'
import { CipherContext, HashAlgorithm, NamedCurveAlgorithm, RTCCertificate, SignatureAlgorithm } from 'werift'
import type { Fingerprint } from '../../audio-description.js'

/** The certificate that an engine shows to every device, and its fingerprint for the descriptions. */
export interface DtlsCertificate {
  readonly certificate: RTCCertificate
  readonly fingerprint: Fingerprint
}

/** Make a self-signed ECDSA P-256 certificate (RFC 8827 §6.5). */
export async function createDtlsCertificate(): Promise<DtlsCertificate> {
  const { certPem, keyPem, signatureHash } = await CipherContext.createSelfSignedCertificateWithKey(
    { signature: SignatureAlgorithm.ecdsa_3, hash: HashAlgorithm.sha256_4 },
    NamedCurveAlgorithm.secp256r1_23,
  )
  const { fingerprint256 } = new X509Certificate(certPem)
  return {
    certificate: new RTCCertificate(keyPem, certPem, signatureHash),
    fingerprint: { algorithm: 'sha-256', value: fingerprint256 },
  }
}
