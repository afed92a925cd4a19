/** `/plans…`: plans and proposals of the city, and what became of each. */
import { Header } from '../shared/header.tsx'
import { FollowComment } from './FollowComment.tsx'
import { PlanPage } from './PlanPage.tsx'
import { PlansList } from './PlansList.tsx'
import './plans.css'

export default function PlansPage({ path }: { path: string }) {
  const id = path.slice('/plans/'.length)
  return (
    <>
      <Header />
      {path === '/plans' ? <PlansList /> : id === 'follow' ? <FollowComment /> : <PlanPage key={id} id={id} />}
    </>
  )
}
