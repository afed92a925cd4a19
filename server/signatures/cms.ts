/**
 * The signature itself: a CMS SignedData (RFC 5652) without its content, of one signer, whose signed attributes say what was signed (its
 * hash) and by which certificate (RFC 5035, ETSI EN 319 142-1).
 */
import { createHash } from 'node:crypto'
import * as asn1js from 'asn1js'
import { type Attribute, Certificate, ContentInfo, IssuerAndSerialNumber, SignedData } from 'pkijs'
import { expectStrongKey, type Hash, hashOf, verifies } from './algorithms.ts'
import { type Certified, certificateOf, lineOf } from './certificate.ts'
import { fault } from './problem.ts'

const SIGNED_DATA = '1.2.840.113549.1.7.2'
const DATA = '1.2.840.113549.1.7.1'
const attributeIds = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timestamp: '1.2.840.113549.1.9.16.2.14',
} as const

export interface CmsSignature {
  readonly signer: Certified
  /** That came along, the signer's own too. */
  readonly certificates: readonly Certified[]
  /** The signed time, where there is one. */
  readonly signedAt: Date | null
  /** The signature names its certificate: nobody can put another in its place. */
  readonly namesCertificate: boolean
  /** A timestamp came along; it is not checked. */
  readonly hasTimestamp: boolean
  readonly algorithm: string
}

/**
 * The CMS of a hole: hexadecimal digits of one case between brackets, then zeros.
 * @throws Problem `signature/byte-range`, `signature/cms-form`
 */
export function cmsIn(hole: string): Buffer {
  const digits = /^<((?:[\da-f]{2})+|(?:[\dA-F]{2})+)>$/.exec(hole)?.[1]
  if (!digits) throw fault('byte-range', '/Contents', '<hex>')
  const bytes = Buffer.from(digits, 'hex')
  const length = lengthOf(bytes)
  if (bytes.subarray(length).some((byte) => byte !== 0)) throw fault('byte-range', '/Contents', '00 …')
  return bytes.subarray(0, length)
}

/** Of the outermost DER value: definite, in the fewest bytes. */
function lengthOf(bytes: Buffer): number {
  const first = bytes[1] ?? 0
  const count = first & 0x7f
  const long = first >= 0x80
  const length = long && count > 0 && count <= 4 ? bytes.readUIntBE(2, count) : first
  const all = (long ? 2 + count : 2) + length
  if (bytes[0] !== 0x30 || (long && (count < 1 || count > 4 || length < 0x80)) || all > bytes.length)
    throw fault('cms-form', 'DER')
  return all
}

/** @param signed the bytes that the signature is over @throws Problem `signature/…` */
export function readCms(der: Buffer, signed: readonly Uint8Array[]): CmsSignature {
  const data = parsed(der)
  if (data.crls && data.crls.length > 0) throw fault('cms-form', 'crls')
  if (data.encapContentInfo.eContentType !== DATA || data.encapContentInfo.eContent) throw fault('cms-form', 'eContent')
  const [info] = data.signerInfos
  if (!info || data.signerInfos.length !== 1) throw fault('cms-form', 'signerInfos', '1')
  const digest = hashOf(info.digestAlgorithm, 'digestAlgorithm')
  if (!data.digestAlgorithms.some((one) => hashOf(one, 'digestAlgorithms') === digest))
    throw fault('cms-form', 'digestAlgorithms')

  const certificates = (data.certificates ?? []).map((one) => {
    if (!(one instanceof Certificate)) throw fault('cms-form', 'certificates')
    return certificateOf(new Uint8Array(one.toSchema().toBER()))
  })
  const signer = certificates.find((one) => isNamedBy(info.sid, one))
  if (!signer) throw fault('cms-form', 'sid')

  const attributes = info.signedAttrs?.attributes ?? []
  const one = (id: string): asn1js.AsnType | null => {
    const found = attributes.filter(({ type }) => type === id)
    if (found.length > 1 || found.some(({ values }) => values.length !== 1)) throw fault('cms-form', id, '1')
    return (found[0]?.values[0] as asn1js.AsnType | undefined) ?? null
  }
  const contentType = one(attributeIds.contentType)
  if (!(contentType instanceof asn1js.ObjectIdentifier) || contentType.valueBlock.toString() !== DATA)
    throw fault('cms-form', 'contentType')
  const messageDigest = one(attributeIds.messageDigest)
  if (!(messageDigest instanceof asn1js.OctetString)) throw fault('cms-form', 'messageDigest')
  const sum = createHash(digest)
  for (const part of signed) sum.update(part)
  if (!sum.digest().equals(Buffer.from(messageDigest.valueBlock.valueHexView))) throw fault('digest')

  const key = signer.key
  expectStrongKey(key, lineOf(signer.x509.subject))
  // What is signed is the set itself, not its place in the message (RFC 5652, 5.4).
  const set = Buffer.from(info.signedAttrs!.encodedValue)
  set[0] = 0x31
  const signature = Buffer.from(info.signature.valueBlock.valueHexView)
  if (!verifies(info.signatureAlgorithm, digest, key, set, signature, 'signatureAlgorithm')) throw fault('value')

  const time = one(attributeIds.signingTime)
  return {
    signer,
    certificates,
    signedAt: time instanceof asn1js.UTCTime || time instanceof asn1js.GeneralizedTime ? time.toDate() : null,
    namesCertificate: namesCertificate(one(attributeIds.signingCertificateV2), signer),
    hasTimestamp: unsignedOf(info.unsignedAttrs?.attributes ?? []),
    algorithm: algorithmOf(signer, digest),
  }
}

function parsed(der: Buffer): SignedData {
  try {
    const { result, offset } = asn1js.fromBER(der)
    // Written again it is the same: no lengths in more bytes than needed, nothing left aside.
    if (offset !== der.length || !Buffer.from(result.toBER()).equals(der) || hasEnds(result)) throw new Error('DER')
    const info = new ContentInfo({ schema: result })
    if (info.contentType !== SIGNED_DATA) throw new Error('SignedData')
    const data = new SignedData({ schema: info.content })
    // By the kind of the signer's name (RFC 5652, 5.1 and 5.3).
    const version = data.signerInfos[0]?.sid instanceof IssuerAndSerialNumber ? 1 : 3
    if (data.version !== version || data.signerInfos[0]?.version !== version) throw new Error('version')
    return data
  } catch {
    throw fault('cms-form', 'SignedData')
  }
}

/** Ends of contents stand in BER alone; here zeros of the padding would look like them. */
function hasEnds(value: asn1js.AsnType): boolean {
  const parts = value instanceof asn1js.Constructed ? value.valueBlock.value : []
  return value instanceof asn1js.EndOfContent || parts.some((part) => hasEnds(part as asn1js.AsnType))
}

function isNamedBy(sid: unknown, { parsed: certificate, issuer }: Certified): boolean {
  if (sid instanceof IssuerAndSerialNumber)
    return (
      Buffer.from(sid.issuer.valueBeforeDecode).equals(issuer) && sid.serialNumber.isEqual(certificate.serialNumber)
    )
  const own = certificate.extensions?.find(({ extnID }) => extnID === '2.5.29.14')?.extnValue.valueBlock.valueHexView
  const told = sid instanceof asn1js.Primitive ? sid.valueBlock.valueHexView : null
  // The extension holds an octet string: two bytes of head.
  return Boolean(own && told && told.length > 0 && Buffer.from(own.subarray(2)).equals(Buffer.from(told)))
}

/** A timestamp alone may stand outside of what is signed. */
function unsignedOf(attributes: readonly Attribute[]): boolean {
  const strange = attributes.find(({ type }) => type !== attributeIds.timestamp)
  if (strange) throw fault('cms-form', strange.type)
  return attributes.length > 0
}

/** ESSCertIDv2 of the signer's certificate. @throws Problem `signature/certificate-attribute` where it names another */
function namesCertificate(value: asn1js.AsnType | null, signer: Certified): boolean {
  if (value === null) return false
  const wrong = () => fault('certificate-attribute', lineOf(signer.x509.subject))
  const [list] = value instanceof asn1js.Sequence ? value.valueBlock.value : []
  const [first] = list instanceof asn1js.Sequence ? list.valueBlock.value : []
  if (!(first instanceof asn1js.Sequence)) throw wrong()
  const parts = [...first.valueBlock.value]
  let hash: Hash = 'sha256'
  if (parts[0] instanceof asn1js.Sequence) {
    const [id] = (parts.shift() as asn1js.Sequence).valueBlock.value
    const named = id instanceof asn1js.ObjectIdentifier ? id.valueBlock.toString() : ''
    const known = {
      '2.16.840.1.101.3.4.2.1': 'sha256',
      '2.16.840.1.101.3.4.2.2': 'sha384',
      '2.16.840.1.101.3.4.2.3': 'sha512',
    } as const
    const found = known[named as keyof typeof known]
    if (!found) throw fault('weak', `signingCertificateV2: ${named}`, 'SHA-256, SHA-384, SHA-512')
    hash = found
  }
  const [sum, issuerSerial] = parts
  if (!(sum instanceof asn1js.OctetString)) throw wrong()
  if (!createHash(hash).update(signer.der).digest().equals(Buffer.from(sum.valueBlock.valueHexView))) throw wrong()
  if (issuerSerial !== undefined) {
    const serial = issuerSerial instanceof asn1js.Sequence ? issuerSerial.valueBlock.value[1] : null
    if (!(serial instanceof asn1js.Integer) || !serial.isEqual(signer.parsed.serialNumber)) throw wrong()
  }
  return true
}

function algorithmOf({ key: publicKey }: Certified, digest: Hash): string {
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {}
  const key = modulusLength ? `RSA ${modulusLength}` : `ECDSA ${namedCurve}`
  return `${key}, ${digest.replace('sha', 'SHA-')}`
}
