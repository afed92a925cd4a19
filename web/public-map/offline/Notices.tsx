/** Two lines at most, over the map: that the server does not answer, and that there is a new version. */
import { useEffect } from 'react'
import { both } from '../../../scenarios/text.ts'
import { useWords } from '../../shared/language.tsx'
import { Banner } from '../../shared/ui.tsx'
import { startOffline, takeNewVersion } from './start.ts'
import { useOffline } from './state.ts'
import './offline.css'

const text = {
  kept: both(
    'Máy chủ không trả lời – đang xem bản lưu lúc {when}',
    'The server does not answer – this was kept on {when}',
  ),
  nothing: both(
    'Máy chủ không trả lời – chỉ còn những gì đã tải',
    'The server does not answer – only what is loaded is here',
  ),
  update: both('Có bản mới', 'There is a new version'),
  reload: both('Tải lại', 'Reload'),
}

export default function Notices() {
  const { t, dateTime } = useWords()
  const { waiting, serverAnswers, keptAt } = useOffline()
  useEffect(startOffline, [])
  return (
    <div className="offline-notices">
      {serverAnswers === false ? (
        <Banner kind="warning">{keptAt ? t(text.kept, { when: dateTime(keptAt) }) : t(text.nothing)}</Banner>
      ) : null}
      {waiting ? (
        <Banner kind="info">
          {t(text.update)}{' '}
          <button type="button" className="quiet" onClick={() => takeNewVersion(waiting)}>
            {t(text.reload)}
          </button>
        </Banner>
      ) : null}
    </div>
  )
}
