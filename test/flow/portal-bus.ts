/** A bus on loopback as the contract has it: knows steps by their key, and can be down, slow, broken or forgetful. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type PortalStep, portalStepSchema } from '../../scenarios/permits/portal.ts'

export type Mood = 'up' | 'down' | 'broken' | 'hangs' | 'forgets' | 'refuses' | 'locked'

export interface Bus {
  readonly url: string
  mood: Mood
  /** Where given, the mood for one case. */
  moodOf: (step: PortalStep) => Mood | null
  /** As the portal took them up: each key once, in the order of taking. */
  readonly applied: PortalStep[]
  /** Every time a step came, whatever was answered. */
  readonly came: string[]
  readonly files: Map<string, Buffer>
  stop(): Promise<void>
}

export const SEND = 'gửi-đi-gửi-đi-gửi-đi'.normalize('NFD').replace(/[^a-z-]/g, 'x')

export async function startBus(): Promise<Bus> {
  const known = new Set<string>()
  const answer = (response: ServerResponse, status: number, body: string | Buffer = '{}') =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  const server = createServer((request, response) => {
    void take(request, response)
  })
  const bus: Bus = {
    url: '',
    mood: 'up',
    moodOf: () => null,
    applied: [],
    came: [],
    files: new Map(),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    if (request.headers.authorization !== `Bearer ${SEND}`) return void answer(response, 401)
    if (request.method === 'GET') {
      const file = bus.files.get(request.url ?? '')
      if (bus.mood === 'down') return void request.socket.destroy()
      return void (file ? answer(response, 200, file) : answer(response, 404))
    }
    const step = portalStepSchema.parse(JSON.parse(Buffer.concat(pieces).toString('utf8')))
    const key = String(request.headers['idempotency-key'])
    bus.came.push(key)
    const mood = bus.moodOf(step) ?? bus.mood
    if (mood === 'down') return void request.socket.destroy()
    if (mood === 'broken') return void answer(response, 502, 'bad gateway')
    if (mood === 'refuses') return void answer(response, 422, 'TrangThai không hợp lệ')
    if (mood === 'locked') return void answer(response, 401)
    if (!known.has(key)) {
      known.add(key)
      bus.applied.push(step)
    }
    // It was taken up, and the answer does not come.
    if (mood === 'hangs') return
    if (mood === 'forgets') return void request.socket.destroy()
    answer(response, 200)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(bus, { url: `http://127.0.0.1:${port}/steps` })
}
