/** Certificates and revocation lists as the checks need them: parsed once, compared by their bytes. */
import { createHash, type KeyObject, X509Certificate } from 'node:crypto'
import * as asn1js from 'asn1js'
import { Certificate, CertificateRevocationList } from 'pkijs'
import { fault } from './problem.ts'

export interface Certified {
  readonly der: Buffer
  readonly x509: X509Certificate
  readonly parsed: Certificate
  readonly key: KeyObject
  /** DER of the names. */
  readonly subject: Buffer
  readonly issuer: Buffer
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** @throws Problem `signature/cms-form` */
export function certificateOf(der: Uint8Array): Certified {
  try {
    const bytes = Buffer.from(der)
    const parsed = Certificate.fromBER(bytes)
    const nameOf = (name: Certificate['subject']) => Buffer.from(name.valueBeforeDecode)
    if (parsed.signatureValue.valueBlock.unusedBits !== 0) throw new Error('whole bytes')
    const x509 = new X509Certificate(bytes)
    return {
      der: bytes,
      x509,
      key: x509.publicKey,
      parsed,
      subject: nameOf(parsed.subject),
      issuer: nameOf(parsed.issuer),
    }
  } catch {
    throw fault('cms-form', 'certificate')
  }
}

/** On one line: `C=VN, O=…, CN=…`. */
export const lineOf = (name: string): string => name.split('\n').join(', ')

/** What people call whose certificate it is. */
export const commonName = ({ x509 }: Certified): string =>
  /(?:^|\n)CN=(.*)$/m.exec(x509.subject)?.[1] ?? lineOf(x509.subject)

/** Certificates of a file: PEM, one or more, or DER. @throws Problem `signature/trust-invalid` */
export function certificatesIn(file: Uint8Array, name: string): Certified[] {
  const blocks = blocksOf(file, 'CERTIFICATE')
  try {
    const found = blocks.map(certificateOf)
    if (found.length > 0) return found
  } catch {}
  throw fault('trust-invalid', name, 'PEM, DER')
}

/** @throws Problem `signature/trust-invalid` */
export function revocationListsIn(file: Uint8Array, name: string): CertificateRevocationList[] {
  try {
    const found = blocksOf(file, '(?:X509 )?CRL').map((der) => CertificateRevocationList.fromBER(der))
    if (found.length > 0) return found
  } catch {}
  throw fault('trust-invalid', name, 'PEM, DER')
}

function blocksOf(file: Uint8Array, label: string): Uint8Array<ArrayBuffer>[] {
  const text = Buffer.from(file).toString('latin1')
  if (!text.includes('-----BEGIN ')) return [new Uint8Array(file)]
  const blocks = new RegExp(`-----BEGIN ${label}-----([\\s\\S]*?)-----END ${label}-----`, 'g')
  return [...text.matchAll(blocks)].map(([, base64]) => Buffer.from(base64!, 'base64'))
}

/** The value of an extension, or null where there is none. @throws Problem `signature/chain` where it comes twice */
export function extensionOf({ parsed, x509 }: Certified, id: string): asn1js.AsnType | null {
  const found = (parsed.extensions ?? []).filter(({ extnID }) => extnID === id)
  if (found.length > 1) throw fault('chain', lineOf(x509.subject), id)
  if (!found[0]) return null
  const { result, offset } = asn1js.fromBER(found[0].extnValue.valueBlock.valueHexView)
  if (offset === -1) throw fault('chain', lineOf(x509.subject), id)
  return result
}
