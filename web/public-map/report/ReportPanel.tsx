/** `/report…`: sends a field report, follows it by its code, lists what is published. */
import type { PanelProps } from '../panels.tsx'
import { FollowReport } from './FollowReport.tsx'
import { PublishedReports } from './PublishedReports.tsx'
import { Tabs } from './parts.tsx'
import { ReportForm } from './ReportForm.tsx'
import './report.css'

export default function ReportPanel({ rest }: PanelProps) {
  const page = rest === 'follow' || rest === 'near' ? rest : ''
  return (
    <div className="report stack">
      <Tabs active={page} />
      {page === '' ? <ReportForm /> : page === 'follow' ? <FollowReport /> : <PublishedReports />}
    </div>
  )
}
