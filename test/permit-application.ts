/** Applications for permits, made up: the sample house of `test/permits` and what a form says besides. */
import type { NewPermit } from '../scenarios/api/permits.ts'
import type { Application, People } from '../scenarios/permits/application.ts'
import type { PermitCheck } from '../scenarios/rules/case.ts'
import { house } from './permit-cases.ts'

export const owner: People = {
  ownerName: 'Nguyễn Thị Sáu Đời',
  ownerId: '093188001234',
  representative: null,
  phone: '0918273645',
}

export const applicationOf = (check: PermitCheck = house, unitCode = '31318'): Application => ({
  procedure: check.procedure,
  site: { parcel: '57', mapSheet: '12', street: 'Đường Trần Hưng Đạo', unitCode },
  designer: { name: 'Lê Văn Kiến', certificate: 'HAG-00012345' },
  verifier: null,
  workTitle: `Nhà ở riêng lẻ của bà ${owner.ownerName}`,
  colour: 'trắng',
  expectedMonths: 8,
  formerPermit: null,
  check: { ...check, place: { ...check.place, unitCode } },
})

export const newPermit = (check?: PermitCheck, unitCode?: string): NewPermit => ({
  people: owner,
  application: applicationOf(check, unitCode),
})
