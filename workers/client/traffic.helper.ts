/** A worker that helps with the trees of one assignment after another: says when it is ready, and when it was let go. */
import type { State } from '../traffic/state.ts'
import { help } from '../traffic/team.ts'

const scope = globalThis as unknown as {
  postMessage(message: number): void
  onmessage: (event: MessageEvent<State>) => void
}
scope.onmessage = ({ data }) => {
  scope.postMessage(0)
  help(data)
  scope.postMessage(1)
}
