/** `/permits…` and `/register`: which page of the desk, and who may see it. */
import { Header } from '../shared/header.tsx'
import { useWords } from '../shared/language.tsx'
import { Link } from '../shared/route.tsx'
import { useSession } from '../shared/session.tsx'
import { Banner } from '../shared/ui.tsx'
import { CasePage } from './CasePage.tsx'
import { Follow } from './Follow.tsx'
import { IntakePage } from './IntakePage.tsx'
import './permits.css'
import { Queue } from './Queue.tsx'
import { Register } from './Register.tsx'
import { text } from './text.ts'

export default function PermitsPage({ path }: { path: string }) {
  return (
    <>
      <Header />
      <Body path={path} />
    </>
  )
}

function Body({ path }: { path: string }) {
  if (path === '/register') return <Register />
  if (path === '/permits/follow') return <Follow />
  if (path === '/permits/new') return <IntakePage />
  const id = path === '/permits' ? null : path.slice('/permits/'.length)
  return <ForStaff>{id === null ? <Queue /> : <CasePage key={id} id={id} />}</ForStaff>
}

const STAFF = new Set(['reviewer', 'approver', 'admin'])

function ForStaff({ children }: { children: React.ReactNode }) {
  const { t } = useWords()
  const { user } = useSession()
  if (user && STAFF.has(user.role)) return children
  return (
    <main className="page stack" id="main">
      <h1>{t(text.queue)}</h1>
      {user === undefined ? (
        <p role="status">{t(text.loading)}</p>
      ) : (
        <>
          <Banner kind="warning">
            {t(text.staffOnly)} <Link href={`/login?next=${location.pathname}`}>{t(text.signIn)}</Link>
          </Banner>
          <div className="row">
            <Link className="button primary" href="/permits/new">
              {t(text.newCase)}
            </Link>
            <Link className="button" href="/permits/follow">
              {t(text.toFollow)}
            </Link>
            <Link className="button" href="/register">
              {t(text.toRegister)}
            </Link>
          </div>
        </>
      )}
    </main>
  )
}
