/** A worker that helps with the tiles of a drainage run until it is let go. */
import type { State } from '../drainage/state.ts'
import { help } from '../drainage/team.ts'

const scope = globalThis as unknown as {
  postMessage(message: number): void
  onmessage: (event: MessageEvent<State>) => void
}
scope.onmessage = ({ data }) => {
  scope.postMessage(0)
  help(data)
}
