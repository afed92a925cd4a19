/** The contract with the portal: what comes in is read or refused by name, what goes out fits the schema, in order and once. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { houseApplication, householder, permitCase } from '../../test/arbitraries/permit.ts'
import { Problem } from '../problem.ts'
import {
  afterAttempt,
  caseCode,
  caseFromPortal,
  enqueue,
  nationalStatuses,
  nationalStatusOf,
  type OutboxItem,
  portalCaseSchema,
  portalStepSchema,
  portalSteps,
  portalTime,
  readCaseCode,
  sendable,
} from './portal.ts'
import { permitStates } from './process.ts'
import { dayOf, isoOf } from './working-days.ts'

test('a case code is read back as it was made', () => {
  expect(caseCode('H13.31.15', '2026-11-25', 12)).toBe('H13.31.15-261125-0012')
  expect(readCaseCode('H13-260721-0012')).toEqual({ agency: 'H13', date: '2026-07-21', number: 12 })
  for (const wrong of ['', 'H13.31.15-261325-0001', 'H13.31.15-261125-1', 'X13-261125-0001'])
    expect(readCaseCode(wrong)).toBeNull()
  expect(() => caseCode('Vị Thanh', '2026-11-25', 1)).toThrow('H13.31.15-261125-0012')
  const agencies = fc.constantFrom('H13', 'H13.31321', 'H13.31.15')
  const days = fc.integer({ min: dayOf('2020-01-01'), max: dayOf('2099-12-31') }).map(isoOf)
  fc.assert(
    fc.property(agencies, days, fc.integer({ min: 1, max: 99_999 }), (agency, date, number) => {
      expect(readCaseCode(caseCode(agency, date, number))).toEqual({ agency, date, number })
    }),
  )
})

test('every state has a status of the national system', () => {
  for (const state of permitStates) expect(nationalStatuses[nationalStatusOf[state]].vi).not.toBe('')
})

const codes = { '1.013225': 'new' } as const
const form = houseApplication
const message: z.input<typeof portalCaseSchema> = {
  MaHoSo: 'H13.31321-261102-0012',
  MaTTHC: '1.013225',
  DonViXuLy: 'H13.31321',
  NgayNopHoSo: '20261102093000',
  ChuHoSo: householder.ownerName,
  MaDoiTuong: householder.ownerId,
  SoDienThoaiChuHoSo: '+84 912 345 678',
  ToKhai: form,
  TaiLieuNop: [
    { TenTepDinhKem: 'ban-ve.pdf', DuongDanTaiTepTin: 'https://dichvucong.gov.vn/f/1', MaBam: 'a'.repeat(64) },
  ],
}

describe('a case from the portal', () => {
  test('is filed as it stands, without typing', () => {
    expect(caseFromPortal(message, codes)).toEqual({
      code: message.MaHoSo,
      filedAt: '2026-11-02T02:30:00.000Z',
      people: householder,
      application: houseApplication,
      files: [{ name: 'ban-ve.pdf', url: 'https://dichvucong.gov.vn/f/1', hash: 'a'.repeat(64) }],
    })
  })

  test('that is not of its form is refused with the field that is wrong', () => {
    const said = (change: object) => {
      try {
        caseFromPortal({ ...message, ...change }, codes)
      } catch (error) {
        if (error instanceof Problem) return [error.detail.code, error.detail.place]
        throw error
      }
      return null
    }
    expect(said({ MaTTHC: '9' })).toEqual(['portal/procedure', 'MaTTHC'])
    expect(said({ ToKhai: { ...form, procedure: 'repair' } })).toEqual(['portal/procedure', 'ToKhai.procedure'])
    expect(said({ ToKhai: { ...form, expectedMonths: 0 } })).toEqual(['portal/message', 'ToKhai.expectedMonths'])
    expect(said({ MaDoiTuong: '1' })).toEqual(['portal/message', 'ownerId'])
    expect(said({ NgayNopHoSo: '20261302093000' })).toEqual(['portal/message', 'NgayNopHoSo'])
    expect(said({ MaHoSo: undefined })).toEqual(['portal/message', 'MaHoSo'])
  })

  test('its schema can be published', () => {
    const said = JSON.stringify(z.toJSONSchema(portalCaseSchema, { io: 'input' }))
    for (const field of Object.keys(message)) expect(said).toContain(field)
  })
})

const refused = permitCase(
  [
    ['file', 'submitted', '2026-11-02T02:30:00Z'],
    ['receive', 'received', '2026-11-02T03:00:00Z'],
    ['assign', 'in-review', '2026-11-02T04:00:00Z', { to: 'Lê Văn Sáu' }],
    [
      'request-supplement',
      'supplement-requested',
      '2026-11-03T03:00:00Z',
      { note: 'CCCD của bà Nguyễn Thị Kiều Oanh' },
    ],
    ['refuse', 'refused', '2026-11-09T03:00:00Z', { note: 'x', clauses: ['Bảng 2.8'] }],
  ],
  '2026-11-10T00:00:00Z',
)

describe('steps to the portal', () => {
  const steps = portalSteps(refused, 'UBND phường Vị Thanh')

  test('fit the schema, one for each step, and say when the answer is due', () => {
    for (const step of steps) expect(portalStepSchema.parse(step)).toEqual(step)
    expect(steps.map(({ TrangThai }) => TrangThai)).toEqual([1, 2, 4, 5, 8])
    expect(steps[0]).toMatchObject({ NgayTiepNhan: null, NgayHenTra: null })
    expect(steps[1]).toMatchObject({
      NgayTiepNhan: '20261102100000',
      NgayHenTra: expect.stringMatching(/^202611..170000$/),
    })
    expect(steps.at(-1)!.NoiDungXuLy).toBe('Từ chối cấp phép (Bảng 2.8)')
  })

  test('hold nothing of people', () => {
    const said = JSON.stringify(steps)
    for (const secret of ['Oanh', householder.ownerId, householder.phone, 'Lê Văn Sáu', 'Trần Văn Bảy'])
      expect(said).not.toContain(secret)
  })
})

test('the portal’s times are those of Vietnam', () => {
  expect(portalTime('2026-11-25T18:05:09Z')).toBe('20261126010509')
})

describe('the outbox', () => {
  const start = Date.parse('2026-11-10T00:00:00Z')
  const steps = portalSteps(refused, 'x')
  const others = steps.map((step) => ({ ...step, MaHoSo: 'H13-261102-0001', MaGoiTin: `2${step.MaGoiTin}` }))

  test('however often the bus is down, every step goes once, and each case’s in order', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (up) => {
        let box: OutboxItem[] = []
        const gone: string[] = []
        let now = start
        const at = () => new Date(now).toISOString()
        for (const ok of [...up, ...Array<boolean>(20).fill(true)]) {
          box = enqueue(box, [...steps, ...others], at())
          for (const item of sendable(box, at())) {
            box = box.map((one) => (one === item ? afterAttempt(one, ok ? { ok } : down, at()) : one))
            if (ok) gone.push(item.step.MaGoiTin)
          }
          now += 3_600_000
        }
        expect(new Set(gone).size).toBe(gone.length)
        expect(gone.filter((id) => !id.startsWith('2'))).toEqual(steps.map(({ MaGoiTin }) => MaGoiTin))
        expect(gone.filter((id) => id.startsWith('2'))).toEqual(others.map(({ MaGoiTin }) => MaGoiTin))
      }),
      { numRuns: 100 },
    )
  })

  const down = { ok: false, error: 'LGSP không trả lời', final: false } as const

  test('waits longer after each failure, an hour at most', () => {
    const at = new Date(start).toISOString()
    let [item] = enqueue([], steps.slice(0, 1), at) as [OutboxItem]
    const waits = Array.from({ length: 10 }, () => {
      item = afterAttempt(item, down, at)
      return (Date.parse(item.nextAt) - start) / 1000
    })
    expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600])
    expect(sendable([item], at)).toEqual([])
    expect(item).toMatchObject({ state: 'pending', attempts: 10, lastError: 'LGSP không trả lời' })
  })

  test('what the portal refuses for good holds back the later steps of that case alone', () => {
    const at = new Date(start).toISOString()
    const box = enqueue([], [...steps, ...others], at)
    const held = [afterAttempt(box[0]!, { ...down, final: true }, at), ...box.slice(1)]
    expect(sendable(held, at).map(({ step }) => step.MaHoSo)).toEqual(['H13-261102-0001'])
  })
})
