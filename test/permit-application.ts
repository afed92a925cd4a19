/** Applications for permits, made up: the house of `arbitraries/permit`, with any case for the rules. */
import type { NewPermit } from '../scenarios/api/permits.ts'
import type { Application, People } from '../scenarios/permits/application.ts'
import type { PermitCheck } from '../scenarios/rules/case.ts'
import { houseApplication } from './arbitraries/permit.ts'
import { house } from './permit-cases.ts'

export const owner: People = {
  ownerName: 'Nguyễn Thị Sáu Đời',
  ownerId: '093188001234',
  representative: null,
  phone: '0918273645',
}

export const applicationOf = (check: PermitCheck = house, unitCode = '31318'): Application => ({
  ...houseApplication,
  procedure: check.procedure,
  site: { ...houseApplication.site, unitCode },
  // As people write it.
  workTitle: `Nhà ở riêng lẻ của bà ${owner.ownerName}`,
  check: { ...check, place: { ...check.place, unitCode } },
})

export const newPermit = (check?: PermitCheck, unitCode?: string): NewPermit => ({
  people: owner,
  application: applicationOf(check, unitCode),
})
