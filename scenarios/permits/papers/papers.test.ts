import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contextOf, failed, papers, ways } from '../../../test/arbitraries/papers.ts'
import { houseApplication, householder } from '../../../test/arbitraries/permit.ts'
import { Problem } from '../../problem.ts'
import { checkPermit } from '../../rules/check.ts'
import { availablePapers } from './available.ts'
import { apology, intakeReceipt, refusalNotice, supplementRequest } from './desk.ts'
import { assumedFees, feeReceipt, moneyInWords } from './fee.ts'
import { type Block, dateInWords, officeSchema, type Paper, paperKinds, usualOffice } from './paper.ts'
import { permitPaper } from './permit.ts'
import { checkReportPaper } from './report.ts'

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error.detail.code
    throw error
  }
  return 'none'
}
const said = (paper: Paper) => JSON.stringify(paper)
const terms = { landPapers: 'x', workId: null }
const now = '2026-11-10T05:00:00Z'

test('there is one of each, with a title, an issuer and a signature', () => {
  expect(Object.keys(papers)).toEqual([...paperKinds])
  for (const [kind, paper] of Object.entries(papers)) {
    expect(paper.kind).toBe(kind)
    expect(paper.signatures.length).toBeGreaterThan(0)
    // The owner's own paper.
    expect(paper.issuer[1]).toMatch(kind === 'start-notice' ? /Kiều Oanh$/ : /Vị Thanh$/)
    expect(said(paper)).not.toMatch(/undefined|NaN|\[object|null null/)
  }
})

test('what names people cannot be made by those who may not see them', () => {
  const blind = contextOf(ways.supplemented, now, { people: null })
  expect(codeOf(() => intakeReceipt(blind, null))).toBe('paper/no-people')
  expect(codeOf(() => supplementRequest(blind))).toBe('paper/no-people')
  const report = checkReportPaper(contextOf(ways.proposed, now, { people: null }), [])
  expect(said(report)).not.toContain(householder.ownerName)
})

describe('the desk', () => {
  test('a receipt says what was handed in, until when it takes, and the secret code only where it is told', () => {
    expect(said(papers.receipt)).toContain('17 giờ 00 phút, ngày 11 tháng 11 năm 2026')
    expect(said(papers.receipt)).toContain('Bản vẽ thiết kế.pdf')
    expect(papers.receipt.qr!.text).toBe('https://vithanh.example.vn/permits/follow#K7QX-2M9P')
    expect(intakeReceipt(contextOf(ways.received, now), null).qr!.text).not.toContain('#')
    expect(codeOf(() => intakeReceipt(contextOf(ways.refusedAtIntake, now), null))).toBe('paper/not-yet')
  })

  test('a request for a supplement is of the one that was made, point by point', () => {
    const list = papers.supplement.body.find((block) => block.kind === 'list')
    expect(list).toEqual({
      kind: 'list',
      items: ['Giấy tờ hợp pháp về đất đai của thửa 127, tờ bản đồ 34.', 'Bản vẽ mặt bằng móng.'],
    })
    expect(codeOf(() => supplementRequest(contextOf(ways.received, now)))).toBe('paper/not-yet')
  })

  test('a refusal shows each clause with its limit and what the design has, and nothing of advice', () => {
    const table = papers.refusal.body.find((block) => block.kind === 'table')!
    expect(table).toMatchObject({
      rows: [
        [failed.clause, failed.title.vi, '90 %', '92,5 %', failed.why.vi],
        ['NĐ 217/2026/NĐ-CP, Đ.57, 60, 61, 63', 'Thành phần hồ sơ', '', '', expect.any(String)],
      ],
    })
    expect(said(papers.refusal)).not.toContain('mô phỏng')
    expect(codeOf(() => refusalNotice(contextOf(ways.issued, now)))).toBe('paper/not-yet')
  })

  test('an apology is for what is late, with a day to come', () => {
    expect(said(papers.apology)).toContain('quá hạn 3 ngày làm việc')
    const late = contextOf(ways.received, '2026-11-16T02:00:00Z')
    expect(codeOf(() => apology(late, '2026-11-15', 'x'))).toBe('paper/past')
    expect(codeOf(() => apology(contextOf(ways.received, now), '2026-11-20', 'x'))).toBe('paper/not-late')
  })

  test('the control sheet has every step, in order, and says where the calendar is not confirmed', () => {
    const [steps, milestones] = papers.control.body.filter((block) => block.kind === 'table')
    expect(steps!.rows).toHaveLength(ways.issued.length)
    expect(steps!.rows[4]).toEqual(['5', 'Bổ sung hồ sơ', 'Người nộp hồ sơ', '10:00 05/11/2026', '2', 'Đang thẩm định'])
    expect(milestones!.rows.at(-2)).toEqual(['Trả kết quả', '13/11/2026', '10/11/2026', 'Đúng hạn'])
    expect(said(papers.control)).toContain('chưa được xác nhận')
  })
})

describe('the permit', () => {
  const permit = (happened: keyof typeof ways, rest = {}) =>
    permitPaper(contextOf(ways[happened], now, { permitNumber: '31/GPXD', ...rest }), terms)

  test('is a draft until it is issued, and a specimen for good where its data is generated', () => {
    expect(permit('issued').watermark).toBeNull()
    expect(permit('issued').date).toBe('2026-11-10')
    expect(permit('proposed', { permitNumber: null })).toMatchObject({
      watermark: 'BẢN NHÁP',
      date: null,
      number: '………/GPXD',
    })
    expect(permit('proposed', { specimen: true }).watermark).toBe('BẢN NHÁP – MẪU – MINH HỌA')
    expect(permit('issued', { specimen: true }).watermark).toBe('MẪU – MINH HỌA')
    expect(permit('issued', { state: 'revoked' }).watermark).toBe('ĐÃ THU HỒI')
  })

  test('stands on a check and a proposal', () => {
    expect(codeOf(() => permit('supplemented'))).toBe('paper/not-proposed')
    expect(codeOf(() => permit('refused'))).toBe('paper/not-proposed')
    expect(codeOf(() => permit('issued', { report: null }))).toBe('paper/no-check')
  })

  test('has the fields of Mẫu 03 with the figures of the check', () => {
    for (const words of [
      '80 %',
      '2,53 lần',
      '252,5 m²',
      '11,4 m',
      '3 tầng',
      '1,75 m',
      'lùi 2 m',
      'Trần Hưng Đạo (lộ giới 16 m)',
    ])
      expect(said(papers.permit)).toContain(words)
    expect(said(papers.permit)).toContain('đến hết ngày 10 tháng 11 năm 2027')
    expect(papers.permit.qr!.text).toBe(
      `https://vithanh.example.vn/register?q=${contextOf(ways.issued, now).permit.code}`,
    )
  })
})

test('the papers of a case are those that can be made as it stands', () => {
  const of = (happened: keyof typeof ways, at = now, rest = {}) =>
    availablePapers(contextOf(ways[happened], at, rest).permit)
  expect(of('received')).toEqual(['receipt', 'control', 'fee', 'check-report'])
  expect(of('received', '2026-11-16T02:00:00Z')).toContain('apology')
  expect(of('refused')).toEqual(['receipt', 'supplement', 'refusal', 'control', 'fee', 'check-report'])
  expect(of('refusedAtIntake')).toEqual(['intake-refusal', 'control', 'check-report'])
  expect(of('issued')).toContain('permit')
  expect(of('completed')).toEqual(expect.arrayContaining(['start-notice', 'completion']))
  expect(of('issued', now, { people: null })).toEqual(['control', 'check-report'])
})

test('an office that has set nothing is named by its unit, and says no more than it knows', () => {
  const named = usualOffice('Xã Hỏa Lựu', 'https://vithanh.example.vn')
  expect(officeSchema.parse(named)).toEqual(named)
  expect(named).toMatchObject({ name: 'Ủy ban nhân dân xã Hỏa Lựu', place: 'Hỏa Lựu' })
  const receipt = intakeReceipt({ ...contextOf(ways.received, now), office: named }, null)
  expect(said(receipt)).toContain('liên hệ Trung tâm Phục vụ hành chính công xã Hỏa Lựu."')
})

test('the rules’ own report fills the permit and the check report', () => {
  const report = checkPermit(houseApplication.check)
  const context = contextOf(ways.issued, now, { report, permitNumber: '31/GPXD' })
  for (const paper of [permitPaper(context, { ...terms, workId: 'CT-1' }), checkReportPaper(context, [])])
    expect(said(paper)).not.toMatch(/undefined|NaN|………/)
  expect(said(permitPaper(context, terms))).toContain('80 %')
  const lines = checkReportPaper(context, []).body.flatMap((block) =>
    block.kind === 'table' && block.head.includes('Giải thích') ? block.rows : [],
  )
  expect(lines).toHaveLength(report.rules.length)
  // In Vietnamese alone.
  expect(JSON.stringify(lines).replace(/ \[[a-z.-]+\]/g, '')).not.toMatch(/ \/ |People’s Committee|storeys|ratio/)
})

test('a check report keeps advice apart, and marks what is not from the text', () => {
  const [binding, advice] = papers['check-report'].body.filter(
    (block) => block.kind === 'table' && block.head.includes('Giải thích'),
  ) as Extract<Block, { kind: 'table' }>[]
  expect([binding!.rows.length, advice!.rows.length]).toEqual([2, 1])
  expect(binding!.rows[1]![0]).toContain('[văn bản dựng lại]')
  expect(said(papers['check-report'])).toContain('1 đạt, 1 không đạt, 1 cần người xem xét')
})

describe('fees', () => {
  test('a sum is not invented: where none is set there is no receipt, and an unconfirmed one says so', () => {
    const context = contextOf(ways.received, now)
    const paid = { serial: '1', at: now, how: 'cash', collector: 'x' } as const
    expect(feeReceipt(context, paid, assumedFees)).toMatchObject({ watermark: 'MINH HỌA' })
    const adjust = { ...context.permit.application, procedure: 'adjust' as const }
    const other = contextOf(ways.received, now, { application: adjust })
    expect(codeOf(() => feeReceipt(other, paid, assumedFees))).toBe('paper/no-fee')
  })

  test('sums in words', () => {
    expect([0, 75_000, 150_000, 1_021_005, 10_015, 301_000_000, 21_000_000_104].map(moneyInWords)).toEqual([
      'Không đồng',
      'Bảy mươi lăm nghìn đồng',
      'Một trăm năm mươi nghìn đồng',
      'Một triệu không trăm hai mươi mốt nghìn không trăm linh năm đồng',
      'Mười nghìn không trăm mười lăm đồng',
      'Ba trăm linh một triệu đồng',
      'Hai mươi mốt tỷ một trăm linh bốn đồng',
    ])
    expect(() => moneyInWords(0.5)).toThrow('0.5')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 1e9 }), (a, b) => {
        expect(moneyInWords(a) === moneyInWords(b)).toBe(a === b)
      }),
    )
  })
})

test('days under ten and the first two months carry a zero', () => {
  expect(dateInWords('2026-02-05')).toBe('ngày 05 tháng 02 năm 2026')
  expect(dateInWords('2026-11-25')).toBe('ngày 25 tháng 11 năm 2026')
  expect(dateInWords('2026-03-01')).toBe('ngày 01 tháng 3 năm 2026')
  expect(dateInWords(null)).toMatch(/^ngày …/)
})
