/** What cannot be shown, offline for one, does not take the rest of the card with it. */
import { Component, type ReactNode } from 'react'
import { useWords } from '../../shared/language.tsx'
import { text } from './text.ts'

interface State {
  readonly broken: boolean
  readonly attempt: number
}

export class Guard extends Component<{ children: ReactNode }, State> {
  override state: State = { broken: false, attempt: 0 }
  static getDerivedStateFromError = (): Partial<State> => ({ broken: true })
  override render() {
    const { broken, attempt } = this.state
    if (broken) return <Broken onAgain={() => this.setState({ broken: false, attempt: attempt + 1 })} />
    return <div key={attempt}>{this.props.children}</div>
  }
}

function Broken({ onAgain }: { onAgain(): void }) {
  const { t } = useWords()
  return (
    <p className="row">
      <span>{t(text.failed)}</span>
      <button type="button" onClick={onAgain}>
        {t(text.again)}
      </button>
    </p>
  )
}
