/** What the roles are called. */
import type { Role } from '../../scenarios/api/api.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'

export const roleTitle: Record<Role, Bilingual> = {
  planner: both('quy hoạch', 'planner'),
  reviewer: both('thẩm định', 'reviewer'),
  approver: both('phê duyệt', 'approver'),
  operator: both('vận hành', 'operator'),
  admin: both('quản trị', 'administrator'),
}
