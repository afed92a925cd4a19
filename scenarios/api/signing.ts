/**
 * Permits that are signed outside and come back, who may sign them, and what anyone may ask of a signed file.
 *
 *     GET    /api/permits/:id/papers/:kind      → PDF made by the server     (who may see people; a permit: draft or as it stands; ?landPapers= &workId=)
 *     GET    /api/permits/:id/signing           → Signing                    (staff of its unit)
 *     POST   /api/permits/:id/signing           Prepare → Signing            (reserves the number and makes the file to sign; approved cases)
 *     GET    /api/permits/:id/signing/file      → the PDF to sign            (who may see people)
 *     POST   /api/permits/:id/signing/file      the signed PDF → Signing     (verified; issues the permit; body application/octet-stream)
 *     GET    /api/permits/:id/signing/signed    → the signed PDF             (who may see people)
 *     GET    /api/permits/follow/signed         → the signed PDF             (the applicant, by their code)
 *     GET    /api/register/files/:hash          → FileCheck                  (anyone who has the file, by its SHA-256)
 *     GET    /api/signers                       → Signer[]                   (admin)
 *     POST   /api/signers                       NewSigner → Signer           (admin)
 *     DELETE /api/signers/:id                   → 204  signs no more         (admin)
 */
import { z } from 'zod'
import { permitTermsSchema } from '../permits/papers/permit.ts'
import { permitEvents, permitStates } from '../permits/process.ts'

/** A permit of a few pages with its signature. */
export const SIGNED_BYTES = 8 * 2 ** 20

export const prepareSchema = permitTermsSchema.extend({
  /** The revision that the person looked at. */
  revision: z.number().int().positive(),
})
export type Prepare = z.infer<typeof prepareSchema>

/** `PAdES-B-B`: ETSI EN 319 142-1; `PKCS7`: a right signature that does not name its certificate, or of the older kind. */
export const signatureLevels = ['PAdES-B-B', 'PKCS7'] as const

const certificateSchema = z.object({
  subject: z.string(),
  issuer: z.string(),
  /** SHA-256 of the certificate. */
  fingerprint: z.string().length(64),
  validFrom: z.iso.datetime(),
  validTo: z.iso.datetime(),
})

export const signatureSchema = z.object({
  level: z.enum(signatureLevels),
  subFilter: z.string(),
  /** As the signer says. */
  signedAt: z.iso.datetime(),
  signer: certificateSchema.extend({ name: z.string() }),
  anchor: z.object({ subject: z.string(), fingerprint: z.string().length(64) }),
  algorithm: z.string(),
  revocation: z.enum(['checked', 'not-checked']),
  /** One came along; it is not checked. */
  hasTimestamp: z.boolean(),
})
export type Signature = z.infer<typeof signatureSchema>

const fileSchema = z.object({ hash: z.string().length(64), bytes: z.number().int() })

export const signingSchema = z.object({
  /** This server knows whom to trust: signed files can be taken. */
  ready: z.boolean(),
  /** The file that went out to be signed; null: none yet. */
  prepared: fileSchema
    .extend({
      permitNumber: z.string(),
      at: z.iso.datetime(),
      terms: permitTermsSchema,
      /** Nothing has happened to the case since: it may come back signed. */
      current: z.boolean(),
    })
    .nullable(),
  signed: fileSchema.extend({ at: z.iso.datetime(), signature: signatureSchema }).nullable(),
})
export type Signing = z.infer<typeof signingSchema>

/** What is known of a file whose hash someone has. */
export const fileCheckSchema = z.object({
  /** `signed`: the permit as issued; `to-sign`: given out to be signed, no permit. */
  kind: z.enum(['signed', 'to-sign']),
  permitNumber: z.string(),
  code: z.string(),
  unitCode: z.string(),
  specimen: z.boolean(),
  state: z.enum(permitStates),
  issuedAt: z.iso.datetime().nullable(),
  signature: signatureSchema.nullable(),
  /** What has happened to the permit since it was issued. */
  since: z.array(z.object({ event: z.enum(permitEvents), at: z.iso.datetime() })),
})
export type FileCheck = z.infer<typeof fileCheckSchema>

/** By this very certificate; or by any certificate of its holder from its issuer, so that a renewed one needs no word. */
export const signerMatches = ['certificate', 'subject'] as const

export const signerSchema = z.object({
  id: z.uuid(),
  /** Whose cases they may sign; null: every unit's. */
  unitCode: z.string().nullable(),
  userId: z.uuid(),
  displayName: z.string(),
  match: z.enum(signerMatches),
  certificate: certificateSchema,
  active: z.boolean(),
  addedAt: z.iso.datetime(),
})
export type Signer = z.infer<typeof signerSchema>

export const newSignerSchema = z.strictObject({
  userId: z.uuid(),
  unitCode: z
    .string()
    .regex(/^[0-9A-Za-z]{1,10}$/)
    .nullable(),
  match: z.enum(signerMatches),
  /** PEM, or DER in base64. */
  certificate: z.string().min(1).max(20_000),
})
export type NewSigner = z.infer<typeof newSignerSchema>
