/** What stands beside the map, by path, and the sections of a place's card. Each is loaded when it is opened. */
import { type ComponentType, lazy } from 'react'
import type { Candidate } from '../../scenarios/address/candidate.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'

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

export const panels: readonly Panel[] = [
  {
    path: 'parcels',
    title: both('Tìm thửa đất theo tờ, thửa', 'Parcels by sheet and number'),
    Content: lazy(() => import('./parcels/ParcelsPanel.tsx')),
    menu: true,
  },
  {
    path: 'statement',
    title: both('Yêu cầu thông tin quy hoạch', 'Request planning information'),
    Content: lazy(() => import('./statement/StatementPanel.tsx')),
    menu: true,
  },
  {
    path: 'offline',
    title: both('Xem khi mất mạng', 'Offline'),
    Content: lazy(() => import('./offline/OfflinePanel.tsx')),
    menu: true,
  },
  {
    path: 'report',
    title: both('Phản ánh hiện trường', 'Report something'),
    Content: lazy(() => import('./report/ReportPanel.tsx')),
    menu: true,
  },
  {
    path: 'data',
    title: both('Dữ liệu mở', 'Open data'),
    menu: true,
    Content: lazy(() => import('./data/DataPanel.tsx')),
  },
  {
    path: 'c',
    title: both('Mã địa chỉ', 'Address code'),
    menu: false,
    Content: lazy(() => import('./code/CodePanel.tsx')),
  },
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
    Content: lazy(() => import('./build/BuildSection.tsx')),
  },
  {
    id: 'flood',
    title: both('Ngập ở đây', 'Flood at this place'),
    Content: lazy(() => import('./flood/FloodSection.tsx')),
  },
]
