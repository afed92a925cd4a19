/** Whether the works may be accepted as completed: looked at, no order open, nothing measured beyond the permit unsettled. */
import { Problem } from '../../problem.ts'
import { both } from '../../text.ts'
import type { Application } from '../application.ts'
import { figureKinds } from './figures.ts'
import { isAccepted, type MatterRecord, openStates } from './matter.ts'
import { latestLines, type VisitRecord } from './visit.ts'

/** @param startedAt when the works began: what was seen before says nothing of them */
export function unfinishedOf(
  application: Application,
  startedAt: string | null,
  visits: readonly Pick<VisitRecord, 'startedAt' | 'measured'>[],
  matters: readonly Pick<MatterRecord, 'state' | 'lines' | 'number'>[],
): Problem | null {
  const since = visits.filter((visit) => startedAt !== null && visit.startedAt >= startedAt)
  if (since.length === 0) {
    const message = both('Chưa có lần kiểm tra nào từ khi khởi công', 'Nobody has looked at the site since the start')
    return new Problem({ code: 'permit/no-visit', message })
  }
  const open = matters.filter(({ state }) => openStates.has(state))
  if (open.length > 0) {
    const message = both('Còn vụ việc, quyết định xử lý chưa kết thúc', 'A matter or an order is still open')
    return new Problem({ code: 'permit/matter-open', message, place: open.map(({ number }) => number).join(', ') })
  }
  const beyond = latestLines(application, since).filter((line) => line.within === false && !isAccepted(line, matters))
  if (beyond.length === 0) return null
  const names = (language: 'vi' | 'en') => beyond.map(({ key }) => figureKinds[key].title[language]).join('; ')
  const message = both(
    `Số đo gần nhất lệch so với giấy phép, chưa xử lý: ${names('vi')}`,
    `The last measures are beyond the permit, and nothing settles it: ${names('en')}`,
  )
  return new Problem({ code: 'permit/unsettled', message, place: beyond.map(({ key }) => key).join(', ') })
}
