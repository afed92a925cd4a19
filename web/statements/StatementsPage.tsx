/** `/statements…`: the staff's list of requests for planning information, by deadline, and one request. */
import './statements.css'
import { CitizenNav } from '../shared/citizen-nav.tsx'
import { Header } from '../shared/header.tsx'
import { useWords } from '../shared/language.tsx'
import { Link } from '../shared/route.tsx'
import { useSession } from '../shared/session.tsx'
import { Banner } from '../shared/ui.tsx'
import { Queue } from './Queue.tsx'
import { StatementPage } from './StatementPage.tsx'
import { Terms } from './Terms.tsx'
import { text } from './text.ts'

const STAFF = new Set(['reviewer', 'approver', 'admin'])

export default function StatementsPage({ path }: { path: string }) {
  const { t } = useWords()
  const { user } = useSession()
  const id = path.slice('/statements/'.length)
  return (
    <>
      <Header />
      <main className="page stack statements" id="main">
        <CitizenNav />
        {user === undefined ? (
          <p role="status">{t(text.loading)}</p>
        ) : !user || !STAFF.has(user.role) ? (
          <>
            <h1>{t(text.title)}</h1>
            <Banner kind="warning">
              {t(text.signIn)} <Link href={`/login?next=${path}`}>{t(text.toSignIn)}</Link>
            </Banner>
          </>
        ) : id ? (
          <StatementPage key={id} id={id} />
        ) : (
          <>
            <h1>{t(text.title)}</h1>
            <Queue />
            <Terms mayChange={user.role === 'admin'} />
          </>
        )}
      </main>
    </>
  )
}
