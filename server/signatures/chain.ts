/**
 * From a certificate to an authority that is trusted (RFC 5280, 6): names, signatures, validity, basic constraints, key usage, critical
 * extensions and revocation, each certificate on the way. What is not understood is refused.
 */
import * as asn1js from 'asn1js'
import type { CertificateRevocationList } from 'pkijs'
import { expectStrongKey, verifies } from './algorithms.ts'
import { type Certified, extensionOf, lineOf, sha256 } from './certificate.ts'
import { fault } from './problem.ts'

export interface Trust {
  /** Authorities by whom a chain may end. */
  readonly anchors: readonly Certified[]
  /** Null: revocation is not checked. */
  readonly lists: readonly CertificateRevocationList[] | null
}

const LONGEST = 6
const BASIC_CONSTRAINTS = '2.5.29.19'
const KEY_USAGE = '2.5.29.15'
const EXTENDED_KEY_USAGE = '2.5.29.37'
/** Critical ones that are checked here, or bind nothing that we rely on (policies, names of the holder, where lists lie). */
const UNDERSTOOD = new Set([
  BASIC_CONSTRAINTS,
  KEY_USAGE,
  EXTENDED_KEY_USAGE,
  '2.5.29.32',
  '2.5.29.17',
  '2.5.29.31',
  '2.5.29.35',
  '2.5.29.14',
])
/** Any; e-mail protection; document signing (RFC 9336); the same of Microsoft and of Adobe. */
const FOR_DOCUMENTS = new Set([
  '2.5.29.37.0',
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.5.5.7.3.36',
  '1.3.6.1.4.1.311.10.3.12',
  '1.2.840.113583.1.1.5',
])
const bits = { digitalSignature: 0, nonRepudiation: 1, keyCertSign: 5, crlSign: 6 } as const

/**
 * @param times instants at each of which all of the chain must be valid
 * @returns the chain, the signer first, the trusted authority last
 * @throws Problem `signature/…`
 */
export function chainTo(
  signer: Certified,
  others: readonly Certified[],
  { anchors, lists }: Trust,
  times: readonly Date[],
): Certified[] {
  if (signer.subject.equals(signer.issuer)) throw fault('self-signed', lineOf(signer.x509.subject))
  expectSigner(signer)
  const chain = pathOf(signer, others, anchors)
  if (!chain) throw fault('untrusted', lineOf(signer.x509.issuer))
  for (const one of others) if (!chain.includes(one)) expectWhole(one, [...others, ...anchors])
  chain.forEach((one, i) => {
    const place = lineOf(one.x509.subject)
    expectStrongKey(one.key, place)
    for (const at of times) {
      if (at < one.x509.validFromDate) throw fault('not-yet-valid', place, `≥ ${one.x509.validFromDate.toISOString()}`)
      if (at > one.x509.validToDate) throw fault('expired', place, `≤ ${one.x509.validToDate.toISOString()}`)
    }
    const unknown = (one.parsed.extensions ?? []).find(({ critical, extnID }) => critical && !UNDERSTOOD.has(extnID))
    if (unknown) throw fault('chain', place, unknown.extnID)
    if (i > 0) expectAuthority(one, i - 1)
  })
  if (lists)
    for (const [i, one] of chain.slice(0, -1).entries()) expectNotRevoked(one, chain[i + 1]!, lists, times.at(-1)!)
  return chain
}

/**
 * A certificate that came along beside the chain is a whole one: signed by one that is here, if only by itself. Old authorities signed
 * themselves weakly, and nothing rests on that.
 */
function expectWhole(one: Certified, known: readonly Certified[]): void {
  const right = (other: Certified) => {
    if (one !== other && one.der.equals(other.der)) return true
    try {
      return isIssuedBy(one, other)
    } catch (error) {
      if (one.subject.equals(one.issuer)) return true
      throw error
    }
  }
  if (!known.some(right)) throw fault('chain', lineOf(one.x509.subject))
}

function pathOf(signer: Certified, others: readonly Certified[], anchors: readonly Certified[]): Certified[] | null {
  const walk = (path: readonly Certified[]): Certified[] | null => {
    const last = path.at(-1)!
    if (path.length > 1 && anchors.some((anchor) => anchor.der.equals(last.der))) return [...path]
    if (path.length >= LONGEST) return null
    for (const issuer of [...anchors, ...others]) {
      if (path.some((one) => one.der.equals(issuer.der)) || !isIssuedBy(last, issuer)) continue
      const found = walk([...path, issuer])
      if (found) return found
    }
    return null
  }
  return walk([signer])
}

/** By name and by signature. @throws Problem `signature/weak` where it was signed weakly */
export function isIssuedBy({ parsed, issuer, x509 }: Certified, by: Certified): boolean {
  if (!issuer.equals(by.subject)) return false
  const signature = Buffer.from(parsed.signatureValue.valueBlock.valueHexView)
  if (parsed.signatureAlgorithm.algorithmId !== parsed.signature.algorithmId) return false
  try {
    return verifies(parsed.signatureAlgorithm, null, by.key, parsed.tbsView, signature, lineOf(x509.subject))
  } catch (error) {
    // Whoever bears the name but not the key is another.
    if (!x509.checkIssued(by.x509)) return false
    throw error
  }
}

function usageOf(certificate: Certified): ((bit: number) => boolean) | null {
  const value = extensionOf(certificate, KEY_USAGE)
  if (value === null) return null
  if (!(value instanceof asn1js.BitString)) throw fault('chain', lineOf(certificate.x509.subject), KEY_USAGE)
  const bytes = value.valueBlock.valueHexView
  return (bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0
}

function constraintsOf(certificate: Certified): { authority: boolean; below: number } {
  const value = extensionOf(certificate, BASIC_CONSTRAINTS)
  if (value === null) return { authority: false, below: 0 }
  if (!(value instanceof asn1js.Sequence)) throw fault('chain', lineOf(certificate.x509.subject), BASIC_CONSTRAINTS)
  const [first, second] = value.valueBlock.value
  const authority = first instanceof asn1js.Boolean && first.valueBlock.value
  const below = (first instanceof asn1js.Integer ? first : second) as asn1js.Integer | undefined
  return { authority, below: below?.valueBlock.valueDec ?? Infinity }
}

function expectSigner(signer: Certified): void {
  const place = lineOf(signer.x509.subject)
  const usage = usageOf(signer)
  if (!usage || !(usage(bits.digitalSignature) || usage(bits.nonRepudiation)))
    throw fault('key-usage', place, 'digitalSignature, nonRepudiation')
  if (constraintsOf(signer).authority) throw fault('key-usage', place, 'CA:FALSE')
  const extended = extensionOf(signer, EXTENDED_KEY_USAGE)
  if (extended === null) return
  const ids = extended instanceof asn1js.Sequence ? extended.valueBlock.value : []
  const fits = ids.some((id) => id instanceof asn1js.ObjectIdentifier && FOR_DOCUMENTS.has(id.valueBlock.toString()))
  if (!fits) throw fault('key-usage', place, [...FOR_DOCUMENTS].join(', '))
}

/** @param below authorities that stand between it and the signer */
function expectAuthority(issuer: Certified, below: number): void {
  const place = lineOf(issuer.x509.subject)
  const constraints = constraintsOf(issuer)
  if (!constraints.authority) throw fault('chain', place, 'CA:TRUE')
  if (below > constraints.below) throw fault('chain', place, `pathLenConstraint ≥ ${below}`)
  const usage = usageOf(issuer)
  if (usage && !usage(bits.keyCertSign)) throw fault('chain', place, 'keyCertSign')
}

/** Reasons aside: a certificate on its issuer's list is revoked, since whenever. */
function expectNotRevoked(
  one: Certified,
  issuer: Certified,
  lists: readonly CertificateRevocationList[],
  at: Date,
): void {
  const place = lineOf(issuer.x509.subject)
  const own = lists.filter((list) => Buffer.from(list.issuer.valueBeforeDecode).equals(issuer.subject))
  if (own.length === 0) throw fault('crl-missing', place)
  const usage = usageOf(issuer)
  if (usage && !usage(bits.crlSign)) throw fault('crl-invalid', place, 'cRLSign')
  let fresh = false
  for (const list of own) {
    const signature = Buffer.from(list.signatureValue.valueBlock.valueHexView)
    if (!verifies(list.signatureAlgorithm, null, issuer.key, list.tbsView, signature, place))
      throw fault('crl-invalid', place)
    // Of a part of its certificates, or of changes alone: not the whole list.
    if (list.crlExtensions?.extensions.some(({ critical }) => critical)) throw fault('crl-invalid', place, 'critical')
    const revoked = list.revokedCertificates?.some(({ userCertificate }) =>
      userCertificate.isEqual(one.parsed.serialNumber),
    )
    if (revoked) throw fault('revoked', lineOf(one.x509.subject))
    fresh ||= list.thisUpdate.value <= at && list.nextUpdate !== undefined && list.nextUpdate.value >= at
  }
  if (!fresh) throw fault('crl-stale', place, at.toISOString())
}

export const fingerprint = ({ der }: Certified): string => sha256(der)
