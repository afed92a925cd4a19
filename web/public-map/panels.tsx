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
    path: 'published',
    title: both('Quy hoạch, giấy phép, công trình đường', 'Plans, permits, street works'),
    Content: lazy(() => import('./published/Published.tsx')),
    menu: true,
  },
  {
    path: 'route',
    title: both('Chỉ đường', 'Find the way'),
    Content: lazy(() => import('./route/RoutePanel.tsx')),
    menu: true,
  },
  {
    path: 'warnings',
    title: both('Cảnh báo', 'Warnings'),
    Content: lazy(() => import('./warnings/WarningsPanel.tsx')),
    menu: true,
  },
  {
    path: 'offline',
    title: both('Xem khi mất mạng', 'Offline'),
    Content: lazy(() => import('./offline/OfflinePanel.tsx')),
    menu: true,
  },
]

export interface Section {
  readonly id: string
  readonly title: Bilingual
  readonly Content: ComponentType<{ place: Candidate }>
}

/** Of the card of a place, in this order; open ones ask at once, so keep them light. */
export const sections: readonly Section[] = []
