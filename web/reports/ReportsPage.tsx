/** `/reports`: field reports as the desk sees them: the list, one report, the terms. */
import { CitizenNav } from '../shared/citizen-nav.tsx'
import { Header } from '../shared/header.tsx'
import { useWords } from '../shared/language.tsx'
import { useSession } from '../shared/session.tsx'
import { Banner } from '../shared/ui.tsx'
import { ReportList } from './ReportList.tsx'
import { ReportView } from './ReportView.tsx'
import './reports.css'
import { text } from './text.ts'

const STAFF = new Set(['operator', 'approver', 'admin'])

export default function ReportsPage({ path }: { path: string }) {
  const { t } = useWords()
  const { user } = useSession()
  const id = path.slice('/reports/'.length)
  return (
    <>
      <Header />
      <main className="reports-page stack" id="main">
        <CitizenNav />
        {user === undefined ? (
          <p role="status">{t(text.loading)}</p>
        ) : user === null || !STAFF.has(user.role) ? (
          <>
            <h1>{t(text.title)}</h1>
            <Banner kind="info">{t(text.signIn)}</Banner>
          </>
        ) : id ? (
          <ReportView key={id} id={id} user={user} />
        ) : (
          <ReportList user={user} />
        )}
      </main>
    </>
  )
}
