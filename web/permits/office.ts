/** What the papers of a unit's desk print: as its administrator has set it, else as is usual. */
import type { UnitSetting } from '../../scenarios/api/office.ts'
import { assumedFees } from '../../scenarios/permits/papers/fee.ts'
import { usualOffice } from '../../scenarios/permits/papers/paper.ts'
import { api } from '../shared/api.ts'

export async function readUnitSetting(unitCode: string, unitName: string): Promise<UnitSetting> {
  const { units } = await api.office.get()
  const unit = units.find(({ code }) => code === unitCode)
  if (unit && unit.revision > 0) return unit.setting
  return { office: usualOffice(unitName, location.origin), fees: unit?.setting.fees ?? assumedFees }
}
