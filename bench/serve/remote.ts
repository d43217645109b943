/** Programs of the bench that run in processes of their own, so that the cost of each can be told from the others'. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { messageOf } from '../../contract/errors'
import { within } from '../within'

/** What a program does when it is asked: by name, plain data in and out. */
export type Tasks = { readonly [name: string]: (params: never) => unknown }

/** None, or the one that it takes. */
type Params<T extends Tasks, N extends keyof T> = Parameters<T[N]>
type Result<T extends Tasks, N extends keyof T> = Awaited<ReturnType<T[N]>>

interface Question {
  readonly id: number
  readonly name: string
  readonly params: unknown
}

type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string }

/** A program that was started; who starts it closes it. */
export interface Remote<T extends Tasks> {
  readonly pid: number
  /** Rejects when the program fails at it, ends, or takes longer than {@link ANSWER_LIMIT}. */
  ask<N extends keyof T & string>(name: N, ...params: Params<T, N>): Promise<Result<T, N>>
  /** Everything that it wrote to stderr. */
  log(): string
  close(): Promise<void>
}

/** The longest is to decode all that came in a call, ms. */
const ANSWER_LIMIT = 300_000
const CLOSE_LIMIT = 15_000
const KEPT_LOG = 100_000

/** Ends the program with its parent. */
export function serveTasks(tasks: Tasks): void {
  const post = (answer: Answer): void => {
    if (process.connected) process.send?.(answer)
  }
  process.on('message', async ({ id, name, params }: Question) => {
    try {
      const task = tasks[name]
      if (!task) throw new Error(`there is no task ${name}`)
      post({ id, ok: true, value: await task(params as never) })
    } catch (thrown) {
      post({ id, ok: false, message: thrown instanceof Error ? (thrown.stack ?? '') : messageOf(thrown) })
    }
  })
  process.on('disconnect', () => process.exit(0))
}

function keepLog(child: ChildProcess): () => string {
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    text = (text + part).slice(-KEPT_LOG)
  })
  return () => text
}

/** Starts the compiled program `script`. */
export function startRemote<T extends Tasks>(script: string, argument: unknown): Remote<T> {
  const child = fork(script, [JSON.stringify(argument)], {
    execArgv: ['--enable-source-maps'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  })
  const log = keepLog(child)
  const waiting = new Map<number, (answer: Answer) => void>()
  let questions = 0
  const exited = once(child, 'exit').then(() => {
    for (const [id, take] of waiting)
      take({ id, ok: false, message: `${script} ended: ${log().slice(-2000)}` })
    waiting.clear()
  })
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })

  return {
    pid: child.pid ?? 0,
    log,
    async ask(name, ...params) {
      if (!child.connected) throw new Error(`${script} has ended: ${log().slice(-2000)}`)
      questions += 1
      const id = questions
      const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve))
      child.send({ id, name, params: params[0] } satisfies Question)
      const answer = await within(ANSWER_LIMIT, answered, `${name} was not done`)
      if (!answer.ok) throw new Error(`${name} failed: ${answer.message}`)
      return answer.value as never
    },
    async close() {
      if (child.connected) child.disconnect()
      const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_LIMIT)
      await exited
      clearTimeout(timer)
    },
  }
}
