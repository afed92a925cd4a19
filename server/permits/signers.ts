/** Whose signature under a permit is taken: certificates that an administrator has tied to an account and a unit. Nobody else's. */
import type { User } from '../../scenarios/api/api.ts'
import type { NewSigner, Signer } from '../../scenarios/api/signing.ts'
import { recordId } from '../../scenarios/ids.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import type { Db, Trx } from '../database.ts'
import { notFound, refuse } from '../http.ts'
import { keepRecord } from '../records.ts'
import type { Secrets } from '../secrets.ts'
import { type Certified, certificatesIn, lineOf } from '../signatures/certificate.ts'
import { fingerprint } from '../signatures/chain.ts'
import { fault } from '../signatures/problem.ts'
import { doerOf } from './desk.ts'

const rowsOf = (db: Db) =>
  db.selectFrom('signers').innerJoin('users', 'users.id', 'userId').selectAll('signers').select('displayName')

export async function readSigners(db: Db): Promise<Signer[]> {
  const rows = await rowsOf(db).orderBy('signers.active', 'desc').orderBy('addedAt', 'desc').execute()
  return rows.map(({ fingerprint: _, addedAt, ...row }) => ({ ...row, addedAt: addedAt.toISOString() }))
}

/** @throws Refusal 422 `signer/certificate`, `signer/account`, `signer/unit` */
export async function addSigner(
  db: Db,
  secrets: Secrets,
  by: User,
  units: ReadonlyMap<string, string>,
  asked: NewSigner,
): Promise<Signer> {
  const certificate = certificateFrom(asked.certificate)
  if (asked.unitCode !== null && units.size > 0 && !units.has(asked.unitCode)) {
    const message = both('Không có đơn vị hành chính này', 'There is no such administrative unit')
    throw refuse(422, 'signer/unit', message, 'body.unitCode', [...units.keys()].join(', '))
  }
  const id = recordId()
  await db.transaction().execute(async (trx) => {
    const user = await trx
      .selectFrom('users')
      .select(['active', 'role'])
      .where('id', '=', asked.userId)
      .executeTakeFirst()
    if (!user?.active || user.role !== 'approver') {
      const message = both(
        'Người ký phải là tài khoản phê duyệt đang dùng',
        'A signer is an active account of an approver',
      )
      throw refuse(422, 'signer/account', message, 'body.userId', 'approver')
    }
    const { unitCode, userId, match } = asked
    const known = {
      subject: lineOf(certificate.x509.subject),
      issuer: lineOf(certificate.x509.issuer),
      fingerprint: fingerprint(certificate),
    }
    const valid = {
      validFrom: certificate.x509.validFromDate.toISOString(),
      validTo: certificate.x509.validToDate.toISOString(),
    }
    await trx
      .insertInto('signers')
      .values({
        id,
        unitCode,
        userId,
        match,
        certificate: JSON.stringify({ ...known, ...valid }),
        fingerprint: known.fingerprint,
        active: true,
        addedAt: new Date(),
      })
      .execute()
    await keep(trx, secrets, by, id, 'signer.added', {
      unitCode,
      account: secrets.actor(userId),
      match,
      certificate: known.fingerprint,
    })
  })
  return (await readSigners(db)).find((one) => one.id === id)!
}

/** What was signed by them stays. @throws Refusal 404 */
export async function endSigner(db: Db, secrets: Secrets, by: User, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const ended = await trx
      .updateTable('signers')
      .set({ active: false })
      .where('id', '=', id)
      .where('active', '=', true)
      .returning('fingerprint')
      .executeTakeFirst()
    if (!ended) throw notFound(`signer/${id}`)
    await keep(trx, secrets, by, id, 'signer.ended', { certificate: ended.fingerprint })
  })
}

const keep = (trx: Trx, secrets: Secrets, user: User, id: string, action: string, record: Record<string, unknown>) =>
  keepRecord(trx, secrets, { ...doerOf({ user }), subject: `signer/${id}`, action, detail: record, record })

function certificateFrom(text: string): Certified {
  const bytes = text.includes('-----BEGIN ') ? Buffer.from(text) : Buffer.from(text, 'base64')
  try {
    // Of a chain the first is the holder's.
    return certificatesIn(bytes, 'body.certificate')[0]!
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw refuse(
      422,
      'signer/certificate',
      both('Không đọc được chứng thư', 'The certificate cannot be read'),
      'body.certificate',
      'PEM, DER',
    )
  }
}

/**
 * The id of the signer whose certificate it is, held until the transaction ends.
 * @throws Problem `signature/signer-unknown`, `signature/signer-unit`, `signature/signer-inactive`
 */
export async function expectSigner(
  trx: Trx,
  { fingerprint: own, subject, issuer }: Signer['certificate'],
  unitCode: string,
): Promise<string> {
  const active = await trx
    .selectFrom('signers')
    .innerJoin('users', 'users.id', 'userId')
    .selectAll('signers')
    .select(['users.active as accountActive', 'role', 'users.unitCode as accountUnit'])
    .where('signers.active', '=', true)
    .forShare()
    .execute()
  const theirs = active.filter(({ match, fingerprint: known, certificate }) =>
    match === 'certificate' ? known === own : certificate.subject === subject && certificate.issuer === issuer,
  )
  if (theirs.length === 0) throw fault('signer-unknown', subject)
  const fits = (unit: string | null) => unit === null || unit === unitCode
  const here = theirs.filter(({ unitCode: unit, accountUnit }) => fits(unit) && fits(accountUnit))
  if (here.length === 0) throw fault('signer-unit', subject, unitCode)
  const signer = here.find(({ accountActive, role }) => accountActive && role === 'approver')
  if (!signer) throw fault('signer-inactive', subject)
  return signer.id
}
