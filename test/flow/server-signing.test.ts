/** A permit goes out to be signed and comes back: issued where everything holds, refused by name where it does not. */

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFDocument } from '@cantoo/pdf-lib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiErrorSchema } from '../../scenarios/api/api.ts'
import {
  FOLLOW_HEADER,
  type PermitCase,
  type PermitFiled,
  type PermitStep,
  type RegisterPage,
} from '../../scenarios/api/permits.ts'
import type { FileCheck, NewSigner, Signer, Signing } from '../../scenarios/api/signing.ts'
import type { PermitCheck } from '../../scenarios/rules/case.ts'
import { fileOf } from '../../server/attachments.ts'
import { writeBackup } from '../../server/backup.ts'
import { readLedger, verifyStoredLedger } from '../../server/ledger.ts'
import { pdfText } from '../pdf-text.ts'
import { newPermit, owner } from '../permit-application.ts'
import { house } from '../permit-cases.ts'
import { type Authority, authority, type Identity, identity, pemOf, revocationList, signPdf } from '../signing.ts'
import { type Answer, type Person, startServer, type TestServer } from './server-harness.ts'

const UNIT = '31318'
const OTHER = '31321'

let dir: string
let server: TestServer
let reviewer: Person
let approver: Person
let admin: Person
let stranger: Person
let office: Authority
let signer: Signer
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'vithanh-signing-'))
  office = await authority()
  writeFileSync(join(dir, 'roots.pem'), pemOf(office.root))
  server = await startServer({ signing: { trust: join(dir, 'roots.pem'), lists: null } })
  ;[reviewer, approver, admin, stranger] = await Promise.all([
    server.person('reviewer', UNIT),
    server.person('approver', UNIT),
    server.person('admin'),
    server.person('approver', OTHER),
  ])
  signer = await register(office.signer)
})
afterAll(async () => {
  await server.stop()
  rmSync(dir, { recursive: true, force: true })
})

const codeOf = (answer: Answer): string => apiErrorSchema.parse(answer.json()).code
const told = (answer: Answer) => [answer.statusCode, answer.statusCode < 300 ? '' : codeOf(answer)]
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function register({ certificate }: Identity, rest: Partial<NewSigner> = {}): Promise<Signer> {
  const body = {
    userId: approver.id,
    unitCode: UNIT,
    match: 'certificate',
    certificate: certificate.toString('pem'),
    ...rest,
  }
  const answer = await server.inject(admin, 'POST', '/api/signers', body)
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json()
}
const read = async (id: string, who: Person = reviewer): Promise<PermitCase> =>
  (await server.inject(who, 'GET', `/api/permits/${id}`)).json()
async function step(who: Person, id: string, event: PermitStep['event'], more: Partial<PermitStep> = {}) {
  const { revision } = await read(id)
  const answer = await server.inject(who, 'POST', `/api/permits/${id}/events`, { event, revision, note: '', ...more })
  expect(answer.statusCode, `${event}: ${answer.body}`).toBe(200)
}
/** Approved; the city of the tests is generated, so that being no specimen must be said. */
async function approved(specimen = false, check: PermitCheck = house): Promise<PermitFiled> {
  const filed: PermitFiled = (await server.inject(reviewer, 'POST', '/api/permits', newPermit(check, UNIT))).json()
  await step(reviewer, filed.id, 'receive')
  await step(reviewer, filed.id, 'assign', { to: reviewer.id })
  expect((await server.inject(reviewer, 'POST', `/api/permits/${filed.id}/check`)).statusCode).toBe(200)
  await step(reviewer, filed.id, 'propose')
  await step(approver, filed.id, 'approve')
  await server.db.updateTable('permits').set({ specimen }).where('id', '=', filed.id).execute()
  return filed
}
const terms = { landPapers: 'GCN số CT 012345', workId: null }
const prepare = async (id: string, who: Person = reviewer, more: object = {}) =>
  server.inject(who, 'POST', `/api/permits/${id}/signing`, { ...terms, revision: (await read(id)).revision, ...more })
async function toSign(id: string): Promise<{ signing: Signing; pdf: Buffer }> {
  const answer = await prepare(id)
  expect(answer.statusCode, answer.body).toBe(200)
  const file = await server.inject(reviewer, 'GET', `/api/permits/${id}/signing/file`)
  expect([file.statusCode, file.headers['content-type']]).toEqual([200, 'application/pdf'])
  return { signing: answer.json(), pdf: file.rawPayload }
}
const give = (id: string, bytes: Uint8Array, who: Person = reviewer) =>
  server.app.inject({
    method: 'POST',
    url: `/api/permits/${id}/signing/file`,
    payload: Buffer.from(bytes),
    headers: { cookie: who.cookie, 'x-csrf-token': who.csrf, 'content-type': 'application/octet-stream' },
  })
const sign = (pdf: Uint8Array, by: Identity = office.signer) => signPdf(pdf, { by, chain: [office.intermediate] })
const ask = (bytes: Uint8Array) => server.inject(null, 'GET', `/api/register/files/${sha256(bytes)}`)

test('the whole way: draft, number, signature, permit, register; each in the ledger', async () => {
  const { id, followCode } = await approved()
  const draft = await server.inject(reviewer, 'GET', `/api/permits/${id}/papers/permit?landPapers=GCN`)
  expect(draft.statusCode, draft.body).toBe(200)
  expect(pdfText(draft.rawPayload)).toContain('BẢN NHÁP')
  expect((await marksOf(draft.rawPayload)).Status).toBe('draft')
  const report = await server.inject(reviewer, 'GET', `/api/permits/${id}/papers/check-report`)
  expect(pdfText(report.rawPayload)).toContain('BÁO CÁO ĐỐI CHIẾU QUY ĐỊNH')

  const { signing, pdf } = await toSign(id)
  expect(signing).toMatchObject({
    ready: true,
    signed: null,
    prepared: { permitNumber: '1/GPXD', hash: sha256(pdf), current: true, terms },
  })
  const words = pdfText(pdf)
  expect(words).toContain('1/GPXD')
  expect(words).not.toMatch(/NHÁP|MẪU/)
  expect(await marksOf(pdf)).toMatchObject({ Status: 'to-sign', PermitNumber: '1/GPXD', Specimen: 'false' })
  expect((await read(id)).permitNumber).toBeNull()
  expect((await ask(pdf)).json()).toMatchObject({
    kind: 'to-sign',
    permitNumber: '1/GPXD',
    state: 'approved',
    signature: null,
  })

  const signed = await sign(pdf)
  const taken = await give(id, signed)
  expect(taken.statusCode, taken.body).toBe(200)
  expect(taken.json()).toMatchObject({
    prepared: { current: false },
    signed: {
      hash: sha256(signed),
      signature: { level: 'PAdES-B-B', revocation: 'not-checked', signer: { name: 'Lê Hoàng Phúc' } },
    },
  })
  const issued = await read(id)
  expect(issued).toMatchObject({ state: 'issued', specimen: false, permitNumber: '1/GPXD' })
  expect(existsSync(fileOf(server.dataDir, sha256(signed)))).toBe(true)
  expect((await server.inject(approver, 'GET', `/api/permits/${id}/signing/signed`)).rawPayload.equals(signed)).toBe(
    true,
  )
  const own = await server.inject(null, 'GET', '/api/permits/follow/signed', undefined, { [FOLLOW_HEADER]: followCode })
  expect(own.rawPayload.equals(signed)).toBe(true)

  // The QR of the file leads to the entry.
  const { code } = issued
  const page: RegisterPage = (await server.inject(null, 'GET', `/api/register?q=${encodeURIComponent(code)}`)).json()
  expect(page.entries.map(({ permitNumber }) => permitNumber)).toEqual(['1/GPXD'])
  expect((await ask(signed)).json()).toMatchObject({
    kind: 'signed',
    permitNumber: '1/GPXD',
    code,
    state: 'issued',
    since: [],
  })
  await step(approver, id, 'extend', { note: 'Chưa khởi công vì lũ' })
  await step(approver, id, 'revoke', { note: 'Sai phép', clauses: ['Luật Xây dựng, Điều 50'] })
  const since: FileCheck = (await ask(signed)).json()
  expect([since.state, since.since.map(({ event }) => event)]).toEqual(['revoked', ['extend', 'revoke']])
  expect(told(await ask(Buffer.from('x')))).toEqual([404, 'register/unknown-file'])

  const entries = await readLedger(server.db, 0, 10_000)
  const issue = entries.find(({ action, subject }) => action === 'permit.issue' && subject === `permit/${id}`)!
  expect(issue.detail).toMatchObject({
    permitNumber: '1/GPXD',
    specimen: false,
    signature: {
      file: sha256(signed),
      certificate: signer.certificate.fingerprint,
      level: 'PAdES-B-B',
      revocation: 'not-checked',
    },
  })
  expect(entries.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['signer.added', 'permit.prepared', 'permit.signed']),
  )
  expect(JSON.stringify(entries)).not.toMatch(new RegExp(`Lê Hoàng Phúc|${owner.ownerName}`))
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
})

const marksOf = async (bytes: Uint8Array): Promise<Record<string, string>> => {
  const document = await PDFDocument.load(bytes, { updateMetadata: false })
  const info = document.context.lookup(document.context.trailerInfo.Info) as unknown as {
    entries(): [{ decodeText(): string }, unknown][]
  }
  return Object.fromEntries(
    info.entries().map(([key, value]) => {
      const found = document.context.lookup(value as never) as unknown as { decodeText?(): string }
      return [key.decodeText(), found.decodeText?.() ?? '']
    }),
  )
}

describe('what does not hold', () => {
  test('nothing is issued by a file that is not the one that went out, or not signed', async () => {
    const { id } = await approved()
    expect(told(await give(id, Buffer.from('%PDF-1.7')))).toEqual([422, 'permit/not-prepared'])
    const { pdf } = await toSign(id)
    const before = await read(id)
    expect(told(await give(id, pdf))).toEqual([422, 'signature/none'])
    expect(told(await give(id, Buffer.alloc(0)))).toEqual([400, 'request/invalid'])
    const other = await approved()
    expect(told(await give(id, await sign((await toSign(other.id)).pdf)))).toEqual([422, 'signature/original'])
    const changed = await sign(pdf)
    changed[changed.length - 60]! ^= 1
    expect((await give(id, changed)).statusCode).toBe(422)
    // By the event alone it is not issued either.
    const body = { event: 'issue', revision: before.revision, note: '' }
    expect(told(await server.inject(reviewer, 'POST', `/api/permits/${id}/events`, body))).toEqual([
      422,
      'permit/unsigned',
    ])
    expect(await read(id)).toMatchObject({ state: 'approved', permitNumber: null, revision: before.revision })
    const kept = await server.db.selectFrom('permitSignatures').select('hash').where('permitId', '=', id).execute()
    expect(kept).toEqual([])
  })

  test('only signers that are registered, for the unit, whose account may approve', async () => {
    const { id } = await approved()
    const { pdf } = await toSign(id)
    const someone = await identity({ name: 'CN=Phạm Văn Khác, C=VN', by: office.intermediate })
    const signed = await sign(pdf, someone)
    expect(told(await give(id, signed))).toEqual([422, 'signature/signer-unknown'])
    const elsewhere = await register(someone, { userId: stranger.id, unitCode: OTHER })
    expect(told(await give(id, signed))).toEqual([422, 'signature/signer-unit'])
    // An account of another unit signs nothing here, whatever its line says.
    const abroad = await register(someone, { userId: stranger.id, unitCode: null })
    expect(told(await give(id, signed))).toEqual([422, 'signature/signer-unit'])
    const second = await server.person('approver')
    const here = await register(someone, { userId: second.id })
    await server.inject(admin, 'PATCH', `/api/users/${second.id}`, { role: 'reviewer' })
    expect(told(await give(id, signed))).toEqual([422, 'signature/signer-inactive'])
    await server.inject(admin, 'PATCH', `/api/users/${second.id}`, { role: 'approver' })
    for (const one of [here, elsewhere, abroad])
      expect((await server.inject(admin, 'DELETE', `/api/signers/${one.id}`)).statusCode).toBe(204)
    expect(told(await give(id, signed))).toEqual([422, 'signature/signer-unknown'])
    // By its holder and issuer: another certificate of theirs is taken too.
    await register(someone, { userId: second.id, match: 'subject' })
    const renewed = await identity({ name: 'CN=Phạm Văn Khác, C=VN', by: office.intermediate })
    expect(told(await give(id, await sign(pdf, renewed)))).toEqual([200, ''])
  })

  test('other units, other roles and visitors see and do nothing', async () => {
    const { id } = await approved()
    await toSign(id)
    const body = { ...terms, revision: (await read(id)).revision }
    for (const [method, path, sent] of [
      ['GET', 'papers/permit?landPapers=x'],
      ['GET', 'papers/check-report'],
      ['GET', 'signing'],
      ['POST', 'signing', body],
      ['GET', 'signing/file'],
      ['GET', 'signing/signed'],
    ] as const) {
      const url = `/api/permits/${id}/${path}`
      expect([path, ...told(await server.inject(stranger, method, url, sent))]).toEqual([path, 403, 'permit/unit'])
      expect((await server.inject(null, method, url, sent)).statusCode).toBe(401)
      expect((await server.inject(await server.person('planner'), method, url, sent)).statusCode).toBe(403)
    }
    expect(told(await give(id, Buffer.from('x'), stranger))).toEqual([403, 'permit/unit'])
    expect((await server.inject(admin, 'GET', `/api/permits/${id}/signing/file`)).statusCode).toBe(403)
    for (const who of [reviewer, approver, null]) {
      expect((await server.inject(who, 'GET', '/api/signers')).statusCode).toBe(who ? 403 : 401)
      expect((await server.inject(who, 'POST', '/api/signers', {})).statusCode).toBe(who ? 403 : 401)
      expect((await server.inject(who, 'DELETE', `/api/signers/${signer.id}`)).statusCode).toBe(who ? 403 : 401)
    }
  })

  test('a certificate that cannot be read, an account that may not approve', async () => {
    const add = (more: object) =>
      server.inject(admin, 'POST', '/api/signers', {
        userId: approver.id,
        unitCode: UNIT,
        match: 'certificate',
        certificate: pemOf(office.signer),
        ...more,
      })
    expect(told(await add({ certificate: 'x' }))).toEqual([422, 'signer/certificate'])
    expect(told(await add({ userId: reviewer.id }))).toEqual([422, 'signer/account'])
  })
})

test('numbers: kept when the file is made again, never given twice, none missing', async () => {
  const [first, second] = [await approved(), await approved()]
  const numberOf = async (id: string) => (await toSign(id)).signing.prepared!.permitNumber
  const [a, b] = await Promise.all([numberOf(first.id), numberOf(second.id)])
  const { pdf } = await toSign(first.id)
  expect(await numberOf(first.id)).toBe(a)
  expect(told(await give(first.id, await sign(pdf)))).toEqual([422, 'signature/original'])
  // Returned and approved again, an older file no longer counts; the number does.
  await step(approver, first.id, 'return', { note: 'Xem lại cốt nền' })
  expect(told(await prepare(first.id))).toEqual([422, 'permit/not-approved'])
  await server.inject(reviewer, 'POST', `/api/permits/${first.id}/check`)
  await step(reviewer, first.id, 'propose')
  await step(approver, first.id, 'approve')
  await server.db.updateTable('permits').set({ specimen: false }).where('id', '=', first.id).execute()
  expect(told(await give(first.id, await sign(pdf)))).toEqual([422, 'permit/not-prepared'])
  const again = await toSign(first.id)
  expect(again.signing.prepared!.permitNumber).toBe(a)
  expect(told(await prepare(first.id, reviewer, { revision: 1 }))).toEqual([409, 'permit/conflict'])
  const signed = await sign(again.pdf)
  const answers = await Promise.all([give(first.id, signed), give(first.id, signed)])
  expect(answers.map(({ statusCode }) => statusCode).sort()[0]).toBe(200)
  expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1)
  const numbers = await server.db.selectFrom('permitNumbers').select('number').where('kind', '=', 'GPXD').execute()
  const counted = numbers.map(({ number }) => Number.parseInt(number, 10)).sort((x, y) => x - y)
  expect(counted).toEqual(counted.map((_, i) => i + 1))
  expect(a).not.toBe(b)
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
})

test('a specimen may be signed as a rehearsal, and stays one; or is issued without', async () => {
  const { id } = await approved(true)
  const { pdf, signing } = await toSign(id)
  expect(signing.prepared!.permitNumber).toMatch(/GPXD-MẪU$/)
  expect(pdfText(pdf)).toContain('MẪU – MINH HỌA')
  expect(told(await give(id, await sign(pdf)))).toEqual([200, ''])
  expect(await read(id)).toMatchObject({
    state: 'issued',
    specimen: true,
    permitNumber: signing.prepared!.permitNumber,
  })
  const plain = await approved(true)
  await step(reviewer, plain.id, 'issue')
  expect((await read(plain.id)).permitNumber).toMatch(/GPXD-MẪU$/)
})

test('lists of revoked certificates are obeyed where the server has them; without trust nothing is taken', async () => {
  const { id } = await approved()
  const { pdf } = await toSign(id)
  const signed = await sign(pdf)
  const crls = join(dir, 'crls')
  mkdirSync(crls)
  writeFileSync(join(crls, 'root.pem'), await revocationList(office.root, []))
  writeFileSync(join(crls, 'ca.pem'), await revocationList(office.intermediate, [office.signer]))
  await server.restart({ signing: { trust: join(dir, 'roots.pem'), lists: crls } })
  expect(told(await give(id, signed))).toEqual([422, 'signature/revoked'])
  await server.restart({ signing: { trust: null, lists: null } })
  expect(told(await give(id, signed))).toEqual([422, 'signature/trust-missing'])
  expect((await server.inject(reviewer, 'GET', `/api/permits/${id}/signing`)).json()).toMatchObject({ ready: false })
  writeFileSync(join(crls, 'ca.pem'), await revocationList(office.intermediate, []))
  await server.restart({ signing: { trust: join(dir, 'roots.pem'), lists: crls } })
  expect((await give(id, signed)).json()).toMatchObject({ signed: { signature: { revocation: 'checked' } } })
  await server.restart({ signing: { trust: join(dir, 'roots.pem'), lists: null } })
})

test('the files are in a backup; erased with the people, their hash still answers', async () => {
  const { id } = await approved()
  const { pdf } = await toSign(id)
  const signed = await sign(pdf)
  expect(told(await give(id, signed))).toEqual([200, ''])
  const saved = await writeBackup(server.db, server.dataDir, join(dir, 'a.backup.gz'))
  expect(saved.lost).toEqual([])
  await step(approver, id, 'revoke', { note: 'Sai', clauses: ['Điều 50'] })
  expect((await server.inject(admin, 'DELETE', `/api/permits/${id}/people`)).statusCode).toBe(204)
  expect(existsSync(fileOf(server.dataDir, sha256(signed)))).toBe(false)
  expect(existsSync(fileOf(server.dataDir, sha256(pdf)))).toBe(false)
  expect((await server.inject(reviewer, 'GET', `/api/permits/${id}/signing/signed`)).statusCode).toBe(404)
  expect((await ask(signed)).json()).toMatchObject({ kind: 'signed', state: 'revoked' })
  expect((await writeBackup(server.db, server.dataDir, join(dir, 'b.backup.gz'))).lost).toEqual([])
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
})

test('the ledger tells of another file in place of the one that was signed', async () => {
  const { id } = await approved()
  expect(told(await give(id, await sign((await toSign(id)).pdf)))).toEqual([200, ''])
  for (const table of ['permitPapers', 'permitSignatures'] as const) {
    const { hash } = await server.db
      .selectFrom(table)
      .select('hash')
      .where('permitId', '=', id)
      .executeTakeFirstOrThrow()
    await server.db
      .updateTable(table)
      .set({ hash: 'f'.repeat(64) })
      .where('permitId', '=', id)
      .execute()
    expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([{ sequence: 0, what: 'record' }])
    await server.db.updateTable(table).set({ hash }).where('permitId', '=', id).execute()
  }
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
})

test('anyone checks a file without a server, by whom they trust', async () => {
  const { id } = await approved()
  const { pdf } = await toSign(id)
  const file = join(dir, 'permit.pdf')
  writeFileSync(file, await sign(pdf))
  const verify = (...args: string[]) =>
    spawnSync(process.execPath, [join(import.meta.dirname, '../../bin/vithanh.ts'), 'permit', 'verify', ...args], {
      encoding: 'utf8',
    })
  const trust = ['--trust', join(dir, 'roots.pem')]
  const good = verify(file, ...trust, '--json')
  expect(good.status, good.stderr).toBe(0)
  expect(JSON.parse(good.stdout)).toMatchObject({
    valid: true,
    signature: { level: 'PAdES-B-B', signer: { name: 'Lê Hoàng Phúc' }, revocation: 'not-checked' },
  })
  writeFileSync(join(dir, 'ca.crl'), await revocationList(office.intermediate, [office.signer]))
  writeFileSync(join(dir, 'root.crl'), await revocationList(office.root, []))
  const revoked = verify(file, ...trust, '--crl', join(dir, 'root.crl'), '--crl', join(dir, 'ca.crl'))
  expect([revoked.status, revoked.stdout]).toEqual([3, expect.stringContaining('thu hồi')])
  writeFileSync(join(dir, 'draft.pdf'), pdf)
  const draft = verify(join(dir, 'draft.pdf'), ...trust, '--json')
  expect([draft.status, JSON.parse(draft.stdout).problem.code]).toEqual([3, 'signature/none'])
  expect(verify(file).status).toBe(2)
})
