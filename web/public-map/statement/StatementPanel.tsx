/** `/statement`: a request for official planning information; `/statement/follow`: how it stands, by its code. */
import './statement.css'
import type { PanelProps } from '../panels.tsx'
import { FollowStatement } from './FollowStatement.tsx'
import { StatementForm } from './StatementForm.tsx'

export default function StatementPanel({ rest }: PanelProps) {
  return rest === 'follow' ? <FollowStatement /> : <StatementForm />
}
