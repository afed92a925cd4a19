/** The staff's page: requests for planning information. */
import { both } from '../../scenarios/text.ts'
import { CitizenNav } from '../shared/citizen-nav.tsx'
import { Header } from '../shared/header.tsx'
import { useWords } from '../shared/language.tsx'

const text = { title: both('Yêu cầu thông tin quy hoạch', 'Requests for planning information') }

export default function StatementsPage(_: { path: string }) {
  const { t } = useWords()
  return (
    <>
      <Header />
      <main className="page" id="main">
        <CitizenNav />
        <h1>{t(text.title)}</h1>
      </main>
    </>
  )
}
