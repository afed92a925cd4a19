/**
 * A signer for tests: a chain of certificates made up on the spot, and PDFs signed as a PAdES signer does it, by an incremental update
 * with a CMS. It knows PDFs as our writer makes them, and can do each thing wrong.
 */
import './reflect.ts'
import { createHash, webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'
import * as asn1js from 'asn1js'
import {
  AlgorithmIdentifier,
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs'

x509.cryptoProvider.set(webcrypto as Crypto)

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const rsa = (bits: number, hash: string) => ({
  name: 'RSASSA-PKCS1-v1_5',
  hash,
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: bits,
})
type Algorithm = typeof ECDSA | ReturnType<typeof rsa>
export const algorithms = {
  ecdsa: ECDSA,
  rsa: rsa(2048, 'SHA-256'),
  rsaShort: rsa(1024, 'SHA-256'),
  rsaSha1: rsa(2048, 'SHA-1'),
}

export interface Identity {
  readonly certificate: x509.X509Certificate
  readonly keys: CryptoKeyPair
  readonly algorithm: Algorithm
}

const { KeyUsageFlags: Use } = x509
const DAY_MS = 86_400_000
let serial = 1

export interface Made {
  readonly name: string
  readonly by?: Identity
  readonly algorithm?: Algorithm
  readonly from?: Date
  readonly to?: Date
  readonly authority?: boolean
  readonly pathLength?: number
  readonly usage?: number | null
  readonly extendedUsage?: string[]
  readonly extensions?: x509.Extension[]
}

export async function identity(made: Made): Promise<Identity> {
  const { name, by, algorithm = ECDSA, authority = false } = made
  const usage = made.usage === undefined ? (authority ? Use.keyCertSign | Use.cRLSign : Use.nonRepudiation) : made.usage
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: (serial++).toString(16).padStart(8, '0'),
    subject: name,
    issuer: by?.certificate.subject ?? name,
    notBefore: made.from ?? new Date(Date.now() - 30 * DAY_MS),
    notAfter: made.to ?? new Date(Date.now() + 365 * DAY_MS),
    publicKey: keys.publicKey,
    signingKey: (by?.keys ?? keys).privateKey,
    signingAlgorithm: by?.algorithm ?? algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(authority, made.pathLength, true),
      ...(usage === null ? [] : [new x509.KeyUsagesExtension(usage, true)]),
      ...(made.extendedUsage ? [new x509.ExtendedKeyUsageExtension(made.extendedUsage)] : []),
      ...(made.extensions ?? []),
    ],
  })
  return { certificate, keys, algorithm }
}

export interface Authority {
  readonly root: Identity
  readonly intermediate: Identity
  readonly signer: Identity
}

/** Root, intermediate, and a signer of its. */
export async function authority(name = 'Thử nghiệm', signerAlgorithm: Algorithm = ECDSA): Promise<Authority> {
  const root = await identity({ name: `CN=${name} gốc, C=VN`, authority: true })
  const intermediate = await identity({ name: `CN=${name} CA, C=VN`, by: root, authority: true, pathLength: 0 })
  const signer = await identity({
    name: `CN=Lê Hoàng Phúc, O=UBND phường Vị Thanh, C=VN`,
    by: intermediate,
    algorithm: signerAlgorithm,
  })
  return { root, intermediate, signer }
}

export const pemOf = (...identities: Identity[]): string =>
  identities.map(({ certificate }) => certificate.toString('pem')).join('\n')

/** A list of what an authority has revoked. */
export async function revocationList(
  by: Identity,
  revoked: readonly Identity[],
  { from = new Date(Date.now() - DAY_MS), to = new Date(Date.now() + 7 * DAY_MS) } = {},
): Promise<string> {
  const list = await x509.X509CrlGenerator.create({
    issuer: by.certificate.subject,
    thisUpdate: from,
    nextUpdate: to,
    entries: revoked.map(({ certificate }) => ({
      serialNumber: certificate.serialNumber,
      revocationDate: from,
      reason: x509.X509CrlReason.keyCompromise,
    })),
    signingKey: by.keys.privateKey,
    signingAlgorithm: by.algorithm,
  })
  return list.toString('pem')
}

export interface Signing {
  readonly by: Identity
  /** That come along besides the signer's. */
  readonly chain?: readonly Identity[]
  readonly subFilter?: string
  readonly hash?: 'SHA-1' | 'SHA-256' | 'SHA-512'
  readonly at?: Date
  /** CMS attribute signing-time, as the older kind has it. */
  readonly signingTime?: boolean
  /** Leave the attribute out, or name another certificate. */
  readonly names?: Identity | null
  /** Page from 0, and the rectangle that is shown; null: on no page. */
  readonly shown?: { readonly page: number; readonly rect: readonly number[] } | null
  /** The objects of the update before they are written; the numbers that they have. */
  readonly edit?: (objects: Map<number, string>, numbers: Numbers) => void
  /** What the signature is said to cover. */
  readonly byteRange?: (honest: number[]) => number[]
  readonly holeBytes?: number
}
interface Numbers {
  readonly catalog: number
  readonly pages: readonly number[]
  readonly field: number
  readonly value: number
  readonly next: number
}

const objectIn = (text: string, number: number): string =>
  new RegExp(`(?:^|\\n)${number} 0 obj\\n([\\s\\S]*?)\\nendobj`).exec(text)![1]!

export async function signPdf(pdf: Uint8Array, signing: Signing): Promise<Buffer> {
  const { subFilter = 'ETSI.CAdES.detached', shown = { page: 0, rect: [0, 0, 0, 0] }, at = new Date() } = signing
  const text = Buffer.from(pdf).toString('latin1')
  const size = Number(/\/Size (\d+)/.exec(text.slice(text.lastIndexOf('trailer')))![1])
  const trailer = text.slice(text.lastIndexOf('trailer'))
  const root = Number(/\/Root (\d+) 0 R/.exec(trailer)![1])
  const kids = /\/Kids \[([^\]]*)\]/.exec(text)![1]!
  const pages = [...kids.matchAll(/(\d+) 0 R/g)].map(([, number]) => Number(number))
  const numbers: Numbers = { catalog: root, pages, value: size, field: size + 1, next: size + 2 }
  const hole = (signing.holeBytes ?? 4096) * 2
  const stamp = `D:${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`
  const objects = new Map<number, string>([
    [root, objectIn(text, root).replace(/>>$/, `/AcroForm << /Fields [${size + 1} 0 R] /SigFlags 3 >>\n>>`)],
    [
      size,
      `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /${subFilter} /M (${stamp}) /ByteRange [0 ${'*'.repeat(34)}] /Contents <${'0'.repeat(hole)}> >>`,
    ],
    [
      size + 1,
      `<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /V ${size} 0 R /F 132 /Rect [${(shown?.rect ?? [0, 0, 0, 0]).join(' ')}]${shown ? ` /P ${pages[shown.page]} 0 R` : ''} >>`,
    ],
  ])
  if (shown)
    objects.set(pages[shown.page]!, objectIn(text, pages[shown.page]!).replace(/>>$/, `/Annots [${size + 1} 0 R]\n>>`))
  signing.edit?.(objects, numbers)
  const updated = appended(pdf, objects)
  const [from, to] = holeIn(updated, text.length)
  const honest = [0, from, to, updated.length - to]
  const told = signing.byteRange?.(honest) ?? honest
  const whole = Buffer.from(
    updated.toString('latin1').replace(/\[0 \*{34}\]/, `[${told.join(' ')}]`.padEnd(38)),
    'latin1',
  )
  const covered = [whole.subarray(told[0], told[0]! + told[1]!), whole.subarray(told[2], told[2]! + told[3]!)]
  const cms = await cmsOf(Buffer.concat(covered), signing, at)
  if (cms.length * 2 > hole) throw new Error(`Expected a CMS of ≤ ${hole / 2} bytes, got ${cms.length}`)
  whole.write(cms.toString('hex').padEnd(hole, '0'), from + 1, 'latin1')
  return whole
}

function holeIn(file: Buffer, after: number): readonly [number, number] {
  const from = file.indexOf('/Contents <', after) + '/Contents '.length
  return [from, file.indexOf('>', from) + 1]
}

/** An incremental update with these objects. */
export function appended(pdf: Uint8Array, objects: ReadonlyMap<number, string>): Buffer {
  const text = Buffer.from(pdf).toString('latin1')
  const trailer = text.slice(text.lastIndexOf('trailer'))
  const previous = Number(/startxref\s+(\d+)/.exec(trailer)![1])
  const size = Math.max(Number(/\/Size (\d+)/.exec(trailer)![1]), ...[...objects.keys()].map((number) => number + 1))
  let out = `${text}\n`
  const offsets = new Map<number, number>()
  for (const [number, body] of objects) {
    offsets.set(number, out.length)
    out += `${number} 0 obj\n${body}\nendobj\n`
  }
  const table = out.length
  const entries = [...offsets].sort(([a], [b]) => a - b)
  out += `xref\n${entries.map(([number, at]) => `${number} 1\n${String(at).padStart(10, '0')} 00000 n \n`).join('')}`
  const kept = trailer
    .slice(0, trailer.indexOf('startxref'))
    .replace(/\/Size \d+/, `/Size ${size}`)
    .replace(/\/Prev \d+\n?/, '')
  out += `${kept.replace(/>>\s*$/, `/Prev ${previous}\n>>\n`)}startxref\n${table}\n%%EOF\n`
  return Buffer.from(out, 'latin1')
}

async function cmsOf(
  covered: Buffer,
  { by, chain = [], hash = 'SHA-256', signingTime, names = by }: Signing,
  at: Date,
): Promise<Buffer> {
  const certificate = Certificate.fromBER(by.certificate.rawData)
  const digest = createHash(hash.replace('-', '').toLowerCase()).update(covered).digest()
  const attribute = (type: string, value: asn1js.AsnType) => new Attribute({ type, values: [value] })
  const attributes = [
    attribute('1.2.840.113549.1.9.3', new asn1js.ObjectIdentifier({ value: '1.2.840.113549.1.7.1' })),
    attribute('1.2.840.113549.1.9.4', new asn1js.OctetString({ valueHex: digest })),
    ...(signingTime ? [attribute('1.2.840.113549.1.9.5', new asn1js.UTCTime({ valueDate: at }))] : []),
    ...(names ? [attribute('1.2.840.113549.1.9.16.2.47', essCertId(names))] : []),
  ]
  const signed = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: '1.2.840.113549.1.7.1' }),
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
        signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes }),
      }),
    ],
    certificates: [by, ...chain].map((one) => Certificate.fromBER(one.certificate.rawData)),
  })
  await signed.sign(by.keys.privateKey, 0, hash, new Uint8Array(covered).buffer)
  const [info] = signed.signerInfos
  // As the writers of CMS have it: an algorithm without parameters where they say nothing.
  if (by.algorithm.name === 'ECDSA')
    info!.signatureAlgorithm = new AlgorithmIdentifier({ algorithmId: info!.signatureAlgorithm.algorithmId })
  return Buffer.from(
    new ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: signed.toSchema(true) }).toSchema().toBER(),
  )
}

/** SigningCertificateV2: SHA-256, which is the default and goes unsaid. */
function essCertId({ certificate }: Identity): asn1js.Sequence {
  const sum = createHash('sha256').update(Buffer.from(certificate.rawData)).digest()
  const id = new asn1js.Sequence({ value: [new asn1js.OctetString({ valueHex: sum })] })
  return new asn1js.Sequence({ value: [new asn1js.Sequence({ value: [id] })] })
}
