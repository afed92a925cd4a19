/** A rightly signed PDF is taken, and everything else refused by the fault that it has: no byte of it can change unseen. */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { permitPaper } from '../../scenarios/permits/papers/permit.ts'
import { Problem } from '../../scenarios/problem.ts'
import { contextOf, ways } from '../../test/arbitraries/papers.ts'
import {
  type Authority,
  algorithms,
  appended,
  authority,
  type Identity,
  identity,
  pemOf,
  revocationList,
  type Signing,
  signPdf,
} from '../../test/signing.ts'
import { paperPdf } from '../permits/pdf.ts'
import { certificatesIn, revocationListsIn } from './certificate.ts'
import { chainTo, type Trust } from './chain.ts'
import { cmsIn, readCms } from './cms.ts'
import { type SignatureFault, signatureFaults } from './problem.ts'
import { type Expected, verifySigned } from './verify.ts'

const HOUR_MS = 3_600_000
let ours: Authority
let original: Uint8Array
let trust: Trust
let box: readonly [page: number, ...rect: number[]]
beforeAll(async () => {
  ours = await authority()
  trust = trusting(ours.root)
  const context = contextOf(ways.proposed, '2026-11-10T05:00:00Z')
  const paper = permitPaper(
    context,
    { landPapers: 'GCN số CT 012345', workId: null },
    { number: '31/GPXD', date: '2026-11-10' },
  )
  original = await paperPdf(paper, context.at, true)
  const text = Buffer.from(original).toString('latin1')
  const told = /\(([\d. ]+)\)/.exec(
    text.slice(text.indexOf(`\n${/\/SignatureBox (\d+) 0 R/.exec(text)![1]} 0 obj`)),
  )![1]!
  box = told.trim().split(' ').map(Number) as unknown as typeof box
})

const trusting = (...roots: Identity[]): Trust => ({
  anchors: certificatesIn(Buffer.from(pemOf(...roots)), 'pem'),
  lists: null,
})
const sign = (rest: Partial<Signing> = {}, pdf = original) =>
  signPdf(pdf, { by: ours.signer, chain: [ours.intermediate], ...rest })
const verify = (file: Uint8Array, rest: Partial<Expected> = {}) =>
  verifySigned(file, { original, trust, at: new Date(), notBefore: null, ...rest })
async function faultOf(file: Uint8Array, rest: Partial<Expected> = {}): Promise<string> {
  return verify(file, rest).then(
    ({ level }) => `taken: ${level}`,
    (error: unknown) => {
      if (error instanceof Problem) return error.detail.code.replace('signature/', '')
      throw error
    },
  )
}
const refuses = async (file: Uint8Array, fault: SignatureFault, rest: Partial<Expected> = {}) =>
  expect(await faultOf(file, rest)).toBe(fault)

describe('what is rightly signed is taken', () => {
  test('PAdES B-B, told with who signed, when, and how', async () => {
    const at = new Date(Math.floor(Date.now() / 1000) * 1000)
    expect(await verify(await sign({ at }))).toMatchObject({
      level: 'PAdES-B-B',
      signedAt: at.toISOString(),
      signer: {
        name: 'Lê Hoàng Phúc',
        subject: 'CN=Lê Hoàng Phúc, O=UBND phường Vị Thanh, C=VN',
        fingerprint: expect.stringMatching(/^[\da-f]{64}$/),
      },
      anchor: { subject: 'CN=Thử nghiệm gốc, C=VN' },
      algorithm: 'ECDSA prime256v1, SHA-256',
      revocation: 'not-checked',
      hasTimestamp: false,
    })
  })

  test('with RSA, with SHA-512, with the root along, without the original at hand', async () => {
    const rsa = await authority('RSA', algorithms.rsa)
    const signed = await sign({ by: rsa.signer, chain: [rsa.intermediate, rsa.root] })
    expect(await verify(signed, { trust: trusting(rsa.root), original: null })).toMatchObject({
      level: 'PAdES-B-B',
      algorithm: 'RSA 2048, SHA-256',
      originalLength: original.length,
    })
    expect(await faultOf(await sign({ hash: 'SHA-512' }))).toBe('taken: PAdES-B-B')
  })

  test('the older kind, or one that names no certificate, is of a lesser level', async () => {
    expect(await faultOf(await sign({ subFilter: 'adbe.pkcs7.detached', signingTime: true }))).toBe('taken: PKCS7')
    expect(await faultOf(await sign({ names: null }))).toBe('taken: PKCS7')
  })

  test('shown in the place that is left for it, or nowhere', async () => {
    const [page, left, bottom, right, top] = box as unknown as [number, number, number, number, number]
    expect(right - left).toBeGreaterThan(100)
    expect(top - bottom).toBeGreaterThan(40)
    expect(await faultOf(await sign({ shown: { page: page - 1, rect: [left, bottom, right, top] } }))).toBe(
      'taken: PAdES-B-B',
    )
    expect(await faultOf(await sign({ shown: null }))).toBe('taken: PAdES-B-B')
    await refuses(await sign({ shown: { page: page - 1, rect: [left - 1, bottom, right, top] } }), 'appearance')
    await refuses(await sign({ shown: { page: 0, rect: [left, bottom, right, top] } }), 'appearance')
  })
})

describe('the file', () => {
  test('another document, one that is not signed, one that is none', async () => {
    const other = Buffer.from(original)
    other[other.indexOf('31/GPXD')]! ^= 1
    const context = contextOf(ways.proposed, '2026-11-10T05:00:00Z')
    const elsewhere = await paperPdf(
      permitPaper(context, { landPapers: 'khác', workId: null }, { number: '32/GPXD', date: '2026-11-10' }),
      context.at,
      true,
    )
    await refuses(await sign({}, elsewhere), 'original')
    await refuses(original, 'none')
    await refuses(original, 'none', { original: null })
    await refuses(Buffer.from('GIF89a'), 'not-pdf')
  })

  test('any flipped byte is refused', async () => {
    const signed = await sign({ chain: [ours.intermediate, ours.root] })
    const [from, to] = [signed.indexOf('/Contents <') + 11, signed.indexOf('>', signed.indexOf('/Contents <'))]
    const cms = signed.subarray(from, to).toString('latin1').replace(/0+$/, '').length
    const places = fc.oneof(
      fc.integer({ min: 0, max: original.length - 1 }),
      fc.integer({ min: original.length, max: signed.length - 1 }),
      fc.integer({ min: from - 1, max: from + cms + 4 }),
    )
    await fc.assert(
      fc.asyncProperty(places, fc.integer({ min: 1, max: 255 }), async (place, flip) => {
        const changed = Buffer.from(signed)
        changed[place]! ^= flip
        expect(signatureFaults).toContain(await faultOf(changed))
        expect(signatureFaults).toContain(await faultOf(changed, { original: null }))
      }),
      { numRuns: 100 },
    )
  })

  test('every byte of the signature block counts', async () => {
    const signed = await sign({ chain: [ours.intermediate, ours.root] })
    const [from, to] = [signed.indexOf('/Contents <') + 10, signed.indexOf('>', signed.indexOf('/Contents <')) + 1]
    const covered = [signed.subarray(0, from), signed.subarray(to)]
    const block = cmsIn(signed.subarray(from, to).toString('latin1'))
    const now = [new Date()]
    const takes = (der: Buffer): boolean => {
      try {
        const padded = `<${der.toString('hex').padEnd(to - from - 2, '0')}>`
        const { signer, certificates } = readCms(cmsIn(padded), covered)
        return chainTo(signer, certificates, trust, now).length > 0
      } catch (error) {
        expect(error).toBeInstanceOf(Problem)
        return false
      }
    }
    expect(takes(block)).toBe(true)
    // Each byte of the head, where lengths, versions and algorithms stand, and each tenth of the rest; all with EVERY_BYTE.
    const taken: number[] = []
    for (let i = 0; i < block.length; i++) {
      if (i >= 60 && i % 10 !== 0 && !process.env.EVERY_BYTE) continue
      const changed = Buffer.from(block)
      changed[i]! ^= 1 << (i % 8)
      if (takes(changed)) taken.push(i)
    }
    expect(taken).toEqual([])
  }, 600_000)

  test('something appended after the signature', async () => {
    const signed = await sign()
    await refuses(Buffer.concat([signed, Buffer.from('\n% thêm')]), 'not-pdf')
    const again = appended(signed, new Map([[900, '<< /Type /Catalog >>']]))
    await refuses(again, 'second-update')
    await refuses(
      await signPdf(signed, { by: ours.signer, chain: [ours.intermediate] }).catch(() => again),
      'second-update',
    )
  })

  test('a page is written over, given other resources, another box, a note', async () => {
    const overlay = '<< /Length 33 >>\nstream\nBT /F1 40 Tf 100 400 Td (X) Tj ET\nendstream'
    const editPage = (change: (page: string) => string): Partial<Signing> => ({
      edit(objects, { pages, next }) {
        objects.set(next, overlay)
        objects.set(pages[0]!, change(objects.get(pages[0]!)!).replaceAll('NEXT', String(next)))
      },
    })
    const contents = editPage((page) => page.replace(/\/Contents (\d+) 0 R/, '/Contents [$1 0 R NEXT 0 R]'))
    await refuses(await sign(contents), 'changes-page')
    await refuses(
      await sign(editPage((page) => page.replace(/\/Resources \d+ 0 R/, '/Resources << >>'))),
      'changes-page',
    )
    await refuses(
      await sign(editPage((page) => page.replace(/\/MediaBox \[[^\]]*\]/, '/MediaBox [0 0 300 300]'))),
      'changes-page',
    )
    await refuses(await sign(editPage((page) => page.replace('>>', '/Rotate 180\n>>'))), 'changes-page')
    await refuses(await sign(editPage((page) => page.replace(/\/Annots \[/, '/Annots [NEXT 0 R '))), 'changes-page')
    const second: Partial<Signing> = {
      edit(objects, { pages, field }) {
        objects.set(pages[1]!, `<< /Type /Page /Parent 1 0 R /Annots [${field} 0 R] >>`)
      },
    }
    await refuses(await sign(second), 'changes-page')
    // The stream itself, under its own number.
    const stream: Partial<Signing> = {
      edit(objects, { pages }) {
        objects.set(Number(/\/Contents (\d+) 0 R/.exec(objects.get(pages[0]!)!)![1]), overlay)
      },
    }
    await refuses(await sign(stream), 'changes-document')
  })

  test('the document gets an action, another form, pages, a hidden table', async () => {
    const catalog = (words: string): Partial<Signing> => ({
      edit(objects, { catalog: number }) {
        objects.set(number, objects.get(number)!.replace(/>>$/, `${words}\n>>`))
      },
    })
    await refuses(await sign(catalog('/OpenAction << /S /JavaScript /JS (x) >>')), 'active-content')
    await refuses(await sign(catalog('/PageLayout /TwoPageLeft')), 'changes-document')
    await refuses(await sign(catalog('/Perms << /DocMDP 9 0 R >>')), 'taken: PAdES-B-B' as SignatureFault)
    const field = (from: string | RegExp, to: string): Partial<Signing> => ({
      edit(objects, { field: number }) {
        objects.set(number, objects.get(number)!.replace(from, to))
      },
    })
    await refuses(await sign(field('/FT /Sig', '/FT /Tx')), 'none')
    await refuses(await sign(field('/F 132', '/F 132 /AA << >>')), 'active-content')
    await refuses(await sign(field('/Subtype /Widget', '/Subtype /FreeText')), 'changes-page')
    const object = (body: string): Partial<Signing> => ({ edit: (objects, { next }) => void objects.set(next, body) })
    await refuses(
      await sign(object('<< /Type /ObjStm /N 1 /First 4 /Length 8 >>\nstream\n3 0 << >>\nendstream')),
      'update-form',
    )
    await refuses(await sign(object('<< /Length 0 /F (http://x) >>\nstream\n\nendstream')), 'active-content')
    // Bytes that no table names, between the objects.
    const signed = await sign({
      edit: (objects, { field: number }) => void objects.set(number, `${objects.get(number)}\nendobj\n3 0 obj\n<< >>`),
    })
    await refuses(signed, 'update-form')
  })

  test('a signature that leaves a part of the file out', async () => {
    await refuses(await sign({ byteRange: ([a, b, c, d]) => [a!, b!, c!, d! - 10] }), 'byte-range')
    await refuses(await sign({ byteRange: ([a, b, c, d]) => [a!, b! - 100, c!, d!] }), 'byte-range')
    await refuses(await sign({ byteRange: ([a, b, c, d]) => [a! + 1, b! - 1, c!, d!] }), 'byte-range')
    await refuses(await sign({ byteRange: ([a, b, c, d]) => [a!, b!, c! + 40, d! - 40] }), 'byte-range')
    const signed = await sign()
    // Something else in what is left over of the hole.
    const hidden = Buffer.from(signed)
    hidden.write('41', hidden.indexOf('>', hidden.indexOf('/Contents <')) - 2, 'latin1')
    await refuses(hidden, 'byte-range')
  })

  test('another kind of signature', async () => {
    await refuses(await sign({ subFilter: 'adbe.x509.rsa_sha1' }), 'sub-filter')
    await refuses(await sign({ subFilter: 'ETSI.RFC3161' }), 'sub-filter')
  })
})

describe('the certificate', () => {
  const by = async (made: Partial<Parameters<typeof identity>[0]>): Promise<Uint8Array> =>
    sign({ by: await identity({ name: 'CN=Ai đó, C=VN', by: ours.intermediate, ...made }) })

  test('expired, not valid yet, of the wrong use', async () => {
    const now = Date.now()
    await refuses(await by({ to: new Date(now - HOUR_MS) }), 'expired')
    await refuses(await by({ from: new Date(now + HOUR_MS) }), 'not-yet-valid')
    const { Use } = { Use: { encipher: 4, certSign: 32 } }
    await refuses(await by({ usage: Use.encipher }), 'key-usage')
    await refuses(await by({ usage: null }), 'key-usage')
    await refuses(await by({ authority: true, usage: 1 | Use.certSign }), 'key-usage')
    await refuses(await by({ extendedUsage: ['1.3.6.1.5.5.7.3.1'] }), 'key-usage')
    expect(await faultOf(await by({ extendedUsage: ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.4'] }))).toBe(
      'taken: PAdES-B-B',
    )
  })

  test('self-signed, of an unknown root, of one that only bears the name of ours, without its authority', async () => {
    await refuses(await sign({ by: await identity({ name: 'CN=Tự ký, C=VN' }), chain: [] }), 'self-signed')
    const other = await authority('Lạ')
    await refuses(await sign({ by: other.signer, chain: [other.intermediate, other.root] }), 'untrusted')
    const namesake = await authority()
    await refuses(await sign({ by: namesake.signer, chain: [namesake.intermediate, namesake.root] }), 'untrusted')
    await refuses(await sign({ chain: [] }), 'untrusted')
    await refuses(await sign(), 'untrusted', { trust: trusting(other.root) })
  })

  test('issued by one that is no authority, or beyond what its authority may', async () => {
    const below = await identity({ name: 'CN=Dưới nữa, C=VN', by: ours.intermediate, authority: true })
    const far = await identity({ name: 'CN=Xa, C=VN', by: below })
    await refuses(await sign({ by: far, chain: [below, ours.intermediate] }), 'chain')
    const person = await identity({ name: 'CN=Người, C=VN', by: ours.intermediate })
    const made = await identity({ name: 'CN=Giả, C=VN', by: person })
    await refuses(await sign({ by: made, chain: [person, ours.intermediate] }), 'chain')
  })

  test('weak hashes and weak keys', async () => {
    await refuses(await sign({ hash: 'SHA-1' }), 'weak')
    await refuses(
      await sign({
        by: await identity({ name: 'CN=Khóa ngắn, C=VN', by: ours.intermediate, algorithm: algorithms.rsaShort }),
      }),
      'weak',
    )
    const old = await identity({
      name: 'CN=CA cũ, C=VN',
      by: ours.root,
      authority: true,
      algorithm: algorithms.rsaSha1,
    })
    const signer = await identity({ name: 'CN=Của CA cũ, C=VN', by: old, algorithm: algorithms.rsa })
    await refuses(await sign({ by: signer, chain: [old] }), 'weak')
  })

  test('the signature names another one', async () => {
    await refuses(await sign({ names: ours.intermediate }), 'certificate-attribute')
  })

  test('signed in the future, or before the file was there', async () => {
    await refuses(await sign({ at: new Date(Date.now() + HOUR_MS) }), 'time')
    await refuses(await sign({ at: new Date(Date.now() - HOUR_MS) }), 'time', { notBefore: new Date() })
    expect(await faultOf(await sign({ at: new Date(Date.now() - HOUR_MS) }))).toBe('taken: PAdES-B-B')
  })

  test('revoked, itself or its authority; lists that are missing, out of date, or signed by another', async () => {
    const listed = async (...lists: string[]): Promise<Partial<Expected>> => ({
      trust: { ...trust, lists: lists.flatMap((list) => revocationListsIn(Buffer.from(list), 'crl')) },
    })
    const signed = await sign()
    const [fromRoot, fromCa] = [await revocationList(ours.root, []), await revocationList(ours.intermediate, [])]
    expect(await verify(signed, await listed(fromRoot, fromCa))).toMatchObject({ revocation: 'checked' })
    await refuses(signed, 'revoked', await listed(fromRoot, await revocationList(ours.intermediate, [ours.signer])))
    await refuses(signed, 'revoked', await listed(await revocationList(ours.root, [ours.intermediate]), fromCa))
    await refuses(signed, 'crl-missing', await listed(fromRoot))
    const late = { from: new Date(Date.now() - 48 * HOUR_MS), to: new Date(Date.now() - 24 * HOUR_MS) }
    await refuses(signed, 'crl-stale', await listed(fromRoot, await revocationList(ours.intermediate, [], late)))
    const namesake = await authority()
    await refuses(signed, 'crl-invalid', await listed(fromRoot, await revocationList(namesake.intermediate, [])))
  })
})
