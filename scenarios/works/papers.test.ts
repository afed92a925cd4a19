/** The papers of street works say what they have to, and no more than their reader may see. */
import { expect, test } from 'vitest'
import { pdfFile, pdfText } from '../../test/pdf-text.ts'
import { caller, stretch, worksOf } from '../../test/works-application.ts'
import type { XY } from '../frame.ts'
import { usualOffice } from '../permits/papers/paper.ts'
import { paperDocument } from '../permits/papers/print.ts'
import { digPermit, streetNotice, streetsInWords, type WorksPaperContext } from './papers.ts'

const AT = '2026-12-01T03:00:00Z'
const road = (id: string, name: string | null, ...line: XY[]) => [id, { id, name, line }] as const
const context = (more: Partial<WorksPaperContext['works']> = {}): WorksPaperContext => ({
  works: {
    id: '019ac000-0000-7000-8000-000000000001',
    code: 'DD.31333-261125-0001',
    state: 'permitted',
    revision: 3,
    application: worksOf({ stretches: [stretch(100, 200), stretch(0, 20, { road: 'vt:road/2', side: 'whole' })] }),
    filedAt: '2026-11-25T03:00:00Z',
    clock: { bucket: 'closed', due: null, leftDays: null, termDays: 7 },
    permitNumber: '7/GPĐĐ-2026',
    specimen: false,
    ...{ openedOn: null, restoredOn: null, clashes: [] },
    history: [
      { event: 'permit', state: 'permitted', at: AT, actor: 'x', note: '', until: null, ledgerSequence: 9 },
      { event: 'extend', state: 'permitted', at: AT, actor: 'x', note: 'mưa', until: '2026-12-20', ledgerSequence: 10 },
    ],
    ...more,
  },
  people: caller,
  office: usualOffice('Phường Vị Tân', 'https://vithanh.example'),
  roads: new Map([
    road('vt:road/1', 'Đường Số 1', [0, 0], [700, 0]),
    road('vt:road/2', null, [200, 0], [200, 300]),
    road('vt:road/3', 'Đường Bắc Nam', [100, -80], [100, 200]),
  ]),
  at: AT,
})
const squeezed = (text: string) => text.replace(/\s+/g, '')
const said = async (paper: ReturnType<typeof digPermit>) => squeezed(pdfText(await pdfFile(paperDocument(paper, AT))))

test('the dig permit names who, where, when, how, and how the street is restored', async () => {
  const words = await said(digPermit(context()))
  for (const one of [
    ...['GIẤY PHÉP ĐÀO ĐƯỜNG', '7/GPĐĐ-2026', 'Công ty Cấp nước Kiểm Thử', 'Nguyễn Văn An, 0912 345 678'],
    ...['Đường Số 1, 100 m; đường chưa có tên, 20 m', 'sâu 1,2 m, rộng 0,8 m', 'từ 07/12/2026 đến hết 16/12/2026'],
    ...['07:00 – 17:00', 'rào một làn, cả ngày', 'bê tông nhựa, 3 ngày cuối', '12 tháng', 'đến hết 20/12/2026'],
  ])
    expect(words).toContain(squeezed(one))
  expect(words).not.toContain('MINHHỌA')
})

test('a specimen and a lapsed permit say so; without a permit there is no paper', async () => {
  expect(digPermit(context({ specimen: true })).watermark).toBe('MINH HỌA')
  expect(digPermit(context({ specimen: true, state: 'expired' })).watermark).toBe('HẾT HẠN – MINH HỌA')
  expect(() => digPermit(context({ permitNumber: null }))).toThrow('There is no dig permit yet')
  expect(() => streetNotice(context({ permitNumber: null }), [])).toThrow('There is no dig permit yet')
})

test('the notice lists the houses in front, and dots where no phone may be seen', async () => {
  const words = await said(streetNotice(context(), ['12 Đường Số 1', '14/2A Đường Số 1']))
  expect(words).toContain(squeezed('Gửi tới (2 địa chỉ)'))
  expect(words).toContain(squeezed('12 Đường Số 1 · 14/2A Đường Số 1'))
  expect(words).toContain('0987654321')
  const bare = await said(streetNotice({ ...context(), people: null }, []))
  expect(bare).not.toContain('0987654321')
})

test('a street is named once with all of its metres', () => {
  const { works, roads } = context()
  const twice = { ...works, application: worksOf({ stretches: [stretch(0, 60), stretch(50, 100)] }) }
  expect(streetsInWords({ works: twice, roads })).toBe('Đường Số 1, 100 m')
})
