/**
 * The way of a permit through its signature: its number is reserved and its final bytes are kept; they go out, are signed by any PAdES
 * signer, and come back; only where everything about the signature holds is the permit issued.
 */
import { readFile } from 'node:fs/promises'
import type { User } from '../../scenarios/api/api.ts'
import type { PermitCase } from '../../scenarios/api/permits.ts'
import type { FileCheck, Prepare, Signature, Signing } from '../../scenarios/api/signing.ts'
import { hashRecord } from '../../scenarios/canonical.ts'
import { recordId } from '../../scenarios/ids.ts'
import { impactRuns } from '../../scenarios/permits/papers/impact-runs.ts'
import { type PaperContext, usualOffice } from '../../scenarios/permits/papers/paper.ts'
import { type PermitTerms, permitPaper } from '../../scenarios/permits/papers/permit.ts'
import { checkReportPaper } from '../../scenarios/permits/papers/report.ts'
import type { PermitEvent } from '../../scenarios/permits/process.ts'
import { localDate } from '../../scenarios/permits/working-days.ts'
import { both } from '../../scenarios/text.ts'
import { draftFile, fileOf, isThere, lockFiles, placeFile } from '../attachments.ts'
import type { Db, Trx } from '../database.ts'
import { appendEvent } from '../events.ts'
import type { House } from '../house.ts'
import { notFound, refuse } from '../http.ts'
import { keepRecord } from '../records.ts'
import { sha256 } from '../signatures/certificate.ts'
import { readTrust, verifySigned } from '../signatures/verify.ts'
import { doerOf, expectUnit, historyOf, lockPermit, permitNumberOf, seesPeople, stepPermit } from './desk.ts'
import { paperPdf } from './pdf.ts'
import { readPermit } from './read.ts'
import { expectSigner } from './signers.ts'

/** Of the house, what signing needs. */
export type SigningDesk = Pick<House, 'db' | 'secrets' | 'dataDir' | 'tiles' | 'signing'>

/** The case of one's unit, as those see it who see people: a permit names its owner. @throws Refusal 403 */
export async function readWithPeople(db: Db, user: User, id: string): Promise<PermitCase> {
  const permit = await readPermit(db, user, id)
  if (seesPeople(user, permit.unitCode)) return permit
  throw refuse(
    403,
    'permit/people',
    both('Không có quyền xem thông tin chủ đầu tư', 'The applicant’s data may not be seen'),
  )
}

const contextOf = async (
  { tiles }: SigningDesk,
  permit: PermitCase,
  publicUrl: string,
  at: string,
): Promise<PaperContext> => ({
  permit,
  office: usualOffice((await tiles.units()).get(permit.unitCode) ?? permit.unitCode, publicUrl),
  at,
})

/** A paper as the case stands: a permit that is not issued is a draft. @throws Problem `paper/…` */
export async function draftPdf(
  desk: SigningDesk,
  user: User,
  id: string,
  paper: { readonly kind: 'check-report' } | { readonly kind: 'permit'; readonly terms: PermitTerms },
  publicUrl: string,
): Promise<Uint8Array> {
  const permit = await readWithPeople(desk.db, user, id)
  const at = new Date().toISOString()
  const context = await contextOf(desk, permit, publicUrl, at)
  const made =
    paper.kind === 'permit' ? permitPaper(context, paper.terms) : checkReportPaper(context, impactRuns(permit.impact))
  return paperPdf(made, at)
}

const lastPaper = (db: Db, permitId: string) =>
  db
    .selectFrom('permitPapers')
    .selectAll()
    .where('permitId', '=', permitId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

export async function readSigning({ db, signing }: SigningDesk, user: User, id: string): Promise<Signing> {
  const permit = await db
    .selectFrom('permits')
    .select(['unitCode', 'state', 'revision'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!permit) throw notFound(`permit/${id}`)
  expectUnit(user, permit.unitCode)
  const paper = await lastPaper(db, id)
  const signed = await db.selectFrom('permitSignatures').selectAll().where('permitId', '=', id).executeTakeFirst()
  return {
    ready: signing.trust !== null,
    prepared: paper
      ? {
          hash: paper.hash,
          bytes: paper.bytes,
          permitNumber: paper.permitNumber,
          at: paper.at.toISOString(),
          terms: paper.terms,
          current: permit.state === 'approved' && permit.revision === paper.revision,
        }
      : null,
    signed: signed
      ? { hash: signed.hash, bytes: signed.bytes, at: signed.at.toISOString(), signature: signed.signature }
      : null,
  }
}

/**
 * Reserves the permit's number, for good, and keeps the bytes that go out. Made again, the number stays and the last file counts.
 * @throws Refusal 409 `permit/conflict`, 422 `permit/not-approved`
 */
export async function preparePaper(
  desk: SigningDesk,
  user: User,
  id: string,
  asked: Prepare,
  publicUrl: string,
): Promise<void> {
  const { db, secrets, dataDir } = desk
  const { revision, ...terms } = asked
  const permit = await readWithPeople(db, user, id)
  expectApproved(permit, revision)
  // The number is taken first, in a transaction of its own: pages are laid out while nothing waits.
  const at = new Date()
  const number = await db.transaction().execute(async (trx) => {
    const row = await lockPermit(trx, id)
    expectApproved(row, revision)
    return permitNumberOf(trx, row, at.toISOString())
  })
  const context = await contextOf(desk, permit, publicUrl, at.toISOString())
  const bytes = await paperPdf(permitPaper(context, terms, { number, date: localDate(context.at) }), context.at, true)
  const hash = sha256(bytes)
  await placeFile({ db, dataDir }, { hash, bytes }, async (trx, place) => {
    expectApproved(await lockPermit(trx, id), revision)
    await place()
    const paperId = recordId()
    const { ledgerSequence } = await keepRecord(trx, secrets, {
      ...doerOf({ user }),
      subject: `permit-paper/${paperId}`,
      action: 'permit.prepared',
      detail: { permit: id, permitNumber: number, file: hash },
      record: {
        permit: id,
        revision,
        permitNumber: number,
        file: hash,
        bytes: bytes.length,
        at: context.at,
        report: permit.reportHash,
        terms: hashRecord(terms),
      },
    })
    const row = { id: paperId, permitId: id, revision, permitNumber: number, terms: JSON.stringify(terms), hash }
    await trx
      .insertInto('permitPapers')
      .values({ ...row, bytes: bytes.length, kept: true, at, actorId: user.id, ledgerSequence })
      .execute()
    await appendEvent(trx, { type: 'permit', id, revision })
  })
}

function expectApproved({ state, revision }: Pick<PermitCase, 'state' | 'revision'>, seen: number): void {
  if (revision !== seen) {
    const message = both('Hồ sơ đã được xử lý ở nơi khác trong lúc bạn xem', 'The case was moved on while you looked')
    throw refuse(409, 'permit/conflict', message, 'body.revision', String(revision))
  }
  if (state === 'approved') return
  const message = both('Chỉ lập bản để ký khi hồ sơ đã được duyệt', 'Only an approved case goes out to be signed')
  throw refuse(422, 'permit/not-approved', message, state, 'approved')
}

/**
 * Takes back what was signed and issues the permit, or says what is wrong.
 * @throws Problem `signature/…`; Refusal 422 `permit/not-prepared`, and those of a step
 */
export async function acceptSigned(desk: SigningDesk, user: User, id: string, file: Buffer): Promise<void> {
  const { db, secrets, dataDir, signing } = desk
  const permit = await readWithPeople(db, user, id)
  const paper = await lastPaper(db, id)
  if (!paper || permit.state !== 'approved' || paper.revision !== permit.revision || !paper.kept) {
    const message = both(
      'Hãy tải bản để ký trước: bản đã ký phải là bản ấy',
      'First get the file to sign: what comes back must be that file',
    )
    throw refuse(422, 'permit/not-prepared', message, permit.state, `POST /api/permits/${id}/signing`)
  }
  const { originalLength: _, ...signature } = await verifySigned(file, {
    original: await keptFile(dataDir, paper.hash),
    trust: readTrust(signing.trust, signing.lists),
    at: new Date(),
    notBefore: paper.at,
  })
  const hash = sha256(file)
  const draft = await draftFile(dataDir, hash)
  try {
    await draft.write(file)
    const step = { event: 'issue', revision: permit.revision, note: '', clauses: [] } as const
    await stepPermit(desk, { user }, id, { ...step, clauses: [] }, async (trx, row, at) => {
      await expectLast(trx, id, paper.id)
      const signer = await expectSigner(trx, signature.signer, row.unitCode)
      await lockFiles(trx)
      await draft.place()
      const { level, revocation, subFilter, algorithm, signedAt } = signature
      const told = { file: hash, certificate: signature.signer.fingerprint, level, revocation }
      const { ledgerSequence } = await keepRecord(trx, secrets, {
        ...doerOf({ user }),
        subject: `permit-signature/${id}`,
        action: 'permit.signed',
        detail: { permit: id, ...told },
        record: {
          permit: id,
          paper: paper.id,
          original: paper.hash,
          bytes: file.length,
          signer,
          subFilter,
          algorithm,
          signedAt,
          anchor: signature.anchor.fingerprint,
          ...told,
        },
      })
      await trx
        .insertInto('permitSignatures')
        .values({
          permitId: id,
          paperId: paper.id,
          signerId: signer,
          hash,
          bytes: file.length,
          kept: true,
          signature: JSON.stringify(signature),
          at,
          ledgerSequence,
        })
        .execute()
      return { signature: told }
    })
  } finally {
    await draft.drop()
  }
}

/** Made again meanwhile, another file went out. */
async function expectLast(trx: Trx, permitId: string, paperId: string): Promise<void> {
  const last = await lastPaper(trx, permitId)
  if (last?.id === paperId) return
  throw refuse(409, 'permit/conflict', both('Bản để ký đã được lập lại', 'The file to sign was made again'), paperId)
}

async function keptFile(dataDir: string, hash: string): Promise<Buffer> {
  const path = fileOf(dataDir, hash)
  if (await isThere(path)) return readFile(path)
  throw refuse(
    404,
    'permit/attachment-lost',
    both('Tệp không còn trên máy chủ', 'The file is no longer on the server'),
    hash,
  )
}

/** The file that is out to be signed, or the one that came back. @throws Refusal 404 */
export async function paperFile(
  { db, dataDir }: SigningDesk,
  id: string,
  which: 'to-sign' | 'signed',
): Promise<{ name: string; bytes: Buffer }> {
  const paper = await lastPaper(db, id)
  const signed = await db
    .selectFrom('permitSignatures')
    .select(['hash', 'kept'])
    .where('permitId', '=', id)
    .executeTakeFirst()
  const file = which === 'signed' ? signed : paper
  if (!file?.kept || !paper) throw notFound(`permit/${id}/${which}`)
  const name = `${paper.permitNumber.replace('/', '-')}${which === 'signed' ? '-đã-ký' : '-để-ký'}.pdf`
  return { name, bytes: await keptFile(dataDir, file.hash) }
}

/** Of whoever has the file: what it is, and what has become of it since. @throws Refusal 404 */
export async function checkFile(db: Db, hash: string): Promise<FileCheck> {
  const columns = ['permits.id', 'code', 'unitCode', 'state', 'specimen', 'issuedAt', 'permits.permitNumber'] as const
  const signed = await db
    .selectFrom('permitSignatures')
    .innerJoin('permits', 'permits.id', 'permitId')
    .select([...columns, 'signature'])
    .where('hash', '=', hash)
    .executeTakeFirst()
  const paper = await db
    .selectFrom('permitPapers')
    .innerJoin('permits', 'permits.id', 'permitId')
    .select([...columns, 'permitPapers.permitNumber as reserved'])
    .where('hash', '=', hash)
    .executeTakeFirst()
  const found = signed ?? paper
  if (!found) {
    const message = both(
      'Không phải tệp giấy phép do hệ thống này cấp, hoặc đã bị sửa',
      'No permit file that was issued here, or it was changed',
    )
    throw refuse(404, 'register/unknown-file', message, hash)
  }
  const history = await historyOf(db, found.id)
  const issued = history.findIndex(({ event }) => event === 'issue')
  return {
    kind: signed ? 'signed' : 'to-sign',
    permitNumber: found.permitNumber ?? paper?.reserved ?? '',
    code: found.code,
    unitCode: found.unitCode,
    specimen: found.specimen,
    state: found.state,
    issuedAt: found.issuedAt?.toISOString() ?? null,
    signature: (signed?.signature as Signature | undefined) ?? null,
    since: (issued < 0 ? [] : history.slice(issued + 1)).map(({ event, at }) => ({
      event: event as PermitEvent,
      at: at.toISOString(),
    })),
  }
}
