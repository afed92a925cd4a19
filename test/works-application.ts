/** Street works for tests: a water main across 100 m of the village's first street. */
import type { NewWorks } from '../scenarios/api/works.ts'
import type { Stretch, WorksApplication } from '../scenarios/works/works.ts'

export const stretch = (fromMetres: number, toMetres: number, more: Partial<Stretch> = {}): Stretch => ({
  ...{ road: 'vt:road/1', fromMetres, toMetres, side: 'right' },
  ...more,
})

export const worksOf = (more: Partial<WorksApplication> = {}): WorksApplication => ({
  title: 'Thay ống cấp nước Đường Số 1',
  kind: 'water',
  organisation: 'Công ty Cấp nước Kiểm Thử',
  unitCode: '31333',
  stretches: [stretch(100, 200)],
  dates: { from: '2026-12-07', to: '2026-12-16' },
  window: { from: '2026-12-01', to: '2027-01-31' },
  hours: { fromMinutes: 7 * 60, toMinutes: 17 * 60 },
  trench: { method: 'open-cut', depthMetres: 1.2, widthMetres: 0.8 },
  restoration: { material: 'asphalt', days: 3, warrantyMonths: 12 },
  closure: { kind: 'one-lane', allDay: true },
  ...more,
})

export const caller = {
  contact: 'Nguyễn Văn An',
  phone: '0912 345 678',
  foreman: 'Lê Văn Tám',
  foremanPhone: '0987654321',
}

export const newWorks = (more: Partial<WorksApplication> = {}, submit = true): NewWorks => ({
  people: caller,
  application: worksOf(more),
  submit,
})
