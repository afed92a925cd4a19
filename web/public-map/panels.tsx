/** What stands beside the map, by path, and the sections of a place's card. Each is loaded when it is opened. */
import type { ComponentType, ReactNode } from 'react'
import type { Candidate } from '../../scenarios/address/candidate.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { later } from '../shared/later.tsx'

export interface PanelProps {
  /** What the path says after the panel's own part: `/c/AB12` → `AB12`. */
  readonly rest: string
}

export interface Panel {
  /** The first part of the path. */
  readonly path: string
  readonly title: Bilingual
  readonly Content: ComponentType<PanelProps>
  /** Shown in the menu. */
  readonly menu: boolean
}

const panel = (
  path: string,
  title: Bilingual,
  load: () => Promise<{ default: (props: PanelProps) => ReactNode }>,
): Panel => ({
  path,
  title,
  Content: later(load),
  menu: true,
})

// biome-ignore format: a table
export const panels: readonly Panel[] = [
  panel('report', both('Phản ánh hiện trường', 'Report something'), () => import('./report/ReportPanel.tsx')),
  panel('route', both('Chỉ đường', 'Find the way'), () => import('./route/RoutePanel.tsx')),
  panel('published', both('Quy hoạch, giấy phép, công trình đường', 'Plans, permits, street works'), () => import('./published/Published.tsx')),
  panel('parcels', both('Tìm thửa đất theo tờ, thửa', 'Parcels by sheet and number'), () => import('./parcels/ParcelsPanel.tsx')),
  panel('statement', both('Yêu cầu thông tin quy hoạch', 'Request planning information'), () => import('./statement/StatementPanel.tsx')),
  panel('warnings', both('Cảnh báo', 'Warnings'), () => import('./warnings/WarningsPanel.tsx')),
  panel('offline', both('Xem khi mất mạng', 'Offline'), () => import('./offline/OfflinePanel.tsx')),
  panel('data', both('Dữ liệu mở', 'Open data'), () => import('./data/DataPanel.tsx')),
  { ...panel('c', both('Mã địa chỉ', 'Address code'), () => import('./code/CodePanel.tsx')), menu: false },
]

export interface Section {
  readonly id: string
  readonly title: Bilingual
  readonly Content: ComponentType<{ place: Candidate }>
}

/** Of the card of a place, in this order; open ones ask at once, so keep them light. */
export const sections: readonly Section[] = [
  {
    id: 'build',
    title: both('Được xây gì ở đây?', 'What may be built here?'),
    Content: later(() => import('./build/BuildSection.tsx')),
  },
  {
    id: 'flood',
    title: both('Ngập ở đây', 'Flood at this place'),
    Content: later(() => import('./flood/FloodSection.tsx')),
  },
]
