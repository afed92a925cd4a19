/** Whether a PDF is signed as a permit must be: by whom, when, at which level; every fault refuses it. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { Problem } from '../../scenarios/problem.ts'
import { certificatesIn, commonName, lineOf, revocationListsIn } from './certificate.ts'
import { chainTo, fingerprint, type Trust } from './chain.ts'
import { cmsIn, readCms } from './cms.ts'
import { expectSamePages } from './pages.ts'
import { fault } from './problem.ts'
import { signedUpdate } from './update.ts'

export interface SignatureFacts {
  /** `PAdES-B-B`: the signature names its certificate (ETSI EN 319 142-1); `PKCS7`: it does not, or is of the older kind. */
  readonly level: 'PAdES-B-B' | 'PKCS7'
  readonly subFilter: string
  /** As the signer says. */
  readonly signedAt: string
  readonly signer: {
    readonly name: string
    readonly subject: string
    readonly issuer: string
    /** SHA-256 of the certificate. */
    readonly fingerprint: string
    readonly validFrom: string
    readonly validTo: string
  }
  /** Subject and SHA-256 of the trusted authority that the chain ends with. */
  readonly anchor: { readonly subject: string; readonly fingerprint: string }
  readonly algorithm: string
  readonly revocation: 'checked' | 'not-checked'
  /** One came along; it is not checked, the time stays what the signer says. */
  readonly hasTimestamp: boolean
  /** Bytes of the file that was signed. */
  readonly originalLength: number
}

/** Clocks differ by this much, ms. */
const SKEW_MS = 5 * 60_000
/** What a signature may add. */
const UPDATE_BYTES = 2 * 2 ** 20

export interface Expected {
  /** What was given out to be signed; null: not at hand, the file's own first version is taken. */
  readonly original: Uint8Array | null
  readonly trust: Trust
  /** Now. */
  readonly at: Date
  /** The file was made then: it cannot have been signed before. */
  readonly notBefore: Date | null
}

/** @throws Problem `signature/…` */
export async function verifySigned(
  file: Uint8Array,
  { original, trust, at, notBefore }: Expected,
): Promise<SignatureFacts> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  if (bytes.subarray(0, 5).toString('latin1') !== '%PDF-') throw fault('not-pdf')
  if (original) {
    if (!bytes.subarray(0, original.length).equals(original)) throw fault('original')
    if (bytes.length === original.length) throw fault('none')
    if (bytes.length > original.length + UPDATE_BYTES)
      throw fault('update-form', `${bytes.length}`, `≤ ${original.length + UPDATE_BYTES}`)
  }
  const text = bytes.toString('latin1')
  const update = signedUpdate(text)
  if (original && text.slice(update.originalLength, original.length).trim() !== '') throw fault('original')
  const [from, to] = update.hole
  const cms = readCms(cmsIn(text.slice(from, to)), [bytes.subarray(0, from), bytes.subarray(to)])
  await expectSamePages(original ?? bytes.subarray(0, update.originalLength), bytes)

  const signedAt = cms.signedAt ?? update.claimedAt
  if (!signedAt) throw fault('time', '', 'signing-time, /M')
  const early = notBefore !== null && signedAt.getTime() < notBefore.getTime() - SKEW_MS
  if (early || signedAt.getTime() > at.getTime() + SKEW_MS)
    throw fault('time', signedAt.toISOString(), `${notBefore?.toISOString() ?? ''} … ${at.toISOString()}`)
  const chain = chainTo(cms.signer, cms.certificates, trust, [signedAt, at])
  const anchor = chain.at(-1)!
  const { x509 } = cms.signer
  return {
    level: update.subFilter === 'ETSI.CAdES.detached' && cms.namesCertificate ? 'PAdES-B-B' : 'PKCS7',
    subFilter: update.subFilter,
    signedAt: signedAt.toISOString(),
    signer: {
      name: commonName(cms.signer),
      subject: lineOf(x509.subject),
      issuer: lineOf(x509.issuer),
      fingerprint: fingerprint(cms.signer),
      validFrom: x509.validFromDate.toISOString(),
      validTo: x509.validToDate.toISOString(),
    },
    anchor: { subject: lineOf(anchor.x509.subject), fingerprint: fingerprint(anchor) },
    algorithm: cms.algorithm,
    revocation: trust.lists ? 'checked' : 'not-checked',
    hasTimestamp: cms.hasTimestamp,
    originalLength: update.originalLength,
  }
}

/**
 * Read at each use: lists change by the day.
 * @param trustFile PEM of the authorities
 * @param lists a revocation list, or a folder of them; null: revocation is not checked
 * @throws Problem `signature/trust-missing`, `signature/trust-invalid`
 */
export function readTrust(trustFile: string | null, lists: string | null): Trust {
  if (trustFile === null) throw fault('trust-missing')
  const read = (file: string) => {
    try {
      return readFileSync(file)
    } catch {
      throw fault('trust-invalid', file)
    }
  }
  const files = lists === null ? null : isFolder(lists) ? readdirSync(lists).map((name) => `${lists}/${name}`) : [lists]
  return {
    anchors: certificatesIn(read(trustFile), trustFile),
    lists: files?.flatMap((file) => revocationListsIn(read(file), file)) ?? null,
  }
}

function isFolder(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw fault('trust-invalid', path)
  return found.isDirectory()
}

export const isFault = (error: unknown): error is Problem =>
  error instanceof Problem && error.detail.code.startsWith('signature/')
