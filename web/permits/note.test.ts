import { expect, test } from 'vitest'
import type { PermitCase } from '../../scenarios/api/permits.ts'
import { noteTemplates } from '../../scenarios/permits/templates.ts'
import { placeTitles } from './case-text.ts'
import { filled, knownPlaces, openPlaces } from './note.ts'

const permit = {
  application: { site: { parcel: '508', mapSheet: '1334', street: 'Trần Hưng Đạo' }, workTitle: 'Nhà ở 3 tầng' },
  history: [
    { event: 'file', at: '2026-11-20T03:00:00Z' },
    { event: 'request-supplement', at: '2026-11-24T18:00:00Z' },
  ],
} as unknown as PermitCase

test('what the case knows fills a template; what it does not know stays open, by name', () => {
  const text = 'Thửa {thua}, tờ {to}: {quyDinh}; thông báo ngày {ngayThongBao}; {lyDo}.'
  const known = knownPlaces(permit, ['QCVN 01:2021/BXD, Bảng 2.8'], '2026-11-25')
  // 18:00 UTC is the next day at the desk.
  expect(filled(text, known)).toBe('Thửa 508, tờ 1334: QCVN 01:2021/BXD, Bảng 2.8; thông báo ngày 25/11/2026; {lyDo}.')
  expect(openPlaces(filled(text, { ...known, lyDo: 'thiếu' }))).toEqual([])
  expect(openPlaces(filled(text, known))).toEqual(['lyDo'])
})

test('every place of the desk’s templates has a title', () => {
  for (const { text } of noteTemplates)
    for (const name of openPlaces(text)) expect(placeTitles[name], name).toBeDefined()
})
